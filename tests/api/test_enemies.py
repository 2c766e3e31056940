"""Enemies of a package travel through the sealed bank into the draw."""

import json
import shutil

from server.workflows.before.draw import pool_of
from tests.packages import ROOT


def copied(folder, enemies):
    """The sample with these enemies of its items and no others."""
    target = folder / "paket"
    shutil.copytree(ROOT / "question_bank" / "sample", target)
    for file in ("twk.json", "tiu.json", "tkp.json"):
        section = json.loads((target / file).read_text(encoding="utf-8"))
        for item in section["items"]:
            item["enemies"] = enemies.get(item["code"], [])
        (target / file).write_text(json.dumps(section), encoding="utf-8")
    return target


def test_enemies_named_in_a_package_reach_the_draw(office, tmp_path):
    bank = copied(tmp_path, {"TWK-027": ["TWK-028"], "TKP-001": ["TKP-002", "TKP-003"]})
    office.does("exam", "create", "SKD", "SKD", "--bank", str(bank))

    exam = office.works.read(lambda work: work.exams.by_code("SKD").id)
    named = {item.code: item.enemies for item in office.works.read(pool_of, exam) if item.enemies}

    assert named == {"TWK-027": {"TWK-028"}, "TKP-001": {"TKP-002", "TKP-003"}}


def test_a_rule_set_that_enemies_leave_too_few_items_is_refused(office, tmp_path):
    everybody = json.loads((ROOT / "question_bank/sample/tkp.json").read_text(encoding="utf-8"))["items"]
    codes = [item["code"] for item in everybody]
    bank = copied(tmp_path, {codes[0]: codes[1:-43]})

    told = office.is_refused("exam", "create", "SKD", "SKD", "--bank", str(bank))

    assert "Bagian TKP memerlukan 45 soal, tetapi hanya 44 yang boleh berada dalam satu naskah" in told

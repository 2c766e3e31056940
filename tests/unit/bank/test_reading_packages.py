"""A package that cannot be used is refused whole, with every fault named by file, line and item."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from server.bank.faults import UnreadablePackage
from server.bank.read import read_package
from server.commands.cli import file_fault
from tests.unit.bank.packages import DRAWING, Folder, folder, item

__all__ = ["folder"]  # fixtures


def test_a_sound_package_becomes_values(folder: Folder):
    folder.draw("bentuk.svg", '<circle cx="5" cy="5" r="4"/>')
    folder.angka["items"][0]["figure"] = "figures/bentuk.svg"
    folder.angka["items"][1]["enemies"] = ["ANGKA-001"]
    package = read_package(folder.write())
    assert [item.enemies for item in package.items] == [(), ("ANGKA-001",), ()]
    assert [i.code for i in package.items] == ["ANGKA-001", "ANGKA-002", "SIKAP-001"]
    assert package.items[0].figure == DRAWING.format('<circle cx="5" cy="5" r="4"/>')
    assert [option.points for option in package.items[2].options] == [3, 1, 2]
    assert package.sections[1].points == (1, 2, 3)


SPOILED: dict[str, tuple[Callable[[Folder], object], str, str]] = {
    "missing option": (lambda f: f.angka["items"][1]["options"].pop(), "ANGKA-002", "items.option_count"),
    "two keys": (lambda f: f.angka["items"][1]["options"][1].update(points=5), "ANGKA-002", "items.points_of_one_key"),
    "no key": (lambda f: f.angka["items"][1]["options"][0].update(points=0), "ANGKA-002", "items.points_of_one_key"),
    "no permutation": (
        lambda f: f.sikap["items"][0]["options"][1].update(points=3),
        "SIKAP-001",
        "items.points",
    ),
    "negative points": (lambda f: f.angka["items"][1]["options"][1].update(points=-1), "ANGKA-002", "items.too_small"),
    "a letter twice": (lambda f: f.angka["items"][1]["options"][1].update(key="a"), "ANGKA-002", "items.option_letters"),
    "the same option twice": (
        lambda f: f.angka["items"][1]["options"][1].update(text="Pilihan  0"),
        "ANGKA-002",
        "items.same_options",
    ),
    "an empty option": (lambda f: f.angka["items"][1]["options"][1].update(text=" "), "ANGKA-002", "items.empty_option"),
    "unknown topic": (lambda f: f.angka["items"][1].update(topic="ramalan"), "ANGKA-002", "items.topic"),
    "no text": (lambda f: f.angka["items"][1].update(text=" "), "ANGKA-002", "items.pattern"),
    "a part left out": (lambda f: f.angka["items"][1].pop("explanation"), "ANGKA-002", "items.required"),
    "a part too many": (lambda f: f.angka["items"][1].update(jawaban="a"), "ANGKA-002", "items.unknown"),
    "a code twice": (lambda f: f.angka["items"][1].update(code="ANGKA-001"), "ANGKA-001", "items.code_twice"),
    "an item twice": (lambda f: f.angka["items"][1].update(text="soal  ANGKA-001?"), "ANGKA-002", "items.same_item"),
    "its own enemy": (lambda f: f.angka["items"][1].update(enemies=["ANGKA-002"]), "ANGKA-002", "items.own_enemy"),
    "an enemy nobody knows": (lambda f: f.angka["items"][1].update(enemies=["ANGKA-009"]), "ANGKA-002", "items.enemy_missing"),
    "an enemy elsewhere": (lambda f: f.angka["items"][1].update(enemies=["SIKAP-001"]), "ANGKA-002", "items.enemy_missing"),
    "drawing not there": (
        lambda f: f.angka["items"][1].update(figure="figures/hilang.svg"),
        "ANGKA-002",
        "items.drawing_missing",
    ),
    "drawing outside": (lambda f: f.angka["items"][1].update(figure="figures/../../rahasia.svg"), "ANGKA-002", "items.pattern"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_spoiled_item_is_named_with_its_line(folder: Folder, spoiled: str):
    change, code, fault_code = SPOILED[spoiled]
    change(folder)
    (fault,) = folder.faults()
    assert (fault.code, fault.item) == (fault_code, code)
    assert fault.line
    lines = (folder.path / fault.file).read_text(encoding="utf-8").splitlines()
    assert f'"code": "{code}"' in lines[fault.line - 1]


def test_a_code_of_another_section_is_found_where_it_is_repeated(folder: Folder):
    folder.sikap["items"].append(item("ANGKA-002", 1, 2, 3) | {"text": "Soal lain?"})
    (fault,) = folder.faults()
    assert (fault.file, fault.item) == ("sikap.json", "ANGKA-002")


def test_an_unknown_section_is_named(folder: Folder):
    folder.angka["section"] = "SENI"
    (fault,) = folder.faults()
    assert (fault.file, fault.line, fault.code) == ("angka.json", 1, "items.other_section")
    assert fault.parameters == {"found": "SENI", "manifest": "package.json", "wanted": "ANGKA"}


def test_broken_json_is_named_with_the_line_where_it_breaks(folder: Folder):
    folder.write()
    (folder.path / "sikap.json").write_text('{\n "section": "SIKAP",\n "items": [}\n', encoding="utf-8")
    with pytest.raises(UnreadablePackage) as refusal:
        read_package(folder.path)
    (fault,) = refusal.value.faults
    assert (fault.file, fault.line, fault.code, fault.parameters) == ("sikap.json", 3, "items.no_json", {"column": 12})


@pytest.mark.parametrize("missing", ["package.json", "sikap.json"])
def test_a_missing_file_is_named(folder: Folder, missing: str):
    (folder.write() / missing).unlink()
    with pytest.raises(UnreadablePackage) as refusal:
        read_package(folder.path)
    assert [(fault.file, fault.code) for fault in refusal.value.faults] == [(missing, "items.file_missing")]


def test_a_file_that_is_no_text_is_named(folder: Folder):
    (folder.write() / "sikap.json").write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(UnreadablePackage) as refusal:
        read_package(folder.path)
    assert [fault.file for fault in refusal.value.faults] == ["sikap.json"]


@pytest.mark.parametrize("broken", [[], "kata", {"format": 2}, {"section": "ANGKA", "items": "bukan daftar"}])
def test_a_file_of_the_wrong_shape_is_refused_without_a_crash(folder: Folder, broken: Any):
    for name in ("package.json", "angka.json"):
        folder.write()
        (folder.path / name).write_text(json.dumps(broken), encoding="utf-8")
        with pytest.raises(UnreadablePackage) as refusal:
            read_package(folder.path)
        assert {fault.file for fault in refusal.value.faults} == {name}


def test_a_section_declared_twice_is_refused(folder: Folder):
    folder.manifest["sections"].append(dict(folder.manifest["sections"][0]))
    twice = [fault.parameters["name"] for fault in folder.faults() if fault.code == "items.declared_twice"]
    assert twice == ["ANGKA", "angka.json"]


def test_faults_of_all_files_are_told_at_once(folder: Folder):
    folder.angka["items"][0]["options"][1]["points"] = 0
    folder.angka["items"][1]["topic"] = "ramalan"
    del folder.sikap["items"][0]["source"]
    faults = folder.faults()
    assert {(fault.file, fault.item) for fault in faults} == {
        ("angka.json", "ANGKA-001"),
        ("angka.json", "ANGKA-002"),
        ("sikap.json", "SIKAP-001"),
    }
    told = file_fault(faults[0])
    assert told.startswith(f"{faults[0].file}:{faults[0].line}: {faults[0].item}: ")


def test_a_byte_order_mark_is_read_over(folder: Folder):
    folder.write()
    for name in ("package", "angka", "sikap"):
        path = folder.path / f"{name}.json"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_package(folder.path).items) == 3


MARKUP = ["5 &lt; 7", "H&nbsp;2", "&#8217;", "x<sup>2</sup>", "<b>tebal</b>", "baris<br>dua", '<span style="color:red">x</span>']


UNSEEN = ["ku\u00adda", "ke\u200bsatu", "\u202eterbalik", "tab\x0bvertikal"]


MATHEMATICS = ["a < b dan c > d", "a<b dan c>d", "p<q", "R&D", "Tanya & jawab; lalu", "x <= 3", "baris\nbaru"]


@pytest.mark.parametrize("words", MARKUP + UNSEEN)
@pytest.mark.parametrize("where", ["item", "option"])
def test_what_a_copy_leaves_behind_is_told(folder: Folder, words: str, where: str):
    item = folder.angka["items"][1]
    (item if where == "item" else item["options"][2])["text"] = f"Nilai {words}"
    assert {fault.item for fault in folder.faults()} == {"ANGKA-002"}


@pytest.mark.parametrize(
    "words", ["a < b dan c > d", "a<b dan c>d", "p<q", "R&D", "Tanya & jawab; lalu", "x <= 3", "baris\nbaru"]
)
def test_signs_of_mathematics_and_of_writing_are_left_alone(folder: Folder, words: str):
    folder.angka["items"][1]["text"] = words
    assert len(read_package(folder.write()).items) == 3

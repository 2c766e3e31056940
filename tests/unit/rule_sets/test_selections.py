"""Rule sets of selections: what they are refused for, and in which line."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from server.exam.errors import NoSelection, NoSuchRuleSet, RuleSetNoJson, UnreadableRuleSet
from server.rule_sets.files import EXAMS, SELECTIONS, names, read_exam, read_rules

CPNS = json.loads((SELECTIONS / "cpns-2024.json").read_text())
SCHEMA = json.loads((SELECTIONS / "schema.json").read_text())


def written(folder: Path, data: object) -> str:
    path = folder / "aturan.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data, indent=2), encoding="utf-8")
    return str(path)


def changed(path: list[Any], value: object) -> dict[str, Any]:
    data = copy.deepcopy(CPNS)
    inside: Any = data
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    return data


def faults_of(name: str) -> list[tuple[str, int, str]]:
    with pytest.raises(UnreadableRuleSet) as refused:
        read_rules(name)
    return [(fault.at, fault.line, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize("name", [*names(SELECTIONS), *names(EXAMS)])
def test_every_rule_set_of_ours_is_sound_and_called_as_its_file(name: str) -> None:
    found = read_rules(name)
    assert found.data["name"] == name
    assert (found.selection is not None) == (name in names(SELECTIONS))


def test_a_selection_holds_every_value_with_its_source() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    found = read_rules("cpns-2024").stages

    assert (found.multiple.value, found.multiple.confidence) == (3, "O")
    assert found.cut.order.value == ("total", "TKP", "TIU", "TWK")
    assert found.final.order.value == ("final", "total", "TKP", "TIU", "TWK", "ipk", "birth_date")
    assert found.final.boundary.confidence == "U"
    assert found.integration.decimals_shown.confidence == "R"
    assert found.codes["skb_admitted"].value.code == "P/L"


@pytest.mark.parametrize(
    ("path", "value", "at", "code"),
    [
        (["cut", "multiple", "value"], 0, "cut.multiple.value", "rules.minimum"),
        (["cut", "multiple", "confidence"], "A", "cut.multiple.confidence", "rules.enum"),
        (["cut", "boundary", "value"], "lottery", "cut.boundary.value", "rules.enum"),
        (["cut", "order", "value"], ["total", "TPA"], "cut.order.value[1]", "rules.no_such_merit"),
        (["cut", "order", "value"], ["total", "final"], "cut.order.value[1]", "rules.no_such_merit"),
        (["final", "order", "value"], ["final", "TKP", "final"], "final.order.value[2]", "rules.merit_twice"),
        (["integration", "skd_percent", "value"], 50, "integration", "rules.weights_sum"),
        (["formations", "tertinggal"], "tertinggal", "formations.tertinggal", "rules.no_such_kind"),
        (["final", "sourse"], "x", "final.sourse", "rules.unknown"),
    ],
)
def test_a_faulty_selection_is_refused_with_place_and_line(
    path: list[Any], value: object, at: str, code: str, tmp_path: Path
) -> None:
    data = changed(path, value)
    found = faults_of(written(tmp_path, data))

    assert [(place, fault) for place, _, fault in found] == [(at, code)]
    first = at.partition(".")[0]
    top = next(
        number for number, line in enumerate(json.dumps(data, indent=2).splitlines(), 1) if line.startswith(f'  "{first}"')
    )
    assert found[0][1] >= top


def test_the_line_is_that_of_the_value_itself(tmp_path: Path) -> None:
    text = (SELECTIONS / "cpns-2024.json").read_text().replace('"skd_percent": {"value": 40', '"skd_percent": {"value": "40"')
    line = next(number for number, one in enumerate(text.splitlines(), 1) if '"value": "40"' in one)

    assert faults_of(written(tmp_path, text)) == [("integration.skd_percent.value", line, "rules.no_whole_number")]


def test_what_is_missing_is_told_in_the_line_of_what_should_hold_it(tmp_path: Path) -> None:
    data = changed(["final"], {"order": CPNS["final"]["order"]})
    line = next(number for number, one in enumerate(json.dumps(data, indent=2).splitlines(), 1) if one.startswith('  "final"'))

    assert faults_of(written(tmp_path, data)) == [("final.boundary", line, "rules.missing")]


def test_a_key_named_twice_is_refused(tmp_path: Path) -> None:
    """JSON keeps the last one: whoever reads the first would believe another rule."""
    text = (EXAMS / "skd-2024.json").read_text().replace('"minutes": 100,', '"minutes": 100,\n      "minutes": 200,')

    assert [fault[::2] for fault in faults_of(written(tmp_path, text))] == [("blocks[0].minutes", "rules.key_twice")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", 1),
        ('{\n"format": 1,\n"name" "x"}', 3),
        ("[" * 100_000, 1),
        ("[" * 600 + "]" * 600, 1),  # JSON reads this, and finding its lines would not
        ('{"format": ' + "1" * 5000 + "}", 1),  # more digits than Python makes a number of
        (b'{\n"format": 1,\n\n"name": "\xff"}', 4),
    ],
)
def test_what_is_no_json_is_said_with_its_line(text: str | bytes, line: int, tmp_path: Path) -> None:
    path = tmp_path / "aturan.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RuleSetNoJson) as refused:
        read_rules(str(path))
    assert refused.value.parameters == {"name": str(path), "line": line}


def test_what_is_not_there_is_no_rule_set(tmp_path: Path) -> None:
    for name in ("tidak-ada", "schema", str(tmp_path / "tidak-ada.json"), str(tmp_path)):
        with pytest.raises(NoSuchRuleSet):
            read_rules(name)


def test_an_exam_is_created_from_exams_only() -> None:
    with pytest.raises(NoSuchRuleSet):
        read_exam("cpns-2024")
    with pytest.raises(NoSelection):
        _ = read_rules("skd-2024").stages

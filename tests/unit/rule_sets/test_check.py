"""What a rule-set file is refused for: by its schema, and by the rules no schema can say."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from server.exam.blueprint import ExamBlueprint
from server.exam.errors import UnreadableRuleSet
from server.rule_sets import check
from server.rule_sets.check import checked

ROOT = Path(__file__).parents[3]
SKD = json.loads((ROOT / "server/rule_sets/skd-2024.json").read_text())
TWO_BLOCKS = json.loads((ROOT / "tests/rule_sets/dua-blok.json").read_text())
SCHEMA = json.loads((ROOT / "server/rule_sets/schema.json").read_text())
SELECTION_SCHEMA = json.loads((ROOT / "server/rule_sets/selections/schema.json").read_text())
SECTION = "blocks[0].sections[1]"
REQUIREMENT = "thresholds[0].requirements[0]"


def changed(path: list[Any], value: object, of: dict[str, Any] = TWO_BLOCKS) -> dict[str, Any]:
    data = copy.deepcopy(of)
    inside: Any = data
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    return data


def faults_of(data: object) -> list[tuple[str, str]]:
    with pytest.raises(UnreadableRuleSet) as refused:
        checked(data)
    assert refused.value.parameters["count"] == len(refused.value.faults)
    return [(fault.at, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize("rule_set", [SKD, TWO_BLOCKS])
def test_a_sound_file_becomes_a_blueprint(rule_set: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert checked(rule_set) == ExamBlueprint.from_json(rule_set)
    assert checked(rule_set).name == rule_set["name"]


@pytest.mark.parametrize(
    ("path", "value", "at", "code"),
    [
        (["format"], 2, "format", "rules.const"),
        (["title"], " ", "title", "rules.empty"),
        (["title"], None, "title", "rules.no_text"),
        (["confidence"], "Z", "confidence", "rules.enum"),
        (["blocks"], [], "blocks", "rules.too_short"),
        (["blocks", 0, "minutes"], 0, "blocks[0].minutes", "rules.minimum"),
        (["blocks", 0, "minutes"], True, "blocks[0].minutes", "rules.no_whole_number"),
        (["blocks", 0, "sections", 1, "items"], "4", f"{SECTION}.items", "rules.no_whole_number"),
        (["blocks", 0, "sections", 1, "points"], [0, 0], f"{SECTION}.points", "rules.worthless"),
        (["blocks", 0, "sections", 1, "points"], [4], f"{SECTION}.points", "rules.too_short"),
        (["blocks", 0, "sections", 0, "topics"], {"bintang": 4}, "blocks[0].sections[0].topics", "rules.topics_sum"),
        (["blocks", 0, "sections", 0, "topics"], {"bintang": 0}, "blocks[0].sections[0].topics.bintang", "rules.minimum"),
        (["blocks", 0, "sections", 0, "topic"], {}, "blocks[0].sections[0].topic", "rules.unknown"),
        (["blocks", 1, "code"], "PAGI", "blocks", "rules.block_twice"),
        (["blocks", 1, "sections", 0, "code"], "SIMPUL", "blocks", "rules.section_twice"),
        (["blocks", 1, "sections", 0, "code"], "total", "blocks", "rules.total_as_section"),
        (["thresholds", 1, "kind"], "biasa", "thresholds", "rules.threshold_twice"),
        (["thresholds", 0, "requirements"], [], "thresholds[0].requirements", "rules.too_short"),
        (
            ["thresholds", 0, "requirements", 0, "sections"],
            ["TWK"],
            "thresholds[0].requirements[0].sections",
            "rules.no_such_section",
        ),
        (["tie_break"], ["total", "TKP"], "tie_break", "rules.no_such_section"),
        (["tie_break"], ["SIKAP", "total"], "tie_break", "rules.total_first"),
        (["thresholds"], {}, "thresholds", "rules.no_list"),
        (["blocks", 0], "PAGI", "blocks[0]", "rules.no_object"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place_of_the_fault(path: list[Any], value: object, at: str, code: str) -> None:
    assert (at, code) in faults_of(changed(path, value))


@pytest.mark.parametrize("name", sorted(TWO_BLOCKS.keys() - {"note"}))
def test_a_part_left_out_is_named(name: str) -> None:
    left = {key: value for key, value in TWO_BLOCKS.items() if key != name}

    assert faults_of(left) == [(name, "rules.missing")]


def test_all_faults_are_told_at_once() -> None:
    """Those of the schema and those no schema can say, as far as a blueprint can be made."""
    data = changed(["title"], "", of=changed(["blocks", 0, "minutes"], -1, of=changed(["tie_break"], ["total", "TKP"])))

    assert faults_of(data) == [
        ("title", "rules.empty"),
        ("blocks[0].minutes", "rules.minimum"),
        ("tie_break", "rules.no_such_section"),
    ]


def test_what_is_no_object_is_no_rule_set() -> None:
    assert faults_of([]) == [("$", "rules.no_object")]


def test_a_whole_number_may_be_written_with_a_point() -> None:
    minutes = checked(changed(["blocks", 0, "minutes"], 90.0)).blocks[0].minutes

    assert (minutes, type(minutes)) == (90, int)


def test_every_keyword_of_the_schema_has_its_code() -> None:
    """Else the first file that breaks it would end in a traceback."""

    def keywords(schema: object) -> set[str]:
        if not isinstance(schema, dict):
            return set()
        own = {key for key in schema if key in jsonschema.Draft202012Validator.VALIDATORS}
        inner = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
        inner += [schema.get("items"), schema.get("additionalProperties")]
        return own.union(*map(keywords, inner))

    structure = {"$ref", "properties", "items"}
    used = keywords(SCHEMA) | keywords(SELECTION_SCHEMA)
    assert used - structure == {"required", "additionalProperties", "type", "pattern", "enum", *check._PLAIN}

"""A rule-set file by its JSON Schema and by the rules no schema can say: an exam, a selection, or all faults at once."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from server.exam.blueprint import ExamBlueprint
from server.exam.blueprint_faults import blueprint_faults
from server.exam.errors import RuleSetFault, UnreadableRuleSet
from server.exam.selection.rule_faults import selection_faults
from server.exam.selection.rules import SelectionRules

SCHEMA = Path(__file__).parent / "schema.json"
SELECTION_SCHEMA = Path(__file__).parent / "selections" / "schema.json"
_WHOLE = "$"  # the file itself, as JSONPath calls it
# Of a file that breaks one of these no blueprint can be made, so what a blueprint is asked for stays unsaid.
_SHAPE = frozenset({"required", "type"})
_PLAIN = {"minimum": "rules.minimum", "minItems": "rules.too_short", "minProperties": "rules.too_short", "const": "rules.const"}
_TYPES = {
    "object": "rules.no_object",
    "array": "rules.no_list",
    "string": "rules.no_text",
    "integer": "rules.no_whole_number",
}


def checked(rules: object) -> ExamBlueprint:
    found, has_shape = _schema_faults(rules, SCHEMA)
    if isinstance(rules, dict) and has_shape:
        blueprint = ExamBlueprint.from_json(rules)
        found += blueprint_faults(blueprint)
        if not found:
            return blueprint
    raise UnreadableRuleSet(found)


def checked_selection(rules: object, exam_of: Callable[[str], ExamBlueprint]) -> SelectionRules:
    """`exam_of` finds the exam a selection names, or refuses."""
    found, has_shape = _schema_faults(rules, SELECTION_SCHEMA)
    # An unknown choice of the few is a word no value can be made of.
    if isinstance(rules, dict) and has_shape and not any(fault.code == "rules.enum" for fault in found):
        selection = SelectionRules.from_json(rules)
        found += selection_faults(selection, exam_of(selection.exam))
        if not found:
            return selection
    raise UnreadableRuleSet(found)


def _schema_faults(rules: object, schema: Path) -> tuple[list[RuleSetFault], bool]:
    errors = list(_validator(schema).iter_errors(rules))
    faults = {(fault.at, fault.code): fault for error in errors for fault in _faults_of(error)}
    return list(faults.values()), not any(error.validator in _SHAPE for error in errors)


def _faults_of(error: ValidationError) -> Iterator[RuleSetFault]:
    path = list(error.absolute_path)
    wanted: Any = error.validator_value
    given: Any = error.instance
    match error.validator:
        case "required":  # told once for each name, and so made more than once
            yield from (RuleSetFault(_place([*path, name]), "rules.missing") for name in wanted if name not in given)
        case "additionalProperties":  # most often a misspelt one, which would silently change the exam
            schema: Any = error.schema
            unknown = [name for name in given if name not in schema["properties"]]
            yield from (RuleSetFault(_place([*path, name]), "rules.unknown") for name in unknown)
        case "type":
            yield RuleSetFault(_place(path), _TYPES[wanted if isinstance(wanted, str) else wanted[0]])
        case "pattern":
            yield RuleSetFault(_place(path), "rules.empty")
        case "enum":
            yield RuleSetFault(_place(path), "rules.enum", known=", ".join(wanted))
        case other:
            yield RuleSetFault(_place(path), _PLAIN[str(other)], value=wanted)


def _place(path: Sequence[str | int]) -> str:
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.lstrip(".") or _WHOLE


@cache
def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))

"""A rule-set file by its JSON Schema and by the rules no schema can say: a blueprint, or all faults at once."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from server.exam.blueprint import ExamBlueprint
from server.exam.blueprint_faults import blueprint_faults
from server.exam.errors import RuleSetFault, UnreadableRuleSet

SCHEMA = Path(__file__).parent / "schema.json"
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
    errors = list(_validator().iter_errors(rules))
    faults = {(fault.at, fault.code): fault for error in errors for fault in _faults_of(error)}
    found = list(faults.values())
    if isinstance(rules, dict) and not any(error.validator in _SHAPE for error in errors):
        blueprint = ExamBlueprint.from_json(rules)
        found += blueprint_faults(blueprint)
        if not found:
            return blueprint
    raise UnreadableRuleSet(found)


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
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))

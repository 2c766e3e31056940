"""Rule sets by name, or by the path of a file: exams, and selections that name their exam."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.exam.blueprint import ExamBlueprint
from server.exam.errors import NoSelection, NoSuchRuleSet, RuleSetFault, RuleSetNoJson, UnreadableRuleSet
from server.exam.selection.rules import SelectionRules
from server.rule_sets.check import checked, checked_selection
from server.rule_sets.lines import Lines, lines_of

EXAMS = Path(__file__).parent
SELECTIONS = EXAMS / "selections"
_ENDS = ".json"


@dataclass(frozen=True, slots=True)
class RuleFile:
    data: dict[str, Any]
    blueprint: ExamBlueprint
    selection: SelectionRules | None  # None: a rule set of an exam alone

    @property
    def stages(self) -> SelectionRules:
        if self.selection is None:
            raise NoSelection(name=self.blueprint.name, known=", ".join(names(SELECTIONS)))
        return self.selection


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob(f"*{_ENDS}") if path.stem != "schema")


def read_exam(name: str) -> RuleFile:
    return _read(_path_of(name) or EXAMS / f"{name}{_ENDS}", name, names(EXAMS), _exam)


def read_rules(name: str) -> RuleFile:
    """An exam or a selection, whichever has the name."""
    folder = SELECTIONS if name in names(SELECTIONS) else EXAMS
    return _read(_path_of(name) or folder / f"{name}{_ENDS}", name, [*names(SELECTIONS), *names(EXAMS)], _exam_or_selection)


def _path_of(name: str) -> Path | None:
    path = Path(name)
    return path if name.endswith(_ENDS) or path.is_file() else None


def _read(path: Path, name: str, known: list[str], made: Any) -> RuleFile:
    try:
        raw = path.read_bytes() if path.stem != "schema" else None
    except OSError:
        raw = None
    if raw is None:
        raise NoSuchRuleSet(name=name, known=", ".join(known))
    try:
        text = raw.decode("utf-8-sig")
        data, lines = json.loads(text), lines_of(text)
    except (ValueError, RecursionError) as error:
        raise RuleSetNoJson(name=name, line=_line_of(error, raw)) from error
    return _located(path.name, lines, data, made)


def _line_of(error: ValueError | RecursionError, raw: bytes) -> int:
    """Where reading stopped, as far as the error tells."""
    match error:
        case json.JSONDecodeError():
            return error.lineno
        case UnicodeDecodeError():
            return raw.count(b"\n", 0, error.start) + 1
        case _:
            return 1


def _located(file: str, lines: Lines, data: Any, made: Any) -> RuleFile:
    faults = [RuleSetFault(at, "rules.key_twice") for at in lines.twice]
    try:
        found: RuleFile | None = made(data)
    except UnreadableRuleSet as unreadable:
        found, faults = None, [*faults, *unreadable.faults]
    if found is None or faults:
        raise UnreadableRuleSet(fault.located(file, lines.of(fault.at)) for fault in faults)
    return found


def _exam(data: Any) -> RuleFile:
    return RuleFile(data, checked(data), None)


def _exam_or_selection(data: Any) -> RuleFile:
    if not isinstance(data, dict) or "exam" not in data:
        return _exam(data)
    selection = checked_selection(data, lambda name: read_exam(name).blueprint)
    return RuleFile(data, read_exam(selection.exam).blueprint, selection)

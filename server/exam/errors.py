"""Every refusal of the exam's rules: a code and parameters; the words for people live in the callers' catalogues.

RuleBroken
├── RuleSetRefused
│   ├── UnreadableRuleSet        the file does not say a whole exam or selection; carries every fault with its place
│   ├── NoSuchRuleSet            neither a rule set of ours nor a file
│   ├── RuleSetNoJson            a file that is no JSON
│   ├── NoSelection              the rule set is of an exam, and what is asked needs the stages of a selection
│   └── NoThresholdForFormation  the rule set has thresholds, but none for this kind of formation
├── MeritMissing                 ranked by something known of some people and not of others
├── AssemblyRefused
│   ├── PoolTooSmall             fewer items than the blueprint asks for
│   │   └── EnemiesLeaveTooFew   enough items, but too many of them may not meet in one paper
│   ├── PlaceTakenTwice          two sittings with one row and column
│   └── TooFewSeats              more sittings than seats that are not spare
├── MoveRefused
│   ├── MoveNotAllowed           the table of moves has no such line
│   ├── SlotOpenedEarly          before its planned start
│   ├── SlotNotOpen              something that needs an open slot
│   ├── TooLateToStart           after the late start setting
│   ├── PinIssueClosed           the desk closes some minutes before the start
│   ├── ScoreAlreadyShown        whoever saw the score never works on the same paper again
│   └── SecondPersonNeeded       two different members of staff must stand for it
├── AnswerRefused
│   ├── ItemNotInPaper           a foreign item
│   ├── OptionNotInItem          a foreign option
│   ├── ItemOfAnotherBlock       a block not begun yet, or already left
│   ├── SittingNotRunning        paused, away, submitted, terminated ...
│   ├── StaleRevision            an older word after a newer one
│   └── AnswerTooLate            after the end, and not saved by the rule for outages
├── GrantRefused
│   ├── GrantNotPositive         time is given, never taken
│   └── GrantTooLarge            more than this role may give one sitting
│       └── GrantForChief        but a chief may
└── NotAllowed                   no right of this person covers the action here
"""

from collections.abc import Iterable
from copy import copy
from typing import Self


class RuleBroken(Exception):
    code: str = "rule_broken"

    def __init__(self, **parameters: str | int) -> None:
        super().__init__(self.code, parameters)
        self.parameters: dict[str, str | int] = parameters

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.code}({listed})"


class RuleSetFault:
    """One fault of a rule-set file at its path there (`blocks[0].minutes`); no exception, as there may be many."""

    file, line = "", 0  # as far as it was read from a file

    def __init__(self, at: str, code: str, **parameters: str | int) -> None:
        self.at, self.code, self.parameters = at, code, parameters

    def located(self, file: str, line: int) -> Self:
        found = copy(self)
        found.file, found.line = file, line
        return found

    def __str__(self) -> str:
        return f"{self.at}: {self.code}"


class RuleSetRefused(RuleBroken):
    code = "rule_set_refused"


class UnreadableRuleSet(RuleSetRefused):
    code = "rule_set_unreadable"

    def __init__(self, faults: Iterable[RuleSetFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults), faults="; ".join(map(str, self.faults)))


class NoSuchRuleSet(RuleSetRefused):
    code = "no_rule_set"


class RuleSetNoJson(RuleSetRefused):
    code = "rule_set_broken"


class NoSelection(RuleSetRefused):
    code = "no_selection"


class NoThresholdForFormation(RuleSetRefused):
    code = "no_threshold_for_formation"


class MeritMissing(RuleBroken):
    code = "merit_missing"


class AssemblyRefused(RuleBroken):
    code = "assembly_refused"


class PoolTooSmall(AssemblyRefused):
    code = "pool_too_small"


class EnemiesLeaveTooFew(PoolTooSmall):
    code = "enemies_leave_too_few"


class PlaceTakenTwice(AssemblyRefused):
    code = "place_taken_twice"


class TooFewSeats(AssemblyRefused):
    code = "too_few_seats"


class MoveRefused(RuleBroken):
    code = "move_refused"


class MoveNotAllowed(MoveRefused):
    code = "move_not_allowed"


class SlotOpenedEarly(MoveRefused):
    code = "slot_opened_early"


class SlotNotOpen(MoveRefused):
    code = "slot_not_open"


class TooLateToStart(MoveRefused):
    code = "too_late_to_start"


class PinIssueClosed(MoveRefused):
    code = "pin_issue_closed"


class ScoreAlreadyShown(MoveRefused):
    code = "score_already_shown"


class SecondPersonNeeded(MoveRefused):
    code = "second_person_needed"


class AnswerRefused(RuleBroken):
    code = "answer_refused"


class ItemNotInPaper(AnswerRefused):
    code = "item_not_in_paper"


class OptionNotInItem(AnswerRefused):
    code = "option_not_in_item"


class ItemOfAnotherBlock(AnswerRefused):
    code = "item_of_another_block"


class SittingNotRunning(AnswerRefused):
    code = "sitting_not_running"


class StaleRevision(AnswerRefused):
    code = "stale_revision"


class AnswerTooLate(AnswerRefused):
    code = "answer_too_late"


class GrantRefused(RuleBroken):
    code = "grant_refused"


class GrantNotPositive(GrantRefused):
    code = "grant_not_positive"


class GrantTooLarge(GrantRefused):
    code = "grant_too_large"


class GrantForChief(GrantTooLarge):
    code = "grant_for_chief"


class NotAllowed(RuleBroken):
    code = "not_allowed"

"""How commands speak: words from the pages' catalogue, a refusal in one or more lines and exit code 1, never a traceback."""

from typing import Any

import click
from flask.cli import AppGroup

from server.bank.faults import UnreadablePackage
from server.catalogue import catalogue, words
from server.exam.errors import RuleBroken, RuleSetFault, UnreadableRuleSet
from server.file_faults import FileFault
from server.registrations.faults import UnreadableRegistrations, UnreadableScores
from server.storage.key_files import KeysMissing


class Refused(click.ClickException):
    """Told on stderr as it is; click's own prefix is English."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True, file=file)


class CliGroup(AppGroup):
    """A family of commands whose refusals are put into words in one place."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (UnreadablePackage, UnreadableRegistrations) as unreadable:
            closing = "nothing_ranked" if isinstance(unreadable, UnreadableScores) else "nothing_kept"
            lines = [*map(file_fault, unreadable.faults), words(closing, count=len(unreadable.faults))]
            raise Refused("\n".join(lines)) from unreadable
        except UnreadableRuleSet as unreadable:
            raise Refused("\n".join(map(rule_set_fault, unreadable.faults))) from unreadable
        except RuleBroken as refusal:
            raise Refused(words_of(refusal)) from refusal
        except KeysMissing as missing:
            raise Refused(words("keys_missing", reason=str(missing))) from missing


def words_of(refusal: RuleBroken) -> str:
    known = catalogue()
    text = known.get(f"refused_{refusal.code}") or known.get(refusal.code)
    if text is None:
        return words("unknown_error", code=str(refusal))
    what = refusal.parameters.get("what")
    return text.format(**refusal.parameters | ({"what": words(f"what_{what}")} if what else {}))


def file_fault(fault: FileFault) -> str:
    family = fault.code.partition(".")[0]
    place = words(f"{family}.at_line", file=fault.file, line=fault.line) if fault.line else fault.file
    about = [place, fault.item] if fault.item else [place]
    return ": ".join([*about, words(fault.code, **fault.parameters)])


def rule_set_fault(fault: RuleSetFault) -> str:
    told = words("rules.at", at=fault.at, reason=words(fault.code, **fault.parameters))
    return words("rules.at_line", file=fault.file, line=fault.line, fault=told) if fault.line else told


def echo_words(key: str, **parameters: object) -> None:
    click.echo(words(key, **parameters))


def refused(key: str, **parameters: object) -> Refused:
    return Refused(words(key, **parameters))

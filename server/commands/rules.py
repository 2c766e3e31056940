"""`flask rules …`: what rule sets say, and what follows from scores. Nothing is stored: no database is opened."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from server.catalogue import words
from server.commands.cli import CliGroup, echo_words
from server.commands.rule_integration import integrate_scores
from server.commands.rule_options import as_json_option
from server.commands.rule_ranking import rank
from server.commands.rule_scores import explain_scores
from server.commands.traces import echo_json
from server.exam.blueprint import ExamBlueprint
from server.exam.selection.rules import SelectionRules, Sourced
from server.rule_sets.files import EXAMS, SELECTIONS, RuleFile, names, read_rules


@click.group(cls=CliGroup)
def rules() -> None:
    """Aturan: isinya, dan apa yang mengikuti dari nilai. Tanpa basis data."""


@rules.command("list")
@as_json_option
def list_rules(wants_json: bool) -> None:
    """Tampilkan semua aturan yang tersedia."""
    found = [_summary(read_rules(name)) for name in [*names(SELECTIONS), *names(EXAMS)]]
    if wants_json:
        echo_json({"rules": found})
        return
    for one in found:
        click.echo(words("rules_listed", **one))


@rules.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@as_json_option
def check(file: Path, wants_json: bool) -> None:
    """Tampilkan isi sebuah berkas aturan, atau semua kesalahannya dengan barisnya."""
    found = read_rules(str(file))
    if wants_json:
        echo_json(_summary(found))
        return
    click.echo(words("rules_listed", **_summary(found)))
    for line in [
        *_of_exam(found.blueprint),
        *(_of_selection(found.selection) if found.selection else ()),
        *_codes_in(found.data),
    ]:
        click.echo(f"  {line}")
    echo_words("rules_sound", name=found.data["name"])


def _summary(found: RuleFile) -> dict[str, Any]:
    blueprint = found.blueprint
    return {
        "name": found.data["name"],
        "title": found.data["title"],
        "kind": "selection" if found.selection else "exam",
        "source": found.data["source"],
        "confidence": found.data["confidence"],
        "exam": blueprint.name,
        "items": blueprint.items,
        "minutes": sum(block.minutes for block in blueprint.blocks),
        "maximum": blueprint.maximum,
        "thresholds": len(blueprint.thresholds),
    }


def _of_exam(blueprint: ExamBlueprint) -> Iterator[str]:
    for block in blueprint.blocks:
        known = {"source": block.source or blueprint.source, "confidence": block.confidence or blueprint.confidence}
        yield words("rules_block", title=block.title, minutes=block.minutes, **known)
    for section in blueprint.sections:
        yield words("rules_section", section=section.code, title=section.title, items=section.items, most=section.maximum)
    for line in blueprint.thresholds:
        needed = ", ".join(f"{one.what} {one.at_least}" for one in line.requirements)
        kind = line.kind if line.position_group is None else f"{line.kind} / {line.position_group}"
        yield words("rules_threshold", kind=kind, needed=needed, source=line.source, confidence=line.confidence)


def _of_selection(selection: SelectionRules) -> Iterator[str]:
    integration = selection.integration
    yield _sourced("rules_cut", selection.multiple, multiple=selection.multiple.value)
    yield _sourced("rules_cut_order", selection.cut.order, order=", ".join(selection.cut.order.value))
    yield _sourced(f"rules_{selection.cut.boundary.value}", selection.cut.boundary, stage="SKB")
    weights = {"skd": integration.skd_percent.value, "skb": integration.skb_percent.value}
    yield _sourced("rules_weights", integration.skd_percent, **weights)
    yield _sourced("rules_scale", integration.scale, scale=integration.scale.value)
    yield _sourced("rules_decimals", integration.decimals_shown, decimals=integration.decimals_shown.value)
    for agency, limits in selection.skb_limits.items():
        most = {
            "others": limits.value.others,
            "percent": limits.value.others_percent,
            "interview": limits.value.interview_percent,
        }
        yield _sourced("rules_skb_limits", limits, agency=agency, **most)
    yield _sourced("rules_final_order", selection.final.order, order=", ".join(selection.final.order.value))
    yield _sourced(f"rules_{selection.final.boundary.value}", selection.final.boundary, stage="akhir")


def _codes_in(data: Mapping[str, Any]) -> Iterator[str]:
    """Those that people give too, which no outcome of ours has."""
    for one in data.get("codes", ()):
        known = Sourced(one, one["source"], one["confidence"])
        yield _sourced("rules_code", known, code=one["code"], means=one["means"])


def _sourced(key: str, of: Sourced[Any], **parameters: object) -> str:
    return words("rules_sourced", text=words(key, **parameters), source=of.source, confidence=of.confidence)


for _command in (explain_scores, rank, integrate_scores):
    rules.add_command(_command)

COMMANDS = (rules,)

"""`flask rules explain`: why scores pass the thresholds or do not, with a trace a lay person can read."""

from collections.abc import Iterable

import click

from server.commands.cli import file_fault, refused
from server.commands.rule_options import as_json_option, group_option, kind_of, rules_option
from server.commands.traces import as_json, echo_json, echo_trace
from server.exam.blueprint import ExamBlueprint
from server.exam.passing import Formation
from server.exam.possible_scores import score_faults
from server.exam.selection.explained import explain
from server.file_faults import FileFault, fault
from server.registrations.score_file import WHOLE_NUMBER
from server.rule_sets.files import read_rules


@click.command("explain")
@rules_option
@click.option("--formation", default="umum", show_default=True, help="Jenis formasi.")
@group_option
@click.argument("scores", nargs=-1, required=True)
@as_json_option
def explain_scores(name: str, formation: str, position_group: str | None, scores: tuple[str, ...], wants_json: bool) -> None:
    """Terangkan mengapa nilai (misalnya TWK=65 TIU=80 TKP=166) memenuhi ambang batas atau tidak."""
    found = read_rules(name)
    points = _points(found.blueprint, scores)
    told = explain(found.blueprint, Formation(kind_of(found, formation), position_group), points)
    if wants_json:
        total = sum(points.values())
        about = {"formation": formation, "position_group": position_group, "scores": points, "total": total}
        echo_json({"passed": told.passed, "rules": found.data["name"], **about, "trace": [as_json(line) for line in told.trace]})
        return
    echo_trace(told.trace)


def _points(blueprint: ExamBlueprint, scores: Iterable[str]) -> dict[str, int]:
    points: dict[str, int] = {}
    codes = [section.code for section in blueprint.sections]
    faults: list[FileFault] = []
    for text in scores:
        code, _, number = text.partition("=")
        if code not in codes:
            faults.append(fault(text, 0, "scores.no_such_section", known=", ".join(codes)))
        elif code in points:
            faults.append(fault(text, 0, "scores.section_twice", section=code))
        elif not WHOLE_NUMBER.fullmatch(number):
            faults.append(fault(text, 0, "scores.no_whole_number", section=code, found=number))
        points[code] = int(number) if WHOLE_NUMBER.fullmatch(number) else 0
    faults += [fault(code, 0, "scores.section_missing", section=code) for code in codes if code not in points]
    faults += [
        FileFault(f"{dict(one.pairs)['section']}={dict(one.pairs)['score']}", 0, one.code, one.pairs)
        for one in score_faults(blueprint.sections, points)
    ]
    if faults:
        raise refused("rules_scores_refused", faults="\n".join(map(file_fault, faults)))
    return points

"""`flask rules rank`: who of a file of scores goes on to the SKB, or gets a place."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from server.catalogue import words
from server.commands.cli import echo_words, refused
from server.commands.rule_options import as_json_option, group_option, kind_of, rules_option
from server.commands.traces import as_json, as_text, echo_json, echo_trace
from server.exam.passing import Formation
from server.exam.selection.integration import final_score, shown
from server.exam.selection.ranking import Contender, Standing
from server.exam.selection.rules import SelectionRules
from server.exam.selection.stages import NotAdmitted, SelectionStage, StageOutcome, WhyNot, final_stage, skb_stage
from server.registrations.score_file import WantedScores, read_scores
from server.rule_sets.files import RuleFile, read_rules

# Of those who passed the SKB stage and were not chosen in the end no code is known (docs/rules.md).
_CODES = {
    (SelectionStage.SKB, None): "skb_admitted",
    (SelectionStage.SKB, WhyNot.NOT_PLACED): "skb_not_placed",
    (SelectionStage.SKB, WhyNot.BELOW_THRESHOLD): "below_threshold",
    (SelectionStage.FINAL, None): "final_admitted",
    (SelectionStage.FINAL, WhyNot.BELOW_THRESHOLD): "below_threshold",
}


@click.command("rank")
@rules_option
@click.option(
    "--stage", type=click.Choice([*map(str, SelectionStage)]), default="skb", show_default=True, help="Menuju SKB, atau akhir."
)
@click.option("--places", type=int, required=True, help="Jumlah kebutuhan formasi.")
@click.option("--formation", default="umum", show_default=True, help="Jenis formasi baris tanpa kolom formation.")
@group_option
@click.argument("file", type=click.Path(path_type=Path))
@as_json_option
def rank(name: str, file: Path, wants_json: bool, places: int, **chosen: Any) -> None:
    """Peringkatkan berkas CSV: number, TWK, TIU, TKP; boleh formation, ipk, birth_date, skb (skala 0 sampai 100)."""
    if places < 1:
        raise refused("rules_places", places=places)
    found, stage = read_rules(name), SelectionStage(chosen["stage"])
    rules, usual = found.stages, Formation(kind_of(found, chosen["formation"]), chosen["position_group"])
    is_final, scale = stage is SelectionStage.FINAL, rules.integration.scale.value
    wanted = WantedScores(found.blueprint, rules.kinds, usual, scale, is_final=is_final)
    make = final_stage if is_final else skb_stage
    outcome = make(rules, found.blueprint, read_scores(file, wanted), places)
    if wants_json:
        echo_json(_answer(found, stage, outcome))
    else:
        _echo_outcome(found, stage, outcome)


def _answer(found: RuleFile, stage: SelectionStage, outcome: StageOutcome) -> dict[str, Any]:
    rules = found.stages
    return {
        "rules": rules.name,
        "stage": str(stage),
        "limit": outcome.limit,
        "admitted": [_admitted(found, stage, one) for one in outcome.admitted],
        "not_admitted": [_not_admitted(rules, stage, one, outcome.limit) for one in outcome.not_admitted],
        "trace": [as_json(line) for line in outcome.trace],
    }


def _admitted(found: RuleFile, stage: SelectionStage, one: Standing) -> dict[str, Any]:
    told: dict[str, Any] = {"number": one.contender.number, "rank": one.rank, "total": one.contender.total}
    if stage is SelectionStage.FINAL:
        told["final"] = _final(found, one.contender)
    return told | {"decided_by": one.decided_by, "code": _code(found.stages, stage, None)}


def _not_admitted(rules: SelectionRules, stage: SelectionStage, one: NotAdmitted, limit: int) -> dict[str, Any]:
    checks = ({"what": each.what, "reached": each.reached, "required": each.required} for each in one.missed)
    missed = ", ".join(words("not_admitted_check", **check) for check in checks)
    reason = words(f"not_admitted_{one.reason}", rank=one.rank, limit=limit, missed=missed)
    told = {"number": one.contender.number, "reason": reason, "because": str(one.reason), "rank": one.rank}
    return told | {"total": one.contender.total, "code": _code(rules, stage, one.reason)}


def _code(rules: SelectionRules, stage: SelectionStage, reason: WhyNot | None) -> str | None:
    code = rules.codes.get(_CODES.get((stage, reason), ""))
    return code.value.code if code else None


def _final(found: RuleFile, one: Contender) -> Any:
    rule = found.stages.integration
    exact = final_score(rule, one.total, found.blueprint.maximum, one.skb or Fraction(0))
    return shown(exact, rule.decimals_shown.value)


def _echo_outcome(found: RuleFile, stage: SelectionStage, outcome: StageOutcome) -> None:
    echo_trace(outcome.trace)
    answer = _answer(found, stage, outcome)
    echo_words("ranked_admitted", count=len(answer["admitted"]))
    for one in answer["admitted"]:
        score = one.get("final", one["total"])
        decided = words(f"decided_by_{one['decided_by']}") if one["decided_by"] in ("tie", "boundary_tie") else one["decided_by"]
        echo_words("ranked_line", **one | {"score": as_text(score), "decided_by": decided})
    echo_words("ranked_not_admitted", count=len(answer["not_admitted"]))
    for one in answer["not_admitted"]:
        echo_words("not_admitted_line", number=one["number"], reason=one["reason"])

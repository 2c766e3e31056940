"""`flask rules integrate`: the final score of SKD and SKB, with its arithmetic in the open."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import click

from server.commands.cli import refused
from server.commands.rule_options import as_json_option, rules_option
from server.commands.traces import as_json, as_text, echo_json, echo_trace
from server.exam.selection.integration import (
    WHOLE_PERCENT,
    Component,
    integrate,
    limits_kept,
    mix_of,
    plain,
    shown,
)
from server.exam.selection.rules import SelectionRules
from server.exam.selection.trace import TraceLine
from server.registrations.score_file import DECIMAL, WHOLE_NUMBER
from server.rule_sets.files import read_rules


@click.command("integrate")
@rules_option
@click.option("--skd", required=True, help="Jumlah nilai SKD, misalnya 420.")
@click.option(
    "--skb", "tests", multiple=True, required=True, help="NAMA:NILAI/TERTINGGI:PERSEN, misalnya cat:380/500:60; boleh lebih."
)
@click.option("--agency", help="Periksa juga susunan SKB menurut jenis instansi: pusat atau daerah.")
@as_json_option
def integrate_scores(name: str, skd: str, tests: tuple[str, ...], agency: str | None, wants_json: bool) -> None:
    """Gabungkan nilai SKD dan SKB menjadi nilai akhir."""
    found = read_rules(name)
    rules, most = found.stages, found.blueprint.maximum
    if not WHOLE_NUMBER.fullmatch(skd) or not 0 <= int(skd) <= most:
        raise refused("integrate_skd", found=skd, most=most)
    components = _components(tests)
    limits = _limits(rules, agency, components) if agency else []
    told = integrate(rules, int(skd), most, components)
    if not wants_json:
        echo_trace([*limits, *told.trace])
        return
    decimals = rules.integration.decimals_shown.value
    scores = {"skd_scaled": told.skd_scaled, "skb_scaled": told.skb_scaled, "final": told.final}
    trace = [as_json(line) for line in (*limits, *told.trace)]
    echo_json({name: shown(exact, decimals) for name, exact in scores.items()} | {"rules": rules.name, "trace": trace})


def _components(tests: Sequence[str]) -> list[Component]:
    components = [_component(text) for text in tests]
    names = [one.name for one in components]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise refused("integrate_twice", names=", ".join(twice))
    together = sum((one.percent for one in components), Fraction(0))
    if together != WHOLE_PERCENT:
        raise refused("integrate_weights", together=as_text(plain(together)), whole=WHOLE_PERCENT)
    return components


def _component(text: str) -> Component:
    name, _, rest = text.partition(":")
    reached, _, percent = rest.partition(":")
    score, _, maximum = reached.partition("/")
    if not name.strip() or not all(map(DECIMAL.fullmatch, (score, maximum, percent))):
        raise refused("integrate_shape", text=text)
    one = Component(name.strip().casefold(), *map(_exact, (score, maximum, percent)))
    if one.maximum == 0 or one.score > one.maximum:
        raise refused("integrate_score", name=one.name, score=score, maximum=maximum)
    if one.percent == 0:
        raise refused("integrate_weightless", name=one.name)
    return one


def _exact(text: str) -> Fraction:
    return Fraction(Decimal(text.replace(",", ".")))


def _limits(rules: SelectionRules, agency: str, components: Sequence[Component]) -> list[TraceLine]:
    if agency not in rules.skb_limits:
        raise refused("integrate_agency", agency=agency, known=", ".join(rules.skb_limits))
    limits, mix = rules.skb_limits[agency], mix_of(components)
    line = limits_kept(agency, limits, mix)
    if not mix.keeps(limits.value):
        told = {name: as_text(number) for name, number in line.numbers.items()}
        raise refused("integrate_beyond", source=limits.source, confidence=limits.confidence, **told)
    return [line]

"""The final score: SKD and SKB, each divided by its own maximum, weighted. Exact: nothing is rounded before it is shown.

A quotient such as 420/550 has no end as a decimal, so it is held as a fraction; two people whose scores are equal stay equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from server.exam.selection.rules import CAT, INTERVIEW, IntegrationRule, SelectionRules, SkbLimits, Sourced
from server.exam.selection.trace import Step, TraceLine, trace_line

WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Component:
    """One test of the SKB."""

    name: str
    score: Fraction
    maximum: Fraction
    percent: Fraction  # of the SKB


@dataclass(frozen=True, slots=True)
class Integrated:
    skd_scaled: Fraction
    skb_scaled: Fraction
    final: Fraction
    trace: tuple[TraceLine, ...]


@dataclass(frozen=True, slots=True)
class MixOfTests:
    """What an SKB consists of besides its CAT, as the limits of an agency count it."""

    others: int
    others_percent: Fraction
    interview_percent: Fraction

    def keeps(self, limits: SkbLimits) -> bool:
        return (
            self.others <= limits.others
            and self.others_percent <= limits.others_percent
            and self.interview_percent <= limits.interview_percent
        )


def skb_scaled(rule: IntegrationRule, components: Sequence[Component]) -> Fraction:
    """`percent` of the components is 100 together: whoever read them has seen to it."""
    parts = (one.percent * one.score / one.maximum for one in components)
    return sum(parts, Fraction(0)) * rule.scale.value / WHOLE_PERCENT


def final_score(rule: IntegrationRule, skd: int, skd_maximum: int, skb: Fraction) -> Fraction:
    """In one fraction, as it is made a million times; `skb` is on the scale already."""
    from_skd = rule.skd_percent.value * skd * rule.scale.value * skb.denominator
    from_skb = rule.skb_percent.value * skb.numerator * skd_maximum
    return Fraction(from_skd + from_skb, WHOLE_PERCENT * skd_maximum * skb.denominator)


def integrate(rules: SelectionRules, skd: int, skd_maximum: int, components: Sequence[Component]) -> Integrated:
    rule = rules.integration
    skd_scaled, skb = Fraction(skd * rule.scale.value, skd_maximum), skb_scaled(rule, components)
    final = final_score(rule, skd, skd_maximum, skb)
    about = {"score": skd, "maximum": skd_maximum, "scale": rule.scale.value}
    lines = [trace_line(Step.SKD_SCALED, rule.scale, result=_shown(rule, skd_scaled), **about)]
    lines += [_of_component(rule, one) for one in components]
    lines.append(trace_line(Step.SKB_SCALED, rule.scale, parts=len(components), result=_shown(rule, skb)))
    lines.append(
        trace_line(
            Step.INTEGRATED,
            rule.skd_percent,
            skd_percent=rule.skd_percent.value,
            skd=_shown(rule, skd_scaled),
            skb_percent=rule.skb_percent.value,
            skb=_shown(rule, skb),
            result=_shown(rule, final),
            decimals=rule.decimals_shown.value,
        )
    )
    return Integrated(skd_scaled, skb, final, tuple(lines))


def shown(exact: Fraction, decimals: int) -> Decimal:
    """Half goes up, as people round by hand."""
    return Decimal((exact * 10**decimals + Fraction(1, 2)).__floor__()).scaleb(-decimals)


def mix_of(components: Sequence[Component]) -> MixOfTests:
    others = [one for one in components if one.name != CAT]
    interviews = (one.percent for one in others if one.name == INTERVIEW)
    return MixOfTests(len(others), sum((one.percent for one in others), Fraction(0)), sum(interviews, Fraction(0)))


def limits_kept(agency: str, limits: Sourced[SkbLimits], mix: MixOfTests) -> TraceLine:
    return trace_line(
        Step.WITHIN_LIMITS,
        limits,
        agency=agency,
        others=mix.others,
        most=limits.value.others,
        percent=plain(mix.others_percent),
        most_percent=limits.value.others_percent,
        interview=plain(mix.interview_percent),
        most_interview=limits.value.interview_percent,
    )


def plain(exact: Fraction) -> int | Decimal:
    """What somebody typed as a decimal, back again."""
    return int(exact) if exact.denominator == 1 else Decimal(exact.numerator) / Decimal(exact.denominator)


def _shown(rule: IntegrationRule, exact: Fraction) -> Decimal:
    return shown(exact, rule.decimals_shown.value)


def _of_component(rule: IntegrationRule, one: Component) -> TraceLine:
    scaled = one.score / one.maximum * rule.scale.value
    return trace_line(
        Step.COMPONENT,
        rule.scale,
        name=one.name,
        score=plain(one.score),
        maximum=plain(one.maximum),
        scale=rule.scale.value,
        scaled=_shown(rule, scaled),
        weight=plain(one.percent),
        result=_shown(rule, scaled * one.percent / WHOLE_PERCENT),
    )

"""The final score, worked by hand (the same examples as in docs/rules.md)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from server.exam.selection.integration import Component, final_score, integrate, mix_of, shown, skb_scaled
from server.exam.selection.rules import SkbLimits
from server.rule_sets.files import read_rules

RULES = read_rules("cpns-2024").stages
CAT = Component("cat", Fraction(380), Fraction(500), Fraction(60))
INTERVIEW = Component("wawancara", Fraction(80), Fraction(100), Fraction(40))


def test_an_example_by_hand() -> None:
    """SKD 420/550*100 = 76.3636..., of which 40 percent 30.5454...; SKB 0.6*76 + 0.4*80 = 77.6, of which 60 percent 46.56."""
    told = integrate(RULES, 420, 550, [CAT, INTERVIEW])

    assert told.skd_scaled == Fraction(840, 11)
    assert told.skb_scaled == Fraction(776, 10)
    assert told.final == Fraction(336, 11) + Fraction(4656, 100)
    assert [shown(exact, 3) for exact in (told.skd_scaled, told.skb_scaled, told.final)] == [
        Decimal("76.364"), Decimal("77.600"), Decimal("77.105"),
    ]  # fmt: skip
    assert [str(line.step) for line in told.trace] == ["skd_scaled", "component", "component", "skb_scaled", "integrated"]
    assert told.trace[1].numbers["result"] == Decimal("45.600")


def test_equal_scores_stay_equal_however_they_came_about() -> None:
    """33 points of SKD weigh 40/550*33 = 2.4, 20 of a CAT of 500 weigh 60/500*20 = 2.4: neither has an edge by rounding."""
    rule = RULES.integration

    def final(skd: int, cat: int) -> Fraction:
        return final_score(rule, skd, 550, skb_scaled(rule, [Component("cat", Fraction(cat), Fraction(500), Fraction(100))]))

    assert final(420, 380) == final(453, 360)
    assert final(420, 380) < final(454, 360)
    assert float(final(421, 380) - final(420, 380)) == pytest.approx(40 / 550)


def test_nothing_and_everything() -> None:
    none = integrate(RULES, 0, 550, [Component("cat", Fraction(0), Fraction(500), Fraction(100))])
    whole = integrate(RULES, 550, 550, [Component("cat", Fraction(500), Fraction(500), Fraction(100))])

    assert (none.final, whole.final) == (0, 100)


@pytest.mark.parametrize(
    ("exact", "told"),
    [(Fraction(1, 2000), "0.001"), (Fraction(4999, 10**7), "0.000"), (Fraction(2, 3), "0.667"), (Fraction(100), "100.000")],
)
def test_half_is_shown_upwards(exact: Fraction, told: str) -> None:
    assert str(shown(exact, 3)) == told


def test_the_limits_of_an_agency_bind_number_weight_and_interview() -> None:
    limits = SkbLimits(others=3, others_percent=50, interview_percent=10)

    def mix(*percents: tuple[str, int]) -> bool:
        return mix_of([Component(name, Fraction(1), Fraction(1), Fraction(percent)) for name, percent in percents]).keeps(limits)

    assert mix(("cat", 50), ("praktik", 40), ("wawancara", 10))
    assert not mix(("cat", 50), ("praktik", 39), ("wawancara", 11))
    assert not mix(("cat", 49), ("praktik", 51))
    assert not mix(("cat", 60), ("a", 10), ("b", 10), ("c", 10), ("d", 10))

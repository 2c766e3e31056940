"""Who goes on and who gets a place: small files ranked by hand (the same examples as in docs/rules.md)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from server.exam.errors import MeritMissing
from server.exam.passing import Formation
from server.exam.selection.ranking import Contender
from server.exam.selection.stages import StageOutcome, WhyNot, final_stage, skb_stage
from server.rule_sets.files import read_rules

FILE = read_rules("cpns-2024")
RULES, SKD = FILE.stages, FILE.blueprint
GENERAL = Formation("umum")


def contender(number: str, *points: int, kind: str = "umum", **more) -> Contender:
    return Contender(number, Formation(kind), dict(zip(("TWK", "TIU", "TKP"), points, strict=True)), **more)


def admitted(outcome: StageOutcome) -> list[tuple[str, int, str]]:
    return [(one.contender.number, one.rank, one.decided_by) for one in outcome.admitted]


def turned(outcome: StageOutcome) -> list[tuple[str, WhyNot]]:
    return [(one.contender.number, one.reason) for one in outcome.not_admitted]


def test_total_then_tkp_then_tiu_then_twk_decide() -> None:
    people = [
        contender("4", 70, 80, 170),  # 320; TKP 170, TIU 80
        contender("2", 75, 80, 170),  # 325; TKP 170
        contender("1", 70, 80, 175),  # 325; TKP 175: before 2
        contender("3", 65, 85, 170),  # 320; TKP 170, TIU 85: before 4
        contender("5", 65, 80, 174),  # 319
    ]
    outcome = skb_stage(RULES, SKD, people, places=2)

    assert admitted(outcome) == [("1", 1, "TKP"), ("2", 2, "TKP"), ("3", 3, "TIU"), ("4", 4, "TIU"), ("5", 5, "total")]
    assert turned(outcome) == []


def test_82_places_admit_247_when_two_are_tied_on_the_246th() -> None:
    """The decree's own example: 3 x 82 = 246, and whoever is tied there in all four goes on as well."""
    twin = (65, 80, 170)
    people = [contender(f"A{at:03}", 100, 100, 170 + at % 50) for at in range(245)]
    people += [contender("B1", *twin), contender("B2", *twin), contender("C", 65, 80, 169), contender("D", 65, 80, 165)]
    outcome = skb_stage(RULES, SKD, people, places=82)

    assert (outcome.limit, len(outcome.admitted)) == (246, 247)
    assert admitted(outcome)[245:] == [("B1", 246, "boundary_tie"), ("B2", 246, "boundary_tie")]
    assert turned(outcome) == [("C", WhyNot.NOT_PLACED), ("D", WhyNot.BELOW_THRESHOLD)]
    assert [line.numbers for line in outcome.trace if line.step == "boundary_admitted"] == [
        {"tied": 2, "admitted": 247, "beyond": 1}
    ]


def test_a_tie_within_the_limit_is_none_on_the_boundary() -> None:
    people = [contender("A", 65, 80, 170), contender("B", 65, 80, 170), contender("C", 65, 80, 169), contender("D", 65, 80, 168)]
    outcome = skb_stage(RULES, SKD, people, places=1)

    assert admitted(outcome) == [("A", 1, "tie"), ("B", 1, "tie"), ("C", 3, "total")]


def test_each_is_judged_by_the_kind_of_their_own_formation() -> None:
    people = [contender("U", 5, 60, 221), contender("P", 5, 60, 221, kind="papua")]

    outcome = skb_stage(RULES, SKD, people, places=1)

    assert (admitted(outcome), turned(outcome)) == ([("P", 1, "total")], [("U", WhyNot.BELOW_THRESHOLD)])
    assert [(check.what, check.reached, check.required) for check in outcome.not_admitted[0].missed] == [
        ("TWK", 5, 65),
        ("TIU", 60, 80),
    ]


def test_the_final_order_asks_ipk_and_then_the_older() -> None:
    """All 315 points and SKB 80: 0.4*315/550*100 + 48 = 70.909. IPK parts 1 from the others, the birth date 2 from 3."""

    def one(number: str, ipk: str, year: int) -> Contender:
        return contender(number, 65, 80, 170, skb=Fraction(80), ipk=Decimal(ipk), birth_date=date(year, 5, 17))

    outcome = final_stage(RULES, SKD, [one("3", "3.50", 1999), one("1", "3.51", 2000), one("2", "3.5", 1998)], places=2)

    assert admitted(outcome) == [("1", 1, "ipk"), ("2", 2, "birth_date")]
    assert turned(outcome) == [("3", WhyNot.NOT_PLACED)]


def test_a_higher_skb_wins_against_a_higher_skd() -> None:
    """A: 0.4*420/550*100 + 0.6*76 = 76.145; B: 0.4*400/550*100 + 0.6*80 = 77.091."""
    people = [contender("A", 100, 120, 200, skb=Fraction(76)), contender("B", 90, 115, 195, skb=Fraction(80))]

    assert admitted(final_stage(RULES, SKD, people, places=1)) == [("B", 1, "final")]


def test_equal_final_scores_are_parted_by_the_skd() -> None:
    """420 with SKB 76 and 453 with SKB 72 are both 76.14545...: the higher SKD stands first."""
    people = [contender("A", 100, 120, 200, skb=Fraction(76)), contender("B", 133 - 3, 120, 203, skb=Fraction(72))]
    outcome = final_stage(RULES, SKD, people, places=1)

    assert [one.contender.total for one in outcome.admitted] == [453]
    assert admitted(outcome) == [("B", 1, "total")]


def test_whom_no_rule_parts_for_the_last_place_is_left_to_people() -> None:
    same = {"skb": Fraction(80), "ipk": Decimal(3), "birth_date": date(1998, 5, 17)}
    people = [contender(number, 65, 80, 170, **same) for number in ("B", "A")]
    people += [contender("C", 65, 80, 171, **same), contender("D", 65, 80, 169, **same)]
    outcome = final_stage(RULES, SKD, people, places=2)

    assert admitted(outcome) == [("C", 1, "final")]
    assert turned(outcome) == [
        ("A", WhyNot.LEFT_TO_PEOPLE), ("B", WhyNot.LEFT_TO_PEOPLE), ("D", WhyNot.NOT_PLACED),
    ]  # fmt: skip


def test_whoever_has_no_skb_gets_no_place() -> None:
    people = [contender("A", 150, 175, 225), contender("B", 65, 80, 166, skb=Fraction(0))]
    outcome = final_stage(RULES, SKD, people, places=2)

    assert (admitted(outcome), turned(outcome)) == ([("B", 1, "final")], [("A", WhyNot.NO_SKB)])


def test_what_is_known_of_some_only_ranks_nobody() -> None:
    people = [contender("A", 65, 80, 170, skb=Fraction(1), ipk=Decimal(4)), contender("B", 65, 80, 170, skb=Fraction(1))]
    with pytest.raises(MeritMissing):
        final_stage(RULES, SKD, people, places=1)


def test_nobody_is_an_outcome_too() -> None:
    assert skb_stage(RULES, SKD, [], places=1).admitted == ()
    assert final_stage(RULES, SKD, [], places=1).admitted == ()

"""Who stands before whom, and who shares a place."""

from server.exam.ranking import Ranked, rank
from server.exam.scoring import Scores, SectionScore
from tests.unit.exam.samples import SKD


def skd(twk: int, tiu: int, tkp: int) -> Scores:
    return Scores(tuple(SectionScore(code, points, 1, 1, 225) for code, points in (("TWK", twk), ("TIU", tiu), ("TKP", tkp))))


def places(**scores: Scores) -> dict[str, int]:
    return {ranked.id: ranked.place for ranked in rank(scores, SKD.tie_break)}


def test_equal_totals_are_parted_by_tkp_then_tiu_then_twk() -> None:
    assert places(a=skd(100, 100, 200), b=skd(90, 105, 205), c=skd(95, 100, 205)) == {"b": 1, "c": 2, "a": 3}


def test_equals_in_everything_share_a_place_and_the_next_one_is_left_out() -> None:
    same = skd(100, 100, 200)

    assert places(d=skd(0, 0, 1), b=same, a=same, c=skd(100, 100, 201)) == {"c": 1, "a": 2, "b": 2, "d": 4}


def test_the_best_come_first_and_equals_in_the_order_of_their_ids() -> None:
    same = skd(1, 1, 1)

    assert rank({"b": same, "a": same}, SKD.tie_break) == (Ranked("a", 1), Ranked("b", 1))


def test_nobody_is_ranked_in_an_empty_hall() -> None:
    assert rank({}, SKD.tie_break) == ()

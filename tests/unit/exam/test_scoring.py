"""Points per section, by hand and by the rules."""

from server.exam.scoring import Scores, SectionScore, score
from tests.unit.exam.samples import SKD, option, skd_key, skd_paper

PAPER = skd_paper()


def answers(twk: str, tiu: str, tkp: str) -> dict[str, str]:
    keys = {"TWK": twk, "TIU": tiu, "TKP": tkp}
    return {item.id: option(item, keys[item.section]) for item in PAPER.items}


def test_a_perfect_paper_has_550_points() -> None:
    scores = score(SKD, PAPER, skd_key(), answers("b", "b", "e"))

    assert scores.sections == (
        SectionScore("TWK", 150, 30, 30, 150),
        SectionScore("TIU", 175, 35, 35, 175),
        SectionScore("TKP", 225, 45, 45, 225),
    )
    assert (scores.total, scores.maximum) == (550, 550)


def test_a_wrong_answer_costs_nothing_and_every_tkp_answer_has_a_point() -> None:
    """A wrong answer costs nothing and the least tkp answer still has a point."""
    scores = score(SKD, PAPER, skd_key(), answers("a", "c", "a"))

    assert [section.score for section in scores.sections] == [0, 0, 45]
    assert scores.answered == 110


def test_a_blank_paper_has_no_points_at_all() -> None:
    scores = score(SKD, PAPER, skd_key(), {})

    assert (scores.total, scores.answered) == (0, 0)


def test_one_right_answer_is_seen_in_its_section_only() -> None:
    item = next(item for item in PAPER.items if item.section == "TIU")

    scores = score(SKD, PAPER, skd_key(), {item.id: option(item, "b")})

    assert [(section.score, section.answered) for section in scores.sections] == [(0, 0), (5, 1), (0, 0)]
    assert (scores.of("TIU"), scores.total) == (5, 5)


def test_the_total_is_the_sum_of_the_sections() -> None:
    assert Scores((SectionScore("X", 3, 1, 1, 4), SectionScore("Y", 4, 1, 1, 4))).total == 7

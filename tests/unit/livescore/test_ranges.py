"""A range holds the score, is as wide as promised, and its place tells nothing more."""

from collections import Counter

from server.livescore.ranges import STEP, shown_range, width_of

WIDTH = 140


def test_the_width_is_a_share_of_the_exam_in_steps_of_five():
    assert width_of(0.3, 550) == 165
    assert width_of(0.25, 550) == WIDTH
    assert width_of(0.25, 100) == 25
    assert width_of(0.0, 550) == STEP


def test_every_score_lies_in_its_range_and_the_range_in_the_scale():
    """Every score lies in its range which ends at nought and at the most."""
    for points in range(331):
        for draw in range(WIDTH // STEP):
            low, high = shown_range(points, 330, WIDTH, bytes([draw]))
            assert 0 <= low <= points <= high <= 330
            assert high - low == WIDTH or low == 0 or high == 330


def test_wherever_the_score_lies_in_the_range_is_equally_likely():
    """Given a range, each score in it had as many drawings that lead to it."""
    drawings = Counter(
        (shown_range(points, 550, WIDTH, bytes([draw])), points) for points in range(200, 400) for draw in range(WIDTH // STEP)
    )
    inside = [points for (shown, points) in drawings if shown == (200, 340)]
    assert sorted(inside) == list(range(200, 340))
    assert {count for (shown, _), count in drawings.items() if shown == (200, 340)} == {1}

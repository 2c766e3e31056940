"""Active liveness, the rules: the order is chance, and each burst must show one person doing what was asked, in time."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from server.identity.gate.liveness import LIMITS, TURNS, Burst, Moment, Prompt, fault_of, judge_liveness, prompts_from
from tests.unit.identity.seen import POLICY, away

ENOUGH = 0.02
PATHS = {
    Prompt.TURN_LEFT: (1, 0, 0),
    Prompt.TURN_RIGHT: (-1, 0, 0),
    Prompt.LOOK_DOWN: (0, 1, 0),
    Prompt.LOOK_UP: (0, -1, 0),
    Prompt.COME_CLOSER: (0, 0, 0.015),  # of the face's height, a degree that others turn
}


def filmed(prompt: Prompt, *, far: float = 20, name: str = "", face: float = 0.0) -> Burst:
    """Somebody who begins straight ahead and moves evenly."""
    yaw, pitch, growth = (along * far / 9 for along in PATHS[prompt])
    return Burst(
        tuple(
            Moment(
                at_ms=number * 250,
                digest=f"{name}{number}",
                yaw=yaw * number,
                pitch=pitch * number,
                middle=(240, 180),
                height=round(140 * (1 + growth * number)),
                embedding=away(face),
            )
            for number in range(10)
        ),
        ENOUGH,
    )


def fault(prompt: Prompt, burst: Burst) -> str | None:
    return fault_of(prompt, burst, POLICY, LIMITS)


def changed(burst: Burst, number: int, **changes: object) -> Burst:
    moments = list(burst.moments)
    moments[number] = replace(moments[number], **changes)
    return replace(burst, moments=tuple(moments))


@pytest.mark.parametrize("prompt", Prompt)
def test_each_movement_fits_its_own_prompt_only(prompt: Prompt):
    assert [asked for asked in Prompt if fault(asked, filmed(prompt)) is None] == [prompt]


def test_a_film_of_two_movements_fits_the_larger_one_only():
    left, down = filmed(Prompt.TURN_LEFT, far=30), filmed(Prompt.LOOK_DOWN, far=15)
    both = Burst(tuple(replace(one, pitch=two.pitch) for one, two in zip(left.moments, down.moments, strict=True)), ENOUGH)

    assert fault(Prompt.TURN_LEFT, both) is None
    assert fault(Prompt.LOOK_DOWN, both) == "not_done"


@pytest.mark.parametrize("prompt", Prompt)
def test_a_small_movement_is_not_enough(prompt: Prompt):
    assert fault(prompt, filmed(prompt, far=7)) == "not_done"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"at_ms": 5000}, "times_wrong"),
        ({"digest": "3"}, "same_picture"),
        ({"height": 0}, "no_face"),
        ({"near_second": True}, "two_faces"),
        ({"middle": (400.0, 180.0)}, "jumped"),
        ({"height": 250}, "jumped"),
        ({"embedding": away(0.8)}, "another_person"),
        ({"embedding": None}, "another_person"),
    ],
)
def test_one_picture_that_does_not_belong_spoils_the_burst(changes: dict[str, object], expected: str):
    assert fault(Prompt.TURN_LEFT, changed(filmed(Prompt.TURN_LEFT), 5, **changes)) == expected


def test_one_picture_measured_wrongly_is_no_movement():
    still = filmed(Prompt.TURN_LEFT, far=0)
    assert fault(Prompt.TURN_LEFT, changed(still, 5, yaw=40.0)) == "not_done"


def test_what_moves_as_asked_but_as_one_plane_is_flat():
    assert fault(Prompt.LOOK_UP, replace(filmed(Prompt.LOOK_UP), parallax=0.0049)) == "flat"


def test_coming_closer_shows_no_depth_so_it_never_stands_alone():
    assert fault(Prompt.COME_CLOSER, replace(filmed(Prompt.COME_CLOSER), parallax=0.0)) is None
    asked = (Prompt.COME_CLOSER, Prompt.TURN_LEFT)
    shown = [replace(filmed(prompt, name=prompt), parallax=0.0) for prompt in asked]
    assert judge_liveness(asked, shown, POLICY, LIMITS).faults == (None, "flat")


def test_too_few_pictures_prove_nothing():
    few = filmed(Prompt.LOOK_UP)
    assert fault(Prompt.LOOK_UP, replace(few, moments=few.moments[:5])) == "too_few_pictures"


def test_another_order_fails_and_says_where():
    asked = (Prompt.TURN_LEFT, Prompt.LOOK_UP)
    shown = [filmed(prompt, name=prompt) for prompt in reversed(asked)]
    verdict = judge_liveness(asked, shown, POLICY, LIMITS)
    assert (verdict.passed, verdict.faults) == (False, ("not_done", "not_done"))


def test_the_whole_attempt_is_one_person_in_ever_new_pictures():
    asked = (Prompt.TURN_LEFT, Prompt.LOOK_UP)
    good = [filmed(prompt, name=prompt) for prompt in asked]
    assert judge_liveness(asked, good, POLICY, LIMITS).passed
    other = [good[0], filmed(Prompt.LOOK_UP, name="other", face=0.8)]
    assert judge_liveness(asked, other, POLICY, LIMITS).faults == ("another_person",) * 2
    again = [filmed(prompt) for prompt in asked]  # with the digests of one another
    assert judge_liveness(asked, again, POLICY, LIMITS).faults == ("same_picture",) * 2


def test_the_order_is_chance():
    orders = {prompts_from(Random(seed)) for seed in range(2000)}
    assert len(orders) == 82
    assert {len(order) for order in orders} == {2, 3}
    assert all(TURNS & set(order) for order in orders)
    assert all(one != other for order in orders for one, other in pairwise(order))

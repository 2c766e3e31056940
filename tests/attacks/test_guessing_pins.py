"""A stranger at a paired seat tries numbers and PINs: they learn nothing, and keep nobody from their own seat."""

import pytest

from tests.api.exam_pages import PIN, check_in, log_in
from tests.builders import Hall

AYU, BAYU, CITRA, DIMAS = "24-0001", "24-0002", "24-0003", "24-0004"


def told(page, number, pin):
    answer = page.post("/api/exam/login", {"number": number, "pin": pin})
    return answer.status_code, answer.get_json().get("error")


def lines(hall, action):
    return [line for line, _ in hall.works.read(lambda work: work.audit.lines()) if line.action == action]


def test_nothing_tells_a_number_that_exists_from_one_that_does_not(hall: Hall):
    check_in(hall, AYU)
    seat = hall.at_seat(BAYU)
    answers = [told(seat, number, "123456") for number in (AYU, BAYU, "99-0000", "x")]
    assert answers == [(409, {"code": "wrong_pin", "parameters": {}})] * 4


@pytest.mark.parametrize("number", [AYU, "99-0000"])
def test_guessing_ends_alike_whether_the_number_exists_or_not(hall: Hall, number):
    check_in(hall, AYU)
    seats = [hall.at_seat(BAYU), hall.at_seat(CITRA)]
    codes = [told(seats[at % 2], number, f"{at:06}")[1]["code"] for at in range(14)]
    assert codes == ["wrong_pin"] * 10 + ["too_many_tries"] * 4


def test_guesses_at_other_seats_never_keep_the_applicant_from_theirs(hall: Hall):
    check_in(hall, AYU)
    for seat in map(hall.at_seat, (BAYU, CITRA, DIMAS)):
        for guess in range(12):
            told(seat, AYU, f"{guess:06}")

    log_in(hall, AYU)
    assert len(lines(hall, "many PINs at other seats")) == 1


def test_guesses_at_the_own_seat_cost_seconds_not_minutes(hall: Hall):
    check_in(hall, AYU)
    seat = hall.at_seat(AYU)
    while (answer := told(seat, AYU, "000000"))[0] == 409:
        pass
    assert answer[1]["parameters"]["seconds"] <= 24
    hall.clock.go(seconds=answer[1]["parameters"]["seconds"])
    assert told(seat, AYU, PIN)[0] == 200


def test_one_number_has_five_tries_at_its_own_seat_and_then_one_at_a_time(hall: Hall):
    check_in(hall, AYU)
    seat = hall.at_seat(AYU)
    assert [told(seat, AYU, f"{guess:06}")[1]["code"] for guess in range(7)] == ["wrong_pin"] * 5 + ["too_many_tries"] * 2
    hall.clock.go(seconds=24)
    assert [told(seat, AYU, "000000")[1]["code"] for _ in range(2)] == ["wrong_pin", "too_many_tries"]


def test_a_seat_cannot_try_one_number_after_the_other_without_end(hall: Hall):
    seat = hall.at_seat(AYU)
    codes = [told(seat, f"24-{number:04}", "123456")[1]["code"] for number in range(100, 130)]
    assert codes == ["wrong_pin"] * 20 + ["too_many_tries"] * 10


def test_whoever_has_number_and_pin_is_told_their_seat_and_it_is_noted(hall: Hall):
    check_in(hall, AYU)
    status, error = told(hall.at_seat(BAYU), AYU, PIN)
    assert (status, error["code"]) == (409, "wrong_seat")
    (line,) = lines(hall, "right PIN at another seat")
    assert line.subject == f"sitting:{hall.sittings[AYU]}"
    assert line.facts == {"seat": str(hall.seat_of(BAYU))}

"""Who may do what, and where."""

import pytest

from server.exam.rights import Action, Grant, Role, ScopeKind, Where, actions_of, allowed

HERE = Where(site="jakarta", room="melati", slot="pagi")
NEXT_DOOR = Where(site="jakarta", room="mawar", slot="pagi")
PROCTOR = Grant(Role.PROCTOR, ScopeKind.ROOM, "melati")
CHIEF = Grant(Role.CHIEF_PROCTOR, ScopeKind.SLOT, "pagi")
DESK = Grant(Role.DESK_OFFICER, ScopeKind.SITE, "jakarta")
OFFICE = Grant(Role.ADMINISTRATOR, ScopeKind.SITE, "jakarta")


def test_a_proctor_works_in_the_own_room_only() -> None:
    assert allowed([PROCTOR], Action.PAUSE, HERE)
    assert not allowed([PROCTOR], Action.PAUSE, NEXT_DOOR)


@pytest.mark.parametrize(
    "action", [Action.OPEN_SLOT, Action.TERMINATE, Action.REOPEN, Action.GRANT_MORE_TIME, Action.REVIEW_ENROLMENT]
)
def test_what_weighs_more_is_the_chiefs(action: Action) -> None:
    assert allowed([CHIEF], action, HERE)
    assert not allowed([PROCTOR, DESK, OFFICE], action, HERE)


def test_a_grant_for_one_slot_is_nothing_in_the_next() -> None:
    assert not allowed([CHIEF], Action.OPEN_SLOT, Where(site="jakarta", slot="siang"))


def test_a_grant_for_the_site_covers_its_rooms_and_slots_and_no_other_site() -> None:
    assert allowed([DESK], Action.ISSUE_PIN, HERE)
    assert not allowed([DESK], Action.ISSUE_PIN, Where(site="ambon", slot="pagi"))


def test_a_chief_of_one_room_does_not_open_the_slot_for_all() -> None:
    of_room = Grant(Role.CHIEF_PROCTOR, ScopeKind.ROOM, "melati")

    assert allowed([of_room], Action.SUSPEND_ROOM, HERE)
    assert not allowed([of_room], Action.OPEN_SLOT, HERE)


def test_a_room_grant_says_nothing_about_an_action_outside_any_room() -> None:
    assert not allowed([PROCTOR], Action.PAUSE, Where(site="jakarta"))


def test_the_office_does_not_touch_the_exam() -> None:
    assert not actions_of([OFFICE]) & {Action.PAUSE, Action.GRANT_TIME, Action.ISSUE_PIN, Action.CONFIRM_OVERRIDE}

"""Every actor is asked for its right, and every action is somebody's."""

from uuid import UUID

import pytest

from server.exam.actors import CLOCK, Actor, ActorKind, Anonymous, Applicant, Command, Officer, kind_of, may, name_of, require
from server.exam.errors import NotAllowed
from server.exam.rights import (
    APPLICANT_RIGHTS,
    COMMAND_RIGHTS,
    HOUSE,
    OWN_ACCOUNT,
    RIGHTS,
    SYSTEM_RIGHTS,
    Action,
    Grant,
    Role,
    ScopeKind,
    Where,
)

HERE = Where(site="jakarta", room="melati", slot="pagi")
ID = UUID(int=7)
PROCTOR = Officer(ID, "tini", "Tini", (Grant(Role.PROCTOR, ScopeKind.ROOM, "melati"),))
OF_SITE = Officer(ID, "adi", "Adi", (Grant(Role.ADMINISTRATOR, ScopeKind.SITE, "jakarta"),))
OF_HOUSE = Officer(ID, "ida", "Ida", (Grant(Role.ADMINISTRATOR, ScopeKind.HOUSE, ""),))
NOBODY = Officer(ID, "baru", "Baru", ())


def test_every_action_is_somebodys_and_none_is_shared_with_applicants() -> None:
    by_system = frozenset().union(*SYSTEM_RIGHTS.values())

    assert set(RIGHTS) | COMMAND_RIGHTS | APPLICANT_RIGHTS | OWN_ACCOUNT | by_system == set(Action)
    assert not APPLICANT_RIGHTS & (set(RIGHTS) | COMMAND_RIGHTS | by_system)


def test_what_a_command_does_some_role_may_do_too() -> None:
    """So that a page can offer it."""
    assert set(RIGHTS) >= COMMAND_RIGHTS


@pytest.mark.parametrize(
    ("by", "action", "where", "expected"),
    [
        (PROCTOR, Action.PAUSE, HERE, True),
        (PROCTOR, Action.PAUSE, Where(site="jakarta", room="mawar"), False),
        (PROCTOR, Action.KEEP_TIME, HERE, False),
        (PROCTOR, Action.SIT_EXAM, HERE, False),
        (NOBODY, Action.MANAGE_OWN_ACCOUNT, HOUSE, True),
        (OF_SITE, Action.PLAN_SLOT, HERE, True),
        (OF_SITE, Action.PLAN_SLOT, Where(site="ambon"), False),
        (OF_SITE, Action.MANAGE_STAFF, HOUSE, False),
        (OF_HOUSE, Action.MANAGE_STAFF, HOUSE, True),
        (OF_HOUSE, Action.PLAN_SLOT, Where(site="ambon"), True),
        (OF_HOUSE, Action.PAUSE, HERE, False),
        (Command("budi"), Action.PLAN_SLOT, HERE, True),
        (Command("budi"), Action.PAUSE, HERE, False),
        (Applicant(ID), Action.SIT_EXAM, HERE, True),
        (Applicant(ID), Action.RESUME, HERE, False),
        (CLOCK, Action.KEEP_TIME, HOUSE, True),
        (CLOCK, Action.RAISE_INCIDENT, HERE, False),
    ],
)
def test_who_may_do_what(by: Actor, action: Action, where: Where, expected: bool) -> None:
    assert may(by, action, where) is expected


def test_without_a_right_the_act_is_refused_and_named() -> None:
    require(PROCTOR, Action.PAUSE, HERE)

    with pytest.raises(NotAllowed) as refused:
        require(NOBODY, Action.PAUSE, HERE)

    assert refused.value.parameters == {"action": "pause"}


def test_what_the_audit_log_writes_of_an_actor() -> None:
    written = [(kind_of(one), name_of(one)) for one in (PROCTOR, Applicant(ID), Command("budi"), CLOCK, Anonymous())]

    assert written == [
        (ActorKind.OFFICER, None),
        (ActorKind.APPLICANT, str(ID)),
        (ActorKind.COMMAND, "budi"),
        (ActorKind.SYSTEM, "clock"),
        (ActorKind.ANONYMOUS, None),
    ]

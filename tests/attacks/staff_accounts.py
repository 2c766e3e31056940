"""Accounts of officers as a thief would try them: log-ins, codes, open screens."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pyotp

from server.realtime.monitor import Monitors
from server.storage.tokens import token_hash
from server.wire import STAFF_COOKIE
from tests.builders import Hall
from tests.pages import PASSWORD, Page

NEW = "empat kuda di tepi danau"


CHIEF = "ketua"


def code_of(answer) -> str:
    return answer.get_json()["error"]["code"]


def tries(page: Page, account: str = CHIEF, password: str = PASSWORD, **more: str):
    return page.post("/api/staff/login", {"account": account, "password": password, **more})


def works(page: Page) -> int:
    return page.get("/api/monitor/slots").status_code


def digits(hall: Hall, secret: str, **later: float) -> str:
    return pyotp.TOTP(secret).at(hall.clock.now + timedelta(**later))


def enrolled(hall: Hall, page: Page) -> tuple[str, list[str]]:
    """The secret of the factor now in use, a step of time later, and its recovery codes."""
    offered = page.post("/api/account/factor", {"password": PASSWORD}).get_json()
    assert offered["uri"].startswith("otpauth://totp/Lugas:")
    assert offered["picture"].startswith("data:image/svg+xml")
    answer = page.post("/api/account/factor/confirm", {"code": digits(hall, offered["secret"])})
    assert answer.status_code == 200, answer.get_json()
    hall.clock.go(seconds=30)
    return offered["secret"], answer.get_json()["codes"]


def with_settings(hall: Hall, **choices) -> None:
    object.__setattr__(hall.parts, "settings", replace(hall.parts.settings, **choices))


def noted(hall: Hall, action: str) -> int:
    return sum(line.action == action for line, _ in hall.works.read(lambda work: work.audit.lines()))


class NoSockets:
    """Where connections would be cut."""

    def __init__(self) -> None:
        self.server, self.cut = self, []

    def disconnect(self, sid: str, namespace: str) -> None:
        self.cut.append(sid)


class Watching:
    """Who watches which room."""

    def __init__(self, room: tuple[UUID, UUID] | None) -> None:
        self.room = room

    def room_of(self, _sid: str) -> tuple[UUID, UUID] | None:
        return self.room


def open_monitor(hall: Hall, page: Page, room: str | None = "Melati") -> tuple[Monitors, NoSockets]:
    sockets, watched = NoSockets(), (hall.slot, hall.rooms[room]) if room else None
    monitors = Monitors(hall.works, Watching(watched), sockets, hall.parts.log_in_rules)  # type: ignore[arg-type]
    token = page.client.get_cookie(STAFF_COOKIE)
    assert token is not None
    monitors.tokens["s"] = token_hash(token.value)
    return monitors, sockets

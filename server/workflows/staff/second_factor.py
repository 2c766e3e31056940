"""Six digits of an officer's phone (TOTP, RFC 6238), and the codes that stand in for a lost one."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

import pyotp

from server.exam.actors import Officer, require
from server.exam.rights import HOUSE, Action
from server.storage.work import Work
from server.workflows.refusals import CodeNeeded, FactorDemanded, NoFactor, WrongCode

ISSUER = "Lugas"
STEP_S = 30
AROUND = (-1, 0, 1)  # steps: a phone's clock is seldom ours
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
_RECOVERY_LETTERS = 12
_SIX_DIGITS = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Offered:
    secret: str
    uri: str


def offer(work: Work, code: str | None, *, by: Officer) -> Offered:
    """A secret that counts once a code made from it comes back. Whoever has a factor gives a code of that one first."""
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    check(work, code, by=by)
    secret = pyotp.random_base32()
    work.factors.offer(by.id, secret)
    work.audit.note(by, "was offered second factor", ("staff", by.id))
    return Offered(secret, pyotp.TOTP(secret).provisioning_uri(name=by.account, issuer_name=ISSUER))


def confirm(work: Work, code: str, *, by: Officer) -> list[str]:
    """The factor counts from now on. Returns its recovery codes, which nobody can read again."""
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    row = work.factors.offered(by.id)
    if row is None:
        raise NoFactor()
    row.last_step = _step(work.factors.secret(row), code, work.now, row.last_step)
    work.factors.confirm(row)
    work.audit.note(by, "set second factor", ("staff", by.id))
    return _new_codes(work, by.id)


def renew_codes(work: Work, code: str | None, *, by: Officer) -> list[str]:
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    if check(work, code, by=by) is None:
        raise NoFactor()
    work.audit.note(by, "renewed recovery codes", ("staff", by.id))
    return _new_codes(work, by.id)


def remove(work: Work, code: str | None, *, is_demanded: bool, by: Officer) -> None:
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    if is_demanded:
        raise FactorDemanded()
    if check(work, code, by=by) is None:
        raise NoFactor()
    work.factors.remove(by.id)
    work.audit.note(by, "removed second factor", ("staff", by.id))


def check(work: Work, code: str | None, *, by: Officer) -> str | None:
    """Which kind of code it was, or none where the account has no factor. Each code counts once."""
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    row = work.factors.in_use(by.id)
    if row is None:
        return None
    if not code:
        raise CodeNeeded()
    plain = re.sub(r"[\s-]", "", code).lower()
    if _SIX_DIGITS.fullmatch(plain):
        row.last_step = _step(work.factors.secret(row), plain, work.now, row.last_step)
        return "totp"
    if not work.factors.spend_code(by.id, plain):
        raise WrongCode()
    work.audit.note(by, "used recovery code", ("staff", by.id), left=work.factors.codes_left(by.id))
    return "recovery"


def _step(secret: str, code: str, now: datetime, last: int) -> int:
    """The step of time this code was made in, after the last one used; WrongCode otherwise."""
    maker, here = pyotp.HOTP(secret), int(now.timestamp()) // STEP_S
    plain = re.sub(r"\s", "", code).encode()
    fitting = [here + by for by in AROUND if here + by > last and compare_digest(maker.at(here + by).encode(), plain)]
    if not fitting:
        raise WrongCode()
    return fitting[0]


def _new_codes(work: Work, staff_id: UUID) -> list[str]:
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)]
    work.factors.renew_codes(staff_id, codes)
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]

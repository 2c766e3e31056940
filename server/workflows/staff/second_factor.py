"""Six digits of an officer's phone (TOTP, RFC 6238), and the codes that stand in for a lost one."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

import pyotp

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


def offer(work: Work, staff_id: UUID, code: str | None) -> Offered:
    """A secret that counts once a code made from it comes back. Whoever has a factor gives a code of that one first."""
    check(work, staff_id, code)
    secret = pyotp.random_base32()
    work.factors.offer(staff_id, secret)
    account = work.staff.get_one(staff_id).account
    return Offered(secret, pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER))


def confirm(work: Work, staff_id: UUID, code: str) -> list[str]:
    """The factor counts from now on. Returns its recovery codes, which nobody can read again."""
    row = work.factors.offered(staff_id)
    if row is None:
        raise NoFactor()
    row.last_step = _step(work.factors.secret(row), code, work.now, row.last_step)
    work.factors.confirm(row)
    work.audit.note(staff_id, "set second factor", ("staff", staff_id))
    return _new_codes(work, staff_id)


def renew_codes(work: Work, staff_id: UUID, code: str | None) -> list[str]:
    if check(work, staff_id, code) is None:
        raise NoFactor()
    work.audit.note(staff_id, "renewed recovery codes", ("staff", staff_id))
    return _new_codes(work, staff_id)


def remove(work: Work, staff_id: UUID, code: str | None, *, is_demanded: bool) -> None:
    if is_demanded:
        raise FactorDemanded()
    if check(work, staff_id, code) is None:
        raise NoFactor()
    work.factors.remove(staff_id)
    work.audit.note(staff_id, "removed second factor", ("staff", staff_id))


def check(work: Work, staff_id: UUID, code: str | None) -> str | None:
    """Which kind of code it was, or none where the account has no factor. Each code counts once."""
    row = work.factors.in_use(staff_id)
    if row is None:
        return None
    if not code:
        raise CodeNeeded()
    plain = re.sub(r"[\s-]", "", code).lower()
    if _SIX_DIGITS.fullmatch(plain):
        row.last_step = _step(work.factors.secret(row), plain, work.now, row.last_step)
        return "totp"
    if not work.factors.spend_code(staff_id, plain):
        raise WrongCode()
    work.audit.note(staff_id, "used recovery code", ("staff", staff_id), left=work.factors.codes_left(staff_id))
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

"""`flask staff …`: who works here, with which role where."""

import secrets

import click

from server.commands import finding
from server.commands.speaking import Spoken, refused, say, words
from server.exam.rights import Grant, Role, ScopeKind
from server.password_hashes import passwords
from server.storage.work import Work
from server.web.context import write
from server.workflows.preparation import NewStaff, add_staff, give, granted
from server.workflows.refusals import NotThere

LEAST_LETTERS = 10
_ROLES = click.Choice([role.value for role in Role])


@click.group(cls=Spoken)
def staff() -> None:
    """Petugas."""


@staff.command("add")
@click.argument("account")
@click.argument("name")
@click.option("--role", type=_ROLES, required=True)
@click.option("--site", help="Berlaku di seluruh lokasi ini.")
@click.option("--room", help="Berlaku di satu ruang: LOKASI/RUANG.")
@click.option("--slot", help="Berlaku di satu sesi: LOKASI/TANGGAL/NOMOR.")
@click.option("--generate", is_flag=True, help="Buat kata sandi acak dan tampilkan sekali.")
def add(account: str, name: str, role: str, generate: bool, **scope: str | None) -> None:
    """Tambah petugas ACCOUNT dengan satu peran. Kata sandi ditanyakan."""
    chosen = _one_scope(scope)
    password = secrets.token_urlsafe(12) if generate else _asked()
    write(_add, NewStaff(account, name, passwords.hash(password)), Role(role), chosen)
    say("staff_added", account=account, role=words(f"role_{role}"))
    if generate:
        say("password_once", password=password)


@staff.command("grant")
@click.argument("account")
@click.option("--role", type=_ROLES, required=True)
@click.option("--site")
@click.option("--room")
@click.option("--slot")
def grant(account: str, role: str, **scope: str | None) -> None:
    """Beri petugas ACCOUNT satu peran lagi."""
    write(_give, account, Role(role), _one_scope(scope))
    say("staff_added", account=account, role=words(f"role_{role}"))


@staff.command("disable")
@click.argument("account")
def disable(account: str) -> None:
    """Tutup akun ACCOUNT; sesi yang masih masuk ikut berakhir."""
    write(_disable, account)
    say("staff_disabled", account=account)


def _one_scope(scope: dict[str, str | None]) -> tuple[ScopeKind, str]:
    named = [(ScopeKind(kind), name) for kind, name in scope.items() if name]
    if len(named) != 1:
        raise refused("one_scope")
    return named[0]


def _asked() -> str:
    password: str = click.prompt(words("password"), hide_input=True, confirmation_prompt=words("password_again"))
    if len(password) < LEAST_LETTERS:
        raise refused("password_short", least=LEAST_LETTERS)
    return password


def _add(work: Work, new: NewStaff, role: Role, scope: tuple[ScopeKind, str]) -> None:
    add_staff(work, new, [_grant(work, role, scope)])


def _give(work: Work, account: str, role: Role, scope: tuple[ScopeKind, str]) -> None:
    row = work.staff.by_account(account)
    if row is None:
        raise NotThere(what="akun", name=account)
    give(work, row.id, _grant(work, role, scope))


def _grant(work: Work, role: Role, scope: tuple[ScopeKind, str]) -> Grant:
    kind, name = scope
    if kind is ScopeKind.SITE:
        return granted(role, kind, finding.site(work, name).id)
    if kind is ScopeKind.SLOT:
        return granted(role, kind, finding.slot(work, name).id)
    site, _, room = name.partition("/")
    return granted(role, kind, finding.room(work, finding.site(work, site), room).id)


def _disable(work: Work, account: str) -> None:
    row = work.staff.by_account(account)
    if row is None:
        raise NotThere(what="akun", name=account)
    row.disabled_at = work.now
    work.audit.note(None, "closed account", ("staff", row.id))


COMMANDS = (staff,)

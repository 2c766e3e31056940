"""`flask staff …`: who works here, with which role where."""

import secrets
import sys
from collections.abc import Callable
from datetime import datetime

import click

from server.catalogue import words
from server.commands import lookup
from server.commands.actor import typed_by
from server.commands.cli import CliGroup, echo_words, refused
from server.commands.tables import write_csv
from server.context import read, write
from server.exam.rights import Grant, Role, ScopeKind
from server.password_hashes import passwords
from server.storage.tables import GrantRow
from server.storage.work import Work
from server.workflows.before.staff import WHOLE_HOUSE, NewStaff, add_staff, give, granted
from server.workflows.staff import accounts
from server.workflows.staff.password_rules import check_fit
from server.zones import local

_ROLES = click.Choice([role.value for role in Role])


def _role_and_scope(command: Callable[..., None]) -> Callable[..., None]:
    """The options that name one grant: a role, and exactly one place where it counts."""
    for option in (
        click.option("--slot", help="Berlaku di satu sesi: LOKASI/TANGGAL/NOMOR."),
        click.option("--room", help="Berlaku di satu ruang: LOKASI/RUANG."),
        click.option("--site", help="Berlaku di seluruh lokasi ini."),
        click.option("--house", is_flag=True, help="Berlaku di semua lokasi."),
        click.option("--role", type=_ROLES, required=True),
    ):
        command = option(command)
    return command


@click.group(cls=CliGroup)
def staff() -> None:
    """Petugas."""


@staff.command("add")
@click.argument("account")
@click.argument("name")
@_role_and_scope
@click.option("--generate", is_flag=True, help="Buat kata sandi acak dan tampilkan sekali.")
def add(account: str, name: str, role: str, generate: bool, **scope: str | bool | None) -> None:
    """Tambah petugas ACCOUNT dengan satu peran. Kata sandi ditanyakan."""
    chosen = _one_scope(scope)
    password = _generated() if generate else _prompted_password(account)
    write(_add, NewStaff(account, name, passwords.hash(password), by_command=True), Role(role), chosen)
    echo_words("staff_added", account=account, role=words(f"role_{role}"))
    if generate:
        echo_words("password_once", password=password)


@staff.command("list")
def list_all() -> None:
    """Tulis semua akun sebagai CSV: peran, faktor kedua, terakhir masuk (UTC)."""
    write_csv(sys.stdout, "staff_columns", read(_lines))


@staff.command("password")
@click.argument("account")
@click.option("--generate", is_flag=True, help="Buat kata sandi acak dan tampilkan sekali.")
def give_password(account: str, generate: bool) -> None:
    """Beri ACCOUNT kata sandi baru; ia harus menggantinya saat masuk, dan semua tempat masuknya diakhiri."""
    read(accounts.named, account)  # before anything is typed
    chosen = _generated() if generate else _prompted_password(account)
    write(accounts.give_password, account, passwords.hash(chosen), by=typed_by())
    echo_words("password_given", account=account)
    if generate:
        echo_words("password_once", password=chosen)


@staff.command("no-factor")
@click.argument("account")
def no_factor(account: str) -> None:
    """Hapus faktor kedua ACCOUNT: ponsel dan kode pemulihannya hilang."""
    write(accounts.take_factor, account, by=typed_by())
    echo_words("factor_removed", account=account)


@staff.command("revoke")
@click.argument("account")
@_role_and_scope
def revoke(account: str, role: str, **scope: str | bool | None) -> None:
    """Cabut satu peran dari ACCOUNT; berlaku seketika, juga di layar yang terbuka."""
    write(_take, account, Role(role), _one_scope(scope))
    echo_words("role_revoked", account=account, role=words(f"role_{role}"))


@staff.command("grant")
@click.argument("account")
@_role_and_scope
def grant(account: str, role: str, **scope: str | bool | None) -> None:
    """Beri petugas ACCOUNT satu peran lagi."""
    write(_give, account, Role(role), _one_scope(scope))
    echo_words("staff_added", account=account, role=words(f"role_{role}"))


@staff.command("disable")
@click.argument("account")
def disable(account: str) -> None:
    """Tutup akun ACCOUNT; yang masih masuk langsung dikeluarkan."""
    write(accounts.close, account, by=typed_by())
    echo_words("staff_disabled", account=account)


def _one_scope(scope: dict[str, str | bool | None]) -> tuple[ScopeKind, str]:
    named = [(ScopeKind(kind), str(name)) for kind, name in scope.items() if name]
    if len(named) != 1:
        raise refused("one_scope")
    return named[0]


def _prompted_password(account: str) -> str:
    password: str = click.prompt(words("password"), hide_input=True, confirmation_prompt=words("password_again"))
    check_fit(password, account)
    return password


def _generated() -> str:
    return secrets.token_urlsafe(12)


def _add(work: Work, new: NewStaff, role: Role, scope: tuple[ScopeKind, str]) -> None:
    add_staff(work, new, [_grant(work, role, scope)], by=typed_by())


def _give(work: Work, account: str, role: Role, scope: tuple[ScopeKind, str]) -> None:
    give(work, accounts.named(work, account).id, _grant(work, role, scope), by=typed_by())


def _take(work: Work, account: str, role: Role, scope: tuple[ScopeKind, str]) -> None:
    accounts.take_grant(work, account, _grant(work, role, scope), by=typed_by())


def _lines(work: Work) -> list[tuple[str, ...]]:
    return [
        (
            row.account,
            row.name,
            ", ".join(f"{grant.role} {_scope_named(work, grant)}" for grant in work.staff.grants(row.id)),
            words("yes" if work.factors.in_use(row.id) else "no"),
            _moment(row.last_log_in_at),
            _moment(row.password_given_at),
            _moment(row.disabled_at),
        )
        for row in work.staff.all()
    ]


def _scope_named(work: Work, grant: GrantRow) -> str:
    """As one types it after --site, --room or --slot."""
    if grant.scope_kind == ScopeKind.HOUSE:
        return words("whole_house")
    if grant.scope_kind == ScopeKind.SITE:
        return work.places.site(grant.scope_id).code
    if grant.scope_kind == ScopeKind.ROOM:
        room = work.places.room(grant.scope_id)
        return f"{work.places.site(room.site_id).code}/{room.name}"
    slot = work.slots.get_one(grant.scope_id)
    site = work.places.site(slot.site_id)
    return f"{site.code}/{local(slot.starts_at, site.zone).date()}/{slot.number}"


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at is not None else ""


def _grant(work: Work, role: Role, scope: tuple[ScopeKind, str]) -> Grant:
    kind, name = scope
    if kind is ScopeKind.HOUSE:
        return granted(role, kind, WHOLE_HOUSE)
    if kind is ScopeKind.SITE:
        return granted(role, kind, lookup.site(work, name).id)
    if kind is ScopeKind.SLOT:
        return granted(role, kind, lookup.slot(work, name).id)
    site, _, room = name.partition("/")
    return granted(role, kind, lookup.room(work, lookup.site(work, site), room).id)


COMMANDS = (staff,)

"""`flask site …`: places, their rooms and seats, and the certificates of their server."""

from pathlib import Path

import click

from server.commands.actor import typed_by
from server.commands.certificates import CertificatesRefused, issue
from server.commands.cli import CliGroup, echo_words, refused
from server.context import hall, now, write
from server.settings import ROOT
from server.workflows.before.sites import NewSite, RoomPlan, add_site, issue_certificates
from server.zones import ZONES


@click.group(cls=CliGroup)
def site() -> None:
    """Titik lokasi."""


@site.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--zone", type=click.Choice(list(ZONES)), required=True, help="Zona waktu.")
@click.option(
    "--room", "rooms", multiple=True, required=True, help="NAMA:BARISxKOLOM atau NAMA:BARISxKOLOM:CADANGAN; boleh berulang."
)
def add(code: str, name: str, zone: str, rooms: tuple[str, ...]) -> None:
    """Tambah lokasi CODE dengan ruang-ruangnya, misalnya --room "Ruang 1:5x8:2"."""
    plans = [_plan(room) for room in rooms]
    write(add_site, NewSite(code, name, zone, plans), by=typed_by())
    echo_words("site_added", name=name, rooms=len(plans), seats=sum(plan.rows * plan.columns for plan in plans))


@site.command("certs")
@click.argument("hosts", nargs=-1, required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder; bila tidak diisi: folder kunci.")
def certs(hosts: tuple[str, ...], out: Path | None) -> None:
    """Buat CA lokasi (sekali) dan sertifikat server untuk nama atau alamat HOSTS."""
    settings = hall().settings
    folder = (out or settings.keys / "tls").resolve()
    is_inside = any(folder.is_relative_to(kept.resolve()) for kept in (settings.keys, settings.instance))
    if folder.is_relative_to(ROOT) and not is_inside:
        raise refused("certs_in_repository", folder=folder)
    write(issue_certificates, hosts, by=typed_by())
    try:
        issued = issue(folder, hosts, now())
    except CertificatesRefused as error:
        raise refused("certs_refused", reason=error) from error
    echo_words("certs_issued", folder=folder, ends=issued.ends.date(), hosts=", ".join(hosts))
    echo_words("certs_ca_made" if issued.made_ca else "certs_ca_kept", ca=folder / "ca.pem")


def _plan(text: str) -> RoomPlan:
    try:
        name, size, *spare = text.split(":")
        rows, columns = map(int, size.lower().split("x"))
        plan = RoomPlan(name.strip(), rows, columns, int(spare[0]) if spare else 0)
    except ValueError as error:
        raise refused("room_unreadable", text=text) from error
    if not plan.name or min(plan.rows, plan.columns) < 1 or not 0 <= plan.spare < plan.rows * plan.columns:
        raise refused("room_unreadable", text=text)
    return plan


COMMANDS = (site,)

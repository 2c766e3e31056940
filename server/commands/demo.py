"""`flask demo`: a hall to try everything in, and what a visitor needs to know."""

import click
from flask.cli import with_appcontext

from server.commands.cli import echo_words, refused
from server.commands.exams import read_rule_set
from server.context import hall
from server.demo.hall import DESK_ROOM, PASSWORD, SITTING_ROOM, STAFF
from server.demo.rolling import Demo, roll
from server.settings import ROOT, Settings

_ACCOUNTS = {
    "meja": "meja1, dan meja2 sebagai petugas kedua",
    "pantau": "ketua (membuka sesi) atau pengawas",
}


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Muat atau segarkan demo: selalu ada sesi yang berjalan dan sesi yang masih menerima peserta."""
    settings = hall().settings
    if settings.production:
        raise refused("demo_in_production")
    _show(roll(hall().works, read_rule_set("skd-2024"), ROOT / "question_bank" / "sample"), settings)


def _show(made: Demo, settings: Settings) -> None:
    origin = settings.public_origin or f"http://{settings.host}:{settings.port}"
    board = f"http://{settings.board_host or settings.host}:{settings.board_port}"
    echo_words("demo_ready")
    rows = [
        ("Semua halaman", origin + "/", ""),
        ("Meja registrasi", origin + "/meja", _ACCOUNTS["meja"]),
        ("Ujian", origin + "/ujian", "kode kursi, nomor peserta dan PIN"),
        ("Cek kamera", origin + "/kamera", "tanpa masuk; tidak ada yang dikirim"),
        ("Pantauan", origin + "/pantau", _ACCOUNTS["pantau"]),
        ("Nilai langsung", board + "/papan", "buka di jendela samaran; isinya tampil setelah setengah menit"),
    ]
    for name, address, who in rows:
        click.echo(f"  {name:<16} {address:<34} {who}")
    click.echo(f"\n  Kata sandi semua akun ({', '.join(STAFF)}): {PASSWORD}")
    click.echo(f"  Berjalan: {made.running}, ruang {SITTING_ROOM}. Di meja registrasi: {made.desk}, ruang {DESK_ROOM}.")
    click.echo("\n  Jadilah peserta (tanpa foto; difoto di meja dengan kamera Anda sendiri):")
    for one in made.to_try:
        click.echo(f"    nomor {one.number}  {one.name:<22} {one.room} kursi {one.seat:<3} kode kursi {one.code}")


COMMANDS = (demo,)

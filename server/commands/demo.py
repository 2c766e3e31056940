"""`flask demo`: a hall to try everything in, and what a visitor needs to know."""

import click
from flask.cli import with_appcontext

from server.catalogue import words
from server.commands.actor import typed_by
from server.commands.cli import echo_words, refused
from server.context import hall
from server.demo.hall import DESK_ROOM, PASSWORD, SITTING_ROOM, STAFF
from server.demo.rolling import Demo, roll
from server.rule_sets.files import read_exam
from server.settings import ROOT, Settings


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Muat atau segarkan demo: selalu ada sesi yang berjalan dan sesi yang masih menerima peserta."""
    settings = hall().settings
    if settings.production:
        raise refused("demo_in_production")
    rules, bank = read_exam("skd-2024").data, ROOT / "question_bank" / "sample"
    _show(roll(hall().works, rules, bank, by=typed_by()), settings)


def _show(made: Demo, settings: Settings) -> None:
    origin = settings.public_origin or f"http://{settings.host}:{settings.port}"
    board = f"http://{settings.board_host or settings.host}:{settings.board_port}"
    echo_words("demo_ready")
    rows = [
        (words("demo_pages"), origin + "/", ""),
        (words("demo_desk"), origin + "/meja", words("demo_desk_who")),
        (words("demo_exam"), origin + "/ujian", words("demo_exam_who")),
        (words("demo_camera"), origin + "/kamera", words("demo_camera_who")),
        (words("demo_monitor"), origin + "/pantau", words("demo_monitor_who")),
        (words("demo_board"), board + "/papan", words("demo_board_who")),
    ]
    for name, address, who in rows:
        click.echo(f"  {name:<16} {address:<34} {who}")
    echo_words("demo_password", accounts=", ".join(STAFF), password=PASSWORD)
    echo_words("demo_slots", running=made.running, room=SITTING_ROOM, desk=made.desk, desk_room=DESK_ROOM)
    echo_words("demo_applicants")
    for one in made.to_try:
        echo_words("demo_applicant", number=one.number, name=one.name, room=one.room, seat=one.seat, code=one.code)


COMMANDS = (demo,)

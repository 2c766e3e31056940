"""`flask slot …`: sessions, their seats and papers."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import click

from server.catalogue import words
from server.commands import lookup
from server.commands.actor import typed_by
from server.commands.cli import CliGroup, echo_words, refused
from server.context import hall, read, write
from server.exam.blueprint import ExamBlueprint
from server.storage.tables import SlotRow
from server.storage.work import Work
from server.workflows.before import draw, late_entries
from server.workflows.before.slots import NewSlot, add_slot, plan_again
from server.workflows.refusals import NotThere
from server.zones import local

DAYS = ("%d-%m-%Y", "%Y-%m-%d")
SLACK = timedelta(minutes=60)  # for granted time and outages, when no hard end is named


@click.group(cls=CliGroup)
def slot() -> None:
    """Sesi: satu pelaksanaan ujian di satu lokasi. Nama sesi: LOKASI/TANGGAL/NOMOR."""


@slot.command("add")
@click.argument("exam")
@click.argument("site")
@click.option("--day", required=True, help="Tanggal, misalnya 23-11-2026.")
@click.option("--at", required=True, help="Jam mulai menurut zona lokasi, misalnya 08:00.")
@click.option("--number", type=click.IntRange(1, 20), required=True, help="Nomor sesi pada hari itu.")
@click.option(
    "--late-start",
    type=click.IntRange(0, 240),
    default=10,
    show_default=True,
    help="Boleh mulai sampai sekian menit setelah jadwal.",
)
@click.option("--pin-closes", type=click.IntRange(0, 240), help="Menit sebelum mulai; setelah itu PIN tidak lagi diberikan.")
@click.option("--hard-end", help="Batas akhir, misalnya 11:00.")
def add(exam: str, site: str, **choices: Any) -> None:
    """Tambah sesi ujian EXAM di lokasi SITE."""
    name, starts_at, ends_at = write(_add, exam, site, choices, hall().settings.pin_closes_before)
    echo_words("slot_added", name=name, starts=_local_time(starts_at), ends=_local_time(ends_at))


@slot.command("list")
def listed() -> None:
    """Tampilkan semua sesi."""
    for line in read(_lines):
        click.echo(line)


@slot.command("freeze")
@click.argument("slot")
@click.option("--room", "rooms", multiple=True, help="Undi di ruang ini saja; boleh berulang.")
def freeze(slot: str, rooms: tuple[str, ...]) -> None:
    """Kunci sesi: undi kursi dan susun naskah soal semua peserta."""
    drawn = read(_load_draw_input, slot, rooms).drawn(draw.new_seed())
    write(draw.keep, drawn, by=typed_by())
    echo_words("slot_frozen", name=slot, people=len(drawn.seats), rooms=drawn.rooms)


@slot.command("plan")
@click.argument("slot")
@click.option("--day", required=True, help="Tanggal baru, misalnya 24-11-2026.")
@click.option("--at", required=True, help="Jam mulai baru menurut zona lokasi, misalnya 13:00.")
def plan(slot: str, day: str, at: str) -> None:
    """Jadwalkan lagi sesi yang ditunda; kursi, naskah soal, dan jawaban tetap."""
    name, starts_at = write(_plan, slot, day, at)
    echo_words("slot_planned", name=name, starts=_local_time(starts_at))


@slot.command("seats")
@click.argument("slot")
def seats(slot: str) -> None:
    """Tampilkan kursi setiap peserta."""
    for number, room, seat in read(lambda work: draw.seats_of(work, lookup.slot(work, slot).id)):
        echo_words("seat_line", number=number, room=room, seat=seat)


@slot.command("invite")
@click.argument("slot")
@click.argument("numbers", nargs=-1, required=True)
def invite(slot: str, numbers: tuple[str, ...]) -> None:
    """Masukkan peserta terdaftar (NUMBERS) ke sesi ini, misalnya karena dijadwalkan ulang."""
    frozen, registrations = read(_look_invited, slot, numbers)
    write(late_entries.add_sittings, frozen.seats_for(len(registrations)), registrations, by=typed_by())
    echo_words("slot_invited", name=slot, people=len(numbers))


def _add(
    work: Work, exam_code: str, site_code: str, choices: dict[str, Any], pin_closes: timedelta
) -> tuple[str, datetime, datetime]:
    exam, site = lookup.exam(work, exam_code), lookup.site(work, site_code)
    day = _day(choices["day"])
    starts_at = lookup.moment(day, _time(choices["at"]), site.zone)
    late = timedelta(minutes=choices["late_start"])
    if choices["hard_end"]:
        ends_at = lookup.moment(day, _time(choices["hard_end"]), site.zone)
    else:
        ends_at = starts_at + late + _longest(work.exams.blueprint(exam.id)) + SLACK
    if ends_at <= starts_at:
        raise refused("hard_end_early")
    pin = pin_closes if choices["pin_closes"] is None else timedelta(minutes=choices["pin_closes"])
    new = NewSlot(
        exam_id=exam.id,
        site_id=site.id,
        number=choices["number"],
        starts_at=starts_at,
        pin_closes_before=pin,
        late_start=late,
        hard_end_at=ends_at,
    )
    return lookup.slot_name(work, add_slot(work, new, by=typed_by())), starts_at, ends_at


def _plan(work: Work, name: str, day: str, at: str) -> tuple[str, datetime]:
    row = lookup.slot(work, name)
    starts_at = lookup.moment(_day(day), _time(at), work.places.site(row.site_id).zone)
    plan_again(work, row, starts_at, by=typed_by())
    return lookup.slot_name(work, row), starts_at


def _longest(blueprint: ExamBlueprint) -> timedelta:
    """For whoever gets the most extra minutes."""
    minutes = [block.minutes + max((more.minutes for more in block.extra), default=0) for block in blueprint.blocks]
    return timedelta(minutes=sum(minutes))


def _lines(work: Work) -> Sequence[str]:
    lines = []
    for row in work.slots.all():
        starts = local(row.starts_at, work.places.site(row.site_id).zone)
        counts = work.sittings.count_by_status(row.id)
        frozen = words("frozen" if row.frozen_at else "not_frozen")
        status = words(f"slot_is_{row.status}")
        exam = work.exams.get(row.exam_id).code
        lines.append(
            f"{lookup.slot_name(work, row):<28} {exam:<14} {_local_time(starts)}"
            f"  {status:<12} {sum(counts.values()):>4}  {frozen}"
        )
    return lines


def _load_draw_input(work: Work, name: str, rooms: Sequence[str]) -> Any:
    row = lookup.slot(work, name)
    site = work.places.site(row.site_id)
    return draw.load_draw_input(work, row.id, [lookup.room(work, site, room).id for room in rooms])


def _look_invited(work: Work, name: str, numbers: Sequence[str]) -> tuple[Any, list[UUID]]:
    row = lookup.slot(work, name)
    return late_entries.load_slot(work, row.id), [_registered(work, row, number) for number in numbers]


def _registered(work: Work, slot: SlotRow, number: str) -> UUID:
    registration: UUID | None = work.people.registration_by_number(slot.exam_id, number.upper())
    if registration is None:
        raise NotThere(what="number", name=number)
    return registration


def _day(text: str) -> date:
    for shape in DAYS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007  a day of a calendar has no zone
        except ValueError:
            continue
    raise refused("day_unreadable", text=text)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text.replace(".", ":"))
    except ValueError as error:
        raise refused("time_unreadable", text=text) from error


def _local_time(moment: datetime) -> str:
    return f"{moment:%d-%m-%Y %H:%M} {moment.tzname()}"


COMMANDS = (slot,)

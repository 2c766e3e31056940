"""`flask registrations import`: people come from a file, with the photos they registered with."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from server.catalogue import words
from server.commands import lookup
from server.commands.actor import typed_by
from server.commands.cli import CliGroup, echo_words, refused
from server.context import hall, read, write
from server.faces.jpeg import PictureRefused
from server.faces.stripped import stripped
from server.file_faults import FileFault, fault
from server.identity.gate.check import reference_faults
from server.registrations.apart import read_apart
from server.registrations.faults import UnreadableRegistrations
from server.registrations.lines import RegistrationLine, Registrations
from server.storage.work import Work
from server.verification.engine import VerificationEngine
from server.verification.jobs import Refusal
from server.verification.photo_converter import plain_jpeg
from server.workflows.before import import_registrations, late_entries
from server.workflows.before.import_registrations import Photo, ToImport

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
MEASURED_WITHIN_S = 60.0  # the first picture waits for the models to be loaded
LARGEST_PHOTO = 8 * 1024 * 1024
_MOST_NAMED = 20
_PICTURES = (".jpg", ".jpeg", ".png")


@click.group(cls=CliGroup)
def registrations() -> None:
    """Pendaftaran peserta."""


@registrations.command("import")
@click.argument("file", type=_FILE)
@click.option("--slot", required=True, help="Sesi peserta, misalnya JKT-1/2026-11-23/1.")
@click.option("--photos", type=_FOLDER, help="Folder foto: NOMOR.jpg, atau nama dalam kolom foto.")
@click.option("--formations", type=_FILE, help="Berkas formasi, bila tidak ada dalam kolom berkas peserta.")
@click.option("--rename", is_flag=True, help="Nama baru untuk NIK yang sudah tercatat menggantikan nama lamanya.")
def import_file(file: Path, slot: str, photos: Path | None, formations: Path | None, rename: bool) -> None:
    """Impor peserta dari CSV atau XLSX. Bila ada kesalahan, tidak satu baris pun disimpan."""
    given = read_apart(file, formations, lambda rows: echo_words("rows_read", rows=rows))
    faults = [*read(_faults, slot, given, rename), *_faults_of_photos(given, photos)]
    if faults:
        raise UnreadableRegistrations(faults)
    found = {line.number: _photo_of(line, photos) for line in given.people}
    measured = measure({number: path for number, path in found.items() if path is not None})
    seats = read(_load_slot, slot).seats_for(len(given.people))
    imported = write(import_registrations.import_registrations, seats, ToImport(given, measured, rename), by=typed_by())
    echo_words("imported", people=len(imported.sittings), formations=imported.formations, photos=len(measured))
    for number, faults_of_photo in imported.unusable_photo:
        echo_words("photo_unusable", number=number, why=", ".join(words(f"photo_{fault}") for fault in faults_of_photo))
    if imported.without_photo:
        echo_words("without_photo", count=len(imported.without_photo), numbers=", ".join(imported.without_photo))
    if left := _not_taken(photos, found):
        more = ", ..." if len(left) > _MOST_NAMED else ""
        echo_words("photos_not_taken", count=len(left), names=", ".join(left[:_MOST_NAMED]) + more)


def measure(paths: dict[str, Path]) -> dict[str, Photo]:
    """Each photo as the workers see it. Our own failure stops the import: nobody's photo is called bad for it."""
    if not paths:
        return {}
    with _working(hall().faces) as faces:
        return {number: _measured(faces, number, path) for number, path in paths.items()}


def _measured(faces: VerificationEngine, number: str, path: Path) -> Photo:
    try:
        jpeg = stripped(plain_jpeg(path))
    except PictureRefused as refused_picture:
        return Photo(stripped(path.read_bytes()), None, (_why(refused_picture.code),))
    outcome = faces.measure(jpeg, MEASURED_WITHIN_S)
    if isinstance(outcome, Refusal):
        if outcome.is_our_failure:
            raise refused("faces_unavailable_for", number=number)
        return Photo(jpeg, None, (_why(outcome.code),))
    faults = reference_faults(outcome, hall().policy)
    return Photo(jpeg, None if faults else outcome.faces[0].embedding, faults)


def _why(code: str) -> str:
    """The fault of a photo that was not measured, as the import tells it."""
    return {"picture_too_small": "too_few_pixels", "picture_too_complex": "too_complex"}.get(code, "unreadable")


@contextmanager
def _working(faces: VerificationEngine) -> Iterator[VerificationEngine]:
    """The app's own engine: started for this command, unless somebody runs it already."""
    if faces.health().workers:
        yield faces
        return
    faces.start()
    try:
        waited = time.monotonic()
        while not faces.health().workers and time.monotonic() - waited < MEASURED_WITHIN_S:
            time.sleep(0.05)
        yield faces
    finally:
        faces.stop()


def _photo_of(line: RegistrationLine, folder: Path | None) -> Path | None:
    if folder is None:
        return None
    ends = (".jpg", ".jpeg", ".JPG", ".JPEG")
    names = [line.photo] if line.photo else [f"{number}{end}" for number in (line.number, line.number.lower()) for end in ends]
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _not_taken(folder: Path | None, found: dict[str, Path | None]) -> list[str]:
    """Pictures in the folder that belong to no row: a number typed wrong, on one side or the other."""
    if folder is None:
        return []
    taken = {path.name for path in found.values() if path is not None}
    pictures = [path.name for path in folder.iterdir() if path.suffix.lower() in _PICTURES]
    return sorted(name for name in pictures if name not in taken)


def _faults_of_photos(given: Registrations, folder: Path | None) -> Iterator[FileFault]:
    for line in given.people:
        if line.photo and (folder is None or Path(line.photo).name != line.photo or not (folder / line.photo).is_file()):
            yield fault(given.file, line.line, "people.photo_missing", photo=line.photo)
        path = _photo_of(line, folder)
        if path is not None and path.stat().st_size > LARGEST_PHOTO:
            yield fault(given.file, line.line, "people.photo_size", photo=path.name, most=LARGEST_PHOTO >> 20)
        elif path is not None and not path.read_bytes().startswith(b"\xff\xd8\xff"):
            yield fault(given.file, line.line, "people.photo_no_jpeg", photo=path.name)


def _faults(work: Work, slot: str, given: Registrations, renames: bool) -> list[FileFault]:
    return import_registrations.check(work, lookup.slot(work, slot).id, given, renames=renames)


def _load_slot(work: Work, slot: str) -> Any:
    return late_entries.load_slot(work, lookup.slot(work, slot).id)


COMMANDS = (registrations,)

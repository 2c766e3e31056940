"""A whole hall under the real server in its own process; time stands still until a test moves it."""

from server.patching import patch

patch()

import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from server.exam.actors import FACE_CHECKS
from server.faces.build.model_files import ensure_network
from server.identity.looks.decision import Traced
from server.identity.looks.evidence import LookKind
from server.realtime import broadcast
from server.realtime.server import serve
from server.start import start
from server.storage.tables import FaceCheckRow, OverrideRow, PhotoRow
from server.storage.work import Work
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from server.workflows.before.sites import RoomPlan
from server.workflows.steps import incidents
from server.workflows.steps.incidents import KeptFrame, Raised
from tests import builders
from tests.api.proctored import check_in
from tests.builders import MODELS, START, Applicant, a_hall
from tests.reference_photos import photo

FACE, BEHIND = (0.34, 0.1, 0.22, 0.26), (0.72, 0.12, 0.16, 0.2)
# So many that each test of a module takes its own, whenever it begins; only the spare seats are free.
ROOMS = (RoomPlan("Melati", 4, 6, spare=4), RoomPlan("Kenanga", 2, 3))
PEOPLE = tuple(Applicant(f"24-{number:04}", f"Peserta {number}") for number in range(1, 27))


def main(folder: Path, port: int) -> None:
    ensure_network(MODELS)
    builders.SITE = replace(builders.SITE, rooms=ROOMS)
    builders.LATE_START = timedelta(hours=5)
    faces = EmbeddedEngine(EmbeddedSettings(MODELS, workers=1))
    hall = a_hall(
        folder, people=PEOPLE, faces=faces, port=port, board_port=port
    )  # the board is not there; the feed must not mind
    hall.clock.now = START

    @hall.app.get("/hall")
    def whole() -> dict[str, Any]:
        rooms = {name: str(room) for name, room in hall.rooms.items()}
        sittings = {number: str(sitting) for number, sitting in hall.sittings.items()}
        where = {name: _numbers(hall, room) for name, room in hall.rooms.items()}
        return {"slot": str(hall.slot), "rooms": rooms, "sittings": sittings, "where": where}

    @hall.app.get("/clock/<int:seconds>")
    def go(seconds: int) -> dict[str, str]:
        return {"now": hall.clock.go(seconds=seconds).isoformat()}

    @hall.app.get("/only-announced")
    def only_announced() -> dict[str, str]:
        """From now on no look around finds what an announcement should have told."""
        broadcast.LOOK_AROUND_EVERY = sys.maxsize
        return {}

    @hall.app.get("/check-in/<number>")
    def desk(number: str) -> dict[str, str]:
        check_in(hall, number)
        return {"seat": str(hall.seat_of(number))}

    @hall.app.get("/mismatch/<uuid:sitting_id>")
    def mismatch(sitting_id: UUID) -> dict[str, str]:
        why = (("why_mismatch", {"looks": 3, "distance": 0.83}),)
        raised = Raised("mismatch", 3, why, 0.6, "mismatch", trace=_trace(hall.clock.now), evidence_limit=8.5)
        return {
            "incident": str(
                hall.works.write(incidents.raise_incident, sitting_id, raised, _frames(hall.clock.now), by=FACE_CHECKS)
            )
        }

    @hall.app.get("/enrolled/<uuid:sitting_id>")
    def enrolled(sitting_id: UUID) -> dict[str, str]:
        return {"photo": hall.works.write(_enrol, sitting_id, hall.staff["meja1"], hall.staff["meja2"])}

    start(hall.app)
    serve(hall.app, "127.0.0.1", port)


def _numbers(hall: Any, room: UUID) -> list[str]:
    return hall.works.read(lambda work: sorted(one.registration.number for one in work.sittings.whole_room(hall.slot, room)))


def _trace(now: datetime) -> list[Traced]:
    """Five quiet looks, a doubtful one, three at somebody else."""
    seen = [(LookKind.SAME, 0.41, 0.0)] * 5 + [(LookKind.UNSURE, None, 0.0)]
    seen += [(LookKind.DIFFERENT, 0.83, evidence) for evidence in (2.9, 5.8, 8.7)]
    return [
        Traced(now - timedelta(seconds=3 * (len(seen) - at)), kind, distance, 2.9, evidence)
        for at, (kind, distance, evidence) in enumerate(seen)
    ]


def _frames(now: datetime) -> list[KeptFrame]:
    """Known, then too blurred to tell, then somebody else with another behind; the last one nobody measured."""
    taken = [now + timedelta(seconds=second) for second in (-6, -3, 0, 1)]
    before, doubtful, trigger, after = (KeptFrame("before", photo("astronaut.png"), at, at) for at in taken)
    return [
        replace(before, kind="same", distance=0.41, boxes=[FACE], hints=()),
        replace(doubtful, kind="unsure", boxes=[FACE], hints=("too_blurred", "turn_to_camera")),
        replace(trigger, phase="trigger", kind="different", distance=0.83, boxes=[FACE, BEHIND], hints=("two_faces",)),
        replace(after, phase="after"),
    ]


def _enrol(work: Work, sitting_id: UUID, first: UUID, second: UUID) -> str:
    sitting = work.sittings.get_one(sitting_id)
    told = {"kind": "desk", "taken_at": work.now, "review": "enrolled_at_desk"}
    row = PhotoRow(registration_id=sitting.registration_id, sitting_id=sitting.id, **told)
    taken = work.identity.add_photo(row, sitting.slot_id, photo("astronaut.png"), None)
    seen = {"sitting_id": sitting.id, "gate": "desk", "at": work.now, "verdict": "no_reference", "measured": {}}
    check = work.identity.add_check(FaceCheckRow(**seen, picture_id=taken.id))
    officers = {"first": first, "second": second, "reason": "no_reference", "at": work.now}
    document = {"document_kind": "ktp", "document_digits": "0017"}
    work.identity.add_override(OverrideRow(sitting_id=sitting.id, check_id=check.id, **officers, **document))
    return str(taken.id)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

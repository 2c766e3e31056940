"""What is disputed stays, all of it and nothing else."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from server.storage.tables import IncidentFrameRow
from server.workflows.after import privacy
from tests.builders import COMMAND, START, Applicant, Clock, Hall, a_hall, add_slot, register
from tests.storage.traces import ENDS, SECRET, photographed_and_rescheduled, purge, reference_of


def test_a_held_registration_keeps_everything_and_the_others_do_not(day: Hall):
    def hold(work, reason):
        whole = work.sittings.whole(day.sittings["24-0001"])
        privacy.hold(work, whole.registration, reason, by=COMMAND)

    day.works.write(hold, "sanggah 12/2026")
    purged = purge(day, days=731)

    assert (purged.faces, purged.incidents, purged.registrations, purged.persons, purged.keys) == (2, 1, 3, 3, 0)
    assert purged.held > 0
    held = day.works.read(lambda work: work.sittings.whole(day.sittings["24-0001"]))
    photo = day.works.read(lambda work: work.people.reference(held.registration.id))
    assert (held.person.name, held.registration.number) == ("Ayu Lestari", "24-0001")
    assert day.works.read(lambda work: work.identity.jpeg(photo)) == SECRET

    day.works.write(hold, None)
    rest = purge(day, days=732)
    assert (rest.faces, rest.incidents, rest.registrations, rest.persons, rest.keys) == (2, 1, 1, 1, 2)


def test_a_held_slot_or_incident_keeps_its_pictures(day: Hall):
    day.works.write(lambda work: privacy.hold(work, work.slots.get_one(day.slot), "laporan polisi", by=COMMAND))
    assert (purge(day, 200).faces, purge(day, 200).incidents) == (0, 0)

    day.works.write(lambda work: privacy.hold(work, work.slots.get_one(day.slot), None, by=COMMAND))
    one = day.works.read(lambda work: work.identity.incidents(day.slot)[0].id)
    day.works.write(lambda work: privacy.hold(work, work.identity.incident(one), "laporan polisi", by=COMMAND))
    assert purge(day, 200).incidents == 1
    left = day.works.database.read(lambda session: session.scalars(select(IncidentFrameRow.incident_id)).all())
    assert left == [one]


def test_a_held_slot_keeps_reference_photos_of_who_sat_elsewhere_too(tmp_path: Path):
    """A held slot keeps the reference photo of whoever also sat elsewhere."""
    hall = a_hall(tmp_path, people=(), freeze=False, clock=Clock(START - timedelta(hours=2)))
    register(hall, [Applicant("24-0001", "Ayu")])
    later = add_slot(hall.works, hall.exam, hall.site, starts_at=hall.clock.now + timedelta(days=2), number=1)
    hall.works.write(photographed_and_rescheduled, hall, later)
    hall.works.write(lambda work: privacy.hold(work, work.slots.get_one(hall.slot), "laporan polisi", by=COMMAND))

    hall.clock.go(days=40)
    hall.works.write(privacy.purge, ENDS, by=COMMAND)

    assert hall.works.read(lambda work: work.identity.jpeg(reference_of(work, hall))) == SECRET
    hall.close()


def test_one_incident_is_held_by_its_id(day: Hall):
    (one, _) = day.works.read(lambda work: work.identity.incidents(day.slot))
    runner = day.app.test_cli_runner()
    assert "ditahan" in runner.invoke(args=["privacy", "hold", "laporan polisi", "--incident", str(one.id)]).output
    assert runner.invoke(args=["privacy", "hold", "x", "--incident", str(day.slot)]).exit_code == 1
    assert runner.invoke(args=["privacy", "hold", "x", "--incident", str(one.id), "--slot", "y"]).exit_code == 1

    purged = purge(day, 731)
    assert (purged.faces, purged.incidents, purged.registrations, purged.persons) == (2, 1, 3, 3), "all of its sitting stays"
    assert day.works.read(lambda work: work.identity.incident(one.id).note) == "dilihat"

"""What is known of a seat's page: a page that comes anew has to be seen anew, and lost evidence stays until it is seen to."""

from uuid import uuid4

from server.memory.presence import CameraFrame, Presence
from tests.unit.identity.seen import at

SITTING, INCIDENT = uuid4(), uuid4()


def test_what_was_well_before_another_page_must_be_seen_again():
    presence = Presence()
    here = presence.of(SITTING)
    here.camera, here.face, here.face_at = "ok", "same", at(0)

    presence.connected(SITTING, at(10))

    assert (here.connected, here.connected_since, here.camera, here.face, here.face_at) == (True, at(10), "off", None, None)


def test_what_was_amiss_before_another_page_stays_so():
    presence = Presence()
    here = presence.of(SITTING)
    here.camera, here.face, here.face_at = "black", "different", at(0)

    presence.connected(SITTING, at(10))

    assert (here.camera, here.face, here.face_at) == ("black", "different", at(0))


def test_at_the_end_no_picture_stays_in_memory():
    presence = Presence()
    here = presence.of(SITTING)
    here.frames.append(CameraFrame(1, b"picture", at(0), at(0)))
    here.face, here.camera, here.unseen, here.seen_at, here.waits_since = "same", "ok", "alert", at(0), at(0)

    presence.forget(SITTING)

    assert (list(here.frames), here.face, here.camera, here.unseen) == ([], None, "off", "seen")
    assert (here.seen_at, here.waits_since, here.unverified_since) == (None, None, None)


def test_lost_evidence_is_told_until_its_own_incident_is_closed():
    here = Presence().of(SITTING)
    here.lost(INCIDENT)
    here.unwritten.add("mismatch")

    here.incident_handled(uuid4())
    assert here.lost_of == {INCIDENT}, "another one was closed"
    here.incident_handled(INCIDENT)
    assert here.evidence_lost, "one was never written: there is no incident to close"
    here.incident_handled(None)
    assert not here.evidence_lost


def test_nothing_is_told_of_an_incident_that_is_closed_already():
    here = Presence().of(SITTING)
    here.incident_handled(INCIDENT)
    here.lost(INCIDENT)
    assert not here.evidence_lost

"""An incident keeps how its evidence grew, and the exam compares with the picture taken at the seat too."""

from math import dist

from server.exam.actors import FACE_CHECKS, Applicant
from server.identity.choices import Gate, Verdict
from server.identity.looks.decision import State, Traced, step
from server.identity.policy import DLIB_2026
from server.storage.tables import PhotoRow
from server.workflows.exam import face_checks
from server.workflows.seat import face_check
from server.workflows.seat.face_check import GateFrame, GateResult
from server.workflows.steps import incidents
from server.workflows.steps.incidents import KeptFrame, Raised
from tests.api.proctored import at_login, in_room, running
from tests.unit.identity.seen import look


def test_the_trace_of_a_mismatch_is_told_look_by_look(hall):
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    state, decision = State(), None
    for second in range(6):
        state, made = step(state, look(second, 0.4 if second < 2 else 0.85), DLIB_2026)
        decision = decision or made
    assert decision is not None
    found = Raised("mismatch", 3, decision.why, 0.633, "mismatch", state.trace, DLIB_2026.evidence_limit)
    incident = hall.works.write(incidents.raise_incident, hall.sittings[number], found, [], by=FACE_CHECKS)

    told = hall.officer("pengawas").get(f"/api/monitor/incidents/{incident}").get_json()

    assert told["evidence_limit"] == DLIB_2026.evidence_limit
    assert [one["kind"] for one in told["trace"]] == ["same"] * 2 + ["different"] * 4
    assert [one["distance"] for one in told["trace"]] == [0.4, 0.4, 0.85, 0.85, 0.85, 0.85]
    evidence = [one["evidence"] for one in told["trace"]]
    assert evidence == sorted(evidence)
    assert (evidence[0], evidence[-1]) == (0.0, DLIB_2026.evidence_limit)
    assert told["trace"][0]["at"] == "2026-11-23T01:00:00.000Z"


def test_what_raised_an_incident_is_kept_once(hall):
    """The pictures, even where one that follows was written before them, and how the evidence grew."""
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    now = hall.clock.now
    found = Raised("face_still", 1, (("why_face_still", {"minutes": 2}),), None, None)
    incident = hall.works.write(incidents.raise_incident, hall.sittings[number], found, by=FACE_CHECKS)
    first, later = (Traced(now, kind, 0.5, 1.0, 1.0) for kind in ("different", "same"))

    hall.works.write(incidents.add_frames, incident, [KeptFrame("after", b"third", now, now)], by=FACE_CHECKS)
    for pictures, trace in (((b"first", b"second"), first), ((b"again",), later)):
        hall.works.write(
            incidents.keep_frames, incident, [KeptFrame("trigger", one, now, now) for one in pictures], by=FACE_CHECKS
        )
        hall.works.write(incidents.keep_trace, incident, [trace], by=FACE_CHECKS)

    def kept(work):
        frames = [work.identity.jpeg(frame) for frame in work.identity.frames(incident)]
        return sorted(frames), [one["kind"] for one in work.identity.incident(incident).trace]

    assert hall.works.read(kept) == ([b"first", b"second", b"third"], ["different"])


def test_a_face_matched_at_the_seat_is_known_to_the_watch_only(hall):
    """A face the seat's gate matched is known to the watch and not to gates."""
    number = in_room(hall, "Melati")[0]
    at_login(hall, number)
    sitting_id, embedding = hall.sittings[number], (0.25,) * 128
    result = GateResult(Verdict.MATCH, {}, [GateFrame(b"far", 0.5), GateFrame(b"near", 0.2), GateFrame(b"unseen")], embedding)
    hall.works.write(face_check.pass_gate, Gate.LOGIN, result, by=Applicant(sitting_id))

    watched = hall.works.read(face_checks.watched, sitting_id).references
    gates = hall.works.read(lambda work: face_checks.known_embeddings(work, work.sittings.get_one(sitting_id)))
    kept = hall.works.read(lambda work: [work.identity.jpeg(row) for row in work.session.query(PhotoRow).filter_by(kind="seat")])

    assert dist(watched[-1], embedding) < 1e-6
    assert len(watched) == len(gates) + 1
    assert kept == [b"near"]

"""How one applicant's sitting moves from one status to the next, and when a finished one may be reopened."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from server.exam.errors import MoveNotAllowed, ScoreAlreadyShown, SecondPersonNeeded


class Status(StrEnum):
    EXPECTED = "expected"
    CHECKED_IN = "checked_in"  # the desk has issued a PIN
    SEATED = "seated"  # logged in at the seat, identity confirmed
    RUNNING = "running"
    PAUSED = "paused"
    AWAY = "away"  # at the toilet: questions covered
    SUBMITTED = "submitted"
    CLOSED_BY_TIME = "closed_by_time"
    TERMINATED = "terminated"
    ABSENT = "absent"
    RESCHEDULED = "rescheduled"
    DISQUALIFIED = "disqualified"


class Move(StrEnum):
    CHECK_IN = "check_in"
    REISSUE_PIN = "reissue_pin"
    SEND_BACK = "send_back"  # to the desk: the PIN is void
    TAKE_SEAT = "take_seat"
    CHANGE_SEAT = "change_seat"
    START = "start"
    NEXT_BLOCK = "next_block"  # its clock starts at once
    PAUSE = "pause"
    RESUME = "resume"
    LEAVE = "leave"
    RETURN = "return"
    SUBMIT = "submit"
    TIME_UP = "time_up"
    TERMINATE = "terminate"
    REOPEN = "reopen"
    MARK_ABSENT = "mark_absent"
    ADMIT_LATE = "admit_late"
    RESCHEDULE = "reschedule"
    DISQUALIFY = "disqualify"


WORKING = frozenset({Status.RUNNING, Status.PAUSED, Status.AWAY})
AT_SEAT = WORKING | {Status.SEATED}
FINISHED = frozenset({Status.SUBMITTED, Status.CLOSED_BY_TIME, Status.TERMINATED, Status.DISQUALIFIED})
GONE = frozenset({Status.ABSENT, Status.RESCHEDULED})

MOVES: Mapping[tuple[Status, Move], Status] = {
    (Status.EXPECTED, Move.CHECK_IN): Status.CHECKED_IN,
    (Status.EXPECTED, Move.CHANGE_SEAT): Status.EXPECTED,
    (Status.EXPECTED, Move.MARK_ABSENT): Status.ABSENT,
    (Status.EXPECTED, Move.RESCHEDULE): Status.RESCHEDULED,
    (Status.EXPECTED, Move.DISQUALIFY): Status.DISQUALIFIED,
    (Status.CHECKED_IN, Move.REISSUE_PIN): Status.CHECKED_IN,
    (Status.CHECKED_IN, Move.CHANGE_SEAT): Status.CHECKED_IN,
    (Status.CHECKED_IN, Move.SEND_BACK): Status.EXPECTED,
    (Status.CHECKED_IN, Move.TAKE_SEAT): Status.SEATED,
    (Status.CHECKED_IN, Move.MARK_ABSENT): Status.ABSENT,
    (Status.CHECKED_IN, Move.RESCHEDULE): Status.RESCHEDULED,
    (Status.CHECKED_IN, Move.DISQUALIFY): Status.DISQUALIFIED,
    (Status.SEATED, Move.REISSUE_PIN): Status.SEATED,
    (Status.SEATED, Move.CHANGE_SEAT): Status.CHECKED_IN,  # the face is looked at again at the new seat
    (Status.SEATED, Move.SEND_BACK): Status.EXPECTED,
    (Status.SEATED, Move.START): Status.RUNNING,
    (Status.SEATED, Move.TIME_UP): Status.CLOSED_BY_TIME,  # sat there and never began: present, not absent
    (Status.SEATED, Move.RESCHEDULE): Status.RESCHEDULED,
    (Status.SEATED, Move.DISQUALIFY): Status.DISQUALIFIED,
    (Status.RUNNING, Move.REISSUE_PIN): Status.RUNNING,
    (Status.RUNNING, Move.CHANGE_SEAT): Status.PAUSED,
    (Status.RUNNING, Move.NEXT_BLOCK): Status.RUNNING,
    (Status.RUNNING, Move.PAUSE): Status.PAUSED,
    (Status.RUNNING, Move.LEAVE): Status.AWAY,
    (Status.RUNNING, Move.SUBMIT): Status.SUBMITTED,
    (Status.RUNNING, Move.TIME_UP): Status.CLOSED_BY_TIME,
    (Status.RUNNING, Move.TERMINATE): Status.TERMINATED,
    (Status.RUNNING, Move.DISQUALIFY): Status.DISQUALIFIED,
    (Status.PAUSED, Move.REISSUE_PIN): Status.PAUSED,
    (Status.PAUSED, Move.CHANGE_SEAT): Status.PAUSED,
    (Status.PAUSED, Move.NEXT_BLOCK): Status.PAUSED,  # a pause whose clock runs may outlast a block
    (Status.PAUSED, Move.RESUME): Status.RUNNING,
    (Status.PAUSED, Move.TIME_UP): Status.CLOSED_BY_TIME,
    (Status.PAUSED, Move.TERMINATE): Status.TERMINATED,
    (Status.PAUSED, Move.RESCHEDULE): Status.RESCHEDULED,
    (Status.PAUSED, Move.DISQUALIFY): Status.DISQUALIFIED,
    (Status.AWAY, Move.REISSUE_PIN): Status.AWAY,
    (Status.AWAY, Move.CHANGE_SEAT): Status.AWAY,
    (Status.AWAY, Move.NEXT_BLOCK): Status.AWAY,
    (Status.AWAY, Move.PAUSE): Status.PAUSED,  # somebody else came back
    (Status.AWAY, Move.RETURN): Status.RUNNING,
    (Status.AWAY, Move.TIME_UP): Status.CLOSED_BY_TIME,
    (Status.AWAY, Move.TERMINATE): Status.TERMINATED,
    (Status.AWAY, Move.RESCHEDULE): Status.RESCHEDULED,
    (Status.AWAY, Move.DISQUALIFY): Status.DISQUALIFIED,
    (Status.SUBMITTED, Move.REOPEN): Status.PAUSED,  # a proctor resumes it, after a fresh look at the face
    (Status.SUBMITTED, Move.DISQUALIFY): Status.DISQUALIFIED,
    (Status.CLOSED_BY_TIME, Move.REOPEN): Status.PAUSED,
    (Status.CLOSED_BY_TIME, Move.DISQUALIFY): Status.DISQUALIFIED,
    (Status.TERMINATED, Move.REOPEN): Status.PAUSED,
    (Status.TERMINATED, Move.DISQUALIFY): Status.DISQUALIFIED,
    (Status.ABSENT, Move.ADMIT_LATE): Status.EXPECTED,
    (Status.ABSENT, Move.RESCHEDULE): Status.RESCHEDULED,
    (Status.ABSENT, Move.DISQUALIFY): Status.DISQUALIFIED,
}


def after(status: Status, move: Move) -> Status:
    if (status, move) not in MOVES:
        raise MoveNotAllowed(noun="sitting", status=status, move=move)
    return MOVES[status, move]


def reopened(status: Status, *, score_shown: bool, approved_by: Collection[str]) -> Status:
    """The status after reopening; `approved_by` names every member of staff who stands for it, the acting one included."""
    if score_shown:
        raise ScoreAlreadyShown(status=status)
    if status is Status.TERMINATED and len(set(approved_by)) < 2:
        raise SecondPersonNeeded(move=Move.REOPEN)
    return after(status, Move.REOPEN)


SCORED = (Status.SUBMITTED, Status.CLOSED_BY_TIME)  # a terminated sitting may be reopened, so it shows no score

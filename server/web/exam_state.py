"""The exam page's whole state as JSON: what its sitting may know, and nothing more."""

from datetime import timedelta
from typing import Any

from server.exam.blueprint import ExamBlueprint, minutes_for
from server.exam.errors import SittingNotRunning
from server.exam.passing import Formation, PassingOutcome, judge
from server.exam.scoring import stored_scores
from server.exam.sittings import SCORED, WORKING, Status
from server.json_values import iso
from server.settings import Settings
from server.storage.sittings import Whole
from server.storage.tables import SittingRow, SlotRow
from server.storage.work import Work
from server.web.retention import kept_days
from server.wire import PROTOCOL
from server.workflows.steps.identity_mode import mode_in_force
from server.workflows.views.ledger import ledger_json

SNAPSHOT_WIDTH = 480
MOVEMENTS = {"off": 0, "advise": 1, "require": 2}  # that a face check at the seat asks for


def state(work: Work, sitting_row: SittingRow, settings: Settings) -> dict[str, Any]:
    whole = work.sittings.whole(sitting_row.id)
    sitting, slot = whole.sitting, work.slots.get_one(whole.sitting.slot_id)
    blueprint = work.papers.marked(sitting.id).blueprint
    message = work.sittings.last_message(sitting.id)
    return {
        "protocol": PROTOCOL,
        "sitting": str(sitting.id),
        "now": iso(work.now),
        "status": page_status(sitting),
        "status_reason": None if sitting.cause is None else {"cause": sitting.cause},
        "needs_face_check": sitting.needs_face_check,
        "waiting_for_proctor": work.identity.open_incident(sitting.id, "identity_refused") is not None,
        "identity_mode": mode_in_force(sitting, slot),
        "movements": 0 if work.identity.is_exempt_from_moving(sitting.id) else MOVEMENTS[settings.liveness],
        "person": {"name": whole.person.name, "number": whole.registration.number},
        "exam": _exam(work, whole, blueprint),
        "slot": {
            "starts_at": iso(slot.starts_at),
            "status": slot.status,
            "ends_at": iso(slot.hard_end_at),
            "zone": work.places.site(slot.site_id).zone,
        },
        "block": sitting.block,
        "time": _time(work, sitting, slot),
        "answers": {
            row.item: {"option": row.option, "revision": row.revision, "doubtful": row.doubtful}
            for row in work.answers.current(sitting.id)
        },
        "sequence": sitting.sequence,
        "ledger": ledger_json(work, sitting),
        "snapshot": {
            "every_ms": round(settings.snapshot_every.total_seconds() * 1000),
            "width": SNAPSHOT_WIDTH,
            "face_watch": settings.face_watch,
        },
        "kept_days": kept_days(settings),
        "controller": settings.controller,
        "message": None if message is None else {"id": str(message.id), "text": message.text, "at": iso(message.at)},
        "scores": scores(work, whole, blueprint) if sitting.scores_shown_at is not None else None,
    }


def page_status(sitting: SittingRow) -> str:
    if sitting.status == Status.CHECKED_IN:
        return "confirming" if sitting.token_hash else "checked_in"
    return "waiting" if sitting.status == Status.SEATED else sitting.status


def scores(work: Work, whole: Whole, blueprint: ExamBlueprint) -> dict[str, Any] | None:
    """The result of a finished sitting, from the projection the board reads too."""
    if whole.sitting.status not in SCORED:
        return None
    reached = stored_scores(blueprint, work.answers.scores(whole.sitting.id))
    outcome = judge(blueprint, Formation(whole.formation.kind, whole.formation.position_group or None), reached)
    titles = {section.code: section.title for section in blueprint.sections}
    needed = {check.what: check for check in outcome.checks}
    return {
        "sections": [
            {
                "code": section.code,
                "title": titles[section.code],
                "score": section.score,
                "maximum": section.maximum,
                "answered": section.answered,
                "items": section.items,
                "required": needed[section.code].required if section.code in needed else None,
                "met": needed[section.code].met if section.code in needed else None,
            }
            for section in reached.sections
        ],
        "total": reached.total,
        "maximum": reached.maximum,
        "checks": _checks(outcome),
        "passed": outcome.passed,
    }


def _checks(outcome: PassingOutcome) -> list[dict[str, Any]]:
    return [{"what": c.what, "required": c.required, "reached": c.reached, "met": c.met} for c in outcome.checks]


def _exam(work: Work, whole: Whole, blueprint: ExamBlueprint) -> dict[str, Any]:
    """What this person will do, and in how many minutes: some have more than others."""
    slot = work.slots.get_one(whole.sitting.slot_id)
    disability = work.people.disability(whole.registration) or None
    return {
        "title": work.exams.get(slot.exam_id).title,
        "blocks": [
            {
                "code": block.code,
                "title": block.title,
                "minutes": round(minutes_for(block, whole.formation.kind, disability) / timedelta(minutes=1)),
                "sections": [
                    {"code": s.code, "title": s.title, "items": s.items, "scheme": list(s.points_scheme)} for s in block.sections
                ],
            }
            for block in blueprint.blocks
        ],
    }


def _time(work: Work, sitting: SittingRow, slot: SlotRow) -> dict[str, Any] | None:
    if sitting.block is None or sitting.status not in WORKING:
        return None
    clock = work.ledger.clock(sitting, slot)
    return {
        "left_ms": round(clock.left(work.now).total_seconds() * 1000),
        "stopped": clock.stands(work.now),
        "ends_at": iso(clock.ends_at(work.now)),
    }


def paper(work: Work, sitting: SittingRow) -> dict[str, Any]:
    """The items of the block the sitting is in, as its page shows them: only while it may look at them."""
    if sitting.block is None or sitting.status is not Status.RUNNING:
        raise SittingNotRunning(status=sitting.status)
    blueprint = work.papers.marked(sitting.id).blueprint
    block = next(block for block in blueprint.blocks if block.code == sitting.block)
    shown = work.papers.shown(sitting.id, [section.code for section in block.sections])
    return {
        "block": block.code,
        "sections": [{"code": s.code, "title": s.title, "items": shown[s.code]} for s in block.sections],
    }

"""Active liveness at the desk: who may be asked, and what is kept of the answer."""

from dataclasses import dataclass
from uuid import UUID

from server.exam.actors import Applicant, Officer, require
from server.exam.rights import Action
from server.identity.choices import Gate, Verdict
from server.identity.gate.liveness import LivenessVerdict, Prompt
from server.storage.tables import FaceCheckRow
from server.storage.work import Work
from server.workflows.steps.at_desk import may_check_face


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """What was asked and how it was judged, with what was measured of each prompt."""

    prompts: tuple[Prompt, ...]
    verdict: LivenessVerdict
    parallax: tuple[float, ...]


def keep_at_gate(work: Work, gate: Gate, shown: AttemptResult, *, by: Applicant) -> None:
    """As at the desk; `gate`: the one it stands before."""
    require(by, Action.PASS_FACE_CHECK)
    _keep(work, by.sitting_id, shown, gate=gate)


def keep(work: Work, sitting_id: UUID, shown: AttemptResult, *, by: Officer) -> None:
    """No picture is kept: the check that follows keeps one."""
    may_check_face(work, sitting_id, by=by)
    verdict = _keep(work, sitting_id, shown)
    work.audit.note(by, "checked liveness at desk", ("sitting", sitting_id), verdict=verdict)


def _keep(work: Work, sitting_id: UUID, shown: AttemptResult, **more: str) -> Verdict:
    prompts = zip(shown.prompts, shown.verdict.faults, shown.parallax, strict=True)
    measured = [{"prompt": prompt, "fault": fault, "parallax": round(depth, 4)} for prompt, fault, depth in prompts]
    verdict = Verdict.PASSED if shown.verdict.passed else Verdict.FAILED
    work.identity.add_check(
        FaceCheckRow(
            sitting_id=sitting_id, gate=Gate.LIVENESS, at=work.now, verdict=verdict, measured={"prompts": measured, **more}
        )
    )
    return verdict

"""How looks add up: a fold over them, from which a restart rebuilds the state, and the moments at which it decides."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.identity.incidents import LOST_FACE, Decision, IncidentKind, Why
from server.identity.looks.evidence import NOBODY, Look, LookKind
from server.identity.policy import Policy

TRACED = 60  # looks: five minutes, or one of a burst
_COVERED = frozenset({LookKind.COVERED, LookKind.BLACK})


@dataclass(frozen=True, slots=True)
class LookRun:
    """Looks in a row that show the same thing."""

    since: datetime | None = None
    looks: int = 0
    last: datetime | None = None

    def then(self, goes_on: bool, at: datetime) -> "LookRun":
        return LookRun(self.since or at, self.looks + 1, at) if goes_on else LookRun()

    def lasts(self, looks: int, duration: timedelta) -> bool:
        if self.since is None or self.last is None or self.looks < looks:
            return False
        return self.last - self.since >= duration


@dataclass(frozen=True, slots=True)
class Traced:
    """One look and the evidence after it, for whoever asks later why."""

    at: datetime
    kind: LookKind
    distance: float | None
    weight: float
    evidence: float


@dataclass(frozen=True, slots=True)
class State:
    """What the looks of one sitting have come to; evidence is 0..`Policy.evidence_limit`, in natural logarithms."""

    last_at: datetime | None = None
    last_kind: LookKind | None = None
    digest: str = ""
    evidence: float = 0.0  # that somebody else sits there; never below zero, so a long honest hour hides no swap
    strange_looks: int = 0  # that the evidence is made of
    strange_distance: float = 0.0  # their distances added up
    near: LookRun = LookRun()
    absent: LookRun = LookRun()
    covered: LookRun = LookRun()
    frozen: LookRun = LookRun()
    unknown: LookRun = LookRun()
    verified_at: datetime | None = None
    raised: frozenset[IncidentKind] = frozenset()  # told, and not over yet
    trace: tuple[Traced, ...] = ()  # of the last looks


def step(state: State, look: Look, policy: Policy) -> tuple[State, Decision | None]:
    """At most one decision a look, the gravest; a look that is not newer than the last changes nothing.

    The evidence of another person is a one-sided CUSUM: clipped log likelihood ratios are added up, never below zero, and
    a mismatch is raised at `Policy.evidence_limit`.

    References
    ----------
    E. S. Page, "Continuous inspection schemes", Biometrika 41 (1954), 100-115, doi:10.1093/biomet/41.1-2.100.
    """
    if state.last_at is not None and look.at <= state.last_at:
        return state, None
    noted = _noted(state, look, policy)
    due = [kind for kind, is_due in _DUE.items() if is_due(noted, policy)]
    still = frozenset(kind for kind in noted.raised if not _CLEARED[kind](noted))
    decided = next((kind for kind in due if kind not in still), None)
    if decided is None:
        return replace(noted, raised=still), None
    return replace(noted, raised=still | {decided}), Decision(decided, look.at, _why(decided, noted))


def state_after(looks: Iterable[Look], policy: Policy) -> State:
    """The fold over looks in the order of their times, its decisions left out."""
    state = State()
    for look in looks:
        state, _ = step(state, look, policy)
    return state


def burst_for(state: State, policy: Policy) -> timedelta:
    """How long one picture a second is wanted: a doubt is settled sooner, what was told to a proctor is no doubt any more."""
    doubts_person = state.evidence > 0.0 and IncidentKind.MISMATCH not in state.raised
    doubts_company = state.near.looks > 0 and IncidentKind.SECOND_PERSON not in state.raised
    if doubts_person or doubts_company:
        return policy.doubt_burst
    cannot_tell = 1 <= state.unknown.looks <= 4 * policy.run_looks
    return policy.retry_burst if cannot_tell else timedelta()


def suppress_lost_face(state: State) -> State:
    """The room was dark: what was missing until now says nothing about this person."""
    return replace(state, absent=LookRun(), covered=LookRun(), raised=state.raised - LOST_FACE)


def retract(state: State, decision: Decision) -> State:
    """What was decided could not be written down: it is decided again at the next look, if it is still so."""
    return replace(state, raised=state.raised - {decision.kind})


def resumed(state: State) -> State:
    """A proctor let the sitting go on: old evidence does not pause it again, old pictures are still old."""
    return State(last_at=state.last_at, digest=state.digest, verified_at=state.verified_at, trace=state.trace)


def _noted(state: State, look: Look, policy: Policy) -> State:
    is_late = state.last_at is not None and look.at - state.last_at > policy.gap
    before = _interrupted(state) if is_late else state
    is_frozen = look.digest != "" and look.digest == state.digest
    weighed = before if is_frozen else _weighed(before, look, policy)  # the same picture twice proves nothing twice
    return replace(
        weighed,
        last_at=look.at,
        last_kind=look.kind,
        digest=look.digest,
        near=before.near.then(look.near_second, look.at),
        absent=before.absent.then(look.kind in NOBODY, look.at),
        covered=before.covered.then(look.kind in _COVERED, look.at),
        frozen=before.frozen.then(is_frozen, look.at),
        unknown=before.unknown.then(look.kind is LookKind.UNSURE, look.at),
        trace=(*before.trace[1 - TRACED :], Traced(look.at, look.kind, look.distance, look.weight, weighed.evidence)),
    )


def _interrupted(state: State) -> State:
    return replace(state, near=LookRun(), absent=LookRun(), covered=LookRun(), frozen=LookRun(), unknown=LookRun())


def _weighed(state: State, look: Look, policy: Policy) -> State:
    if look.distance is None:
        return state
    clipped = max(-policy.evidence_clip, min(policy.evidence_clip, look.weight))
    evidence = min(policy.evidence_limit, max(0.0, state.evidence + clipped))
    verified_at = look.at if look.kind is LookKind.SAME else state.verified_at
    if evidence == 0.0:
        return replace(state, evidence=0.0, strange_looks=0, strange_distance=0.0, verified_at=verified_at)
    strange = 1 if clipped > 0 else 0
    return replace(
        state,
        evidence=evidence,
        strange_looks=state.strange_looks + strange,
        strange_distance=state.strange_distance + strange * look.distance,
        verified_at=verified_at,
    )


def _is_covered(state: State, policy: Policy, kind: LookKind) -> bool:
    return state.last_kind is kind and state.covered.lasts(policy.run_looks, policy.covered_after)


def _is_absent(state: State, policy: Policy) -> bool:
    return state.last_kind is LookKind.NO_FACE and state.absent.lasts(policy.run_looks, policy.no_face_after)


# In order of gravity.
_DUE: Mapping[IncidentKind, Callable[[State, Policy], bool]] = {
    IncidentKind.MISMATCH: lambda state, policy: state.evidence >= policy.evidence_limit,
    IncidentKind.SECOND_PERSON: lambda state, policy: state.near.looks >= policy.near_looks,
    IncidentKind.CAMERA_BLACK: lambda state, policy: _is_covered(state, policy, LookKind.BLACK),
    IncidentKind.CAMERA_COVERED: lambda state, policy: _is_covered(state, policy, LookKind.COVERED),
    IncidentKind.NO_FACE: _is_absent,
    IncidentKind.CAMERA_FROZEN: lambda state, policy: state.frozen.lasts(policy.run_looks, policy.frozen_after),
    IncidentKind.UNRECOGNISABLE: lambda state, policy: state.unknown.lasts(policy.run_looks, policy.unverified_after),
}
_CLEARED: Mapping[IncidentKind, Callable[[State], bool]] = {
    IncidentKind.MISMATCH: lambda state: state.evidence == 0.0,
    IncidentKind.SECOND_PERSON: lambda state: state.near.looks == 0,
    IncidentKind.CAMERA_BLACK: lambda state: state.covered.looks == 0,
    IncidentKind.CAMERA_COVERED: lambda state: state.covered.looks == 0,
    IncidentKind.NO_FACE: lambda state: state.absent.looks == 0,
    IncidentKind.CAMERA_FROZEN: lambda state: state.frozen.looks == 0,
    IncidentKind.UNRECOGNISABLE: lambda state: state.unknown.looks == 0,
}
_RUNS: Mapping[IncidentKind, Callable[[State], LookRun]] = {
    IncidentKind.SECOND_PERSON: lambda state: state.near,
    IncidentKind.CAMERA_BLACK: lambda state: state.covered,
    IncidentKind.CAMERA_COVERED: lambda state: state.covered,
    IncidentKind.NO_FACE: lambda state: state.absent,
    IncidentKind.CAMERA_FROZEN: lambda state: state.frozen,
    IncidentKind.UNRECOGNISABLE: lambda state: state.unknown,
}


def _why(kind: IncidentKind, state: State) -> Why:
    if kind is IncidentKind.MISMATCH:
        mean = state.strange_distance / max(state.strange_looks, 1)
        return (("why_mismatch", {"looks": state.strange_looks, "distance": round(mean, 2)}),)
    run = _RUNS[kind](state)
    lasted = (run.last - run.since).total_seconds() if run.last and run.since else 0
    return ((f"why_{kind}", {"looks": run.looks, "seconds": round(lasted)}),)

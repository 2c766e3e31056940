"""Passive signs in the exam: hints for a human about the camera itself; none of them ever pauses anybody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from server.identity.camera.picture_times import PictureTimes, times_after
from server.identity.camera.repeated_pictures import Repeats, repeats_after
from server.identity.camera.screen_signs import MarksLike, ScreenSigns, screen_after
from server.identity.camera.sign_limits import SignLimits
from server.identity.camera.still_picture import Box, Still, ThumbnailLike, still_after
from server.identity.gate.copies import ComparisonLike, is_copy
from server.identity.incidents import Decision, IncidentKind, Why

# What the page says of its camera. It may lie by silence, so a sign that is absent says nothing.
TOLD_BY_PAGE = {
    "camera_changed": IncidentKind.CAMERA_CHANGED,
    "camera_virtual": IncidentKind.CAMERA_VIRTUAL,
}
SEEN_IN_PICTURES = (
    IncidentKind.FACE_STILL,
    IncidentKind.PICTURES_REPEAT,
    IncidentKind.PICTURE_TIMES,
    IncidentKind.SCREEN_MARKS,
    IncidentKind.PICTURE_COPIED,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a running exam, as far as the signs need it; the box in shares of the picture, 0..1."""

    taken_at: datetime  # the page's clock
    received_at: datetime  # ours
    digest: str
    face: Box | None = None  # the main one; none: nobody was seen
    thumbnail: ThumbnailLike | None = None
    marks: MarksLike | None = None  # none: this one was not looked at for them
    compared: ComparisonLike | None = None  # with the enrolled pictures; none: this one was not


@dataclass(frozen=True, slots=True)
class Signs:
    still: Still = field(default_factory=Still)
    repeats: Repeats = field(default_factory=Repeats)
    times: PictureTimes = field(default_factory=PictureTimes)
    screen: ScreenSigns = field(default_factory=ScreenSigns)
    copied_at: datetime | None = None  # when an enrolled picture was last shown again
    seen: Mapping[IncidentKind, datetime] = field(default_factory=dict)  # when each was last there


def signs_in(events: Iterable[str], at: datetime) -> list[Decision]:
    """One of a kind, however often the page says it; what is no key of `TOLD_BY_PAGE` is passed over."""
    kinds = dict.fromkeys(TOLD_BY_PAGE[event] for event in events if event in TOLD_BY_PAGE)
    return [Decision(kind, at, ((f"why_{kind}", {}),)) for kind in kinds]


def signs_after(state: Signs, picture: Picture, limits: SignLimits) -> tuple[Signs, list[Decision]]:
    """Each sign is told once a spell: it must have been away for a while before it is told again.

    Parameters
    ----------
    picture : in the order they were received; `received_at` is the server's clock and decides, `taken_at` is the page's word.

    Returns
    -------
    The state after it, and the signs to be told now, each a hint for a human.

    Notes
    -----
    No sign is no evidence of a camera: a program that adds noise, sway and times of its own to a recording gives none. How often
    each errs: docs/liveness.md, "Passive signs in the exam" and "APCER and BPCER".
    """
    noted = _noted(state, picture, limits)
    at = picture.received_at
    there = dict(_there(noted, at, limits))
    decisions = [
        Decision(kind, at, why) for kind, why in there.items() if kind not in state.seen or at - state.seen[kind] >= limits.spell
    ]
    return replace(noted, seen={**state.seen, **dict.fromkeys(there, at)}), decisions


def retract_signs(state: Signs, decisions: Iterable[Decision]) -> Signs:
    """What was found could not be written down: it is told again with the next picture, if it is still there."""
    kinds = {sign.kind for sign in decisions}
    return replace(state, seen={kind: at for kind, at in state.seen.items() if kind not in kinds})


def _noted(state: Signs, picture: Picture, limits: SignLimits) -> Signs:
    at = picture.received_at
    noted = replace(state, times=times_after(state.times, picture.taken_at, at, limits))
    if picture.compared is not None and is_copy(picture.compared):
        noted = replace(noted, copied_at=at)
    if picture.face is None:  # an empty or dark picture is always still, and two black ones are the same
        return replace(noted, still=Still())
    if picture.thumbnail is not None and picture.digest != state.repeats.last:  # a frozen camera is told as such
        noted = replace(noted, still=still_after(state.still, picture.thumbnail, picture.face, at, limits))
    if picture.marks is not None:
        noted = replace(noted, screen=screen_after(state.screen, picture.marks, limits))
    return replace(noted, repeats=repeats_after(state.repeats, picture.digest, at, limits))


def _there(state: Signs, at: datetime, limits: SignLimits) -> Iterator[tuple[IncidentKind, Why]]:
    if state.still.is_due(limits):
        yield IncidentKind.FACE_STILL, (("why_face_still", {"minutes": round(state.still.seconds / 60)}),)
    if state.copied_at == at:
        yield IncidentKind.PICTURE_COPIED, (("why_picture_copied", {}),)
    if state.repeats.is_due(at, limits):
        yield IncidentKind.PICTURES_REPEAT, (("why_pictures_repeat", {"looks": state.repeats.came_again}),)
    fault = state.times.fault(limits)
    if fault is not None:
        yield (
            IncidentKind.PICTURE_TIMES,
            ((f"why_times_{fault}", {"seconds": round(limits.astray_by.total_seconds())}), ("why_picture_times", {})),
        )
    mark = state.screen.found(limits)
    if mark is not None:
        yield IncidentKind.SCREEN_MARKS, ((f"why_marks_{mark}", {}), ("why_screen_marks", {}))

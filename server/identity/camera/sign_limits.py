"""When a sign about the camera is worth a proctor's look, with where the figures come from."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class SignLimits:
    """Measured by `make bench-signs`: docs/liveness.md, "Passive signs in the exam"."""

    source: str
    gap: timedelta = timedelta(seconds=20)  # a longer silence between two pictures begins anew
    spell: timedelta = timedelta(minutes=10)  # a sign that came again within it is still the same one
    still_after: timedelta = timedelta(minutes=2)
    still_looks: int = 10
    still_within: float = 0.9  # grey levels of a thumbnail's cells in the face, root mean square, light evened out
    still_contrast: float = 10.0  # of those cells: in a darker or flatter face a movement would not show
    repeats: int = 2  # pictures that came again, byte by byte, after others in between
    remembered: int = 5_000  # pictures: an exam of 100 minutes sends 1,200, and bursts
    stands_for: timedelta = timedelta(seconds=10)
    stands_within: timedelta = timedelta(seconds=0.2)
    back_by: timedelta = timedelta(seconds=2)  # the page's own picture of the last two seconds, sent late
    back_times: int = 2  # once may be a clock that was set right
    astray_by: timedelta = timedelta(seconds=10)
    astray_for: timedelta = timedelta(seconds=30)
    run_looks: int = 3
    baseline_looks: int = 5
    border_from: float = 0.9  # of 0..1: how much of the worst of four edges is there
    moire_from: float = 18.0  # times as strong as the spectrum around it
    marks_looked: int = 6  # pictures
    marks_found: int = 4  # of them


LIMITS = SignLimits(source="six photos and a clip of one man, stills with noise, screens by computation: docs/liveness.md")

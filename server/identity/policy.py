"""Every limit of the identity check, as data, with where its figure comes from."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Distances:
    """How far apart two pictures of one person, and of two people, lie; bell curves on a floor that keeps tails heavy.

    Euclidean distances of embeddings, >= 0, of one network: those of another mean nothing to it. Measured in
    docs/identity.md, "Measured distances".
    """

    same_mean: float
    same_spread: float
    different_mean: float
    different_spread: float
    floor: float  # share of looks that follow no curve: odd light, a hand before the face
    widest: float  # the floor reaches from 0 to here


@dataclass(frozen=True, slots=True)
class QualityLimits:
    """What a face must be before its picture counts; grey levels 0..255, degrees, pixels of a picture 480 to 640 wide.

    Measured in docs/decisions/0004-face-pipeline.md on pictures made worse.
    """

    least_height: int
    least_brightness: float
    most_brightness: float
    most_overexposed: float  # share of nearly white pixels, 0..1
    least_sharpness: float  # variance of the Laplacian of the aligned face
    most_yaw: float  # this and the next two: to either side
    most_pitch: float
    most_roll: float
    least_score: float = 0.0  # the detector's own, 0..1: a face it is not sure of is often cut out at the wrong place


@dataclass(frozen=True, slots=True)
class Policy:
    """Every `…_limit` named for a use is a Euclidean distance between embeddings of 128 numbers; how each was set, and how
    often it errs, is in docs/identity.md, "The operating point", measured by `make bench-operating-point`. Evidence and weights
    are natural log likelihood ratios."""

    source: str
    distances: Distances
    match_limit: float  # at the desk, against a usual registration photo; also of two single photos (`flask faces compare`)
    gate_limit: float  # at a seat (log-in, return, resume), against the desk's fused pictures: nearer together, so tighter
    gate_both_limit: float  # at a seat, against desk picture and registration photo joined: nearer to everybody
    search_limit: float  # of the search for a second number, before it tightens with the number of people
    mismatch_limit: float  # in the exam: the distance at which both curves are equally likely
    same_sitter_limit: float  # between the frames of one check
    least_good_frames: int
    reference: QualityLimits
    desk: QualityLimits
    gate: QualityLimits  # frames at a seat that count alone where there are enough: in the exam's light, turned as at the desk
    exam: QualityLimits
    evidence_clip: float = 4.0  # the most one look can weigh, for or against
    evidence_limit: float = 8.5  # so at least three usable looks at somebody else; from docs/identity.md, "The simulated figure"
    template_within: float = 0.55  # of a picture an officer or a gate vouched for: only such looks teach the watch the face
    template_after: int = 6  # looks before what was learnt counts
    template_looks: int = 12  # a minute's worth: older ones fade
    usual_distance: float = 0.24  # root mean square of a sitter's looks once the face is learnt, as `distances` suppose it
    usual_most: float = 0.40  # nobody counts as livelier than this: their looks would hide another person's
    usual_looks: int = 60  # five minutes' worth: older ones fade
    cohort_mean: float = 0.766  # mean distance of a usual registration photo from those of others: there `match_limit` holds
    cohort_weight: int = 10  # faces that this usual distance counts as much as
    cohort_reach: float = 0.1  # the desk's limit moves by this share at most
    kind_limit: float = 0.5  # a look that weighs less is unsure
    doubt_burst: timedelta = timedelta(seconds=10)  # how long a picture a second is asked for when the face is doubted
    retry_burst: timedelta = timedelta(seconds=2)  # and when the last picture told nothing
    near_ratio: float = 0.6  # of the main face's height: neighbours and passing proctors are smaller
    near_looks: int = 3
    black_below: float = 12.0  # mean grey of the whole picture
    covered_below: float = 9.0  # contrast of the whole picture
    run_looks: int = 3  # no face, covered, frozen: never on fewer looks than this
    no_face_after: timedelta = timedelta(seconds=30)
    covered_after: timedelta = timedelta(seconds=12)
    frozen_after: timedelta = timedelta(seconds=20)
    unverified_after: timedelta = timedelta(seconds=90)
    gap: timedelta = timedelta(seconds=20)  # a longer silence between two looks begins every run anew
    room_share: float = 0.2
    room_least: int = 3  # one person who leaves a room of four is not a power cut
    room_within: timedelta = timedelta(seconds=30)


DLIB_2026 = Policy(
    source="dlib-resnet, 235 photos of 30 people and a clip, docs/identity.md",
    distances=Distances(0.42, 0.11, 0.74, 0.08, floor=0.02, widest=1.2),
    match_limit=0.49,
    gate_limit=0.48,
    gate_both_limit=0.45,
    search_limit=0.49,
    mismatch_limit=0.597,
    same_sitter_limit=0.5,
    least_good_frames=2,
    reference=QualityLimits(70, 35, 235, 0.35, 12, 38, 25, 30),
    desk=QualityLimits(80, 50, 215, 0.15, 20, 25, 20, 20),
    gate=QualityLimits(50, 30, 235, 0.40, 10, 25, 20, 20, least_score=0.7),
    exam=QualityLimits(50, 30, 235, 0.40, 10, 35, 25, 28, least_score=0.7),
)

"""An operator's labelled photos measured and judged: what `flask faces evaluate` tells and `calibrate` learns from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import dist
from pathlib import Path

from server.commands.labelled_pairs import Pair
from server.faces.face_model import FaceModel
from server.faces.measurement import Embedding, Measurement
from server.identity.policy import Policy
from server.identity.rates.error_rates import Compared, ErrorRates, error_rates
from server.reports.face_errors import Evaluated
from server.verification.jobs import Outcome
from server.verification.photos import PhotoModels, measured_photos


@dataclass(frozen=True, slots=True)
class Measured:
    """Every photo of the list, once, whatever came of it."""

    embeddings: Mapping[Path, Embedding]
    missed: tuple[Path, ...]  # no face found
    unreadable: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class EvaluationRun:
    name: str
    model: FaceModel
    policy: Policy | None  # none yet for a network that is still to be calibrated
    images: Path


def measured(pairs: Sequence[Pair], models: PhotoModels, progress: Callable[[int, int], None]) -> Measured:
    """`told` hears how many of how many are done."""
    paths = sorted({path for pair in pairs for path in (pair.x, pair.y)})
    embeddings: dict[Path, Embedding] = {}
    missed: list[Path] = []
    unreadable: list[Path] = []
    for number, (path, outcome) in enumerate(measured_photos(models, paths), start=1):
        embedding = embedding_of(outcome)
        if embedding is not None:
            embeddings[path] = embedding
        else:
            (missed if isinstance(outcome, Measurement) else unreadable).append(path)
        progress(number, len(paths))
    return Measured(embeddings, tuple(missed), tuple(unreadable))


def embedding_of(outcome: Outcome) -> Embedding | None:
    return outcome.faces[0].embedding if isinstance(outcome, Measurement) and outcome.faces else None


def compared(pairs: Sequence[Pair], found: Measured) -> list[Compared]:
    """Pairs of which both faces were found."""
    people = _people(pairs)
    return [
        Compared(
            dist(found.embeddings[pair.x], found.embeddings[pair.y]), pair.same, (people[pair.x], people[pair.y]), pair.group
        )
        for pair in pairs
        if pair.x in found.embeddings and pair.y in found.embeddings
    ]  # fmt: skip


def evaluated(run: EvaluationRun, pairs: Sequence[Pair], found: Measured) -> Evaluated:
    known = compared(pairs, found)
    groups = sorted({pair.group for pair in pairs if pair.group})
    return Evaluated(
        run=run.name,
        model=run.model.name,
        policy=run.policy.source if run.policy else "",
        photos=len(found.embeddings) + len(found.missed) + len(found.unreadable),
        people=len(set(_people(pairs).values())),
        missed=_named(found.missed, run.images),
        unreadable=_named(found.unreadable, run.images),
        pairs=len(pairs),
        compared=known,
        rates=_rates(known, run.policy),
        groups={name: _rates([pair for pair in known if pair.group == name], run.policy) for name in groups},
    )


def run_name(file: Path, model: FaceModel) -> str:
    """The same list and the same network are the same run."""
    return blake2b(file.read_bytes() + model.sha256.encode(), digest_size=5).hexdigest()


def _rates(known: Sequence[Compared], policy: Policy | None) -> ErrorRates | None:
    """A network without a policy yet is judged where both errors are equal."""
    if policy is not None:
        return error_rates(known, policy.match_limit)
    balanced = error_rates(known, 0.0)
    return None if balanced is None else error_rates(known, balanced.eer_limit)


def _people(pairs: Sequence[Pair]) -> dict[Path, int]:
    """The list names photos, not people: photos said to show the same person are one, all others a person each."""
    parent: dict[Path, Path] = {path: path for pair in pairs for path in (pair.x, pair.y)}

    def root(path: Path) -> Path:
        while parent[path] != path:
            parent[path] = parent[parent[path]]
            path = parent[path]
        return path

    for pair in pairs:
        if pair.same:
            parent[root(pair.x)] = root(pair.y)
    numbers = {path: number for number, path in enumerate(sorted({root(path) for path in parent}))}
    return {path: numbers[root(path)] for path in parent}


def _named(paths: Sequence[Path], images: Path) -> tuple[str, ...]:
    return tuple(path.relative_to(images).as_posix() for path in paths)

"""The order of scores with the published tie-break; whoever is equal in all of it shares a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.exam.scoring import Scores


@dataclass(frozen=True, slots=True)
class Ranked:
    id: str
    place: int


def rank(scores: Mapping[str, Scores], tie_break: Sequence[str]) -> tuple[Ranked, ...]:
    """Best first, and after two who share the first place comes the third; equals stand in the order of their ids."""
    merits = {id: tuple(own.of(what) for what in tie_break) for id, own in scores.items()}
    order = sorted(sorted(merits), key=merits.__getitem__, reverse=True)
    ranked: list[Ranked] = []
    for number, id in enumerate(order, start=1):
        shares = bool(ranked) and merits[ranked[-1].id] == merits[id]
        ranked.append(Ranked(id, ranked[-1].place if shares else number))
    return tuple(ranked)

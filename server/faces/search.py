"""Which known faces are near a new one: exact, in memory, one pass over all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from server.faces.measurement import Embedding

_FIRST_ROOM = 1024
_BLOCK = 8192  # faces at a time: the products of one block stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody else's face near the one asked for."""

    photo: UUID
    owner: UUID  # the registration whose face it is
    distance: float  # Euclidean, >= 0


class FaceIndex:
    """Faces of one exam. An owner may have several; searches look at everybody else's.

    Embeddings are kept as float32, all as long as the first. Squared distances are sums of products: exact up to rounding,
    no neighbour is passed over. How near a chance likeness comes: docs/identity.md, "The search for a second number".
    """

    def __init__(self) -> None:
        self._faces = np.empty((0, 0), np.float32)
        self._squares = np.empty(0, np.float32)
        self._owner_of = np.empty(0, np.int32)
        self._is_first = np.empty(0, bool)  # of its owner's
        self._photos: list[UUID] = []
        self._known: set[UUID] = set()
        self._owners: dict[UUID, int] = {}
        self._names: list[UUID] = []

    def __len__(self) -> int:
        return len(self._photos)

    @property
    def owners(self) -> int:
        """How many registrations have a face here."""
        return len(self._names)

    def add(self, faces: Iterable[tuple[UUID, UUID, Embedding]]) -> None:
        """Photo, owner, embedding; a photo already known is passed over.

        Raises
        ------
        ValueError
            For an embedding of another length.
        """
        for photo, owner, embedding in faces:
            if photo not in self._known:
                self._add(photo, owner, embedding)

    def near(self, embedding: Embedding, owner: UUID, within: float) -> list[Neighbour]:
        """Everybody else's faces within this distance, the nearest first.

        Parameters
        ----------
        embedding : as long as those kept.
        owner : whose own faces are left out.
        within : Euclidean distance, itself included.
        """
        squares = self._squared_to(embedding, owner)
        found = np.flatnonzero(squares <= within**2)
        found = found[np.argsort(squares[found])]
        return [Neighbour(self._photos[at], self._names[self._owner_of[at]], float(np.sqrt(squares[at]))) for at in found]

    def mean_distance(self, embedding: Embedding, owner: UUID) -> tuple[int, float]:
        """How many others there are, and how far they lie from this face in the mean (Euclidean; 0 of none).

        Each counts once, with the face that came first, a registration photo where it could be used: pictures of the day are
        fused from several frames and lie nearer to everybody, so the mean would fall while people come in.
        """
        squares = self._squared_to(embedding, owner)
        others = squares[np.isfinite(squares) & self._is_first[: len(squares)]]
        return len(others), float(np.sqrt(others).mean()) if len(others) else 0.0

    def nearest_others(self, sample: Sequence[int]) -> list[float]:
        """How far the nearest other person is, for these faces: what a limit can be read off.

        Parameters
        ----------
        sample : places of faces, 0 to less than `len(self)`, in the order they were added.

        Returns
        -------
        Euclidean distances, in the order of the sample; infinite where there is nobody else.
        """
        nearest = []
        for at in sample:
            squares = self._squared_to(self._faces[at], self._names[self._owner_of[at]])
            nearest.append(float(np.sqrt(squares.min())))
        return nearest

    def _squared_to(self, embedding: Sequence[float] | np.ndarray, owner: UUID) -> np.ndarray:
        wanted, count = np.asarray(embedding, np.float32), len(self._photos)
        squares = np.empty(count, np.float32)
        for start in range(0, count, _BLOCK):
            block = slice(start, min(start + _BLOCK, count))
            np.dot(self._faces[block], wanted, out=squares[block])
        squares *= -2
        squares += self._squares[:count]
        squares += wanted @ wanted
        np.maximum(squares, 0, out=squares)
        own = self._owners.get(owner)
        if own is not None:
            squares[self._owner_of[:count] == own] = np.inf
        return squares

    def _add(self, photo: UUID, owner: UUID, embedding: Embedding) -> None:
        at = len(self._photos)
        if at == len(self._squares):
            self._make_room(len(embedding))
        self._faces[at] = embedding
        self._squares[at] = self._faces[at] @ self._faces[at]
        self._is_first[at] = owner not in self._owners
        if owner not in self._owners:
            self._owners[owner] = len(self._names)
            self._names.append(owner)
        self._owner_of[at] = self._owners[owner]
        self._photos.append(photo)
        self._known.add(photo)

    def _make_room(self, length: int) -> None:
        room, used = max(_FIRST_ROOM, 2 * len(self._squares)), len(self._photos)
        faces, squares, owners = np.zeros((room, length), np.float32), np.zeros(room, np.float32), np.zeros(room, np.int32)
        first = np.zeros(room, bool)
        if used:
            faces[:used], squares[:used], owners[:used] = self._faces[:used], self._squares[:used], self._owner_of[:used]
            first[:used] = self._is_first[:used]
        self._faces, self._squares, self._owner_of, self._is_first = faces, squares, owners, first

"""All enrolled faces of the exams at hand, in memory: built from the store, brought up to date before each search."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from server.faces.measurement import Embedding
from server.faces.search import FaceIndex, Neighbour
from server.identity.gate.cohort import Cohort
from server.identity.gate.lookalikes import SearchLimits, search_limits
from server.identity.policy import Policy
from server.storage.lookalikes import LookAlikes
from server.storage.work import Transactions, Work

_PAGE = 2000  # faces read at a time: other readers wait no longer than for these
_SAMPLE = 300  # whose nearest neighbours are measured to set the limit
_MEASURED_ANEW = 1.2  # when so many times more faces are known
_LIVES = timedelta(hours=12)  # then it is built anew, and faces erased since leave memory
_OVERLAP = timedelta(minutes=10)  # an import writes ids made a while before it is committed


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search among everybody else of the exam found."""

    alikes: tuple[Neighbour, ...] = ()  # within the limit of the review list, nearest first
    stop_within: float = 0.0

    @property
    def facts(self) -> dict[str, Any]:
        photos = [
            {"photo": str(one.photo), "registration": str(one.owner), "distance": round(one.distance, 4)} for one in self.alikes
        ]
        return {"alikes": photos, "alike_limit": round(self.stop_within, 4)} if photos else {}


@dataclass
class _Exam:
    built_at: datetime
    index: FaceIndex = field(default_factory=FaceIndex)
    last: UUID | None = None
    nearest: list[float] = field(default_factory=list)
    measured_at: int = 0  # faces known then


@dataclass
class EnrolledFaces:
    works: Transactions
    policy: Policy
    in_thread: Callable[..., Any]  # products over 100,000 faces run off the event loop
    _exams: dict[UUID, _Exam] = field(default_factory=dict)

    def search(self, sitting_id: UUID, embedding: Embedding) -> Searched:
        """Everybody else of the exam whose face is as near as the limits say."""
        exam_id, owner = self.works.read(_exam_and_owner, sitting_id)
        exam, limits = self.prepare(exam_id)
        return Searched(tuple(self.in_thread(exam.index.near, embedding, owner, limits.review)), limits.stop)

    def cohort(self, sitting_id: UUID, embedding: Embedding) -> Cohort:
        """How this registration photo lies among everybody else of the exam."""
        exam_id, owner = self.works.read(_exam_and_owner, sitting_id)
        return Cohort(*self.in_thread(self._up_to_date(exam_id).index.mean_distance, embedding, owner))

    def prepare(self, exam_id: UUID) -> tuple[_Exam, SearchLimits]:
        exam = self._up_to_date(exam_id)
        return exam, self._limits(exam)

    def _up_to_date(self, exam_id: UUID) -> _Exam:
        now = self.works.now()
        exam = self._exams.get(exam_id)
        if exam is None or now - exam.built_at > _LIVES:
            exam = self._exams[exam_id] = _Exam(now)
        after = _earlier(exam.last)
        while faces := self.works.read(_faces_after, exam_id, after, _PAGE):
            after = faces[-1][0]
            exam.last = max(exam.last or after, after)
            exam.index.add(face for face in faces if face[2])
        return exam

    def _limits(self, exam: _Exam) -> SearchLimits:
        count = len(exam.index)
        if count > _MEASURED_ANEW * exam.measured_at and count >= _SAMPLE:
            sample = Random(count).sample(range(count), _SAMPLE)
            exam.nearest, exam.measured_at = self.in_thread(exam.index.nearest_others, sample), count
        return search_limits(exam.index.owners, exam.nearest, self.policy)


def _earlier(last: UUID | None) -> UUID | None:
    """The first id of a while before: ids begin with the milliseconds they were made at."""
    if last is None:
        return None
    return UUID(int=max((last.int >> 80) - _OVERLAP // timedelta(milliseconds=1), 0) << 80)


def _exam_and_owner(work: Work, sitting_id: UUID) -> tuple[UUID, UUID]:
    registration = work.people.registration(work.sittings.get_one(sitting_id).registration_id)
    return registration.exam_id, registration.id


def _faces_after(work: Work, exam_id: UUID, after: UUID | None, most: int) -> list[tuple[UUID, UUID, Embedding]]:
    """Faces of the exam in the order they were kept, opened; those whose key was destroyed are left out by the store."""
    return LookAlikes(work.session, work.vault).faces_after(exam_id, after, most)

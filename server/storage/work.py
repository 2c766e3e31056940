"""One unit of work: a transaction, the repositories in it, and what to announce when it is kept."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from server.announcements import Announcement
from server.storage.answers import Answers
from server.storage.audit import Audit
from server.storage.database import Database
from server.storage.exams import Exams
from server.storage.factors import Factors
from server.storage.heads import Heads
from server.storage.identity import Identity
from server.storage.ledger import Ledger
from server.storage.papers import PaperCache, Papers
from server.storage.people import People
from server.storage.places import Places
from server.storage.purging import Purging
from server.storage.sealing import Vault
from server.storage.sittings import Sittings
from server.storage.slots import Slots
from server.storage.staff import StaffBook
from server.storage.staff_sessions import StaffSessions

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Work:
    """What a workflow is given. `now` is the one moment everything in this work happens at."""

    session: Session
    vault: Vault
    now: datetime
    cache: PaperCache
    announcements: list[Announcement] = field(default_factory=list)

    def announce(self, *facts: Announcement) -> None:
        self.announcements.extend(facts)

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.session)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.session, self.now)

    @cached_property
    def exams(self) -> Exams:
        return Exams(self.session, self.vault, self.cache.banks, self.cache.blueprints)

    @cached_property
    def identity(self) -> Identity:
        return Identity(self.session, self.vault)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.session)

    @cached_property
    def papers(self) -> Papers:
        return Papers(self.session, self.vault, self.exams, self.cache)

    @cached_property
    def people(self) -> People:
        return People(self.session, self.vault)

    @cached_property
    def places(self) -> Places:
        return Places(self.session)

    @cached_property
    def purging(self) -> Purging:
        return Purging(self.session)

    @cached_property
    def heads(self) -> Heads:
        return Heads(self.session, self.vault.files, self.now)

    @cached_property
    def sittings(self) -> Sittings:
        return Sittings(self.session)

    @cached_property
    def slots(self) -> Slots:
        return Slots(self.session)

    @cached_property
    def staff(self) -> StaffBook:
        return StaffBook(self.session)

    @cached_property
    def staff_sessions(self) -> StaffSessions:
        return StaffSessions(self.session, self.now)

    @cached_property
    def factors(self) -> Factors:
        return Factors(self.session, self.vault, self.now)


class Transactions:
    """Opens Works: runs a workflow in a transaction and announces what it did once that is on disk."""

    def __init__(self, database: Database, vault: Vault, now: Callable[[], datetime]) -> None:
        self.database, self.vault, self.now = database, vault, now
        self.publish: Callable[[Sequence[Announcement]], None] = _nobody_listens
        self._cache = PaperCache()

    def write(self, workflow: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run, commit, then announce. Whatever the workflow raises undoes it whole and is raised here."""
        return self._write(lambda work: workflow(work, *args, **kwargs), first=False)

    def write_first(self, workflow: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same before whatever waits to be written: for the answer somebody has just given."""
        return self._write(lambda work: workflow(work, *args, **kwargs), first=True)

    def _write(self, workflow: Callable[[Work], T], first: bool) -> T:
        announced: list[Announcement] = []

        def act(session: Session) -> T:
            return workflow(Work(session, self.vault, self.now(), self._cache, announced))

        result = self.database.write(act, first)
        if announced:
            self._publish_safely(announced)
        return result

    def _publish_safely(self, announced: Sequence[Announcement]) -> None:
        """What was done is on disk: whoever fails to hear of it does not undo it, and its caller is answered."""
        try:
            self.publish(announced)
        except Exception:
            log.exception("%d announcements were not heard by all", len(announced))

    def read(self, query: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        def act(session: Session) -> Any:
            return query(Work(session, self.vault, self.now(), self._cache), *args, **kwargs)

        result: T = self.database.read(act)
        return result


def _nobody_listens(_facts: Sequence[Announcement]) -> None:
    """Commands and tests without a server have no screens."""

"""People and their registrations for an exam."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.identity.choices import PhotoKind
from server.storage.tables.base import Id, Table, personal, to


class PersonRow(Table):
    """A human being with one NIK, over all exams."""

    __tablename__ = "persons"
    id: Mapped[Id]
    nik_hash: Mapped[bytes] = personal("person", unique=True)  # keyed, so that a stolen database cannot be searched by NIK
    nik_sealed: Mapped[bytes] = personal("person")
    name: Mapped[str] = personal("person")
    birth_date_sealed: Mapped[bytes] = personal("person")
    erased_at: Mapped[datetime | None]  # nobody knows any more who this was


class FormationRow(Table):
    """One opening: who looks for whom, where, how many, of which kind."""

    __tablename__ = "formations"
    id: Mapped[Id]
    exam_id: Mapped[UUID] = to("exams.id")
    code: Mapped[str]
    agency: Mapped[str]
    position: Mapped[str]
    position_group: Mapped[str] = mapped_column(default="")
    location: Mapped[str]
    education: Mapped[str]
    kind: Mapped[str]
    places: Mapped[int]
    __table_args__ = (UniqueConstraint("exam_id", "code"),)


class RegistrationRow(Table):
    """One person in one exam."""

    __tablename__ = "registrations"
    sealed_to = ("id", "exam_id", "person_id")
    id: Mapped[Id]
    exam_id: Mapped[UUID] = to("exams.id")
    person_id: Mapped[UUID] = to("persons.id")
    formation_id: Mapped[UUID] = to("formations.id")
    number: Mapped[str] = personal("registration")
    disability_sealed: Mapped[bytes | None] = personal("registration")
    ipk: Mapped[str | None] = personal("registration")  # decimal text: ties are broken on it, so never a float
    registered_at: Mapped[datetime]
    legal_hold: Mapped[str | None]  # why nothing of this registration may be deleted yet
    erased_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("exam_id", "number"), UniqueConstraint("exam_id", "person_id"))


class PhotoRow(Table):
    """A face picture of a registration, sealed: the reference photo, the desk picture, or one taken or vouched for later."""

    __tablename__ = "photos"
    sealed_to = ("id", "registration_id", "sitting_id")
    id: Mapped[Id]
    registration_id: Mapped[UUID] = to("registrations.id")
    sitting_id: Mapped[UUID | None] = to("sittings.id")
    kind: Mapped[PhotoKind]
    jpeg_sealed: Mapped[bytes] = personal("faces")
    embedding_sealed: Mapped[bytes | None] = personal("faces")  # none: no usable face was found in it
    faults: Mapped[str] = mapped_column(default="")  # why it is unusable, as codes with spaces
    taken_at: Mapped[datetime]
    review: Mapped[str | None]  # why a chief looks again, with spaces: enrolled_at_desk, vouched_by_sight, look_alike

"""The values a registration file is made of."""

from dataclasses import dataclass
from datetime import date

DISABILITIES = ("netra", "rungu", "wicara", "daksa", "intelektual", "mental", "ganda", "lainnya")


@dataclass(frozen=True, slots=True)
class FormationLine:
    line: int
    code: str
    agency: str
    position: str
    position_group: str
    location: str
    education: str
    kind: str
    places: int

    @property
    def says(self) -> tuple[str, ...]:
        """What must agree between two lines of one formation."""
        return (self.agency, self.position, self.position_group, self.location, self.education, self.kind, str(self.places))


@dataclass(frozen=True, slots=True)
class RegistrationLine:
    line: int
    number: str
    nik: str
    name: str
    birth_date: date
    formation: str  # its code
    disability: str  # one of DISABILITIES, or empty
    ipk: str | None  # decimal text with a point
    photo: str  # name of the file, or empty: the number says it


@dataclass(frozen=True, slots=True)
class Registrations:
    """A whole file (or two: formations may stand in their own), free of faults."""

    file: str
    formations: tuple[FormationLine, ...]
    people: tuple[RegistrationLine, ...]

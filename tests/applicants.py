"""Who is registered in the halls of the tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Applicant:
    """Who is registered. `photo` names a file of tests/material; none: somebody to be enrolled at the desk."""

    number: str
    name: str
    photo: str | None = None
    kind: str = "umum"
    disability: str = ""
    nik: str = ""


PEOPLE = (
    Applicant("24-0001", "Ayu Lestari"),
    Applicant("24-0002", "Bayu Pratama"),
    Applicant("24-0003", "Citra Wulandari"),
    Applicant("24-0004", "Dimas Saputra", kind="disabilitas", disability="netra"),
)
# With their faces: pass `faces` and these to `a_hall`.
KNOWN_FACES = (
    Applicant("24-0011", "Budi Obama", photo="obama.jpg"),
    Applicant("24-0012", "Joko Biden", photo="biden.jpg"),
    Applicant("24-0013", "Eka Antariksa", photo="astronaut.png"),
)

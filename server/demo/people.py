"""Invented people and formations; no NIK of theirs can exist, for no province is numbered 99."""

from datetime import date, timedelta
from random import Random

from server.registrations.lines import FormationLine, RegistrationLine, Registrations

FORMATIONS = (
    FormationLine(1, "D-01", "Kementerian Contoh", "Analis Kebijakan Ahli Pertama", "", "Jakarta", "S-1 Administrasi", "umum", 6),
    FormationLine(1, "D-02", "Kementerian Contoh", "Pranata Komputer Ahli Pertama", "", "Bandung", "S-1 Informatika", "umum", 8),
    FormationLine(1, "D-03", "Badan Rekaan Nasional", "Auditor Ahli Pertama", "", "Surabaya", "S-1 Akuntansi", "cumlaude", 3),
    FormationLine(
        1, "D-04", "Badan Rekaan Nasional", "Arsiparis Ahli Pertama", "", "Denpasar", "S-1 Kearsipan", "disabilitas", 2
    ),
)
_FIRST = (
    "Ayu", "Bayu", "Citra", "Dimas", "Eka", "Fajar", "Gita", "Hendra", "Indah", "Joko", "Kartika", "Lukman", "Maya", "Nanda",
    "Oki", "Putri", "Qori", "Rizky", "Sari", "Teguh", "Umi", "Vina", "Wahyu", "Yoga", "Zahra",
)  # fmt: skip
_LAST = (
    "Lestari", "Pratama", "Wulandari", "Saputra", "Nugroho", "Hidayat", "Siregar", "Manurung", "Wijaya", "Halim", "Tarigan",
    "Kusuma", "Rahmawati", "Suryani", "Permana", "Situmorang", "Anggraini", "Setiawan", "Maharani", "Gunawan",
)  # fmt: skip


def registrations(wave: int, count: int) -> Registrations:
    """The people of one demo slot; every wave has its own."""
    rng = Random(wave)
    names = rng.sample([f"{first} {last}" for first in _FIRST for last in _LAST], count)
    lines = tuple(_line(wave, at, name, rng) for at, name in enumerate(names, start=1))
    return Registrations("demo", FORMATIONS, lines)


def _line(wave: int, at: int, name: str, rng: Random) -> RegistrationLine:
    formation = rng.choices(FORMATIONS, weights=(10, 8, 3, 1))[0]
    return RegistrationLine(
        line=at,
        number=f"26{wave:04d}{at:03d}",
        nik=f"99{wave:08d}{at:06d}",
        name=name,
        birth_date=date(1994, 1, 1) + timedelta(days=rng.randrange(3000)),
        formation=formation.code,
        disability="daksa" if formation.kind == "disabilitas" else "",
        ipk=f"{rng.uniform(2.8, 4.0):.2f}",
        photo="",
    )

"""The rule sets of other years say what the dossier of decrees and press says, in points at their edges."""

import pytest

from server.exam.passing import Formation, judge_points
from server.rule_sets.files import EXAMS, names, read_exam

ABK = "abk_rescuer_pengamat_gunung_api"
# At the edge of each line: one point of TKP less and it is missed.
EDGES = [
    ("skd-2018", "umum", None, (75, 80, 143)),
    ("skd-2018", "cumlaude", None, (75, 85, 138)),
    ("skd-2018", "k2", None, (75, 60, 125)),
    ("skd-2018-61", "umum", None, (75, 60, 120)),
    ("skd-2018-61", "papua", None, (55, 40, 125)),
    ("skd-2019", "umum", None, (65, 80, 126)),
    ("skd-2019", "diaspora", None, (60, 85, 126)),
    ("skd-2019", "umum", "instruktur_penerbang", (65, 80, 126)),
    ("skd-2019", "umum", ABK, (60, 70, 130)),
    ("skd-2021", "umum", None, (65, 80, 166)),
    ("skd-2021", "umum", "dokter", (10, 80, 221)),
    ("skd-2021", "disabilitas", None, (5, 60, 221)),
    ("skd-2023", "papua", None, (5, 60, 221)),
    ("skd-2023", "umum", ABK, (5, 70, 211)),
    ("sekdin-2025", "umum", None, (65, 80, 156)),
    ("sekdin-2025", "afirmasi", None, (5, 55, 221)),
]


@pytest.mark.parametrize(("name", "kind", "group", "scores"), EDGES)
def test_the_edge_of_a_line_passes_and_a_point_less_does_not(
    name: str, kind: str, group: str | None, scores: tuple[int, int, int]
) -> None:
    blueprint = read_exam(name).blueprint
    points = dict(zip(("TWK", "TIU", "TKP"), scores, strict=True))

    assert judge_points(blueprint, Formation(kind, group), points).passed
    assert not judge_points(blueprint, Formation(kind, group), points | {"TKP": points["TKP"] - 1}).passed


@pytest.mark.parametrize(
    ("name", "items", "minutes", "maximum"),
    [
        ("skd-2018", (35, 30, 35), 90, 500),
        ("skd-2018-61", (35, 30, 35), 90, 500),
        ("skd-2019", (30, 35, 35), 90, 500),
        ("skd-2021", (30, 35, 45), 100, 550),
        ("skd-2023", (30, 35, 45), 100, 550),
        ("skd-2024", (30, 35, 45), 100, 550),
        ("sekdin-2025", (30, 35, 45), 100, 550),
    ],
)
def test_the_shape_of_each_year(name: str, items: tuple[int, ...], minutes: int, maximum: int) -> None:
    blueprint = read_exam(name).blueprint

    assert tuple(section.items for section in blueprint.sections) == items
    assert (blueprint.blocks[0].minutes, blueprint.maximum) == (minutes, maximum)


def test_every_year_is_looked_at() -> None:
    assert {name for name, *_ in EDGES} | {"skd-2024"} == set(names(EXAMS))


def test_what_was_not_found_stays_unsure() -> None:
    unsure = {(name, line.kind, line.position_group) for name in names(EXAMS) for line in read_exam(name).blueprint.thresholds
              if line.confidence == "U"}  # fmt: skip

    assert unsure == {
        ("skd-2018-61", "cumlaude", None),
        ("skd-2018-61", "diaspora", None),
        ("skd-2023", "umum", "dokter"),
        ("skd-2023", "umum", ABK),
        ("skd-2024", "umum", "dokter"),
        ("skd-2024", "umum", ABK),
    }
    assert read_exam("skd-2019").blueprint.blocks[0].confidence == "U"
    assert {name for name in names(EXAMS) if read_exam(name).blueprint.confidence == "O"} == set()

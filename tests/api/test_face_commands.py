"""`flask faces …` as an operator types it, on real photos."""

import csv
import json
import re
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.api.office import Office

PEOPLE = {"obama.jpg": 1, "obama2.jpg": 1, "obama3.jpg": 1, "biden.jpg": 2, "astronaut.png": 3}


@pytest.fixture
def pictures(tmp_path: Path, material: Path) -> Path:
    folder = tmp_path / "foto"
    folder.mkdir()
    for name in PEOPLE:
        (folder / name).write_bytes((material / name).read_bytes())
    return folder


def listed(path: Path, *rows: tuple[str, ...], columns: tuple[str, ...] = ("file_x", "file_y", "same")) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return str(path)


def all_pairs(folder: Path) -> str:
    rows = [(one, other, "yes" if PEOPLE[one] == PEOPLE[other] else "no", "siang" if "obama" in one else "malam")
            for one, other in combinations(PEOPLE, 2)]  # fmt: skip
    return listed(folder / "pairs.csv", *rows, columns=("file_x", "file_y", "same", "group"))


def told(office: Office, *words: str) -> dict:
    return json.loads(office.does("faces", *words, "--json"))


def test_two_photos_are_compared(office: Office, pictures: Path):
    same = told(office, "compare", str(pictures / "obama.jpg"), str(pictures / "obama2.jpg"))
    other = told(office, "compare", str(pictures / "obama.jpg"), str(pictures / "biden.jpg"))

    assert (same["verdict"], other["verdict"]) == ("same", "different")
    assert same["distance"] < same["limit"] < other["distance"]
    assert same["quality"][0]["hints"] == []
    assert "orang yang sama" in office.does("faces", "compare", str(pictures / "obama.jpg"), str(pictures / "obama2.jpg"))


def test_a_poor_photo_is_never_evidence_of_another_person(office: Office, pictures: Path):
    dark = cv2.imread(str(pictures / "biden.jpg")) // 12
    cv2.imwrite(str(pictures / "dark.png"), dark)
    answer = told(office, "compare", str(pictures / "obama.jpg"), str(pictures / "dark.png"))
    assert answer["verdict"] == "unsure"
    assert "too_dark" in answer["quality"][1]["hints"] or answer["quality"][1]["hints"] == ["no_face"]


def test_a_photo_without_a_face_and_one_that_is_no_photo(office: Office, pictures: Path):
    cv2.imwrite(str(pictures / "wall.png"), np.tile(np.linspace(90, 160, 300).astype(np.uint8), (300, 1)))
    (pictures / "words.jpg").write_text("no picture")
    answer = told(office, "compare", str(pictures / "obama.jpg"), str(pictures / "wall.png"))
    assert (answer["distance"], answer["verdict"], answer["quality"][1]["faces"]) == (None, "unsure", 0)
    assert "words.jpg tidak terbaca" in office.is_refused(
        "faces", "compare", str(pictures / "obama.jpg"), str(pictures / "words.jpg")
    )
    assert "nowhere.jpg tidak terbaca" in office.is_refused(
        "faces", "compare", str(pictures / "nowhere.jpg"), str(pictures / "obama.jpg")
    )


def test_labelled_photos_are_evaluated(office: Office, pictures: Path, tmp_path: Path):
    answer = told(office, "evaluate", all_pairs(pictures), "--images", str(pictures), "--report", str(tmp_path / "page.html"))

    assert (answer["photos"], answer["pairs_compared"], answer["missed"]) == (5, 10, [])
    assert (answer["eer"], answer["auc"], answer["fmr"]) == (0, 1, 0)
    assert answer["genuine"]["count"] == 3
    assert answer["genuine"]["most"] < answer["impostor"]["least"]
    assert answer["fmr_interval"][1] > 0.3, "seven pairs prove little"
    assert answer["groups"]["siang"]["auc"] == 1
    assert answer["groups"]["malam"]["auc"] is None, "no pair of one person in it"
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert not re.findall(r"(?:src|href)=|https?://|@import", page), "a page that can be sent by post"
    assert answer["run"] in page


def test_what_was_not_found_is_said_and_left_out(office: Office, pictures: Path, tmp_path: Path):
    cv2.imwrite(str(pictures / "wall.png"), np.tile(np.linspace(90, 160, 300).astype(np.uint8), (300, 1)))
    (pictures / "broken.jpg").write_bytes((pictures / "obama.jpg").read_bytes()[:300])
    rows = [
        ("obama.jpg", "obama2.jpg", "yes"),
        ("obama.jpg", "biden.jpg", "NO"),
        ("obama.jpg", "wall.png", "yes"),
        ("obama.jpg", "broken.jpg", "no"),
    ]
    answer = told(office, "evaluate", listed(tmp_path / "pairs.csv", *rows), "--images", str(pictures))
    assert (answer["missed"], answer["unreadable"]) == (["wall.png"], ["broken.jpg"])
    assert (answer["pairs"], answer["pairs_compared"]) == (4, 2)
    assert "wall.png" in Path(answer["report"]).read_text(encoding="utf-8")


def test_pairs_of_one_kind_only_are_no_evaluation(office: Office, pictures: Path, tmp_path: Path):
    answer = told(
        office, "evaluate", listed(tmp_path / "pairs.csv", ("obama.jpg", "obama2.jpg", "yes")), "--images", str(pictures)
    )
    assert (answer["eer"], answer["auc"]) == (None, None)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("obama.jpg", "biden.jpg", "maybe"), "baris 3: same berisi 'maybe'"),
        (("obama.jpg", "", "no"), "baris 3: file_y kosong"),
        (("obama.jpg", "nobody.jpg", "no"), "baris 3: foto nobody.jpg tidak ada"),
        (("obama.jpg", "../secret.jpg", "no"), "baris 3: ../secret.jpg berada di luar"),
        (("/etc/hostname", "obama.jpg", "no"), "baris 3: /etc/hostname berada di luar"),
        (("obama.jpg", "link.jpg", "no"), "baris 3: link.jpg berada di luar"),
        (("obama.jpg", "no"), "baris 3: jumlah kolomnya"),
        (("obama.jpg", "biden.jpg", "no", "x"), "baris 3: jumlah kolomnya"),
    ],
)
def test_a_wrong_line_is_named(office: Office, pictures: Path, tmp_path: Path, row: tuple[str, ...], fault: str):
    (tmp_path / "secret.jpg").write_bytes(b"")
    (pictures / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    file = listed(tmp_path / "pairs.csv", ("obama.jpg", "obama2.jpg", "yes"), row)
    assert fault in office.is_refused("faces", "evaluate", file, "--images", str(pictures))


@pytest.mark.parametrize(
    "content", [b"", b"file_x,same\na,yes\n", b"\xff\xfe\x00", b"file_x,file_y,same\n", b'file_x,file_y,same\n"a,b']
)
def test_a_file_that_is_no_list_is_refused(office: Office, pictures: Path, tmp_path: Path, content: bytes):
    (tmp_path / "pairs.csv").write_bytes(content)
    assert "pairs.csv" in office.is_refused("faces", "evaluate", str(tmp_path / "pairs.csv"), "--images", str(pictures))


def test_a_missing_list_is_refused(office: Office, pictures: Path):
    assert "nowhere.csv" in office.is_refused("faces", "evaluate", str(pictures / "nowhere.csv"), "--images", str(pictures))


def test_a_calibration_names_its_run_and_is_judged_by_afterwards(office: Office, pictures: Path, tmp_path: Path):
    names = list(PEOPLE)
    for number in range(8):  # the same people in other light and sharpness: enough pairs to fit curves to
        for name in PEOPLE:
            picture = cv2.imread(str(pictures / name))
            worse = cv2.GaussianBlur((picture * (0.6 + 0.1 * number)).clip(0, 255).astype(np.uint8), (0, 0), 1 + number % 3)
            names.append(f"{number}-{name}")
            cv2.imwrite(str(pictures / names[-1]), worse)
    person = {name: PEOPLE[name.split("-")[-1]] for name in names}
    rows = [(one, other, "yes" if person[one] == person[other] else "no") for one, other in combinations(names, 2)]
    file, out = listed(tmp_path / "pairs.csv", *rows), tmp_path / "policy.json"

    office.does("faces", "calibrate", file, "--images", str(pictures), "--out", str(out))
    evaluated = told(office, "evaluate", file, "--images", str(pictures))
    policy = json.loads(out.read_text(encoding="utf-8"))

    assert evaluated["run"] in policy["policy"]["source"]
    assert policy["policy"]["match_limit"] != evaluated["limit"]
    there = Office(tmp_path / "there", face_policy=str(out))
    assert told(there, "evaluate", file, "--images", str(pictures))["limit"] == policy["policy"]["match_limit"]
    assert (
        told(there, "compare", str(pictures / "obama.jpg"), str(pictures / "obama2.jpg"))["policy"] == policy["policy"]["source"]
    )


def test_too_few_pairs_calibrate_nothing(office: Office, pictures: Path, tmp_path: Path):
    refusal = office.is_refused(
        "faces", "calibrate", all_pairs(pictures), "--images", str(pictures), "--out", str(tmp_path / "policy.json")
    )
    assert "Terlalu sedikit pasangan (3)" in refusal
    assert not (tmp_path / "policy.json").exists()

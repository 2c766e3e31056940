"""What is installed is exactly what was compiled, from whatever index the machine uses."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINS = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]


def lines_of(name: str) -> list[str]:
    """The pins of a file, without the hashes and notes that follow each."""
    return [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", " "))]


@pytest.mark.parametrize("name", PINS)
def test_every_package_has_one_exact_version(name):
    assert [line for line in lines_of(name) if not re.match(r"^[\w.-]+==[\w.]+( ;.*)? \\$", line)] == []


@pytest.mark.parametrize("name", PINS)
def test_every_package_is_known_by_its_hashes(name):
    pins = re.split(r"^(?=[\w.-]+==)", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]
    assert len(pins) == len(lines_of(name))
    assert [pin.split()[0] for pin in pins if not re.search(r"--hash=sha256:[0-9a-f]{64}", pin)] == []


def test_every_package_of_the_client_is_known_by_its_hash():
    packages = json.loads((ROOT / "client/package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_dlib_is_not_built_and_opencv_comes_once():
    names = {line.split("==")[0] for line in lines_of("requirements.txt")}
    assert {"dlib-bin", "opencv-python"} <= names
    assert not {"dlib", "opencv-contrib-python"} & names


def test_no_index_host_is_named():
    named = [name for name in [*PINS, "client/package-lock.json"] if "://" in (ROOT / name).read_text()]
    assert named == []


def test_the_clients_packages_are_pinned_exactly():
    package = json.loads((ROOT / "client/package.json").read_text())
    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []

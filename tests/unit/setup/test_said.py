"""Set-up says one line when something is missing, never a traceback."""

import hashlib
import sys
import zipfile

import pytest

from setup import downloads, said, system
from setup.said import Missing


def failing(words: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; print({words!r}); sys.exit(1)"]


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("ERROR: Could not find a version that satisfies the requirement flask", "index cannot be reached"),
        ("npm error code ECONNREFUSED", "index cannot be reached"),
        ("SSLError CERTIFICATE_VERIFY_FAILED; Max retries exceeded", "certificate is not trusted"),
        ("much output\nERROR: no space left on device\nbye", "ERROR: no space left on device"),
        ("only this", "only this"),
    ],
)
def test_a_failed_step_is_one_line_that_says_why(output, expected):
    with pytest.raises(Missing) as told:
        said.run(failing(output), "installing")
    assert str(told.value).startswith("installing failed: ")
    assert expected in str(told.value)
    assert "\n" not in str(told.value)


def test_a_program_that_is_not_there_is_one_line():
    with pytest.raises(Missing, match="no-such-program"):
        said.run(["no-such-program"], "looking")


def test_a_file_with_another_sha256_is_not_kept(tmp_path):
    wanted = downloads.Wanted("photo", "0" * 64)
    with pytest.raises(Missing, match="not the file it should be"):
        downloads._keep(b"other", wanted, tmp_path / "photo.jpg")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_counts_as_missing(tmp_path):
    wanted = downloads.Wanted("photo", hashlib.sha256(b"whole").hexdigest())
    downloads._keep(b"whole", wanted, tmp_path / "photo.jpg")
    assert downloads._is_sound(tmp_path / "photo.jpg", wanted)
    (tmp_path / "photo.jpg").write_bytes(b"who")
    assert not downloads._is_sound(tmp_path / "photo.jpg", wanted)


def test_a_member_is_read_out_of_a_wheel(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as wheel:
        wheel.writestr("inside/photo.jpg", b"photo")
    assert downloads._member(tmp_path / "a.whl", "inside/photo.jpg") == b"photo"


def test_who_may_not_install_is_given_the_command(monkeypatch):
    monkeypatch.setattr(system, "_root_words", lambda: None)  # neither root nor sudo: a wall of the machine
    with pytest.raises(Missing, match=r"as root: apt-get install -y --no-install-recommends libegl1 libgl1$"):
        system._install(["libegl1", "libgl1"])


def test_a_named_chromium_that_is_no_program_is_told(monkeypatch):
    monkeypatch.setenv("LUGAS_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(Missing, match="LUGAS_CHROMIUM names no program: /nowhere/chromium"):
        system.ready_to_test()

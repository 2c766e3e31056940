"""Files for their owner only, whatever the umask says: the database, its backups, exports."""

import os
import stat
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
BESIDE_A_DATABASE = ("", "-wal", "-shm", "-journal")


def make_folder(folder: Path) -> None:
    """A folder that is made here is its owner's alone; one that was there before stays as it was given to us."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """Empty and private before anything is written into it; FileExistsError if it is there."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE))


def write(path: Path, content: bytes) -> None:
    """In one move, so that nobody reads half of it."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    make_file(fresh)
    fresh.write_bytes(content)
    fresh.replace(path)


def keep_database_private(path: Path) -> None:
    """SQLite gives what it makes beside a database the database's own mode, so that one is made first, and old ones mended."""
    make_folder(path.parent)
    if not path.exists():
        make_file(path)
    for end in BESIDE_A_DATABASE:
        file = path.with_name(path.name + end)
        if file.exists() and stat.S_IMODE(file.stat().st_mode) != FILE:
            file.chmod(FILE)

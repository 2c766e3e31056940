"""Folders that take a second to make and a twentieth of it to copy."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")

_templates: dict[Hashable, tuple[Path, Any]] = {}


def copied(key: Hashable, make: Callable[[Path], Made], folder: Path) -> Made:
    """Fill `folder` with what `make` once wrote for this key in this run, and return what it returned: nothing that changes."""
    if key not in _templates:
        template = Path(tempfile.mkdtemp(prefix="lugas-made-once-"))
        atexit.register(shutil.rmtree, template, ignore_errors=True)
        _templates[key] = template, make(template)
    template, made = _templates[key]
    shutil.copytree(template, folder, dirs_exist_ok=True)
    result: Made = made
    return result

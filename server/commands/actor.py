"""Who typed this command, as far as the operating system says: the account they logged in to, also behind sudo."""

import os
import pwd
from collections.abc import Mapping

from server.exam.actors import Command
from server.settings import sudo_account

_LONGEST = 64


def typed_by(environment: Mapping[str, str] | None = None) -> Command:
    name = sudo_account(environment) or _own_account()
    return Command("".join(letter for letter in name if letter.isprintable())[:_LONGEST])


def _own_account() -> str:
    """By the process, not by the environment, in which everybody may write any name; its number if it has no name."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)

"""In which line of a JSON file each value stands, by the path faults name (`blocks[0].minutes`)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


@dataclass(slots=True)
class Lines:
    """Made of a text that was read as JSON before."""

    places: dict[str, int] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)  # keys named again in their object, of which JSON keeps the last

    def of(self, at: str) -> int:
        """What is missing has no line, so that of what it is missing from is told."""
        while at and at not in self.places:
            at = at[: max(at.rfind("."), at.rfind("["), 0)]
        return self.places.get(at, 1)


def lines_of(text: str) -> Lines:
    found = Lines()
    tokens = ((match.group(), text.count("\n", 0, match.start()) + 1) for match in _TOKEN.finditer(text))
    token, line = next(tokens)
    _value(token, line, "", tokens, found)
    return found


def _value(token: str, line: int, at: str, tokens: Iterator[tuple[str, int]], found: Lines) -> None:
    found.places.setdefault(at, line)
    if token == "[":
        _list(at, tokens, found)
    elif token == "{":
        _object(at, tokens, found)


def _list(at: str, tokens: Iterator[tuple[str, int]], found: Lines) -> None:
    place = 0
    for token, line in tokens:
        if token == "]":
            return
        if token != ",":
            _value(token, line, f"{at}[{place}]", tokens, found)
            place += 1


def _object(at: str, tokens: Iterator[tuple[str, int]], found: Lines) -> None:
    names: set[str] = set()
    for token, line in tokens:
        if token == "}":
            return
        if token == ",":
            continue
        name = json.loads(token)
        inside = f"{at}.{name}" if at else name
        found.places.setdefault(inside, line)
        if name in names:
            found.twice.append(inside)
        names.add(name)
        next(tokens)  # the colon
        _value(*next(tokens), inside, tokens, found)

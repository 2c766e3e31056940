"""The values a question package is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    text: str
    figure: str | None  # the SVG itself, not its path: a paper must not depend on the package folder
    points: int


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    section: str
    topic: str
    text: str
    figure: str | None
    options: tuple[Option, ...]
    source: str | None
    enemies: tuple[str, ...] = ()  # codes of items that must not meet this one in a paper


@dataclass(frozen=True, slots=True)
class PackageSection:
    """`points` is what the options of every item of the section are worth, in any order."""

    code: str
    points: tuple[int, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    title: str
    licence: str  # nobody here asks: the format demands it, for whoever is handed the package
    sections: tuple[PackageSection, ...]
    items: tuple[Item, ...]

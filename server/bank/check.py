"""Content rules every package keeps, whatever exam it is used in."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from server.bank.package import Item, PackageSection
from server.file_faults import Parameters, coded

_LONG = "br|em|strong|sub|sup|div|span|font|table|tbody|tr|td|th|ul|ol|li|img|h[1-6]|hr|pre|code|script|style|center|small|big"
# With one letter and more behind it, `a<b dan c>d` is a comparison.
_MARKUP = re.compile(
    rf"&(#\d{{1,7}}|#x[0-9a-f]{{1,6}}|[a-z]{{2,31}});|</?(?:[abipu]|{_LONG})\s*/?>|<(?:{_LONG})\s[^<>]*>", re.IGNORECASE
)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault of content of the item at this place of the list; its file and line are the reader's business."""

    place: int
    code: str
    parameters: Parameters = ()


def remarks_on(items: Iterable[Item], sections: Iterable[PackageSection]) -> list[Remark]:
    by_code = {section.code: section for section in sections}
    listed = tuple(items)
    found = [
        Remark(place, *finding) for place, item in enumerate(listed) for finding in _faults_of_item(item, by_code[item.section])
    ]
    found += _strange_enemies(listed)
    found += _repeated(listed, lambda item: item.code, "items.code_twice")
    found += _repeated(listed, _appearance, "items.same_item")
    return found


def _faults_of_item(item: Item, section: PackageSection) -> Iterator[tuple[str, Parameters]]:
    yield from _odd_points(item, section)
    if [option.key for option in item.options] != [chr(ord("a") + place) for place in range(len(item.options))]:
        yield coded("items.option_letters")
    if item.topic not in section.topics:
        yield coded("items.topic", topic=item.topic, section=section.code, known=", ".join(section.topics))
    if any(not option.text.strip() and option.figure is None for option in item.options):
        yield coded("items.empty_option")
    for words in (item.text, *(option.text for option in item.options)):
        yield from _odd_letters(words)
    looks = [(_plain(option.text), option.figure) for option in item.options]
    if len(set(looks)) != len(looks):
        yield coded("items.same_options")


def _odd_points(item: Item, section: PackageSection) -> Iterator[tuple[str, Parameters]]:
    worth = [option.points for option in item.options]
    if len(worth) != len(section.points):
        yield coded("items.option_count", count=len(worth), wanted=len(section.points))
    elif sorted(worth) != sorted(section.points):
        has_one_key = section.points.count(0) == len(section.points) - 1
        code = "items.points_of_one_key" if has_one_key else "items.points"
        yield coded(code, points=str(worth), wanted=str(list(section.points)), section=section.code)


def _odd_letters(words: str) -> Iterator[tuple[str, Parameters]]:
    """What a copy from a web page or a word processor leaves behind: shown as it stands, or not seen at all."""
    if left := _MARKUP.search(words):
        yield coded("items.markup", found=left[0])
    hidden = sorted(
        {f"U+{ord(letter):04X}" for letter in words if unicodedata.category(letter) in _UNSEEN and letter not in "\n\t"}
    )
    if hidden:
        yield coded("items.unseen", letters=", ".join(hidden))


def _strange_enemies(items: tuple[Item, ...]) -> Iterator[Remark]:
    """Papers keep enemies apart section by section: a name that stands in no or another section would protect nobody."""
    sections = {item.code: item.section for item in items}
    for place, item in enumerate(items):
        for enemy in item.enemies:
            if enemy == item.code:
                yield Remark(place, *coded("items.own_enemy"))
            elif sections.get(enemy) != item.section:
                yield Remark(place, *coded("items.enemy_missing", enemy=enemy, section=item.section))


def _repeated(items: tuple[Item, ...], key: Callable[[Item], object], code: str) -> Iterator[Remark]:
    """The first of its kind is innocent; each later one is told."""
    seen: set[object] = set()
    for place, mark in enumerate(map(key, items)):
        if mark in seen:
            yield Remark(place, code)
        seen.add(mark)


def _appearance(item: Item) -> object:
    """Two figural items may share their sentence, so the options count too, whatever their order."""
    return _plain(item.text), item.figure, frozenset((_plain(option.text), option.figure) for option in item.options)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())

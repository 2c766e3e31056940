"""Content rules every package keeps, whatever exam it is used in."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from server.bank.package import Item, PackageSection

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
    wrong: str
    remedy: str


def remarks_on(items: Iterable[Item], sections: Iterable[PackageSection]) -> list[Remark]:
    by_code = {section.code: section for section in sections}
    listed = tuple(items)
    found = [Remark(place, *words) for place, item in enumerate(listed) for words in _faults_of_item(item, by_code[item.section])]
    found += _repeated(listed, lambda item: item.code, "kode butir dipakai lebih dari sekali.", "Beri setiap butir kode sendiri.")
    found += _repeated(listed, _appearance, "butir sama dengan butir lain.", "Hapus atau tulis ulang salah satunya.")
    return found


def _faults_of_item(item: Item, section: PackageSection) -> Iterator[tuple[str, str]]:
    worth = [option.points for option in item.options]
    if len(worth) != len(section.points):
        yield f"ada {len(worth)} pilihan, seharusnya {len(section.points)}.", "Lengkapi atau kurangi pilihannya."
    elif sorted(worth) != sorted(section.points):
        yield f"poin pilihan {worth} tidak sesuai dengan {list(section.points)} untuk {section.code}.", _advice(section)
    if [option.key for option in item.options] != [chr(ord("a") + place) for place in range(len(item.options))]:
        yield "huruf pilihan tidak berurutan dari a.", "Tulis pilihan a, b, c, d, e berurutan tanpa mengulang."
    if item.topic not in section.topics:
        yield f"topik '{item.topic}' tidak dikenal di {section.code}.", f"Pakai salah satu dari: {', '.join(section.topics)}."
    if any(not option.text.strip() and option.figure is None for option in item.options):
        yield "ada pilihan tanpa teks dan tanpa gambar.", "Isi teks atau gambar pilihan itu."
    for words in (item.text, *(option.text for option in item.options)):
        yield from _odd_letters(words)
    looks = [(_plain(option.text), option.figure) for option in item.options]
    if len(set(looks)) != len(looks):
        yield "ada dua pilihan yang sama.", "Tulis ulang salah satunya."


def _odd_letters(words: str) -> Iterator[tuple[str, str]]:
    """What a copy from a web page or a word processor leaves behind: shown as it stands, or not seen at all."""
    if left := _MARKUP.search(words):
        yield f"teks memuat sisa HTML '{left[0]}'.", "Tulis hurufnya sendiri; tanda kurang dari ditulis dengan spasi sesudahnya."
    hidden = sorted(
        {f"U+{ord(letter):04X}" for letter in words if unicodedata.category(letter) in _UNSEEN and letter not in "\n\t"}
    )
    if hidden:
        yield f"teks memuat tanda yang tidak terlihat ({', '.join(hidden)}).", "Hapus bagian itu dan ketik ulang."


def _advice(section: PackageSection) -> str:
    one_key = section.points.count(0) == len(section.points) - 1
    return "Beri poin penuh pada tepat satu pilihan." if one_key else "Beri setiap pilihan poin yang berbeda."


def _repeated(items: tuple[Item, ...], key: Callable[[Item], object], wrong: str, remedy: str) -> Iterator[Remark]:
    """The first of its kind is innocent; each later one is told."""
    seen: set[object] = set()
    for place, mark in enumerate(map(key, items)):
        if mark in seen:
            yield Remark(place, wrong, remedy)
        seen.add(mark)


def _appearance(item: Item) -> object:
    """Two figural items may share their sentence, so the options count too, whatever their order."""
    return _plain(item.text), item.figure, frozenset((_plain(option.text), option.figure) for option in item.options)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())

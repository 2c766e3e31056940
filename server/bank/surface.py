"""What can be seen of an option without understanding it: lengths, marks, words that come back."""

import re
from collections.abc import Callable, Mapping

from server.bank.package import Item, Option

Feature = Callable[[Item, Option], float]
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LEAST_LETTERS = 4  # shorter words say nothing of what a text is about

JOINING = frozenset({"dan", "lalu", "serta", "kemudian", "sekaligus", "sambil"})
EXCUSING = frozenset({"karena", "sebab", "soalnya", "lantaran", "mengingat"})
AIMING = frozenset({"supaya", "agar", "demi", "untuk", "guna"})
CONJUNCTIONS = (
    JOINING | EXCUSING | AIMING | {"atau", "tetapi", "namun", "sehingga", "bila", "jika", "kalau", "ketika", "sebelum", "setelah"}
)
DENYING = frozenset({"tidak", "tanpa", "bukan", "belum", "jangan", "hanya", "saja", "cukup", "menunggu", "membiarkan", "menolak"})
WELL_BEHAVED = frozenset(
    {
        "koordinasi",
        "berkoordinasi",
        "melapor",
        "melaporkan",
        "musyawarah",
        "berdiskusi",
        "atasan",
        "pimpinan",
        "bersama",
        "sopan",
        "santun",
        "ramah",
        "menjelaskan",
        "mengajak",
        "meminta",
        "menawarkan",
        "mengusulkan",
    }
)


def words_of(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def length(item: Item, option: Option) -> float:
    return len(option.text)


def gap_to_average(item: Item, option: Option) -> float:
    lengths = [len(other.text) for other in item.options]
    return abs(len(option.text) - sum(lengths) / len(lengths))


def words(item: Item, option: Option) -> float:
    return len(words_of(option.text))


def letters_a_word(item: Item, option: Option) -> float:
    found = words_of(option.text)
    return sum(map(len, found)) / len(found) if found else 0.0


def commas(item: Item, option: Option) -> float:
    return sum(option.text.count(mark) for mark in ",;:")


def digits(item: Item, option: Option) -> float:
    return sum(letter.isdigit() for letter in option.text)


def number(item: Item, option: Option) -> float:
    """The first number an option names, as people here write it."""
    found = _NUMBER.search(option.text)
    return float(found[0].replace(".", "").replace(",", ".")) if found else 0.0


def shared_with_stem(item: Item, option: Option) -> float:
    return len(_telling(option.text) & _telling(item.text))


def shared_with_options(item: Item, option: Option) -> float:
    own = _telling(option.text)
    return sum(len(own & _telling(other.text)) for other in item.options if other.key != option.key)


def shapes(item: Item, option: Option) -> float:
    return (option.figure or "").count("<")


def _telling(text: str) -> set[str]:
    return {word for word in words_of(text) if len(word) >= _LEAST_LETTERS}


def _count_of(listed: frozenset[str]) -> Feature:
    return lambda item, option: sum(word in listed for word in words_of(option.text))


FEATURES: Mapping[str, Feature] = {
    "words": words,
    "letters_a_word": letters_a_word,
    "commas": commas,
    "conjunctions": _count_of(CONJUNCTIONS),
    "joining": _count_of(JOINING),
    "excusing": _count_of(EXCUSING),
    "aiming": _count_of(AIMING),
    "denying": _count_of(DENYING),
    "well_behaved": _count_of(WELL_BEHAVED),
    "digits": digits,
    "number": number,
    "shared_with_stem": shared_with_stem,
    "shared_with_options": shared_with_options,
    "shapes": shapes,
}

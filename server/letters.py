"""One shape of what people type: the digits of any keyboard, and names without the marks that not every keyboard has."""

import re
import unicodedata

_APOSTROPHES = re.compile("['`´ʹʻʼʽʾʿˈ‘’‛′＇]")
_HYPHENS = re.compile("[-‐‑‒–—−]")
_WITHOUT_MARKS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def plain(text: str) -> str:
    """Full-width and other forms of letters and digits become the usual ones (NFKC); spaces are single."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def folded(text: str) -> str:
    """As a name is compared: no case, no accents, one kind of apostrophe and hyphen."""
    apart = unicodedata.normalize("NFKD", _HYPHENS.sub("-", _APOSTROPHES.sub("'", text)).casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.translate(_WITHOUT_MARKS).split())

"""Answers of the board, encoded and compressed once per version however many people ask."""

import gzip
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

MOST_PREPARED = 256  # filters come from the address bar: without a bound, inventing some would fill the memory


@dataclass(frozen=True, slots=True)
class Prepared:
    plain: bytes
    packed: bytes


class PreparedAnswers:
    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, Prepared] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], dict[str, Any]]) -> Prepared:
        """`key` names the version too, so an answer never grows old; it only falls out."""
        if key in self._answers:
            self._answers.move_to_end(key)
            return self._answers[key]
        plain = json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()
        answer = Prepared(plain, gzip.compress(plain, compresslevel=9, mtime=0))
        self._answers[key] = answer
        if len(self._answers) > MOST_PREPARED:
            self._answers.popitem(last=False)
        return answer

"""A linear model that learns from some items which looks of an option pay, and guesses the others by them."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import numpy as np

from server.bank.package import Item, Option
from server.bank.surface import FEATURES, Feature, length, number, words_of

FOLDS = 10
_LEAST_ITEMS = 2 * FOLDS
_SMOOTHING = 20.0  # of ridge regression; smaller ones learn the noise of a hundred items by heart
_COMMON = 30  # words: the small ones every text has; rarer ones are already what a text means
_Rows = np.ndarray


def learned_marks(items: Sequence[Item]) -> list[frozenset[int]]:
    """Of each item the option the model likes best that was taught by the items of the other folds; [] for too few items."""
    if len(items) < _LEAST_ITEMS:
        return []
    order = list(range(len(items)))
    Random(2024).shuffle(order)
    vocabulary = _common_words(items)
    looks, worth = [_looks(item, vocabulary) for item in items], [_centred(item.options) for item in items]
    marks: list[frozenset[int]] = [frozenset()] * len(items)
    for fold in range(FOLDS):
        taught = [place for at, place in enumerate(order) if at % FOLDS != fold]
        rows = np.vstack([looks[place] for place in taught])
        weights = _ridge(rows, np.concatenate([worth[place] for place in taught]))
        for place in order[fold::FOLDS]:
            liking = looks[place] @ weights
            marks[place] = frozenset(np.flatnonzero(liking >= liking.max() - 1e-9).tolist())
    return marks


def _looks(item: Item, vocabulary: Sequence[str]) -> _Rows:
    """A row an option: every feature beside the item's others, ranks of length and number, and which common words it has."""
    columns = [np.array([feature(item, option) for option in item.options]) for feature in (length, *FEATURES.values())]
    ranks = [_ranks(item, feature) for feature in (length, number)]
    spread = [(column - column.mean()) / (column.std() or 1.0) for column in columns]
    said = [set(words_of(option.text)) for option in item.options]
    present = [np.array([word in own for own in said], dtype=float) for word in vocabulary]
    return np.column_stack(
        [
            *spread,
            *((own == rank).astype(float) for own in ranks for rank in range(len(item.options))),
            *(column - column.mean() for column in present),
        ]
    )


def _ranks(item: Item, feature: Feature) -> _Rows:
    own = [feature(item, option) for option in item.options]
    return np.array([sum(other > one for other in own) for one in own])


def _common_words(items: Sequence[Item]) -> list[str]:
    counted = Counter(word for item in items for option in item.options for word in set(words_of(option.text)))
    return [word for word, _ in sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:_COMMON]]


def _centred(options: Sequence[Option]) -> _Rows:
    worth = np.array([option.points for option in options], dtype=float)
    return np.asarray(worth - worth.mean())


def _ridge(rows: _Rows, worth: _Rows) -> _Rows:
    return np.asarray(np.linalg.solve(rows.T @ rows + _SMOOTHING * np.eye(rows.shape[1]), rows.T @ worth))

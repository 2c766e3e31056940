"""dlib's five-point predictor without its last cascades.

It refines a guess fifteen times, each time by 500 trees that lie scattered over memory, and each time by less. What the first
times find is as good for telling people apart (docs/decisions/0008-alignment.md).
"""

from server.faces.build.dlib_weights import integer

_SPLIT = 4  # integers: two pixels, and a threshold as mantissa and exponent
_NUMBER = 2  # mantissa and exponent
_PLACE = 2 * _NUMBER


def first_cascades(predictor: bytes, kept: int) -> bytes:
    """The same predictor with its first cascades only, as dlib reads it.

    Parameters
    ----------
    predictor : a shape predictor as dlib writes it: version, mean shape, then for each cascade its trees, its anchors and its
        pixels' places, each of the three kinds behind its own count.
    kept : cascades, 1 to as many as it has; ValueError otherwise.

    Notes
    -----
    Error rates with 15, 6, 5 and 4 cascades: docs/decisions/0008-alignment.md, "The same pairs told apart".

    References
    ----------
    V. Kazemi and J. Sullivan, "One millisecond face alignment with an ensemble of regression trees", CVPR 2014,
    doi:10.1109/CVPR.2014.241.
    """
    file = _File(predictor)
    file.pass_integers(1)
    file.pass_matrix()
    parts = [predictor[: file.at]]
    for pass_one in (file.pass_forest, file.pass_anchors, file.pass_places):
        cascades = file.integer()
        if not 0 < kept <= cascades:
            raise ValueError(f"the predictor has {cascades} cascades, not {kept}")
        first = file.at
        ends = [pass_one() for _ in range(cascades)]
        parts += [bytes([1, kept]), predictor[first : ends[kept - 1]]]
    return b"".join(parts)


class _File:
    """`at`: where reading goes on."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def integer(self) -> int:
        value, self.at = integer(self._data, self.at)
        return value

    def pass_integers(self, count: int) -> None:
        data, at = self._data, self.at
        for _ in range(count):
            at += 1 + (data[at] & 15)
        self.at = at

    def pass_matrix(self) -> None:
        rows, columns = self.integer(), self.integer()
        self.pass_integers(_NUMBER * abs(rows * columns))

    def pass_forest(self) -> int:
        for _ in range(self.integer()):
            self.pass_integers(_SPLIT * self.integer())
            for _ in range(self.integer()):
                self.pass_matrix()
        return self.at

    def pass_anchors(self) -> int:
        self.pass_integers(self.integer())
        return self.at

    def pass_places(self) -> int:
        self.pass_integers(_PLACE * self.integer())
        return self.at

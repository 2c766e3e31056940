"""The network of `face_recognition_models`, layer by layer; who writes it for a runtime says how each layer is written there."""

from abc import ABC, abstractmethod
from typing import NamedTuple

import numpy as np

from server.faces.build.dlib_weights import DlibWeights, Floats, Layer

MEAN_RGB = (122.782, 117.001, 104.298)
PIXEL = np.float32(1 / 256)  # after the mean colour is taken away
_FIRST = 35  # places of a side behind the first pool
# (channels in, channels out, residual blocks after the down-sampling one)
_STAGES = ((32, 64, 3), (64, 128, 2), (128, 256, 2), (256, 256, 0))


class Kernel(NamedTuple):
    """A convolution, square in its filters and in its places."""

    channels_in: int
    channels_out: int
    side: int  # places of a side that come out
    size: int = 3
    stride: int = 1

    @property
    def is_alone(self) -> bool:
        """Over a single place: all but the middle of its filters only ever meets padding, and is left out."""
        return self.side == 1 and self.stride == 1

    @property
    def width(self) -> int:
        return 1 if self.is_alone else self.size

    @property
    def pad(self) -> int:
        return self.width // 2 if self.stride == 1 else 0  # only those of stride 1 are padded


class DlibNetwork(ABC):
    """Names stand for what a layer gives out. `_quantised` marks what a network in fewer bits would have to store.

    From a crop of 150 by 150 pixels, RGB 0..255, to 128 numbers, compared by Euclidean distance and not of length one.

    Raises
    ------
    ValueError
        Where the weights' layers come in another order (at the writing, in `_folded`).

    Notes
    -----
    Known to describe some groups of people less well than others (docs/identity.md, "What it cannot do").

    References
    ----------
    D. E. King, "Dlib-ml: A machine learning toolkit", Journal of Machine Learning Research 10 (2009), 1755-1758.
    """

    def __init__(self, weights: DlibWeights) -> None:
        self._layers = weights.layers()
        self._last_layer = weights.last_layer()

    def _body(self) -> str:
        wide = self._quantised(self._relu(self._first()))
        x, side = self._kept_like(self._max_pooled(wide), wide), _FIRST
        for _ in range(3):
            x = self._residual(x, 32, side)
        for channels_in, channels_out, repeats in _STAGES:
            x, side = self._down(x, channels_in, channels_out, side)
            for _ in range(repeats):
                x = self._residual(x, channels_out, side)
        return self._described(x)

    def _residual(self, x: str, channels: int, side: int) -> str:
        kernel = Kernel(channels, channels, side)
        inner = self._quantised(self._relu(self._convolution(x, kernel)))
        outer = self._quantised(self._convolution(inner, kernel))
        return self._block_ends(self._quantised(self._relu(self._sum(outer, x))))

    def _down(self, x: str, channels_in: int, channels_out: int, side: int) -> tuple[str, int]:
        """dlib adds an average pool of the input to the convolved side and zero-pads both to the larger shape."""
        convolved_side, pooled_side = (side - 3) // 2 + 1, (side - 2) // 2 + 1  # the pool's is never the smaller
        inner = self._quantised(self._relu(self._convolution(x, Kernel(channels_in, channels_out, convolved_side, stride=2))))
        convolved = self._quantised(self._convolution(inner, Kernel(channels_out, channels_out, convolved_side)))
        if pooled_side > convolved_side:
            convolved = self._grown(convolved, pooled_side - convolved_side)
        summed = self._sum(convolved, self._pooled(x, channels_in, channels_out))
        return self._block_ends(self._quantised(self._relu(summed))), pooled_side

    def _folded(self, kernel: Kernel) -> tuple[Floats, Floats]:
        """Filters and biases with the affine layer behind them folded in."""
        shape = (kernel.channels_out, kernel.channels_in, kernel.size, kernel.size)
        both, affine = self._next("con").values, self._next("affine").values
        filters, bias = both[: np.prod(shape)].reshape(shape), both[np.prod(shape) :]
        gamma, beta = affine[: kernel.channels_out], affine[kernel.channels_out :]
        if kernel.is_alone:
            filters = filters[:, :, 1:2, 1:2]
        return filters * gamma[:, None, None, None], bias * gamma + beta

    def _next(self, kind: str) -> Layer:
        layer = next(self._layers)
        if layer.kind != kind:
            raise ValueError(f"expected a layer {kind}, the weights have {layer.kind}")
        return layer

    def _quantised(self, x: str) -> str:
        return x

    def _kept_like(self, x: str, source: str) -> str:
        """What has the range of its source needs no range of its own."""
        return x

    def _block_ends(self, x: str) -> str:
        return x

    @abstractmethod
    def _first(self) -> str:
        """The crop, its mean colour taken away, through 32 filters of 7 by 7, of stride 2."""

    @abstractmethod
    def _convolution(self, x: str, kernel: Kernel) -> str: ...

    @abstractmethod
    def _relu(self, x: str) -> str: ...

    @abstractmethod
    def _sum(self, one: str, other: str) -> str: ...

    @abstractmethod
    def _max_pooled(self, x: str) -> str:
        """Over 3 by 3 places, every second."""

    @abstractmethod
    def _pooled(self, x: str, channels_in: int, channels_out: int) -> str:
        """The means of 2 by 2 places, and channels of zeros behind."""

    @abstractmethod
    def _grown(self, x: str, by: int) -> str:
        """Zeros to the right and below."""

    @abstractmethod
    def _described(self, x: str) -> str:
        """The mean of all places, through the last layer, which has no bias."""

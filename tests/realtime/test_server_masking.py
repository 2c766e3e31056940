"""Unmasking does exactly what eventlet's own does, only faster."""

import importlib
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.realtime.server import masking

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    stock = importlib.import_module("eventlet.websocket").RFC6455WebSocket._apply_mask

_masks = st.tuples(*[st.integers(0, 255)] * 4)


@given(data=st.binary(max_size=300), mask=_masks, offset=st.integers(0, 100_000))
def test_a_picture_in_any_pieces_is_unmasked_as_eventlet_does(data: bytes, mask: tuple[int, ...], offset: int):
    assert masking.unmasked(data, mask, offset) == stock(data, mask, offset=offset)


@given(data=st.binary(max_size=300), mask=_masks)
def test_a_machine_without_the_c_code_reads_the_same(data: bytes, mask: tuple[int, ...]):
    assert masking.xor_unmasked(data, bytes(mask)) == stock(data, mask)


def test_the_c_code_is_what_runs_here():
    assert masking._native_mask is not None


@pytest.mark.parametrize("way", [masking.unmasked, lambda data, mask: masking.xor_unmasked(data, bytes(mask))])
def test_a_whole_picture_is_unmasked(way):
    picture = bytes(range(256)) * 80
    assert way(way(picture, (1, 2, 3, 250)), (1, 2, 3, 250)) == picture

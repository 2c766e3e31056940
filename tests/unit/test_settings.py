"""The server starts with no setting that gives more of the key away than was measured."""

import pytest

from server.settings import Settings, SettingsRefused

MEASURED = {"LUGAS_BOARD_BATCH": "0.6", "LUGAS_BOARD_SETTLED": "60", "LUGAS_BOARD_RANGE": "0.3"}
WEAKER = [
    ("LUGAS_BOARD_BATCH", "0.59"),
    ("LUGAS_BOARD_BATCH", "0"),
    ("LUGAS_BOARD_BATCH", "-1"),
    ("LUGAS_BOARD_BATCH", "nan"),
    ("LUGAS_BOARD_BATCH", "inf"),
    ("LUGAS_BOARD_SETTLED", "59.9"),
    ("LUGAS_BOARD_RANGE", "0.29"),
    ("LUGAS_BOARD_RANGE", "nan"),
]


@pytest.mark.parametrize(("name", "value"), WEAKER)
def test_a_board_weaker_than_measured_is_refused_with_the_limit(name, value):
    with pytest.raises(SettingsRefused, match=f"^{name} must be at least {MEASURED[name]}: less gives answers away"):
        Settings.from_environment({name: value})


def test_a_stronger_board_and_a_demo_that_tells_more_are_let_through():
    for name in MEASURED:
        Settings.from_environment({name: MEASURED[name]})
        Settings.from_environment({name: "90"})
    demo = Settings.from_environment({"LUGAS_DEMO": "1", "LUGAS_BOARD_BATCH": "0.1", "LUGAS_BOARD_RANGE": "0"})
    assert (demo.board_batch, demo.board_range) == (0.1, 0.0)
    with pytest.raises(SettingsRefused, match="LUGAS_BOARD_RANGE"):
        Settings.from_environment({"LUGAS_DEMO": "1", "LUGAS_BOARD_RANGE": "nan"})


def test_a_demo_is_no_production():
    with pytest.raises(SettingsRefused, match="LUGAS_DEMO"):
        Settings.from_environment({"LUGAS_DEMO": "1", "LUGAS_PRODUCTION": "1"})


def test_seat_networks_are_read_or_refused():
    settings = Settings.from_environment({"LUGAS_SEAT_NETWORKS": "10.20.0.0/16, fd00::/8"})
    assert [str(network) for network in settings.refused_networks()] == ["10.20.0.0/16", "fd00::/8"]
    with pytest.raises(SettingsRefused, match="LUGAS_SEAT_NETWORKS"):
        Settings.from_environment({"LUGAS_SEAT_NETWORKS": "the hall"})

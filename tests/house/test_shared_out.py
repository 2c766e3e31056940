"""The processes of a run share tests that are there."""

from tests.house.tree import ROOT
from tests.ports import a_free_port
from tests.shared_out import GROUPS, ORDER


def test_what_is_run_apart_or_early_exists():
    named = {file for files in GROUPS.values() for file in files} | set(ORDER)
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_two_processes_are_given_different_ports(monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", "2")
    for process in (0, 1):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", f"gw{process}")
        given = [a_free_port() for _ in range(50)]
        assert {port % 2 for port in given} == {process}
        assert len(set(given)) == 50

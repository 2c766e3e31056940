"""The list of mutants can still be tried: their old text stands, once, and so do the tests that notice them."""

from tests.mutants.listed import faults, mutants

LEAST = 70


def test_every_mutant_can_be_tried() -> None:
    assert [fault for mutant in mutants() for fault in faults(mutant)] == []


def test_there_are_enough_and_none_stands_twice() -> None:
    listed = mutants()

    assert len(listed) >= LEAST
    assert len({(mutant.file, mutant.old, mutant.new) for mutant in listed}) == len(listed)

"""`make bench-rank`: a whole country ranked and integrated on one core, by the functions behind `flask rules rank`.

Everybody's scores are drawn first and lie in arrays. Timed is what follows for each formation: thresholds and cut to the
SKB of all its people, then the integration of SKD and two components and the final order, of all of them too (in truth
only of those in the cut). Kept of everybody: both ranks. `seconds` are those of the one core this process had, whatever
else the machine does. `python -m tests.bench.rank 100000` does a tenth.
"""

import resource
import sys
import time
from array import array
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from server.exam.passing import Formation
from server.exam.selection.integration import Component, skb_scaled
from server.exam.selection.ranking import Contender
from server.exam.selection.stages import StageOutcome, final_stage, skb_stage
from server.rule_sets.files import read_rules

PEOPLE = 1_000_000
A_FORMATION = 20  # people, on average: 50,000 formations
COLUMNS = 7  # TWK, TIU, TKP, CAT, practice, IPK in hundredths, birth date as an ordinal
KINDS = ("umum", "umum", "umum", "cumlaude", "disabilitas", "papua")
FILE = read_rules("cpns-2024")


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    formations = people // A_FORMATION
    chance = Random(11)
    sizes = _sizes(chance, people, formations)
    drawn = _drawn(chance, people)
    cut_ranks, final_ranks = array("i", bytes(4 * people)), array("i", bytes(4 * people))
    began, cpu = time.perf_counter(), time.process_time()
    admitted = chosen = first = 0
    for place, size in enumerate(sizes):
        contenders = _contenders(drawn, first, size, Formation(KINDS[place % len(KINDS)]))
        places = 1 + place % 3
        cut = skb_stage(FILE.stages, FILE.blueprint, contenders, places)
        final = final_stage(FILE.stages, FILE.blueprint, contenders, places)
        _keep(cut, cut_ranks)
        _keep(final, final_ranks)
        admitted += len(cut.admitted)
        chosen += len(final.admitted)
        first += size
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    _check(cut_ranks, final_ranks, admitted, chosen)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{admitted} of {people} go to the SKB, {chosen} get a place; largest formation {max(sizes)}; {took:.1f} s by the wall")
    print(f"rank: n={people} formations={formations} seconds={cpu:.1f} mb={most}")


def _sizes(chance: Random, people: int, formations: int) -> list[int]:
    """As uneven as they are: cuts at random places of the whole."""
    cuts = sorted(chance.sample(range(1, people), formations - 1))
    return [after - before for before, after in zip([0, *cuts], [*cuts, people], strict=True)]


def _drawn(chance: Random, people: int) -> array:
    drawn = array("i")
    for _ in range(people):
        twk, tiu, tkp = 5 * chance.randint(8, 30), 5 * chance.randint(10, 35), chance.randint(140, 225)
        drawn.extend((twk, tiu, tkp, 5 * chance.randint(20, 100), chance.randint(40, 100)))
        drawn.extend((chance.randint(250, 400), date(1990, 1, 1).toordinal() + chance.randint(0, 4000)))
    return drawn


def _contenders(drawn: array, first: int, size: int, formation: Formation) -> list[Contender]:
    return [_contender(drawn, at, formation) for at in range(first, first + size)]


def _contender(drawn: array, at: int, formation: Formation) -> Contender:
    twk, tiu, tkp, cat, practice, ipk, born = drawn[at * COLUMNS : (at + 1) * COLUMNS]
    components = (
        Component("cat", Fraction(cat), Fraction(500), Fraction(60)),
        Component("praktik", Fraction(practice), Fraction(100), Fraction(40)),
    )
    skb = skb_scaled(FILE.stages.integration, components)
    points = {"TWK": twk, "TIU": tiu, "TKP": tkp}
    return Contender(f"{at:07}", formation, points, skb, Decimal(ipk).scaleb(-2), date.fromordinal(born))


def _keep(outcome: StageOutcome, ranks: array) -> None:
    for one in outcome.admitted:
        ranks[int(one.contender.number)] = one.rank
    for other in outcome.not_admitted:
        ranks[int(other.contender.number)] = other.rank or -1


def _check(cut_ranks: array, final_ranks: array, admitted: int, chosen: int) -> None:
    """Everybody has an outcome of both stages, and both stages chose somebody."""
    assert 0 not in cut_ranks
    assert 0 not in final_ranks
    assert 0 < chosen < admitted < len(cut_ranks)


if __name__ == "__main__":
    main()

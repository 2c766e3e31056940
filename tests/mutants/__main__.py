"""`make mutants`: puts one fault at a time into a copy of the program and says which of them no test notices."""

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.copied import PASSED, SAW, Ended, copy_of, run, written
from tests.mutants.listed import Mutant, faults, mutants

SIDE_BY_SIDE = 2
BASELINE_S = 1800.0  # all of their tests once, on a busy machine


def main(words: list[str]) -> int:
    """Words choose the mutants whose file or meaning holds one of them; without any, all are tried."""
    chosen = [one for one in mutants() if not words or any(word in one.named for word in words)]
    rotten = [fault for one in chosen for fault in faults(one)]
    if rotten:
        print("\n".join(rotten))
        return 2
    with tempfile.TemporaryDirectory(prefix="lugas-mutants-") as folder:
        copy = copy_of(Path(folder) / "0")
        whole = run(copy, sorted({test for one in chosen for test in one.tests}), within_s=BASELINE_S)
        if whole.how != PASSED:
            print(f"{whole.said}\nthe tests do not pass without a mutant")
            return 2
        copies = [copy, *(Path(folder) / str(number) for number in range(1, SIDE_BY_SIDE))]
        for another in copies[1:]:
            shutil.copytree(copy, another, symlinks=True)  # with what was compiled
        return _report(chosen, _tried(chosen, copies))


def _tried(chosen: list[Mutant], copies: list[Path]) -> Iterator[Ended]:
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    @contextmanager
    def one_of_them() -> Iterator[Path]:
        copy = free.get()
        try:
            yield copy
        finally:
            free.put(copy)

    def tried(mutant: Mutant) -> Ended:
        with one_of_them() as copy, written(copy, mutant):
            return run(copy, mutant.tests)

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        yield from pool.map(tried, chosen)


def _report(chosen: list[Mutant], ends: Iterator[Ended]) -> int:
    counted: Counter[str] = Counter()
    for mutant, ended in zip(chosen, ends, strict=True):
        alive = "argued" if mutant.argued else "survived"
        what = {SAW: "killed", PASSED: alive}.get(ended.how, "broken")
        counted[what] += 1
        if what != "killed":
            print(f"{what}: {mutant.named}")
        if what == "broken":
            print(ended.said)
        sys.stdout.flush()
    told = " ".join(f"{what}={counted[what]}" for what in ("killed", "survived", "argued", "broken"))
    print(f"mutants: tried={len(chosen)} {told}")
    return 1 if counted["survived"] or counted["broken"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

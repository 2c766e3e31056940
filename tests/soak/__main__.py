"""`make soak`: a hall of 60 seats over real sockets, and somebody who attacks it in every way at once. LUGAS_SOAK_MINUTES: 10.

Liveness is off: the seats show photos, which cannot turn on demand, and everybody is past the gate before anything is
measured. PCs are paired without keys, as outside production: the attacker holds a seat's cookies but no key, so where keys
are needed its requests would be refused early; without them each reaches the work it is meant to cause. What an honest
request is spared by this is one check of a signature, under 0.1 ms.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from server import clock
from server.faces.build.model_files import ensure_network
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from server.workflows import access
from server.workflows.before.sites import NewSite, RoomPlan
from server.workflows.proctor import slot
from server.workflows.proctor.request import ActRequest
from tests.browser.hall import RunningHall, check_in, children, command, opened, prepared, until
from tests.builders import MODELS, ROOT, Applicant
from tests.second_pictures import another_day
from tests.soak.seats import MOMENTS, SHOWN_DAY, Seat

SEATS, MINUTES = 60, float(os.environ.get("LUGAS_SOAK_MINUTES", "10"))
PHOTOS = ("obama.jpg", "biden.jpg", "astronaut.png")
PEOPLE = tuple(Applicant(f"24-{at:04}", f"Peserta {at}", photo=PHOTOS[at % len(PHOTOS)]) for at in range(1, SEATS + 2))
SITE = NewSite("SOAK-1", "UPT Uji", "WIB", (RoomPlan("Melati", 8, 8),))
CALM_S = 20.0  # before the attack, for comparison
BESIDE_S = 3.0
NO_PAUSE = {"offline", "unverified"}  # noted only: the clock ran and the questions stayed
MOST_P99_MS, MOST_GROWTH_MB = 250, 200


def main() -> None:
    print(f"beside us: {_beside_us()}", flush=True)
    with tempfile.TemporaryDirectory() as folder, _running(Path(folder)) as running:
        seats = [Seat(running, person.number, person.photo or "") for person in PEOPLE]
        for seat in seats:
            seat.sit_down()
            seat.start()
        misused = seats.pop()
        begins = time.monotonic()
        ends = begins + CALM_S + 60 * MINUTES
        working = [thread for seat in seats for thread in seat.work(ends)]
        memory, lateness = _Memory(running), _Lateness()
        time.sleep(CALM_S)
        calm = [took for seat in seats for took in seat.took_ms]
        print(f"before the attack: {len(calm)} saves, p99 {_p99(calm):.0f} ms, {memory.now():.0f} MB", flush=True)
        before = {seat.number: len(seat.took_ms) for seat in seats}
        attacks = _attacked(running, misused)
        print(f"load average at the end, ours included: {os.getloadavg()[0]:.1f}")
        for thread in working:
            thread.join(30)
        took = [took for seat in seats for took in seat.took_ms[before[seat.number] :]]
        said = _verdict(running, seats)
        pictures, faults = sum(seat.pictures for seat in seats), sum(len(seat.faults) for seat in seats)
        print(f"under attack: {len(took)} saves, {pictures} pictures, {faults} faults seen by seats, attacks {attacks}")
        for fault in sorted({fault for seat in seats for fault in seat.faults})[:10]:
            print(f"  {fault}")
        memory.stop()
        print(f"this program itself was late by {_p99(lateness.ms):.0f} ms (p99): as much of a save may be its own")
        growth = memory.most - memory.calm
        print(
            f"soak: seats={SEATS} minutes={MINUTES:g} save_p99_ms={_p99(took):.0f} rss_mb_max={memory.most:.0f} "
            f"rss_growth_mb={growth:.0f} paused={said['paused']} lost={said['lost']} attacks={sum(attacks.values())}"
        )
    sys.exit(_p99(took) > MOST_P99_MS or growth > MOST_GROWTH_MB or any(said.values()))


def _beside_us() -> str:
    """How busy others keep the machine before anything of ours runs, so that a reader can judge the figures."""
    before = _ticks()
    time.sleep(BESIDE_S)
    busy = (_ticks() - before) / os.sysconf("SC_CLK_TCK") / BESIDE_S
    return f"load average {os.getloadavg()[0]:.1f}, others use {busy:.1f} of {os.cpu_count()} cores"


def _ticks() -> int:
    """Of all processors, without idle and waiting time."""
    user, nice, system, _idle, _waits, *interrupts = map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:8])
    return user + nice + system + sum(interrupts)


@contextmanager
def _running(folder: Path) -> Iterator[RunningHall]:
    ensure_network(MODELS)
    faces = EmbeddedEngine(EmbeddedSettings(MODELS, workers=1))
    faces.start()
    until(lambda: faces.health().workers, 60)
    hall = prepared(folder, PEOPLE, faces, site=SITE)
    slips = {one.number: check_in(hall, one.number, one.photo or "", faces) for one in PEOPLE}
    faces.stop()
    for moment in range(MOMENTS):  # drawn now: nothing of it may slow the seats down later
        for photo in PHOTOS:
            another_day(photo, SHOWN_DAY, 3 + moment)

    def begin(work) -> None:
        work.slots.get_one(hall.slot).starts_at = clock.now()

    hall.works.write(begin)
    hall.works.write(slot.act, "open", hall.slot, ActRequest(), by=hall.works.read(access.officer, hall.staff["ketua"]))
    with opened(folder, hall, liveness="off") as running:
        running.slips = slips
        yield running


def _attacked(running: RunningHall, misused: Seat) -> dict[str, int]:
    cookies = {cookie.name: cookie.value for cookie in misused.web.cookies} | {"csrf": misused.web.headers["X-Lugas-Csrf"]}
    command_line = [sys.executable, "-m", "tests.soak.attackers", running.address, json.dumps(cookies), str(60 * MINUTES)]
    command_line.append(json.dumps([[item["id"], item["options"][0]["id"]] for item in misused.items]))
    done = subprocess.run(command_line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    counted: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return counted


def _verdict(running: RunningHall, seats: Sequence[Seat]) -> dict[str, int]:
    """Who was paused, ever; and acknowledged answers that are not there, or older than acknowledged."""
    paused = lost = 0
    why: Counter[str] = Counter(row.kind for row in running.read(lambda work: work.identity.incidents(running.hall.slot)))
    for seat in seats:
        sitting = running.hall.sittings[seat.number]
        causes = {str(entry.cause) for entry in running.read(lambda work, of=sitting: work.ledger.entries(of))}
        why.update(causes)
        paused += running.sitting(seat.number).status != "running" or bool(causes - NO_PAUSE)
        kept = running.read(lambda work, of=sitting: work.answers.current(of))
        newest = {row.item: (row.revision, row.option) for row in kept}
        lost += sum(newest.get(item, (0, ""))[0] < revision for item, (revision, _) in seat.acknowledged.items())
        lost += sum(
            newest.get(item, (0, ""))[0] == revision and newest[item][1] != option
            for item, (revision, option) in seat.acknowledged.items()
        )
    print(f"incidents and causes in the ledgers: {dict(why)}")
    return {"paused": paused, "lost": lost}


class _Memory:
    """The server's resident memory, looked at twice a second."""

    def __init__(self, running: RunningHall) -> None:
        [self._pid] = [pid for pid in children(running._parent()) if command(pid).endswith(b"\0serve\0")]
        self._goes_on = True
        self.calm = self.most = self.now()
        threading.Thread(target=self._watch, daemon=True).start()

    def now(self) -> float:
        said = Path(f"/proc/{self._pid}/status").read_text()
        return int(said.partition("VmRSS:")[2].split()[0]) / 1024

    def stop(self) -> None:
        self._goes_on = False

    def _watch(self) -> None:
        while self._goes_on:
            self.most = max(self.most, self.now())
            time.sleep(0.5)


class _Lateness:
    """How late this program wakes, its sixty seats in one process: what it measures beyond that is the server."""

    EVERY_S = 0.02

    def __init__(self) -> None:
        self.ms: list[float] = []
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            asleep = time.monotonic()
            time.sleep(self.EVERY_S)
            self.ms.append(1000 * (time.monotonic() - asleep - self.EVERY_S))


def _p99(took: Sequence[float]) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * 0.99))] if took else 0.0


if __name__ == "__main__":
    main()

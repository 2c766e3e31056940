"""Green and real threads meet at locks, in a process of its own that fails loudly; each meeting is told by its name."""

from server.patching import Lock, patch

patch()

import queue
import threading

import eventlet
from eventlet import patcher

from server.realtime.server import in_thread

blocking_sleep = patcher.original("time").sleep


def a_green_thread_waits_for_a_real_one_and_others_go_on() -> None:
    lock, waits, turns = Lock(), [], []

    def counts() -> None:
        while holding:
            eventlet.sleep(0.005)
            turns.extend(waits)

    def holds() -> None:
        """Until the loop has turned while somebody waits, or for ten seconds."""
        with lock:
            for _ in range(1000):
                if len(turns) > 10:
                    return
                blocking_sleep(0.01)

    holding = eventlet.spawn(in_thread, holds)
    counting = eventlet.spawn(counts)
    while not lock.locked():
        eventlet.sleep(0.001)
    waits.append(1)
    with lock:
        assert len(turns) > 10
    holding.wait()
    counting.wait()


def a_real_thread_waits_for_a_green_one() -> None:
    lock = Lock()
    lock.acquire()
    waiting = eventlet.spawn(in_thread, lock.acquire)
    eventlet.sleep(0.05)
    lock.release()
    assert waiting.wait() is True


def who_gives_up_leaves_the_line_to_the_next() -> None:
    lock = Lock()
    lock.acquire()
    assert lock.acquire(timeout=0.01) is False
    assert lock.acquire(blocking=False) is False
    killed, next_one = eventlet.spawn(lock.acquire), eventlet.spawn(lock.acquire)
    eventlet.sleep(0)
    lock.release()
    killed.kill()
    assert next_one.wait() is True


def conditions_and_events_reach_from_one_kind_to_the_other() -> None:
    asked, answered, over = queue.SimpleQueue(), queue.SimpleQueue(), threading.Event()

    def answers() -> None:
        while (number := asked.get()) is not None:
            answered.put(number + 1)
        over.set()

    answering = eventlet.spawn(in_thread, answers)
    for number in range(200):
        asked.put(number)
        assert answered.get() == number + 1
    asked.put(None)
    assert over.wait(60)
    answering.wait()


def many_of_both_kinds_count_to_the_same_number() -> None:
    lock, counted = threading.RLock(), [0]

    def counts(pause: object) -> None:
        for _ in range(300):
            with lock, lock:
                before = counted[0]
                pause(0)
                counted[0] = before + 1

    green = [eventlet.spawn(counts, eventlet.sleep) for _ in range(5)]
    real = [eventlet.spawn(in_thread, counts, blocking_sleep) for _ in range(5)]
    for each in (*green, *real):
        each.wait()
    assert counted[0] == 3000


MEETINGS = (
    a_green_thread_waits_for_a_real_one_and_others_go_on,
    a_real_thread_waits_for_a_green_one,
    who_gives_up_leaves_the_line_to_the_next,
    conditions_and_events_reach_from_one_kind_to_the_other,
    many_of_both_kinds_count_to_the_same_number,
)

if __name__ == "__main__":
    for meeting in MEETINGS:
        with eventlet.Timeout(100):
            meeting()
        print(meeting.__name__, flush=True)

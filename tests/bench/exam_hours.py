"""Many simulated sittings side by side: pictures at the page's pace, bursts on doubt, verdicts a second old."""

from dataclasses import dataclass

import numpy as np

from server.identity.policy import Policy
from tests.bench.array_fold import Fold, Known, Numbers
from tests.bench.hall_model import Honest, Strangers

LOOK_EVERY = 5.1  # seconds: the page waits 5 after the answer
BURST_EVERY = 1.1
VERDICT_AGE = 1.0
_TIDY_EVERY = 50  # looks


@dataclass(frozen=True)
class Outcome:
    paused_at: Numbers  # seconds from the start; infinite: never
    looks: int
    known: Known  # of each sitter, at the end


def sit(people: Honest | Strangers, policy: Policy, known: Known, seconds: float, chance: np.random.Generator) -> Outcome:
    """`known`: of whoever belongs at each seat, at the beginning."""
    count = len(known.excess_variance)
    who = np.arange(count)
    fold, paused_at, known = Fold(policy, known), np.full(count, np.inf), known.of(who)
    now, until, looks, turn = np.zeros(count), np.full(count, -1.0), 0, 0
    later = chance.uniform(0, LOOK_EVERY, count)
    done = np.zeros(count, bool)
    while len(who):
        now = now + later
        looks += int((~done).sum())
        paused = fold.step(people.look(later, fold.evidence)) & ~done
        paused_at[who[paused]] = now[paused] + VERDICT_AGE
        known.excess_variance[who], known.compared[who] = fold.known.excess_variance, fold.known.compared
        later, until = _next(fold, now, until)
        done |= paused | (now + later >= seconds)
        turn += 1
        if turn % _TIDY_EVERY == 0 or done.all():
            for part in (fold, people):
                part.keep(~done)
            now, until, later, who, done = now[~done], until[~done], later[~done], who[~done], done[~done]
    return Outcome(paused_at, looks, known)


def _next(fold: Fold, now: Numbers, until: Numbers) -> tuple[Numbers, Numbers]:
    """A burst that runs goes on at its own pace; one that begins takes its first picture as the verdict comes.

    It is asked for anew when less than half of what is wanted is left, counted from the picture.
    """
    doubts, cannot_tell = fold.wants()
    bursting = until > now + BURST_EVERY
    doubt, retry = fold.policy.doubt_burst.total_seconds(), fold.policy.retry_burst.total_seconds()
    asked = np.where(doubts, doubt, np.where(cannot_tell, retry, -np.inf))
    later = np.where(bursting, BURST_EVERY, np.where(doubts | cannot_tell, VERDICT_AGE, LOOK_EVERY))
    is_asked = asked > 2 * np.maximum(until - VERDICT_AGE - now, 0.0)
    return later, np.where(is_asked, now + VERDICT_AGE + asked, until)

"""What any verification engine promises, whether its workers are child processes or other machines."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from server.verification.jobs import Outcome

OnVerdict = Callable[[str, int, Outcome], None]


@dataclass(frozen=True, slots=True)
class Health:
    workers: int  # warm and connected
    waiting: int
    took_ms_p50: float
    is_overloaded: bool


class VerificationEngine(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...

    def on_verdict(self, callback: OnVerdict) -> None:
        """Called in a thread of the engine with key, sequence and outcome; set before `start`."""

    def put_latest(self, key: str, sequence: int, jpeg: bytes, *, burst: bool = False) -> bool:
        """Replaces the picture that waits under this key, if any. False: refused, which is normal and never an error."""

    def measure(self, jpeg: bytes, timeout: float, sender: str = "") -> Outcome:
        """Ahead of all waiting pictures, for somebody who stands and waits; `sender` is whom the log names if it does harm, and
        whose pictures are then refused for a minute (`pictures_refused`)."""

    def health(self) -> Health: ...

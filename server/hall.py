"""The hall's running parts, put together once in server/app.py."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from server.identity.policy import Policy
from server.memory.access_log import Traces
from server.memory.enrolled_faces import EnrolledFaces
from server.memory.liveness_attempts import LivenessAttempts
from server.memory.login_queue import LogInWork
from server.memory.presence import Presence
from server.memory.rate_limits import Limits
from server.memory.sitting_budgets import SittingBudgets
from server.memory.slow_refusals import SlowRefusals
from server.settings import Settings
from server.storage.work import Transactions
from server.verification.engine import VerificationEngine
from server.verification.policy_in_use import policy_in_use
from server.workflows.staff.login import LogInRules


@dataclass
class Hall:
    """The running parts, put together once in server/app.py."""

    settings: Settings
    works: Transactions
    faces: VerificationEngine
    presence: Presence
    limits: Limits
    log_ins: LogInWork
    in_thread: Callable[..., Any]  # runs slow C code off the event loop; not passwords, which have a thread of their own

    @cached_property
    def policy(self) -> Policy:
        """The limits faces are judged by; a server without any does not start."""
        return policy_in_use(self.settings)

    @property
    def log_in_rules(self) -> LogInRules:
        chosen = self.settings
        return LogInRules(chosen.staff_idle, chosen.staff_log_in_lasts, chosen.production or chosen.second_factor)

    @cached_property
    def enrolled(self) -> EnrolledFaces:
        return EnrolledFaces(self.works, self.policy, self._off_the_loop)

    def _off_the_loop(self, function: Callable[..., Any], *args: Any) -> Any:
        return self.in_thread(function, *args)  # the server sets another one when it starts

    @cached_property
    def slow_refusals(self) -> SlowRefusals:
        return SlowRefusals()

    @cached_property
    def budgets(self) -> SittingBudgets:
        return SittingBudgets(self.limits)

    @cached_property
    def traces(self) -> Traces:
        return Traces(self.works)

    @cached_property
    def gate_liveness(self) -> LivenessAttempts:
        """At the seats; apart from the desk's, for who moved there need not sit here."""
        return LivenessAttempts(self.works.now)

    @cached_property
    def liveness(self) -> LivenessAttempts:
        return LivenessAttempts(self.works.now)

"""What every route reaches for: the hall's parts, and a Work to run a workflow in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from flask import current_app

from server.identity.policy import Policy
from server.presence import Presence
from server.settings import Settings
from server.storage.work import Work, Works
from server.verification.engine import VerificationEngine
from server.verification.policy_in_use import policy_in_use
from server.web.enrolled import EnrolledFaces
from server.web.limits import Limits
from server.web.liveness_attempts import LivenessAttempts
from server.web.log_in_work import LogInWork
from server.web.sitting_budget import SittingBudgets
from server.web.slow_refusals import SlowRefusals
from server.workflows.log_ins import LogInRules
from server.workflows.traces import Traces

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Hall:
    """The running parts, put together once in server/app.py."""

    settings: Settings
    works: Works
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


def hall() -> Hall:
    return cast(Hall, current_app.extensions["lugas"])


def now() -> datetime:
    return hall().works.now()


def write(workflow: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    return hall().works.write(workflow, *args, **kwargs)


def read(query: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    return hall().works.read(query, *args, **kwargs)

"""No word is left over and none is missing: families of words (`pause_…`) are compared with what the server can say."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import get_args

import pytest

from server.bank.surface import FEATURES
from server.exam.ledger import Cause
from server.exam.rights import Part, Role
from server.exam.selection.ranking import TIE
from server.exam.selection.rules import Boundary
from server.exam.selection.stages import BOUNDARY_TIE, WhyNot
from server.exam.selection.trace import Step
from server.exam.sittings import FINISHED, GONE, Status
from server.exam.slots import SlotStatus
from server.identity.camera.picture_times import TimesFault
from server.identity.camera.screen_signs import Mark
from server.identity.camera.signs import TOLD_BY_PAGE
from server.identity.choices import Verdict, Way
from server.identity.gate.liveness import LivenessFault, Prompt
from server.identity.incidents import CONSEQUENCES, IncidentKind
from server.identity.looks.evidence import NOBODY, LookKind
from server.identity.looks.picture_quality import HINTS
from server.livescore.projection import State
from server.web.page_messages import EVENTS
from server.workflows.after.privacy import Purged
from server.workflows.desk import override
from server.workflows.proctor import acts, slot
from server.workflows.proctor.request import REASONS
from server.workflows.steps.incidents import CALLED, CHECKED, PAUSED, REFUSED, TOLD
from server.workflows.steps.sight_confirmation import NO_PICTURE
from server.workflows.views.tile import ALERTS
from tests.house.test_words import PAGES, refusal_codes
from tests.house.tree import ROOT, catalogue, source

# Booked when it is over, or covered by a screen of its own: no pause is explained by it.
NO_PAUSE = {
    Cause.SERVER_DOWN,
    Cause.AWAY,
    Cause.OFFLINE,
    Cause.UNVERIFIED,
    Cause.CLOCK_JUMP,
    Cause.LATE_ANSWERS,
    Cause.REOPENED,
    Cause.GRANTED,
}
HINTS_OF_ONE_PICTURE = set(HINTS) - {"one_person_only", "photo_again", "picture_twice"}  # which only several pictures can tell
WITH_SCORES = {Status.SUBMITTED, Status.CLOSED_BY_TIME}
CAMERA_EVENTS = {kind for kind in EVENTS if kind.startswith("camera_")} - {*TOLD_BY_PAGE, "camera_back"}
WHYS = {
    *re.findall(r'"why_([a-z_]+)"', source("server/*.py")),
    *(set(IncidentKind) - {IncidentKind.UNSEEN}),  # of which there are four, by how nobody was seen
    *(f"times_{fault}" for fault in get_args(TimesFault)),
    *(f"marks_{mark}" for mark in get_args(Mark)),
}
CONFIDENCES = json.loads((ROOT / "server/rule_sets/schema.json").read_text(encoding="utf-8"))["$defs"]["confidence"]["enum"]

# By catalogue: what the server may put in the place of `{}`.
SERVED: Mapping[str, Mapping[str, Iterable[str]]] = {
    "board": {"state_{}": get_args(State)},
    "cli": {
        "guess_{}": {"learned", *re.findall(r'known\["([a-z_]+)"', source("server/bank/give_aways.py"))},
        "looks_{}": {"length", "all", *FEATURES},
        "chain_{}": {"sound", *re.findall(r'ChainFault\(.*, "([a-z_]+)"\)', source("server/storage/chain_check.py"))},
        "part_{}": Part,
        "photo_{}": {*HINTS_OF_ONE_PICTURE, "unreadable", "too_few_pixels", "too_complex"},
        "purged_{}": Purged.__slots__,
        "role_{}": Role,
        "rules_{}": Boundary,
        "slot_is_{}": SlotStatus,
        "trace_{}": Step,
        "not_admitted_{}": WhyNot,
        "decided_by_{}": {TIE, BOUNDARY_TIE},
        "confidence_{}": CONFIDENCES,
        "what_{}": re.findall(r'There\(what="([a-z_]+)"', source("server/*.py")),
    },
    "desk": {
        "liveness_fault_{}": LivenessFault,
        "liveness_prompt_{}": Prompt,
        "status_{}": Status,
        "verdict_{}": set(Verdict) - {Verdict.COPY, Verdict.PASSED, Verdict.FAILED},
    },
    "exam": {
        "cause_{}": Cause,
        "end_{}": FINISHED | GONE,
        "end_{}_text": (FINISHED | GONE) - WITH_SCORES,
        "look_{}": {*set(LookKind) - NOBODY, "no_face", "two_faces", "unverified"},
        "move_{}": {"front", *Prompt},
        "move_fault_{}": LivenessFault,
        "pause_{}": set(Cause) - NO_PAUSE,
        "slot_{}": set(SlotStatus) - {SlotStatus.OPEN},
    },
    "monitor": {
        "act_{}": acts.ACTS,
        "alert_{}": ALERTS,
        "camera_is_{}": {"off", "ok", *(kind.removeprefix("camera_") for kind in CAMERA_EVENTS)},
        "cause_{}": Cause,
        "check_{}": {"fresh", "by_sight"},
        "decided_{}": {CHECKED, PAUSED, REFUSED, TOLD},
        "event_{}": {*EVENTS, "offline_seen", "online_seen"},
        "face_{}": LookKind,
        "incident_{}": {*IncidentKind, "identity_refused", "logged_in_again", CALLED},
        "quality_{}": {*HINTS_OF_ONE_PICTURE, "covered", "black"},
        "reason_{}": {
            "fresh_check",
            override.NO_REFERENCE,
            *Way,
            *(reason for reasons in REASONS.values() for reason in reasons),
        },
        "reviewed_{}": {"enrolled_at_desk", "vouched_by_sight", Verdict.LOOK_ALIKE, *Way},
        "severity_{}": {str(consequence.severity) for consequence in CONSEQUENCES.values()},
        "slot_{}": SlotStatus,
        "slot_act_{}": {*slot.ACTS, "suspend_room", "resume_room"},
        "slot_will_{}": {*slot.ACTS, "suspend_room", "resume_room"},
        "status_{}": {*Status, "confirming"},
        "why_{}": WHYS,
        "will_{}": acts.ACTS,
    },
    "report": {"report.{}": re.findall(r"""_(?:words|head)\(\s*["'](\w+)""", source("server/reports/*.py"))},
    "shared": {
        "document_{}": override.DOCUMENTS,
        "hint_{}": HINTS,
        "no_picture_{}": NO_PICTURE,
        "reason_{}": override.REASONS | override.LOOK_ALIKE_REASONS,
    },
}
# Not every one of these needs a word.
ALLOWED: Mapping[str, Mapping[str, Iterable[str]]] = {
    "cli": {"refused_{}": {*(code for _, code in refusal_codes()), "calibrate_overlap", "calibrate_too_few"}},
    "desk": {"{}": catalogue("errors")},  # a page may say a refusal in its own words
    "monitor": {"short_{}": catalogue("monitor")},
}
OWN_CODE = {page: (f"client/pages/{page}/*.js", "client/shared/*.js") for page in PAGES}
CODE_OF = {
    **{name: OWN_CODE[page] for page, name in PAGES.items()},
    "board": (*OWN_CODE["livescore"], "server/livescore/*.py"),
    "cli": ("server/commands/*.py", "server/storage/revision.py"),
    "report": ("server/reports/*.py",),
    "shared": ("client/*.js",),
}
PLACE = re.compile(r"\$\{[^{}]*\}")
MADE = re.compile(r"`((?:[a-z_]|\$\{[^{}`]*\})+)`")  # `act_${name}`


@pytest.mark.parametrize("name", CODE_OF)
def test_no_word_is_left_over_and_none_is_missing(name):
    texts, code = set(catalogue(name)), source(*CODE_OF[name])
    served = filled(SERVED.get(name, {}))
    assert sorted(served - texts) == []
    known = served | filled(ALLOWED.get(name, {})) | {key for key in texts if is_written(key, code)}
    exact = {*SERVED.get(name, {}), *ALLOWED.get(name, {})}
    made = {PLACE.sub("{}", pattern) for pattern in MADE.findall(code)} - exact
    assert sorted(key for key in texts - known if not any(is_made(key, pattern, code) for pattern in made)) == []


def filled(families: Mapping[str, Iterable[str]]) -> set[str]:
    return {pattern.format(value) for pattern, values in families.items() for value in values}


def is_written(key: str, code: str) -> bool:
    return f'"{key}"' in code


def is_made(key: str, pattern: str, code: str) -> bool:
    """A page's own family: the page itself names what stands in the places of the pattern."""
    found = re.fullmatch(re.escape(pattern).replace(r"\{\}", "(.+)"), key) if re.search("[a-z]", pattern) else None
    return found is not None and all(re.search(rf'"{part}"|\b{part}:', code) for part in found.groups())


def test_every_sentence_of_a_refusal_is_somebodys():
    codes = {code for _, code in refusal_codes()}
    code = source("client/*.js", "server/*.py")
    assert [key for key in catalogue("errors") if key not in codes and not is_written(key, code)] == []

"""axe-core finds nothing on any page in any of its states, none is wider than a tablet or a phone, and every dialog fits."""

from functools import partial

import pytest

from tests.browser.hall import until
from tests.browser.tour.tour import on_tour
from tests.browser.tour.walk import walk
from tests.builders import ROOT

AXE = ROOT / "client" / "node_modules" / "axe-core" / "axe.min.js"
_LOOK = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.flatMap(({ id, nodes }) =>
  nodes.map((node) =>
    `${id}: ${node.target.join(" ")} (${node.any.concat(node.all, node.none).map((c) => c.message).join("; ")})`),
)"""
# A colour on its way to another one has a contrast of its own; what turns for ever is never still.
_STILL = "document.getAnimations().every((one) => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)"
_RUNS_OFF = "document.documentElement.scrollWidth > innerWidth"
# Title and buttons of an open dialog are in sight, and nothing of it scrolls sideways.
_DIALOG_HIDES = """() => {
  const dialog = document.querySelector("dialog[open]");
  if (!dialog) return false;
  const middle = dialog.querySelector(".middle");
  const isOut = ({ top, bottom, left, right }) => top < 0 || left < 0 || bottom > innerHeight || right > innerWidth;
  const ends = [dialog.querySelector("h2"), ...dialog.querySelectorAll(".actions button")];
  return middle.scrollWidth > middle.clientWidth || ends.some((one) => isOut(one.getBoundingClientRect()));
}"""
PC, TABLET, PHONE = (1366, 768), (820, 1180), (390, 844)
ALSO_ON_PHONES = {
    "exam-question",
    "exam-hint-dark",
    "monitor-incident",
    "monitor-review",
    "camera-dark",
    "exam-review",
    "desk-person",
    "desk-call",
    "exam-call",
    "account",
    "monitor-two-officers",
    "monitor-room",
    "monitor-list",
    "board",
}


@pytest.fixture
def looked(tmp_path, playwright, chromium, faces):
    """What axe found -> in which states, at the width of a PC and of a phone; and how many states were looked at."""
    found: dict[str, list[str]] = {}
    states: list[str] = []

    def look(name, page):
        for width, height in (PC, PHONE) if name in ALSO_ON_PHONES else (PC,):
            page.set_viewport_size({"width": width, "height": height})
            until(partial(page.evaluate, _STILL), 10)
            if not page.evaluate("'axe' in window"):
                page.evaluate(AXE.read_text(encoding="utf-8"))
            states.append(f"{name} at {width}")
            for fault in page.evaluate(_LOOK):
                found.setdefault(fault, []).append(states[-1])
        for width, height in (TABLET, PHONE, PC):
            page.set_viewport_size({"width": width, "height": height})
            if page.evaluate(_DIALOG_HIDES):
                found.setdefault("dialog does not fit", []).append(f"{name} at {width}")
            if page.evaluate(_RUNS_OFF):
                found.setdefault("runs off the side", []).append(f"{name} at {width}")

    with on_tour(tmp_path, playwright, chromium, faces, look) as tour:
        walk(tour)
    return found, len(states)


def test_axe_finds_nothing(looked):
    found, states = looked
    assert states >= 85, "the walk itself must show the states"
    assert not found, "\n".join(f"{fault}\n    {', '.join(where)}" for fault, where in found.items())

"""axe-core finds nothing on any page in any of its states, none is wider than a tablet or a phone, and every dialog fits."""

from dataclasses import dataclass, field
from functools import partial

import pytest
from playwright.sync_api import Page

from tests.browser.hall import until
from tests.browser.tour.tour import crew_of
from tests.browser.tour.walk import beside_the_day, through_the_day
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


@dataclass
class Looks:
    """What axe found -> in which states, at the width of a PC and of a phone; and which states were looked at."""

    found: dict[str, list[str]] = field(default_factory=dict)
    states: list[str] = field(default_factory=list)

    def look(self, name: str, page: Page) -> None:
        for width, height in (PC, PHONE) if name in ALSO_ON_PHONES else (PC,):
            page.set_viewport_size({"width": width, "height": height})
            until(partial(page.evaluate, _STILL), 120)
            if not page.evaluate("'axe' in window"):
                page.evaluate(AXE.read_text(encoding="utf-8"))
            self.states.append(f"{name} at {width}")
            for fault in page.evaluate(_LOOK):
                self.found.setdefault(fault, []).append(self.states[-1])
        for width, height in (TABLET, PHONE, PC):
            page.set_viewport_size({"width": width, "height": height})
            if page.evaluate(_DIALOG_HIDES):
                self.found.setdefault("dialog does not fit", []).append(f"{name} at {width}")
            if page.evaluate(_RUNS_OFF):
                self.found.setdefault("runs off the side", []).append(f"{name} at {width}")


# The numbers: the walks themselves must show the states.
@pytest.mark.parametrize(("walk", "states"), [(through_the_day, 60), (beside_the_day, 26)])
def test_axe_finds_nothing(tmp_path, playwright, chromium, faces, walk, states):
    looks = Looks()
    with crew_of(tmp_path, playwright, chromium, faces, looks.look) as crew:
        walk(crew)
    assert len(looks.states) >= states
    assert not looks.found, "\n".join(f"{fault}\n    {', '.join(where)}" for fault, where in looks.found.items())

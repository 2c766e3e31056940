"""A page gives up its own look at the face where a PC is too slow for it; tests that wait for one also run on busy machines.

The limits themselves are proved in tests/client/face_watch.test.js.
"""

from functools import cache

from playwright.sync_api import BrowserContext

from tests.builders import ROOT

_SCRIPT = ROOT / "client" / "shared" / "face_watch.js"
_LIMITS = ("const ANSWER_MS = 5_000;", "const SLOW_MS = 500;")
_PATIENT = ("const ANSWER_MS = 60_000;", "const SLOW_MS = 60_000;")


def look_patiently(context: BrowserContext) -> None:
    context.route(f"**/shared/{_SCRIPT.name}", lambda route: route.fulfill(body=_patient(), content_type="text/javascript"))


@cache
def _patient() -> str:
    script = _SCRIPT.read_text(encoding="utf-8")
    for limit, patient in zip(_LIMITS, _PATIENT, strict=True):
        assert limit in script
        script = script.replace(limit, patient)
    return script

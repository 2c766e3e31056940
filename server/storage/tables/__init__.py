"""ORM classes, one file per family of nouns. Importing this package knows them all."""

from server.storage.tables.base import Table
from server.storage.tables.chain import ChainHeadRow, ChainLineRow
from server.storage.tables.exams import ExamRow, ItemRow, PairingRow, RoomRow, SeatRow, SiteRow, SlotRow
from server.storage.tables.house import (
    AuditRow,
    DataKeyRow,
    FactorRow,
    GrantRow,
    HeartbeatRow,
    RecoveryCodeRow,
    RemarkRow,
    StaffRow,
    StaffSessionRow,
)
from server.storage.tables.identity import FaceCheckRow, IncidentFrameRow, IncidentRow, OverrideRow, ReviewRow
from server.storage.tables.people import FormationRow, PersonRow, PhotoRow, RegistrationRow
from server.storage.tables.sittings import (
    AnswerEventRow,
    CurrentAnswerRow,
    LedgerRow,
    MessageRow,
    PaperRow,
    SectionScoreRow,
    SittingEventRow,
    SittingRow,
)

__all__ = [
    "AnswerEventRow",
    "AuditRow",
    "ChainHeadRow",
    "ChainLineRow",
    "CurrentAnswerRow",
    "DataKeyRow",
    "ExamRow",
    "FaceCheckRow",
    "FactorRow",
    "FormationRow",
    "GrantRow",
    "HeartbeatRow",
    "IncidentFrameRow",
    "IncidentRow",
    "ItemRow",
    "LedgerRow",
    "MessageRow",
    "OverrideRow",
    "PairingRow",
    "PaperRow",
    "PersonRow",
    "PhotoRow",
    "RecoveryCodeRow",
    "RegistrationRow",
    "RemarkRow",
    "ReviewRow",
    "RoomRow",
    "SeatRow",
    "SectionScoreRow",
    "SiteRow",
    "SittingEventRow",
    "SittingRow",
    "SlotRow",
    "StaffRow",
    "StaffSessionRow",
    "Table",
]

"""Which refused seat proofs leave a line: a wrong signature always, a missing one where it keeps missing, an old one never."""

from enum import StrEnum
from uuid import UUID

from server.memory.rate_limits import MISSING_PROOFS, Limits


class ProofFault(StrEnum):
    MISSING = "missing"
    STALE = "stale"  # signed by the seat's key, over a nonce that was good once
    WRONG = "wrong"  # no page of ours sends this


def leaves_a_line(limits: Limits, fault: ProofFault, seat_id: UUID, address: str) -> bool:
    if fault is ProofFault.MISSING:
        return limits.wait(MISSING_PROOFS, str(seat_id), address) > 0
    return fault is ProofFault.WRONG

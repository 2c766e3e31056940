"""PINs are kept as keyed hashes only."""

from uuid import UUID

from server.storage.work import Work


def pin_hash(work: Work, sitting_id: UUID, pin: str) -> bytes:
    return work.vault.keyed_hash("pin", f"{sitting_id}:{pin}")

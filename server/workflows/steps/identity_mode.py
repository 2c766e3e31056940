"""How a sitting is identified: by camera, or by officers' eyes; its own mode goes before the slot's."""

from server.identity.choices import IdentityMode
from server.storage.tables import SittingRow, SlotRow


def mode_in_force(sitting: SittingRow, slot: SlotRow) -> IdentityMode:
    return sitting.identity_mode or slot.identity_mode

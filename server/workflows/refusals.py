"""What the workflows refuse beyond the exam's own rules: who may come in, and at which seat."""

from uuid import UUID

from server.exam.errors import NotAllowed, RuleBroken
from server.memory.seat_proofs import ProofFault


class EntryRefused(RuleBroken):
    code = "entry_refused"


class WrongPin(EntryRefused):
    code = "wrong_pin"


class PinOfAnotherSlot(EntryRefused):
    code = "pin_of_another_slot"


class FaceChecksSpent(EntryRefused):
    code = "face_checks_spent"


class WrongSeat(EntryRefused):
    code = "wrong_seat"


class SeatNotPaired(EntryRefused):
    code = "seat_not_paired"


class SeatProofNeeded(EntryRefused):
    """The page asks again with the nonce it is told here; without the key of the pairing it cannot."""

    code = "seat_proof_needed"

    def __init__(self, nonce: str, fault: ProofFault, seat_id: UUID) -> None:
        super().__init__(nonce=nonce)
        self.fault, self.seat_id = fault, seat_id  # for the audit log, not for the page


class SeatKeyUnusable(EntryRefused):
    code = "seat_key_unusable"


class SeatTaken(EntryRefused):
    code = "seat_taken"


class CodeUnknown(EntryRefused):
    code = "pairing_code_unknown"


class WaitingForProctor(EntryRefused):
    code = "waiting_for_proctor"


class NoFaceToCompare(EntryRefused):
    code = "no_face_to_compare"


class SecondOfficerRefused(EntryRefused):
    code = "second_officer_refused"


class SecondOfficerElsewhere(EntryRefused):
    code = "second_officer_elsewhere"


class PictureNeeded(EntryRefused):
    code = "picture_needed"


class TookPart(EntryRefused):
    code = "took_part"


class DocumentNeeded(EntryRefused):
    code = "document_needed"


class ReasonNeeded(EntryRefused):
    code = "reason_needed"


class OverrideTooLate(EntryRefused):
    code = "override_too_late"


class NotAtSeat(EntryRefused):
    code = "not_at_seat"


class UnknownSitting(EntryRefused):
    code = "unknown"


class SeatElsewhere(EntryRefused):
    code = "seat_elsewhere"


class NeverStarted(EntryRefused):
    code = "never_started"


class NoTimeLeft(EntryRefused):
    code = "no_time_left"


class StillWorking(EntryRefused):
    code = "still_working"


class NothingToDo(EntryRefused):
    code = "nothing_to_do"


class PasswordChangeNeeded(NotAllowed):
    """Somebody else knows this account's password: nothing else is done with it before its owner has changed it."""

    code = "password_change_needed"


class FactorNeeded(NotAllowed):
    """A role of this account needs a second factor, and there is none yet."""

    code = "factor_needed"


class AccountRefused(RuleBroken):
    """About one's own account."""

    code = "account_refused"


class CodeNeeded(AccountRefused):
    code = "code_needed"


class WrongCode(AccountRefused):
    code = "wrong_code"


class NoFactor(AccountRefused):
    code = "no_factor"


class FactorDemanded(AccountRefused):
    code = "factor_demanded"


class WrongPassword(AccountRefused):
    """Of whoever is logged in already."""

    code = "wrong_password"


class PasswordUnfit(AccountRefused):
    code = "password_unfit"


class PasswordShort(PasswordUnfit):
    code = "password_short"


class PasswordIsAccount(PasswordUnfit):
    code = "password_is_account"


class PasswordCommon(PasswordUnfit):
    code = "password_common"


class PasswordSame(PasswordUnfit):
    code = "password_same"


class PreparationRefused(RuleBroken):
    """Something before the day does not fit together; the command line says it in words."""

    code = "preparation_refused"


class AlreadyThere(PreparationRefused):
    code = "already_there"


class NotThere(PreparationRefused):
    code = "not_there"


class ZoneUnknown(PreparationRefused):
    code = "zone_unknown"


class ItemUnfit(PreparationRefused):
    code = "item_unfit"


class RoleNeedsOtherScope(PreparationRefused):
    code = "role_needs_other_scope"


class AlreadyFrozen(PreparationRefused):
    code = "already_frozen"


class NobodyToSeat(PreparationRefused):
    code = "nobody_to_seat"


class DrawIsStale(PreparationRefused):
    code = "draw_is_stale"


class SlotIsOver(PreparationRefused):
    code = "slot_is_over"

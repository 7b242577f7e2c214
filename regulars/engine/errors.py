"""What the engine refuses, by name. A refusal decided here is stored with the event and answered again."""

from regulars.kit.errors import Refused


class AlreadyEnrolled(Refused):
    code = "member.already_enrolled"


class InsufficientPoints(Refused):
    code = "points.insufficient"

    def __init__(self, *, needed: int, available: int, wallet: str) -> None:
        super().__init__(needed=needed, available=available, wallet=wallet)


class NotSpendable(Refused):
    code = "points.not_spendable"


class UnknownWallet(Refused):
    code = "points.unknown_wallet"


class ReturnExceeds(Refused):
    code = "return.exceeds"


class UnknownLine(Refused):
    code = "return.unknown_line"


class HoldNotOpen(Refused):
    """It was captured, released or has run out, or there never was one."""

    code = "hold.not_open"


class HoldExceeded(Refused):
    code = "hold.exceeded"


class HoldTooLong(Refused):
    code = "hold.too_long"


class HoldOver(Refused):
    """It would end before it begins."""

    code = "hold.over"


class BelowLeast(Refused):
    code = "redeem.below_min"


class AboveMost(Refused):
    code = "redeem.above_max"


class OffStep(Refused):
    code = "redeem.off_step"


class AboveShare(Refused):
    code = "redeem.above_share"


class AmountMissing(Refused):
    code = "redeem.amount_missing"


class UnknownRedemption(Refused):
    code = "redemption.unknown"


class CancelExceeds(Refused):
    code = "redemption.exceeds"


class ReferralRefused(Refused):
    """Why a referral does not count, each by its own name."""

    @staticmethod
    def named(code: str) -> "ReferralRefused":
        return next((one() for one in ReferralRefused.__subclasses__() if one.code == code), UnknownReferralCode())


class NotOffered(ReferralRefused):
    code = "referral.not_offered"


class UnknownReferralCode(ReferralRefused):
    code = "referral.unknown"


class OneSelf(ReferralRefused):
    code = "referral.self"


class SamePerson(ReferralRefused):
    code = "referral.same_person"


class Household(ReferralRefused):
    code = "referral.household"


class Ring(ReferralRefused):
    code = "referral.ring"


class KnownAlready(ReferralRefused):
    code = "referral.known"


class BroughtAlready(ReferralRefused):
    code = "referral.taken"


class TooLate(ReferralRefused):
    code = "referral.too_late"


class UnknownChallenge(Refused):
    code = "challenge.unknown"


class ChallengeIsAutomatic(Refused):
    code = "challenge.automatic"


class ChallengeNotRunning(Refused):
    code = "challenge.not_running"


class ChallengeJoinedAlready(Refused):
    code = "challenge.joined_already"


class ChallengeMetAlready(Refused):
    code = "challenge.met_already"


class MergedAway(Refused):
    """The member goes on as another; only the undoing is taken in here."""

    code = "merge.closed"


class MergeWithSelf(Refused):
    code = "merge.self"


class PointsStillHeld(Refused):
    code = "merge.points_held"


class PointsStillWait(Refused):
    code = "merge.points_waiting"


class TookOthersIn(Refused):
    code = "merge.took_others_in"


class NotMerged(Refused):
    code = "merge.not_merged"


class GiftsNotOffered(Refused):
    code = "gift.not_offered"


class GiftToSelf(Refused):
    code = "gift.self"


class GiftTooSmall(Refused):
    code = "gift.too_small"


class GiftTooLarge(Refused):
    code = "gift.too_large"


class GiftCoolingOff(Refused):
    """``minutes``: how long still."""

    code = "gift.cooling_off"


class GiftOverLimit(Refused):
    code = "gift.over_limit"


class ReceiverLevel(Refused):
    code = "gift.receiver_level"


class NothingOnItsWay(Refused):
    """The step has been taken already, or never was: the steps' own ids keep this from happening."""

    code = "gift.nothing_on_its_way"


class UnknownTier(Refused):
    code = "balance.unknown_tier"


class OpenedAhead(Refused):
    """A lot that was earned after the day the balance is opened on."""

    code = "balance.earned_ahead"


class MemberIsFrozen(Refused):
    """Nothing leaves the points of a frozen member: see ``engine.frozen``."""

    code = "member.is_frozen"


class FrozenAlready(Refused):
    code = "member.frozen_already"


class NotFrozenMember(Refused):
    code = "member.not_frozen"

"""What the engine refuses to do to a tier, by name."""

from regulars.kit.errors import Refused


class UnknownLevel(Refused):
    code = "tier.unknown_level"


class UntilPast(Refused):
    code = "tier.until_past"


class FreezeTooLong(Refused):
    code = "tier.freeze_too_long"


class NotFrozen(Refused):
    code = "tier.not_frozen"


class MatchNotHigher(Refused):
    code = "tier.match_not_higher"


class ReachHolds(Refused):
    code = "tier.reach_holds"


class UnknownTrack(Refused):
    code = "track.unknown"


class TrackIsAutomatic(Refused):
    code = "track.automatic"


class TrackNotRunning(Refused):
    code = "track.not_running"


class NothingToGain(Refused):
    code = "track.nothing_to_gain"


class AlreadyOnTrack(Refused):
    code = "track.already_requested"


class UnknownPlan(Refused):
    code = "membership.unknown_plan"


class MembershipRuns(Refused):
    code = "membership.runs"


class MembershipNone(Refused):
    code = "membership.none"


class MembershipCancelledAlready(Refused):
    code = "membership.cancelled_already"


class NoTrial(Refused):
    code = "membership.no_trial"


class TrialUsed(Refused):
    code = "membership.trial_used"


class NotRefundable(Refused):
    code = "membership.not_refundable"

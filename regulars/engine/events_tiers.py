"""What may happen to a member's tier: freezes, levels granted, fast tracks, paid memberships."""

import msgspec


class TierFrozen(msgspec.Struct, frozen=True):
    """Until the end of ``until`` (a local day) no review, no inactivity; a freeze that is running gets another end."""

    until: int
    reason: str
    by: str


class TierUnfrozen(msgspec.Struct, frozen=True):
    by: str
    reason: str = ""


class TierMatched(msgspec.Struct, frozen=True):
    """A level granted on evidence of one elsewhere. ``evidence``: where it is kept, such as a file number; nothing personal."""

    level: str
    until: int
    evidence: str
    by: str


class TierSet(msgspec.Struct, frozen=True):
    """``until`` 0: from now on by the ladder's own rules; else exactly this level up to the end of that day."""

    level: str
    reason: str
    by: str
    until: int = 0


class FastTrackRequested(msgspec.Struct, frozen=True):
    track: str


class MembershipBought(msgspec.Struct, frozen=True):
    """``fee``: minor units that were paid, None: the plan's. With ``trial`` nothing is paid."""

    plan: str
    trial: bool = False
    fee: int | None = None


class MembershipRenewed(msgspec.Struct, frozen=True):
    fee: int | None = None


class MembershipCancelled(msgspec.Struct, frozen=True):
    """It goes on to the end of what is paid for, and no further."""

    reason: str = ""


class MembershipRefunded(msgspec.Struct, frozen=True):
    """It ends at once; what is paid back is computed."""

    reason: str
    by: str

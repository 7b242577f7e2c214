"""What is refused about pools, by name."""

from regulars.kit.errors import Refused


class PoolsNotOffered(Refused):
    code = "pool.not_offered"


class NotAMember(Refused):
    """A pool earns nothing, gives nothing away and is nobody's second card."""

    code = "pool.not_a_member"


class InOnePool(Refused):
    code = "pool.in_one"


class NotInPool(Refused):
    code = "pool.not_in_it"


class NotInvited(Refused):
    code = "pool.not_invited"


class InvitationOver(Refused):
    """It stood until the end of ``until``."""

    code = "pool.invitation_over"


class NotTheInviter(Refused):
    code = "pool.not_the_inviter"


class PoolPointsHeld(Refused):
    """Points of the one who leaves, or reserved by them, are held until ``until``: captured or released first."""

    code = "pool.points_held"


class PoolIsFull(Refused):
    code = "pool.full"


class NotTheOwner(Refused):
    code = "pool.not_the_owner"


class OwnerStays(Refused):
    """Whoever owns a pool hands it over or dissolves it first."""

    code = "pool.owner_stays"


class OwnerSpends(Refused):
    code = "pool.owner_spends"


class PoolOverLimit(Refused):
    code = "pool.over_limit"


class TooSoonToLeave(Refused):
    code = "pool.too_soon_to_leave"


class TooSoonAgain(Refused):
    code = "pool.too_soon_again"


class IsDissolved(Refused):
    code = "pool.is_dissolved"


class StillInPool(Refused):
    """A merge, while the one who goes is in a pool: they leave it first."""

    code = "merge.in_pool"


class NotAPool(Refused):
    code = "pool.not_a_pool"

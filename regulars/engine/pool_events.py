"""What happens to pools, as typed values. The house makes these events itself; members, pools and orders stand in them as numbers and ids.

    pool     pool.opened          founded: the pool's first event
    member   pool.joined          takes a place; refused where they have one
    pool     pool.member_joined   the pool's side of it
    member   pool.join_undone     instead, when the pool said no
    pool     pool.invited         somebody may join
    member   pool.contributed     points are put in by hand (at earning: a part of any event that earns)
    pool     pool.received        they have arrived
    member   pool.delivered       … or pool.undelivered: the pool said no, they came back
    pool     pool.invitation_withdrawn
    pool     pool.member_frozen   a member's freeze, or its end, as the pool knows it
    pool     pool.redeemed        a member spends
    pool     pool.held            … or reserves first (points.captured, points.released end it, or the clock)
    pool     redemption.cancelled what was of somebody who has left goes home
    member   pool.came_back       theirs again
    pool     pool.gave_back       everybody has theirs
    member   an order's return    asks the pool for what was put in of it
    pool     pool.reclaimed       what is left of that
    member   pool.settled         the rest by the programme's return policy
    pool     pool.left            a member leaves, or is made to leave, with what is left of their own
    member   pool.parted          it is theirs again
    pool     pool.owner_changed
    pool     pool.dissolved       nobody puts in or spends any more; everybody leaves
    pool     pool.closed          nobody is in it
"""

import msgspec

OPENED = "pool.opened"
JOINED = "pool.joined"
MEMBER_JOINED = "pool.member_joined"
JOIN_UNDONE = "pool.join_undone"
INVITED = "pool.invited"
INVITATION_WITHDRAWN = "pool.invitation_withdrawn"
MEMBER_FROZEN = "pool.member_frozen"
CONTRIBUTED = "pool.contributed"
RECEIVED = "pool.received"
DELIVERED = "pool.delivered"
UNDELIVERED = "pool.undelivered"
REDEEMED = "pool.redeemed"
HELD = "pool.held"
CAME_BACK = "pool.came_back"
GAVE_BACK = "pool.gave_back"
RECLAIMED = "pool.reclaimed"
SETTLED = "pool.settled"
LEFT = "pool.left"
PARTED = "pool.parted"
OWNER_CHANGED = "pool.owner_changed"
DISSOLVED = "pool.dissolved"
CLOSED = "pool.closed"

PoolLots = dict[str, tuple[tuple[int, int, int], ...]]  # wallet -> (usable until, earned on, points > 0)


class PoolOpened(msgspec.Struct, frozen=True):
    kind: str
    owner: int
    homeward: bool = False  # a redemption given back goes home to those who have left; pools founded before that keep it


class PoolJoined(msgspec.Struct, frozen=True):
    pool: int
    kind: str


class PoolMemberJoined(msgspec.Struct, frozen=True):
    member: int


class PoolJoinUndone(msgspec.Struct, frozen=True):
    pool: int
    why: str  # the code the pool refused with


class PoolInvited(msgspec.Struct, frozen=True):
    member: int
    by: int = 0  # 0: the shop itself


class PoolInvitationWithdrawn(msgspec.Struct, frozen=True):
    member: int
    by: int = 0


class PoolMemberFrozen(msgspec.Struct, frozen=True):
    """A member may not spend from the pool any more, or may again."""

    member: int
    frozen: bool


class PoolContributed(msgspec.Struct, frozen=True):
    points: int  # > 0
    wallet: str = ""


class PoolReceived(msgspec.Struct, frozen=True):
    member: int
    lots: PoolLots


class PoolDelivered(msgspec.Struct, frozen=True):
    step: int  # seq of the member's event that sent them


class PoolUndelivered(msgspec.Struct, frozen=True):
    step: int
    why: str


class PoolRedeemed(msgspec.Struct, frozen=True):
    """``by``: who spends. The rest as of ``points.redeemed``."""

    by: int
    points: int  # > 0
    wallet: str = ""
    up_to: bool = False
    reason: str = ""
    order_id: str = ""
    order_amount: int = -1


class PoolHeld(msgspec.Struct, frozen=True):
    """``by``: who reserves. The rest as of ``points.held``."""

    by: int
    points: int  # > 0
    wallet: str = ""
    up_to: bool = False
    lasts_s: int = 0
    until_us: int = 0
    reference: str = ""
    order_id: str = ""
    order_amount: int = -1


class PoolCameBack(msgspec.Struct, frozen=True):
    """Of a redemption given back: the lots this member had put in, who is no longer in the pool."""

    pool: int
    lots: PoolLots


class PoolGaveBack(msgspec.Struct, frozen=True):
    step: int  # seq of the pool's event that gave them back


class PoolReclaimed(msgspec.Struct, frozen=True):
    """``wants``: (wallet, usable until, earned on, points) that the member put in and that a return takes back."""

    member: int
    wants: tuple[tuple[str, int, int, int], ...]


class PoolSettled(msgspec.Struct, frozen=True):
    """What the pool gave of what step ``step`` asked: ``lots`` that come back, ``lapsed``: (wallet, usable until, earned on, points) taken from what had lapsed there."""

    step: int
    lots: PoolLots = {}
    lapsed: tuple[tuple[str, int, int, int], ...] = ()


class PoolLeft(msgspec.Struct, frozen=True):
    """``by``: who says so: the member, the owner, or 0 for the shop and the house. ``why``: left | expelled | dissolved_for | merged."""

    member: int
    by: int = 0
    why: str = "left"


class PoolParted(msgspec.Struct, frozen=True):
    pool: int
    why: str
    lots: PoolLots = {}
    lapsed: dict[str, int] = {}  # ``wallet/lot`` -> points of theirs that lapsed in the pool: not owed when their order comes back


class PoolOwnerChanged(msgspec.Struct, frozen=True):
    to: int
    by: int = 0


class PoolDissolved(msgspec.Struct, frozen=True):
    by: int = 0


class PoolClosed(msgspec.Struct, frozen=True):
    pass


OfMembers = PoolJoined | PoolJoinUndone | PoolContributed | PoolDelivered | PoolUndelivered | PoolSettled | PoolParted | PoolCameBack
OfPools = (
    PoolOpened | PoolMemberJoined | PoolInvited | PoolInvitationWithdrawn | PoolMemberFrozen | PoolReceived | PoolRedeemed | PoolHeld | PoolGaveBack
    | PoolReclaimed | PoolLeft | PoolOwnerChanged | PoolDissolved | PoolClosed
)  # fmt: skip
PoolEvents = OfMembers | OfPools

POOL_TYPES: dict[str, type[PoolEvents]] = {
    OPENED: PoolOpened,
    JOINED: PoolJoined,
    MEMBER_JOINED: PoolMemberJoined,
    JOIN_UNDONE: PoolJoinUndone,
    INVITED: PoolInvited,
    INVITATION_WITHDRAWN: PoolInvitationWithdrawn,
    MEMBER_FROZEN: PoolMemberFrozen,
    CONTRIBUTED: PoolContributed,
    RECEIVED: PoolReceived,
    DELIVERED: PoolDelivered,
    UNDELIVERED: PoolUndelivered,
    REDEEMED: PoolRedeemed,
    HELD: PoolHeld,
    CAME_BACK: PoolCameBack,
    GAVE_BACK: PoolGaveBack,
    RECLAIMED: PoolReclaimed,
    SETTLED: PoolSettled,
    LEFT: PoolLeft,
    PARTED: PoolParted,
    OWNER_CHANGED: PoolOwnerChanged,
    DISSOLVED: PoolDissolved,
    CLOSED: PoolClosed,
}

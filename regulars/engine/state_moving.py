"""What a member has who gives points away or receives them, or was merged; and what goes from one to the other."""

import msgspec

from regulars.engine.state_parts import Buckets, Lot, Parked, WaitingLot
from regulars.engine.state_tiers import Aside

Brought = dict[str, list[tuple[str, int, int, int, int]]]  # friend -> the advocate's rewards: (wallet, on, usable until, activates on, points)


class OnItsWay(msgspec.Struct, array_like=True, frozen=True):
    """Points held for another member until these have arrived there."""

    wallet: str
    lots: list[Lot]


class Portion(msgspec.Struct, array_like=True):
    """What one of several people in a merged member brought and did since."""

    measures: dict[str, Buckets] = {}
    used: dict[str, list[tuple[int, int]]] = {}
    returned: dict[str, dict[int, tuple[int, int]]] = {}

    def copy(self) -> "Portion":
        return Portion(
            {name: buckets.copy() for name, buckets in self.measures.items()},
            {key: periods.copy() for key, periods in self.used.items()},
            {order: lines.copy() for order, lines in self.returned.items()},
        )


class FriendOf(msgspec.Struct, array_like=True, frozen=True):
    """A friend who was rewarded: who brought them, and what they got (on, usable until, activates on, points)."""

    advocate: int
    wallet: str
    given: tuple[int, int, int, int]


class OwnFriend(msgspec.Struct, array_like=True, frozen=True):
    """An advocate and a friend who are one person now, and what was taken back of their rewards."""

    friend: int
    advocate: int  # whose the reward for the friend was
    survivor: int
    entry: list[tuple[str, int, int, int, int]]  # of ``brought``
    taken: list[tuple[int, str, int, int, int, int]]  # (whose, 0: the survivor's; wallet, on, usable until, activates on, points)


class TakenIn(msgspec.Struct, array_like=True):
    """A member merged into this one: enough to part again."""

    portion: Portion
    parked: list[Parked] = []  # brought along
    badges: list[str] = []  # brought along, where the survivor had none of the name
    owed: dict[str, int] = {}  # wallet -> the debt brought along
    netted: dict[str, list[Lot]] = {}  # wallet -> lots of one side that settled the other's debt; of the survivor's where ``owed`` names the wallet
    stood: tuple[str, int, int] = ("", 0, 0)  # the survivor's own level, since when, and its grace, before
    aside: Aside | None = None  # what came along beside the ladder
    friends: list[str] | None = None  # whom they brought, as far as rewarded here; None: taken in by a release that left those rewards behind
    friend: FriendOf | None = None  # who brought them, where that was rewarded
    own_friends: list[OwnFriend] = []  # what two of those who are one now had got for one another, taken back when this one came

    def copy(self) -> "TakenIn":
        friends = None if self.friends is None else self.friends.copy()
        return TakenIn(self.portion.copy(), self.parked, self.badges, self.owed, self.netted, self.stood, self.aside, friends, self.friend, self.own_friends.copy())


class Moving(msgspec.Struct, array_like=True):
    """What a member has who gives points away or receives them, or was merged; most members have none.

    ``shares``: ``wallet/account/lot`` -> (whose, points) in the order they came in, where several people's points lie together; 0: the
    member's own. The sums are those of the lots.
    """

    quiet_us: int = 0  # when they joined or last received a gift: the cooling-off counts from then
    sent: dict[int, OnItsWay] = {}  # seq of the event that sent them -> what is held
    into: int = 0  # the member this one was merged into: closed as long as it is set
    been: list[int] = []  # members this one was merged into and parted from again: events of its reference lie there too
    taken_in: dict[int, TakenIn] = {}  # member -> what it takes to part again
    own: Portion | None = None  # the member's own portion, while anybody is taken in
    shares: dict[str, list[tuple[int, int]]] = {}

    @property
    def is_merged(self) -> bool:
        """Whether events of more than one member's log concern this one."""
        return bool(self.into or self.taken_in or self.been)

    def copy(self) -> "Moving":
        return Moving(
            self.quiet_us,
            self.sent.copy(),
            self.into,
            self.been.copy(),
            {member: taken.copy() for member, taken in self.taken_in.items()},
            self.own.copy() if self.own is not None else None,
            {lot: owners.copy() for lot, owners in self.shares.items()},
        )


class PackedWallet(msgspec.Struct, array_like=True, frozen=True):
    lots: list[Lot]
    waiting: list[WaitingLot]
    debt: int = 0


class Pack(msgspec.Struct, frozen=True, omit_defaults=True):
    """What goes from one member to another at a merge, and back when they part."""

    wallets: dict[str, PackedWallet] = {}
    measures: dict[str, Buckets] = {}
    used: dict[str, list[tuple[int, int]]] = {}
    returned: dict[str, dict[int, tuple[int, int]]] = {}
    parked: list[Parked] = []
    badges: dict[str, tuple[int, str]] = {}
    tier: str = ""
    tier_since: int = 0
    grace_until: int = 0
    idle_from: int = 0
    quiet_us: int = 0
    aside: Aside | None = None
    brought: Brought | None = None  # rewards as an advocate, to be taken back when a friend returns what they bought
    into: int = 0  # whom they go on as; 0: told by a release that let advocate and friend keep what they had got for one another
    friend: FriendOf | None = None  # who brought them, where that was rewarded

"""A member's standing: small, whole, and always the fold of the member's events.

Stored as a JSON array (``encode_state``): a field's place is its name, so new ones come last; ``schema`` lets later releases upgrade what they read.
Its parts stand in ``state_parts.py``, ``state_holding.py``, ``state_tiers.py``, ``state_quests.py``, ``state_moving.py`` and ``pool_state.py``.
"""

from collections.abc import Sequence

import msgspec

from regulars.engine.midnights import OwnTime
from regulars.engine.pool_state import Pool, Pooled
from regulars.engine.state_holding import Awaiting, Hold, Holding
from regulars.engine.state_moving import Moving
from regulars.engine.state_parts import Buckets, Parked, WalletState
from regulars.engine.state_quests import Quest, Referring
from regulars.engine.state_tiers import Aside
from regulars.engine.streaks import Streak

SCHEMA = 1


class MemberState(msgspec.Struct, array_like=True):
    schema: int = SCHEMA
    seq: int = 0  # events decided so far, time.passed included: gapless
    enrolled_on: int = 0  # local day; 0: not enrolled yet
    advanced_us: int = 0  # the moment everything before has been decided
    tier: str = ""
    tier_since: int = 0
    grace_until: int = 0  # the day a failed review takes effect; 0: none
    idle_from: int = 0  # the day inactivity is counted from
    active_on: int = 0  # the last day with activity that slides an expiry
    wallets: dict[str, WalletState] = {}
    measures: dict[str, Buckets] = {}  # spend (minor units), visits, and every measure the programme asks for (thousandths)
    used: dict[str, list[tuple[int, int]]] = {}  # limit key -> [(period start, given)], ascending
    streaks: dict[str, Streak] = {}  # rule, or event:<type> for what counts once a day
    returned: dict[str, dict[int, tuple[int, int]]] = {}  # order -> line -> (quantity, amount) returned so far
    parked: list[Parked] = []
    next_due_us: int = 0  # when time alone changes something next; 0: never
    aside: Aside | None = None  # what holds of the member's tier beside the ladder's own moves
    holding: Holding | None = None  # what is set aside or remembered of the member's points beside the lots
    quests: dict[str, Quest] = {}  # challenge -> how far
    badges: dict[str, tuple[int, str]] = {}  # badge -> (earned on, what for: `challenge:<id>` or `rule:<id>`)

    moving: Moving | None = None
    referring: Referring | None = None
    awaiting: list[Awaiting] = []  # pending points that wait for an event of their own, oldest first
    tokens: dict[str, list[str]] = {}  # what has counted once already (short digests, the newest few hundred), by what it was for
    guest: int = 0  # engine/guests.py: 0 a member, 1 somebody who has not joined, 2 whose enrolment follows
    pooled: Pooled | None = None  # the member's part in a pool
    pool: Pool | None = None  # this is no member but a pool
    own_time: OwnTime | None = None  # the member's own zone, where last days end at their own midnight and it is not the programme's
    frozen_us: int = 0  # engine/frozen.py: since when nothing leaves the member's points; 0: it may

    @property
    def joined_on(self) -> int:
        """The local day of joining; 0: a guest, who has not joined."""
        return 0 if self.guest else self.enrolled_on

    @property
    def holds(self) -> Sequence[Hold]:
        """The open holds, soonest end first."""
        return self.holding.holds if self.holding is not None else ()

    def set_aside(self) -> Holding:
        """The part of the state that most members do not have, made when it is needed."""
        if self.holding is None:
            self.holding = Holding([], {}, [], [], [])
        return self.holding

    def copy(self) -> "MemberState":
        """A copy whose containers may be changed without touching this one."""
        return MemberState(
            self.schema,
            self.seq,
            self.enrolled_on,
            self.advanced_us,
            self.tier,
            self.tier_since,
            self.grace_until,
            self.idle_from,
            self.active_on,
            {id: wallet.copy() for id, wallet in self.wallets.items()},
            {name: buckets.copy() for name, buckets in self.measures.items()},
            {key: periods.copy() for key, periods in self.used.items()} if self.used else {},
            {key: streak.copy() for key, streak in self.streaks.items()} if self.streaks else {},
            {order: lines.copy() for order, lines in self.returned.items()} if self.returned else {},
            self.parked.copy(),
            self.next_due_us,
            None if self.aside is None else self.aside.copy(),
            None if self.holding is None else self.holding.copy(),
            {id: quest.copy() for id, quest in self.quests.items()} if self.quests else {},
            self.badges.copy() if self.badges else {},
            self.moving.copy() if self.moving is not None else None,
            None if self.referring is None else self.referring.copy(),
            self.awaiting.copy() if self.awaiting else [],
            {key: known.copy() for key, known in self.tokens.items()} if self.tokens else {},
            self.guest,
            None if self.pooled is None else self.pooled.copy(),
            None if self.pool is None else self.pool.copy(),
            None if self.own_time is None else self.own_time.copy(),
            self.frozen_us,
        )


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(MemberState)


def encode_state(state: MemberState) -> bytes:
    """Compact JSON (ASCII keys, no spaces); the same state gives the same bytes."""
    return _encoder.encode(state)


def decode_state(text: bytes | str) -> MemberState:
    """The inverse of ``encode_state``. Raises msgspec.ValidationError when the text is no state."""
    return _decoder.decode(text)

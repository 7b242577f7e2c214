"""A member who was merged: whose log, whose state, whose orders.

A reference keeps its own number for ever. While its member is merged into another, its events go to that one, with the number as the fact
``under``; what was posted before lies in its own log, and what was posted meanwhile stays in the other's. So every question about a
reference's past asks all the logs it has had.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from regulars.engine.compiled import Versions
from regulars.engine.decision import Outcome, Past
from regulars.engine.event_names import ORDER_PAID, RESTORED
from regulars.engine.events import Event, OrderDelivered, OrderReturned, RedemptionCancelled
from regulars.engine.owning import ABOUT, UNDER
from regulars.engine.reading import read_data
from regulars.engine.state import MemberState
from regulars.engine.taking import own_lots
from regulars.journal.lane import Lane
from regulars.journal.past import PastOrders
from regulars.journal.posting import Posting
from regulars.journal.statements import PAST_ORDERS, PAST_REDEMPTIONS, as_json
from regulars.kit.periods import microseconds

_encode, _decode = msgspec.json.encode, msgspec.json.decode
_outcome = msgspec.json.Decoder(Outcome).decode

SURVIVORS = "SELECT s.member_id, (SELECT min(ref) FROM member_ref r WHERE r.member_id = s.member_id), s.state::text FROM member_state s WHERE s.member_id = ANY(%s)"
KNOWN = """
SELECT q.n, e.member_id, e.body_hash, e.outcome::text
  FROM json_to_recordset(%s) AS q(n integer, member_id bigint, source text, id text)
  JOIN event e ON e.member_id = q.member_id AND e.source = q.source AND e.external_id = q.id
"""
# What lapsed in another log; of one the member has parted from (``parted``: the member), only what did so until then: the rest is the other's own.
LAPSED_THERE = """
SELECT t.member_id, t.wallet, t.lot, sum(CASE WHEN t.target = 'breakage' THEN t.points ELSE -t.points END)::bigint
  FROM json_to_recordset(%s) AS q(member_id bigint, parted bigint)
  JOIN transfer t ON t.member_id = q.member_id AND (t.target = 'breakage' OR t.source = 'breakage')
 WHERE q.parted = 0 OR t.seq <= (SELECT max(e.seq) FROM event e WHERE e.member_id = q.member_id AND e.type = 'member.unmerged'
                                    AND (e.body ->> 'member')::bigint = q.parted AND coalesce(e.outcome ->> 'status', 'created') = 'created')
 GROUP BY t.member_id, t.wallet, t.lot
"""


class Found(NamedTuple):
    """An order or a redemption in another member's log; ``owner``: whose it is, 0 the member's own."""

    member_id: int
    owner: int
    source: str
    id: str  # of the order, or of the redemption
    body: str
    outcome: str
    at_us: int
    parted: int = 0  # who had left that log since: what lapsed there later is not theirs


class Family:
    """What a batch knows about merged members, by the number of the one their events go to."""

    def __init__(self) -> None:
        self.homes: dict[str, int] = {}  # reference -> its own number, where its events go to another member
        self.been: dict[str, list[int]] = {}  # … and the members it had been part of before
        self._found: dict[int, list[Found]] = {}
        self._lapsed: dict[tuple[int, int, str, str], int] = {}  # (who had left, log, wallet, lot)

    def about(self, member_id: int, event: Event, past: PastOrders, versions: Versions) -> dict[str, Any] | None:
        """The fact ``about``: what a return or cancellation is about, where it lies in another log than the member's."""
        data = event.data
        wanted = data.order_id if isinstance(data, OrderReturned | OrderDelivered) else data.redemption if isinstance(data, RedemptionCancelled) else ""
        source = (data.source or event.source) if isinstance(data, RedemptionCancelled) else event.source
        found = [one for one in self._found.get(member_id, ()) if one.id == wanted]
        if isinstance(data, RedemptionCancelled):
            found = [one for one in found if one.source == source]
        if not found:
            return None
        one = next((each for each in found if each.source == source), found[0])
        outcome = _outcome(one.outcome)
        lapsed = []
        for wallet, lot in sorted(own_lots(versions, outcome)):
            points = self._lapsed.get((one.parted, one.member_id, wallet, lot), 0) + past.lapsed_of(member_id, wallet, lot)
            if points > 0:
                lapsed.append([wallet, lot, points])
        body = _decode(one.body) if one.body else None
        return {"owner": one.owner, "body": body, "outcome": _decode(one.outcome), "at": one.at_us, "lapsed": lapsed}

    async def look_for_past(self, lane: Lane, postings: Sequence[Posting], states: dict[str, tuple[int, MemberState]]) -> None:
        """Orders and redemptions that returns and cancellations of merged members may be about. states: reference -> (number, state)."""
        for posting in postings:
            known = states.get(posting.ref)
            data = posting.event.data
            if known is None or not isinstance(data, OrderReturned | OrderDelivered | RedemptionCancelled):
                continue
            member_id, state = known
            home, been = self.homes.get(posting.ref), self.been.get(posting.ref, [])
            logs = [{"member_id": one} for one in logs_of(state, member_id, home, been) if one != member_id]
            parted = {one["member_id"]: member_id if has_parted(state, one["member_id"]) else (home or 0) if one["member_id"] in been else 0 for one in logs}
            if isinstance(data, OrderReturned | OrderDelivered):
                keys = [{**log, "order_id": data.order_id} for log in logs]
                rows = [(log, source, order, body, outcome, at) for log, order, source, body, outcome, at in await lane.fetch(PAST_ORDERS, (as_json(keys),))]
                asked = [{"member_id": log, "parted": left} for log, left in parted.items()]
                for log, wallet, lot, points in await lane.fetch(LAPSED_THERE, (as_json(asked),)):
                    self._lapsed[parted[log], log, wallet, lot] = points
            else:
                named = [{**log, "source": data.source or posting.event.source, "id": data.redemption} for log in logs]
                rows = [(log, source, id, "", outcome, at) for log, source, id, outcome, at in await lane.fetch(PAST_REDEMPTIONS, (as_json(named),))]
            for log, source, id, body, outcome, at in rows:
                owner = owner_in(state, member_id, log, _outcome(outcome), home if home is not None and log in been else 0)
                if owner is not None and _outcome(outcome).status == "created":
                    self._found.setdefault(member_id, []).append(Found(log, owner, source, id, body, outcome, microseconds(at), parted[log]))


def logs_of(state: MemberState, member_id: int, home: int | None, been: Sequence[int] = ()) -> list[int]:
    """Every log that may hold something of a reference: its own first, then its member's, then those it has been in.

    home, been: the reference's own number and the members it had been part of, where its events go to another one now.
    """
    moving = state.moving
    if moving is None:
        return [member_id]
    logs = [home or member_id, member_id, *moving.taken_in, *moving.been, *been, *([moving.into] if moving.into else ())]
    return list(dict.fromkeys(logs))


def has_parted(state: MemberState, log: int) -> bool:
    """Whether a log is one the member was part of, and is no more."""
    moving = state.moving
    return moving is not None and log in moving.been and log not in moving.taken_in and log != moving.into


def owner_in(state: MemberState, member_id: int, log: int, outcome: Outcome, home: int = 0) -> int | None:
    """Whose an order in another log is: a member's who was taken in, or one's own from the time in another; None: a stranger's.

    home: the number of a reference that had been part of that log's member before it went on as another.
    """
    under = outcome.facts.get(UNDER, 0)
    moving = state.moving
    if home and under == home:
        return home
    if moving is not None and log in moving.taken_in and not under:
        return log
    if moving is not None and log in moving.been and under == member_id:
        return 0
    return None


def past_of(facts: dict[str, Any], versions: Versions) -> Past | None:
    """What the fact ``about`` says, as the engine takes it: live and in a replay."""
    about = facts.get(ABOUT)
    if about is None:
        return None
    outcome = _outcome(_encode(about["outcome"]))
    body = about["body"]
    order = None if body is None else read_data(ORDER_PAID, _encode(body), versions.number(outcome.version).program)
    lapsed: dict[str, int] = {}
    by_lot: dict[tuple[str, str], int] = {}
    for wallet, lot, points in about["lapsed"]:
        lapsed[wallet] = lapsed.get(wallet, 0) + points
        by_lot[wallet, lot] = points
    return Past(order, outcome, about["at"], lapsed, by_lot)


def goes_on_as(state: MemberState | None, postings: Sequence[Posting], ref: str) -> int:
    """The member that events of a reference go to; 0: its own. The undoing of a merge goes to the closed member itself."""
    if state is None or state.moving is None or not state.moving.into:
        return 0
    if any(posting.ref == ref and posting.event.type == RESTORED for posting in postings):
        return 0
    return state.moving.into



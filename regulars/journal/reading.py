"""What a batch must know before it is decided: members, events already known, programme versions, past orders, facts."""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

import psycopg

from regulars.engine.event_names import ENROLLED
from regulars.engine.events import OrderDelivered, OrderReturned, RedemptionCancelled
from regulars.engine.state import decode_state
from regulars.journal.cache import Cache, Remembered
from regulars.journal.counters import read_counters
from regulars.journal.errors import NoProgram
from regulars.journal.family import KNOWN, SURVIVORS, Family, goes_on_as, logs_of
from regulars.journal.folding import Folding, Member, Stored, decode_outcome
from regulars.journal.lane import Lane
from regulars.journal.past import ABOUT_ANOTHER, PastOrders
from regulars.journal.posting import Posting
from regulars.journal.programs import SELECT, Shelf, Version
from regulars.journal.statements import LAPSED, NEW_IDS, PAST_ORDERS, PAST_REDEMPTIONS, READ, Asked, as_json
from regulars.kit.periods import microseconds

Conn = psycopg.AsyncConnection[Any]
# (connection, [(member_id, the event's time in µs)], fields asked) -> one dict of facts for each, in order
FactsOf = Callable[[Conn, Sequence[tuple[int, int]], frozenset[str]], Awaitable[Sequence[dict[str, Any]]]]

IDS_AT_ONCE = 64


class Prepared(NamedTuple):
    """A batch ready to be decided; ``facts`` beside the postings. ``counts_on``: the programme version it takes for the newest, where a member was not asked about."""

    folding: Folding
    members: dict[str, Member]
    facts: Sequence[dict[str, Any]] | None
    counts_on: int | None = None


class Reader:
    """Reads for batches; keeps the compiled versions and a few unused member ids between them."""

    def __init__(self, cache: Cache, facts_of: FactsOf | None) -> None:
        self._cache = cache
        self._facts_of = facts_of
        self._shelf = Shelf([])
        self._ids: deque[int] = deque()

    async def counts(self, lane: Lane) -> bool:
        """Whether members share budgets, under the programme known last; asks the database only when none is known yet. Raises NoProgram."""
        if not self._shelf.newest:
            await self._fresh(lane, (await lane.fetch("SELECT max(version) FROM program_version", ()))[0][0])
        return self._shelf.latest.has_budgets

    async def prepare(self, lane: Lane, postings: Sequence[Posting], *, trusting: bool = False, holding: bool = False, owning: bool = False) -> Prepared:
        """Raises NoProgram, Away and whatever psycopg raises. holding: within a transaction, which keeps the counters of budgets as they are read.

        trusting: members whose states are in memory are not asked about. What is remembered may be stale, and an event may be known
        already: the write finds out (versions, unique keys) and comes to nothing.
        owning: the states are changed in place. They are no longer remembered, until the caller puts them back.
        """
        trusting = trusting and self._shelf.newest > 0
        recall = self._cache.take if owning else self._cache.get
        asked: dict[int, Asked] = {}
        remembered: dict[str, Remembered | None] = {}
        members: dict[str, Member] = {}
        for n, posting in enumerate(postings):
            ref = posting.ref
            if ref in members:
                continue
            cached = None
            if ref not in remembered:
                found = recall(ref)
                if trusting and found is not None and not (found.state.moving is not None and found.state.moving.is_merged):
                    members[ref] = Member(ref, found.member_id, found.state, found.numbers)
                    continue
                remembered[ref] = found
                cached = found.state.seq if found is not None else -1
            asked[n] = Asked(n, ref, posting.event.source, posting.event.id, cached)
        trusted = len(members)
        rows = await lane.fetch(READ, (as_json(list(asked.values())),)) if asked else []
        shelf = await self._fresh(lane, rows[0][6]) if rows else self._shelf
        for n, member_id, version, state, _, _, _ in rows:
            if asked[n].cached is None or member_id is None:
                continue
            ref = postings[n].ref
            held = remembered[ref]
            current = (
                held.state if state is None and held is not None and held.state.seq == version else decode_state(state)
            )
            members[ref] = Member(ref, member_id, current)
        unknown = [ref for ref in remembered if ref not in members]
        await self._lease(lane, len(unknown))
        for ref in unknown:
            members[ref] = Member(ref, self._ids.popleft(), None)
        family = await self._family(lane, postings, members)
        past = await _past(lane, shelf, postings, members)
        counters = await read_counters(lane, shelf.latest, postings, held=holding)
        folding = Folding(shelf.latest, shelf.newest, past, counters, family, owning=owning)
        if family is not None:
            await self._known_in_family(lane, postings, members, family, folding)
        for n, member_id, _, _, body_hash, outcome, _ in rows:
            if body_hash is not None:
                folding.know(member_id, asked[n].source, asked[n].id, Stored.read(body_hash, outcome))
        facts = await self._facts(lane, shelf, postings, members)
        return Prepared(folding, members, facts, shelf.newest if trusted else None)

    async def _family(self, lane: Lane, postings: Sequence[Posting], members: dict[str, Member]) -> Family | None:
        """Send the events of merged members where they go on; None: nobody here was ever merged."""
        merged = {
            ref: member for ref, member in members.items() if member.state is not None and member.state.moving is not None and member.state.moving.is_merged
        }
        if not merged:
            return None
        family, gone = Family(), {ref: goes_on_as(member.state, postings, ref) for ref, member in merged.items()}
        survivors = {member.member_id: member for member in members.values()}
        wanted = [into for into in set(gone.values()) if into and into not in survivors]
        for member_id, ref, state in await lane.fetch(SURVIVORS, (wanted,)) if wanted else ():
            survivors[member_id] = Member(ref, member_id, decode_state(state))
        for ref, into in gone.items():
            if into:
                own = members[ref]
                family.homes[ref], family.been[ref] = own.member_id, own.state.moving.been if own.state is not None and own.state.moving is not None else []
                members[ref] = survivors[into]
        states = {ref: (members[ref].member_id, state) for ref in merged if (state := members[ref].state) is not None}
        await family.look_for_past(lane, postings, states)
        return family

    async def _known_in_family(
        self, lane: Lane, postings: Sequence[Posting], members: dict[str, Member], family: Family, folding: Folding
    ) -> None:
        """Events that a merged member's reference was told of before, in whichever log they lie."""
        asked = []
        for n, posting in enumerate(postings):
            member = members[posting.ref]
            if member.state is not None and member.state.moving is not None and member.state.moving.is_merged:
                for log in logs_of(member.state, member.member_id, family.homes.get(posting.ref), family.been.get(posting.ref, ())):
                    asked.append({"n": n, "member_id": log, "source": posting.event.source, "id": posting.event.id})
        for n, _, body_hash, outcome in await lane.fetch(KNOWN, (as_json(asked),)) if asked else ():
            event = postings[n].event
            folding.know_too(members[postings[n].ref].member_id, event.source, event.id, Stored.read(body_hash, outcome))

    def keep_unused(self, member: Member) -> None:
        """An id that was leased for a member who did not come to be."""
        self._ids.append(member.member_id)

    async def _fresh(self, lane: Lane, newest: int | None) -> Shelf:
        """The versions as they are now; one batch uses the same ones throughout."""
        if newest is None:
            raise NoProgram()
        if newest > self._shelf.newest:
            self._shelf = Shelf([Version(*row) for row in await lane.fetch(SELECT, ())])
        return self._shelf

    async def _lease(self, lane: Lane, needed: int) -> None:
        if needed > len(self._ids):
            self._ids.extend(id for (id,) in await lane.fetch(NEW_IDS, (max(needed, IDS_AT_ONCE),)))

    async def _facts(
        self, lane: Lane, shelf: Shelf, postings: Sequence[Posting], members: dict[str, Member]
    ) -> Sequence[dict[str, Any]] | None:
        """What rules ask about the members, for those events whose type they ask it of (a newcomer's enrolment included)."""
        by_type = shelf.latest.facts_by_type
        if not by_type or self._facts_of is None:
            return None
        places = [
            place
            for place, one in enumerate(postings)
            if one.event.type in by_type or (ENROLLED in by_type and _may_join(members[one.ref]))
        ]
        if not places:
            return None
        asked = [(members[postings[place].ref].member_id, postings[place].event.at_us) for place in places]
        answers = await self._facts_of(await lane.connection(), asked, shelf.latest.facts_asked)
        found: list[dict[str, Any]] = [{}] * len(postings)
        for place, answer in zip(places, answers, strict=True):
            one = postings[place]
            wanted = by_type.get(one.event.type, frozenset())
            if _may_join(members[one.ref]):
                wanted |= by_type.get(ENROLLED, frozenset())
            found[place] = {fact: value for fact, value in answer.items() if fact in wanted}
        return found


def _may_join(member: Member) -> bool:
    """Whether an enrolment may come along with an event of theirs."""
    return member.state is None or member.state.guest > 0


async def _past(lane: Lane, shelf: Shelf, postings: Sequence[Posting], members: dict[str, Member]) -> PastOrders | None:
    about = [posting for posting in postings if posting.event.type in ABOUT_ANOTHER]
    if not about:
        return None
    past = PastOrders(shelf.latest)
    orders: set[tuple[int, str]] = set()
    redemptions: set[tuple[int, str, str]] = set()
    for one in about:
        data, member_id = one.event.data, members[one.ref].member_id
        if isinstance(data, OrderReturned | OrderDelivered):
            orders.add((member_id, data.order_id))
        elif isinstance(data, RedemptionCancelled):
            redemptions.add((member_id, data.source or one.event.source, data.redemption))
    if orders:
        await _past_orders(lane, past, orders)
    if redemptions:
        keys = as_json([{"member_id": member_id, "source": source, "id": id} for member_id, source, id in redemptions])
        for member_id, source, id, outcome, at in await lane.fetch(PAST_REDEMPTIONS, (keys,)):
            past.add_redemption(member_id, source, id, decode_outcome(outcome), microseconds(at))
    return past


async def _past_orders(lane: Lane, past: PastOrders, wanted: set[tuple[int, str]]) -> None:
    keys = as_json([{"member_id": member_id, "order_id": order_id} for member_id, order_id in wanted])
    for member_id, order_id, source, body, outcome, at in await lane.fetch(PAST_ORDERS, (keys,)):
        past.add_order(member_id, order_id, source, body, decode_outcome(outcome), microseconds(at))
    ids = as_json([{"member_id": member_id} for member_id in {member_id for member_id, _ in wanted}])
    for member_id, wallet, lot, points in await lane.fetch(LAPSED, (ids,)):
        past.add_lapsed(member_id, wallet, lot, points)

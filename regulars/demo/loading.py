"""The shop's year through the live intake: members enrolled, every basket paid, nothing computed here.

Household by household, so that a load that is killed leaves whole households behind it and the next one goes on with the rest.
The clock stands still meanwhile (journal.standstill): it would carry members past baskets that are still to come.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec
import psycopg

from regulars.connectors.known_facts import known_facts
from regulars.connectors.orders_read import Order
from regulars.demo.baskets import SOURCE, baskets, first_and_last, weeks_between, weeks_forward
from regulars.demo.dataset import BASKETS, HOUSEHOLDS, open_dataset
from regulars.demo.households import enrolments
from regulars.engine.event_names import ENROLLED
from regulars.engine.events import Event, MemberEnrolled
from regulars.journal import figures
from regulars.journal.bulk import Posted, post_all
from regulars.journal.clock import advance_due
from regulars.journal.posting import Posting
from regulars.journal.programs import load_versions
from regulars.journal.standstill import standstill
from regulars.kit.errors import Refused
from regulars.kit.periods import microseconds
from regulars.kit.phrases import phrases
from regulars.members.enrolment import JOURNAL_BODY, split_personal, store_many
from regulars.members.queries import members_by_ref

EVENTS = HOUSEHOLDS + BASKETS
AT_ONCE = 100  # households between two looks at the console

phrases(
    {
        "demo.not_taken": (
            "{count} of the demo's events were not taken; the first: {event}, {code}",
            "演示数据中有 {count} 个事件未被接受；第一个：{event}，{code}",
            "示範資料中有 {count} 個事件未被接受；第一個：{event}，{code}",
        ),
    }
)


class Loaded(NamedTuple):
    members: int
    baskets: int

    @property
    def is_whole(self) -> bool:
        return self.members >= HOUSEHOLDS and self.baskets >= BASKETS


def how_far(conn: psycopg.Connection[Any]) -> Loaded:
    """How much of the demo is in the journal."""
    counts = dict(conn.execute("SELECT type, count(*) FROM event WHERE source = %s GROUP BY type", (SOURCE,)).fetchall())
    return Loaded(counts.get(ENROLLED, 0), counts.get("order.paid", 0))


def load(dsn: str, *, now: Callable[[], datetime], on_progress: Callable[[int], None]) -> Posted:
    """Load what is not there yet; ``on_progress`` gets the number of events in the journal so far, of ``EVENTS``.

    Needs Django set up and a programme applied. Raises Refused ``demo.not_taken`` when the programme refuses some of it.
    """
    with open_dataset() as data, standstill(dsn), psycopg.connect(dsn, autocommit=True) as conn:
        versions = load_versions(conn)
        known = _known(conn)
        weeks = _weeks(conn, data, microseconds(now()))
        people = enrolments(data)
        posted = Posted(duplicate=len(known))
        every = groupby(baskets(data, weeks), key=attrgetter("ref"))
        while household := [(ref, list(orders)) for ref, orders in islice(every, AT_ONCE)]:
            postings = [one for one in _postings(household, microseconds(now())) if (one.ref, one.event.id) not in known]
            if postings:
                more = post_all(dsn, postings, partial(_told, on_progress, posted.total), facts_of=known_facts(versions.calendar.day_of))
                posted = _both(posted, more)
                if more.problems:
                    event, code = more.problems[0]
                    raise Refused("demo.not_taken", count=len(more.problems), event=event, code=code)
            _tell_names({ref: people[ref] for ref, _ in household}, now())
            figures.refresh_if_older(conn, at=now(), seconds=5)
        advance_due(conn, versions, microseconds(now()))
        figures.refresh(conn, at=now())
        return posted


def _postings(households: list[tuple[str, list[Order]]], received_us: int) -> Iterator[Posting]:
    """Each household is enrolled at its first basket, then pays its baskets."""
    for ref, orders in households:
        enrolled = Event("enrolled", SOURCE, ENROLLED, orders[0].event.at_us, MemberEnrolled())
        yield Posting(ref, enrolled, JOURNAL_BODY, received_us)
        for _, event, body in orders:
            yield Posting(ref, event, body, received_us)


def _tell_names(people: dict[str, dict[str, Any]], at: datetime) -> None:
    """Keep the personal part of these enrolments, where there is none yet."""
    ids = members_by_ref(people)
    personal = {ids[ref]: split_personal(msgspec.json.encode(told), today=at.date())[1] for ref, told in people.items() if ref in ids}
    store_many(personal, at=at, again=True)


def _known(conn: psycopg.Connection[Any]) -> set[tuple[str, str]]:
    """(member, event id) of what is in the journal already."""
    rows = conn.execute("SELECT r.ref, e.external_id FROM event e JOIN member_ref r USING (member_id) WHERE e.source = %s", (SOURCE,))
    return set(rows.fetchall())


def _weeks(conn: psycopg.Connection[Any], data: Any, now_us: int) -> int:
    """By how many weeks dates move: what an earlier load decided, read off one of its baskets, or decided now."""
    row = conn.execute("SELECT external_id, occurred_at FROM event WHERE source = %s AND type = 'order.paid' LIMIT 1", (SOURCE,)).fetchone()
    if row is None:
        return weeks_forward(first_and_last(data)[1], now_us)
    basket, there = row
    here_us = data.execute("SELECT min(at_us) FROM lines WHERE basket_id = $1", [int(basket)]).fetchall()[0][0]
    return weeks_between(here_us, microseconds(there))


def _told(on_progress: Callable[[int], None], before: int, done: int) -> None:
    on_progress(before + done)


def _both(one: Posted, other: Posted) -> Posted:
    return Posted(*(getattr(one, name) + getattr(other, name) for name in ("created", "duplicate", "refused", "conflict", "failed", "problems")))

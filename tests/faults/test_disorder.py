"""The programme promises that what was said five times, out of order and in part a month late counts once, and as if it had come in time wherever the order of things is no matter (fault F9)."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

import msgspec
import psycopg
import pytest
from conftest import _cloned

from faults.conftest import times
from regulars.engine.compiled import Versions
from regulars.engine.event_names import ENROLLED
from regulars.engine.events import Event, OrderPaid
from regulars.engine.reading import read_data
from regulars.engine.state import decode_state
from regulars.journal.answers import Answer
from regulars.journal.clock import advance_due
from regulars.journal.intake import Intake
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version, load_versions
from regulars.journal.verify import verify
from regulars.kit.periods import microseconds

pytestmark = pytest.mark.faults

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
OPENED_US = microseconds(datetime(2026, 1, 5, 8, tzinfo=UTC))
DAYS = 150
TIMES_SAID = 5
AT_ONCE = 200  # letters that arrive together

# What an order gives here hangs on nothing but the order and its day, and the level on what only grows: by spend, who had enough
# before a return came keeps it until a review, and who had not never gets there.
NO_MATTER = """
program: no-matter
currency: {code: EUR, minor_digits: 2}
timezone: Europe/Berlin
wallets: {points: {kind: spendable, expire: {rolling: 60 days}}, growth: {kind: qualifying}}
tiers: {levels: [{id: regular}, {id: gold, reach: {visits: 13, within: lifetime}}]}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
  - {id: coffee, on: order.paid, when: {line.category: coffee}, points: {multiply: 2}}
  - {id: friday, on: order.paid, when: {order.weekday: [friday]}, points: 5}
  - {id: growth, on: order.paid, points: {per: 10, give: 1, of: net_amount}, wallet: growth}
  - {id: visit, on: checkin, points: 3, limit: {times: 1, per: day}}
"""
# Here it hangs on the level a member has reached by the time an order is recorded.
OF_MATTER = """
program: of-matter
currency: {code: EUR, minor_digits: 2}
timezone: Europe/Berlin
wallets: {points: {kind: spendable, expire: {rolling: 60 days}}}
tiers: {levels: [{id: regular}, {id: gold, multiplier: 1.5, reach: {spend: 900, within: lifetime}}]}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
"""


@dataclass
class Letter:
    """One thing that happened; ``said``: the answers it got."""

    ref: str
    event: Event
    body: bytes
    arrives: list[int]  # µs, once for each time it is said
    said: list[Answer] = field(default_factory=list)


class Shop:
    """A journal of its own with two processes before it."""

    def __init__(self, database: Any, document: str) -> None:
        self.dsn = database.dsn
        self.conn = psycopg.connect(self.dsn, autocommit=True)
        apply_version(self.conn, document, by="faults", at=datetime(2026, 1, 1, tzinfo=UTC))
        self.versions: Versions = load_versions(self.conn)

    async def take(self, deliveries: list[tuple[int, Letter]]) -> None:
        """In this order, many at once; the clock's job comes once a day. Whoever finds a process busy says it again."""
        processes = [Intake(self.dsn), Intake(self.dsn)]
        for process in processes:
            await process.start()
        waiting, clock_us = list(reversed(deliveries)), OPENED_US
        while waiting:
            now = [waiting.pop() for _ in range(min(AT_ONCE, len(waiting)))]
            now_us = now[-1][0]
            halves = now[::2], now[1::2]
            answers = await asyncio.gather(*(process.post_many([_posting(letter, now_us) for _, letter in half]) for process, half in zip(processes, halves, strict=True)))
            for half, heard in zip(halves, answers, strict=True):
                for (_, letter), answer in zip(half, heard, strict=True):
                    if isinstance(answer, Answer):
                        letter.said.append(answer)
                    else:
                        waiting.append((now_us, letter))
            if now_us > clock_us + DAY_US:
                clock_us = now_us
                await asyncio.to_thread(advance_due, self.conn, self.versions, now_us)
        for process in processes:
            await process.stop()

    def end(self) -> None:
        """The clock comes once more, after everything has arrived."""
        advance_due(self.conn, self.versions, OPENED_US + (DAYS + 40) * DAY_US)

    def standings(self) -> dict[str, tuple[Any, ...]]:
        """Of everybody: level, balances and lots by their last day, and what counts for levels."""
        rows = self.conn.execute("SELECT ref, state::text FROM member_state JOIN member_ref USING (member_id)")
        found = {}
        for ref, stored in rows:
            state = decode_state(stored)
            wallets = {id: (own.active, own.pending, own.held, own.debt, [(until, points) for until, _, points in own.lots], own.waiting) for id, own in state.wallets.items()}
            found[ref] = (state.tier, wallets, state.measures)
        return found


def _posting(letter: Letter, now_us: int) -> Posting:
    return Posting(letter.ref, letter.event, letter.body, now_us)


def made_up(count: int, versions: Versions, random: Random) -> list[Letter]:
    """Orders, their returns and check-ins of ``count // 20`` members, in the order they happen; each will be said five times."""
    letters, program = [], versions.latest.program
    refs = [f"m{n}" for n in range(max(count // 20, 5))]
    sold: list[tuple[str, str, int]] = []

    def write(ref: str, type: str, id: str, at_us: int, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        letters.append(Letter(ref, Event(id, "till", type, at_us, read_data(type, body, program)), body, _arrivals(at_us, random)))

    for n in range(count):
        at_us, ref = OPENED_US + DAYS * DAY_US * n // count, random.choice(refs)
        kind = random.random()
        if kind < 0.15:
            write(ref, "checkin", f"c{n}", at_us, {"place": "hall"})
        elif kind < 0.35 and sold:
            owner, order, lines = sold.pop(-1 if random.random() < 0.3 else random.randrange(len(sold)))
            part = {"lines": [{"line": random.randint(1, lines)}]} if random.random() < 0.4 else {"all": True}
            write(owner, "order.returned", f"r{n}", at_us, {"order_id": order, **part})
        else:
            lines = random.randint(1, 3)
            goods = [{"sku": f"s{random.randint(1, 9)}", "quantity": 1, "amount": f"{random.randint(1, 80)}.{random.randint(0, 99):02}", "category": random.choice(("coffee", "bread"))} for _ in range(lines)]
            write(ref, "order.paid", f"o{n}", at_us, {"order_id": f"o{n}", "currency": "EUR", "lines": goods})
            sold.append((ref, f"o{n}", lines))
    return letters


def _arrivals(at_us: int, random: Random) -> list[int]:
    """Mostly within hours, out of order; of one in a hundred nothing is heard for a month."""
    first = at_us + (30 * DAY_US if random.random() < 0.01 else 0)
    return [first + int(random.expovariate(1 / (6 * HOUR_US))) for _ in range(TIMES_SAID)]


@pytest.fixture
def shops(home: Any) -> Iterator[Any]:
    with ExitStack() as stack:

        def opened(document: str) -> Shop:
            shop = Shop(stack.enter_context(_cloned(home)), document)
            stack.callback(shop.conn.close)
            return shop

        yield opened


def play(shops: Any, document: str, seed: int) -> tuple[Shop, list[Letter]]:
    """The letters as they arrive in disorder."""
    shop = shops(document)
    letters = made_up(times(1_000, 50_000), shop.versions, Random(seed))
    deliveries = sorted(((at_us, letter) for letter in letters for at_us in letter.arrives), key=lambda each: each[0])
    asyncio.run(shop.take(_joining(shop, letters)))
    asyncio.run(shop.take(deliveries))
    shop.end()
    for letter in letters:
        statuses = sorted(answer.status for answer in letter.said)
        assert statuses == ["created"] + ["duplicate"] * (TIMES_SAID - 1), f"{letter.event.id}: {statuses}"
        assert len({msgspec.json.encode(msgspec.structs.replace(answer, status="")) for answer in letter.said}) == 1, f"I8: {letter.event.id} was answered otherwise"
    report = verify(shop.conn)
    assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]
    return shop, letters


def _joining(shop: Shop, letters: list[Letter]) -> list[tuple[int, Letter]]:
    data = read_data(ENROLLED, b"{}", shop.versions.latest.program)
    return [(OPENED_US, Letter(ref, Event("joins", "till", ENROLLED, OPENED_US - DAY_US, data), b"{}", [])) for ref in sorted({letter.ref for letter in letters})]


@pytest.mark.timeout(7_200)
def test_where_order_is_no_matter_members_end_where_order_would_have_left_them(shops: Any, capsys: pytest.CaptureFixture[str]) -> None:
    disorderly, letters = play(shops, NO_MATTER, 1)
    orderly = shops(NO_MATTER)
    again = [Letter(letter.ref, letter.event, letter.body, []) for letter in letters]
    asyncio.run(orderly.take(_joining(orderly, letters)))
    asyncio.run(orderly.take([(letter.event.at_us, letter) for letter in again]))
    orderly.end()
    expected, found = orderly.standings(), disorderly.standings()
    assert found.keys() == expected.keys()
    assert {tier for tier, *_ in expected.values()} == {"regular", "gold"}
    for ref, standing in expected.items():
        assert found[ref] == standing, f"{ref}: {found[ref]}, in order {standing}"
    late = sum(letter.said[0].late for letter in letters)
    parked = sum(any(reason["code"] == "return.parked" for reason in answer.because) for letter in letters for answer in letter.said[:1])
    with capsys.disabled():
        print("\n", {"events": len(letters), "said": TIMES_SAID * len(letters), "late": late, "returns before their order": parked})
    assert late > len(letters) // 200 and parked > 0, "nothing came in disorder: this run has tried nothing"


@pytest.mark.timeout(7_200)
def test_where_order_matters_an_order_is_worth_what_the_level_of_that_moment_says(shops: Any) -> None:
    shop, letters = play(shops, OF_MATTER, 2)
    amounts = {letter.event.id: sum(line.amount for line in letter.event.data.lines) for letter in letters if isinstance(letter.event.data, OrderPaid)}
    query = "SELECT ref, external_id, outcome ->> 'tier', outcome ->> 'tier_used', outcome -> 'earned' ->> 'points' FROM event JOIN member_ref USING (member_id) ORDER BY member_id, seq"
    stood: dict[str, str] = {}
    golden = 0
    for ref, id, after, used, earned in shop.conn.execute(query):
        if id in amounts:
            is_gold = stood[ref] == "gold"
            worth = amounts[id] * (3 if is_gold else 2) // 200
            assert (used, int(earned or 0)) == (stood[ref], worth), f"{ref} {id}: {earned} as {used}; {amounts[id]} cents as {stood[ref]} are worth {worth}"
            golden += is_gold
        stood[ref] = after or stood[ref]
    assert golden

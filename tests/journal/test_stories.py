"""Whatever comes in whatever batches gives the same journal as the same events one by one."""

import asyncio
from datetime import datetime

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.journal.answers import answer_bytes
from regulars.journal.programs import apply_version
from regulars.journal.verify import verify

from .conftest import PROGRAMME, ZONE, Shop, running

RETURNS = "returns: {policy: debt}\n"
DAYS = [f"202{year}-{month:02d}-{day:02d}" for year in (4, 5) for month in (1, 4, 7, 10) for day in (1, 15, 28)]


@pytest.fixture(scope="module")
def shop(module_database):
    with psycopg.connect(module_database.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME + RETURNS, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        yield Shop(module_database.dsn, module_database.owner_dsn, conn)
        assert verify(conn).is_sound


happenings = st.lists(
    st.tuples(
        st.sampled_from(["alice", "bea"]),
        st.sampled_from(["order", "order", "order", "return", "redeem", "join"]),
        st.integers(1, 6),  # which order, or which redemption
        st.sampled_from(DAYS),
        st.sampled_from(["0.99", "10.00", "333.33", "1200.00"]),
    ),
    min_size=1,
    max_size=25,
)
_story = iter(range(1_000_000))


def postings_of(shop, story, prefix):
    for n, (who, what, number, day, amount) in enumerate(story):
        ref = f"{prefix}-{who}"
        if what == "order":
            yield shop.order(ref, f"o{number}", day, amount, enrol=True)
        elif what == "return":
            yield shop.returns(ref, f"o{number}", day, id=f"return-{n % 4}-{number}", enrol=True)
        elif what == "redeem":
            yield shop.redeems(ref, f"r{number}", day, number * 40, enrol=True)
        else:
            yield shop.joins(ref, day)


def journal_of(shop, prefix):
    """Everything the journal holds of a story's members, but for the numbers it gave them."""
    members = f"(SELECT member_id, ref FROM member_ref WHERE ref LIKE '{prefix}-%')"
    events = f"""SELECT right(ref, 5), seq, source, external_id, type, order_id, occurred_at, body::text, body_hash, outcome::text
                   FROM event JOIN {members} m USING (member_id) ORDER BY 1, 2"""
    transfers = f"""SELECT right(ref, 5), seq, n, wallet, source, target, points, lot, expires_on, rule
                      FROM transfer JOIN {members} m USING (member_id) ORDER BY 1, 2, 3"""
    states = f"SELECT right(ref, 5), version, active, pending, debt, tier, next_due_on, state::text FROM member_state JOIN {members} m USING (member_id) ORDER BY 1"
    told = f"SELECT right(ref, 5), seq, n, topic FROM outbox JOIN {members} m USING (member_id) ORDER BY 1, 2, 3"
    return [shop.conn.execute(query).fetchall() for query in (events, transfers, states, told)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(happenings, st.data())
def test_batches_of_any_size_give_the_same_journal_as_one_by_one(shop, story, data):
    number = next(_story)
    one_by_one, together = f"s{number}", f"t{number}"
    sizes = data.draw(st.lists(st.integers(1, 12), min_size=1, max_size=8))

    async def run():
        async with running(shop.dsn) as intake, running(shop.dsn, remembered_numbers=60) as other:
            single = [await intake.post_many([posting]) for posting in postings_of(shop, story, one_by_one)]
            postings, batches, start = list(postings_of(shop, story, together)), [], 0
            while start < len(postings):
                size = sizes[len(batches) % len(sizes)]
                batches.append(postings[start : start + size])
                start += size
            joined = []
            for n, batch in enumerate(batches):  # two processes take turns, one of them forgetful
                joined.extend(await (intake if n % 2 else other).post_many(batch, bulk=n % 3 == 0))
        return [answer for (answer,) in single], joined

    single, joined = asyncio.run(run())
    assert [answer_bytes(answer) for answer in single] == [answer_bytes(answer).replace(together.encode(), one_by_one.encode()) for answer in joined]
    assert journal_of(shop, one_by_one) == journal_of(shop, together)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(happenings, st.integers(1, 4), st.randoms(use_true_random=False))
def test_deliveries_repeated_and_at_once_count_once(shop, story, copies, random):
    """Two processes get every event several times, in any order; each is in the journal once, and every promise holds."""
    prefix = f"u{next(_story)}"
    postings = [posting for posting in postings_of(shop, story, prefix) for _ in range(copies)]
    random.shuffle(postings)
    sides = [random.randrange(2) for _ in postings]

    async def run():
        async with running(shop.dsn, largest_batch=4) as one, running(shop.dsn, largest_batch=4) as other:
            return await asyncio.gather(*((one, other)[side].post(posting) for side, posting in zip(sides, postings, strict=True)))

    answers = asyncio.run(run())
    assert {answer.status for answer in answers} <= {"created", "duplicate", "refused", "conflict"}
    stored = shop.rows("SELECT count(*), count(DISTINCT (member_id, source, external_id)) FROM event JOIN member_ref USING (member_id) WHERE ref LIKE %s", f"{prefix}-%")
    new = sum(1 for answer in answers if answer.status == "created" or (answer.status == "refused" and answer.code != "member.unknown"))
    implicit = shop.rows("SELECT count(*) FROM event JOIN member_ref USING (member_id) WHERE ref LIKE %s AND source IN ('regulars', 'clock')", f"{prefix}-%")[0][0]
    assert stored == [(new + implicit, new + implicit)]

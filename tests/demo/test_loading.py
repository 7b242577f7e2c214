"""The programme promises that the demo may be killed while it loads and run again: it goes on, and nothing is doubled."""

from datetime import UTC, datetime
from itertools import islice, takewhile

import psycopg
import pytest

from regulars.demo import baskets, loading
from regulars.jobs.rounds import let_time_pass
from regulars.journal.programs import apply_version
from regulars.journal.standstill import standstill
from regulars.journal.verify import verify
from regulars.members.queries import find, members_by_ref, profile_of

pytestmark = pytest.mark.usefixtures("the_test_reads")

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST = ["1", "2", "3"]


@pytest.fixture
def first_households(monkeypatch):
    """The first three households only, two at a time."""
    monkeypatch.setattr(loading, "baskets", lambda data, weeks: takewhile(lambda order: order.ref in FIRST, baskets.baskets(data, weeks)))
    monkeypatch.setattr(loading, "AT_ONCE", 2)


@pytest.fixture
def shop(django_database, first_households):
    from regulars.cli.demo import grocer

    with psycopg.connect(django_database.dsn, autocommit=True) as conn:
        apply_version(conn, grocer(), by="demo", at=NOW)
        yield django_database.dsn, conn


def balances(conn):
    return conn.execute("SELECT ref, active, pending, tier, version FROM member_ref JOIN member_state USING (member_id) ORDER BY ref").fetchall()


def test_every_basket_goes_through_the_intake_and_the_journal_is_sound(shop):
    dsn, conn = shop
    told: list[int] = []
    loading.load(dsn, now=lambda: NOW, on_progress=told.append)
    assert loading.how_far(conn).members == 3
    assert told == sorted(told)
    assert told[-1] == sum(loading.how_far(conn))
    assert verify(conn).is_sound
    last = conn.execute("SELECT max(occurred_at) FROM event WHERE type = 'order.paid'").fetchone()[0]
    assert last < NOW


def test_a_second_load_changes_nothing(shop):
    dsn, conn = shop
    loading.load(dsn, now=lambda: NOW, on_progress=lambda done: None)
    first = balances(conn)
    again = loading.load(dsn, now=lambda: NOW, on_progress=lambda done: None)
    assert again.created == 0
    assert balances(conn) == first


def test_a_load_that_was_killed_goes_on_where_it_was_and_keeps_its_weeks(shop, monkeypatch):
    dsn, conn = shop

    class Killed(BaseException):
        pass

    def kill_after_some(done: int) -> None:
        raise Killed

    def a_part(data, weeks):
        return islice((order for order in baskets.baskets(data, weeks) if order.ref in FIRST), 20)

    with monkeypatch.context() as patch:
        patch.setattr(loading, "baskets", a_part)
        with pytest.raises(Killed):
            loading.load(dsn, now=lambda: NOW, on_progress=kill_after_some)
    half = loading.how_far(conn)
    assert half.baskets == 20
    a_month_later = datetime(2026, 12, 24, tzinfo=UTC)
    loading.load(dsn, now=lambda: a_month_later, on_progress=lambda done: None)
    assert loading.how_far(conn).members == 3
    ids = conn.execute("SELECT count(*), count(DISTINCT (member_id, external_id)) FROM event WHERE source = 'till'").fetchone()
    assert ids[0] == ids[1]
    last = conn.execute("SELECT max(occurred_at) FROM event WHERE type = 'order.paid'").fetchone()[0]
    assert last < NOW  # the weeks of the first load
    assert verify(conn).is_sound


def test_members_are_found_by_name_card_and_phone(shop):
    dsn, _ = shop
    loading.load(dsn, now=lambda: NOW, on_progress=lambda done: None)
    ids = members_by_ref(FIRST)
    profile = profile_of(ids["1"])
    assert profile.attributes["age"] == "65+"
    for asked in (profile.name, profile.phone, "955000000001"):
        assert ids["1"] in [hit.member_id for hit in find(asked)]


def test_the_clock_stands_still_while_a_history_comes_in(shop):
    dsn, _ = shop
    assert let_time_pass(dsn, NOW) is not None
    with standstill(dsn), standstill(dsn):  # two imports at once are fine
        assert let_time_pass(dsn, NOW) is None
    assert let_time_pass(dsn, NOW) is not None

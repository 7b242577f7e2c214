"""What is usual may be learned from some members, and a month be looked at alone: each day is judged as if all of them were there."""

from datetime import timedelta

import duckdb
import numpy as np
import pytest

from regulars.cli.bench.made_shop import make_shop, opened_shop
from regulars.insight.anomalies.scoring import tails_of, usual_of
from regulars.insight.asking import unusual
from regulars.insight.asking.answers import answer
from regulars.insight.asking.models import Models
from regulars.insight.facts.facts import day_number
from regulars.insight.facts.local_time import local_us

VALUES = (*unusual.KINDS, "points", "places")
PLAIN = """
    SELECT n.member, date_diff('day', DATE '1970-01-01', timezone('UTC', occurred_at)::DATE) AS day, count(DISTINCT CASE WHEN source = 'issued' THEN seq END) AS earn,
           count(DISTINCT CASE WHEN target = 'redeemed' THEN seq END) AS redeem, coalesce(sum(CASE WHEN target = 'redeemed' THEN points END), 0)::BIGINT AS points, count(DISTINCT source_of_event) AS places
    FROM transfers t JOIN numbers n ON n.number = t.member WHERE type <> 'time.passed' GROUP BY ALL ORDER BY 1, 2"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    make_shop(folder, members=400, orders=9_000)
    with opened_shop(folder) as opened:
        yield opened


def test_the_days_of_a_month_are_judged_after_all_that_came_before(facts, monkeypatch):
    """Read at once with everything before, or alone with the sums of it: the same values, the same past, the same chances."""
    moved = unusual._Moved(facts)
    assert moved.draw(unusual.MOST_MEMBERS) == (400, 400)
    whole = moved.drawn_days()
    assert np.array_equal(np.column_stack([whole.member, whole.day, whole.values]), np.array(facts.rows(PLAIN), float))
    since = day_number(facts.as_of) - 60
    late = whole.take(whole.day > since)
    recent = moved.since(since)
    assert 100 < len(late.member) < len(whole.member) and late.past.days.max() > 20
    assert all(np.array_equal(getattr(late, name), getattr(recent, name)) for name in ("member", "day", "counts", "points", "places"))
    assert np.array_equal(late.past.sums, recent.past.sums) and np.array_equal(late.past.days, recent.past.days) and np.array_equal(late.past.left, recent.past.left)
    np.testing.assert_allclose(late.past.logs, recent.past.logs, atol=1e-9)
    usual = usual_of(whole)
    np.testing.assert_allclose(tails_of(late, usual), tails_of(recent, usual), atol=1e-9)
    assert moved.since(day_number(facts.as_of)) is None
    monkeypatch.setattr(unusual, "MOST_PLACES", 1)
    assert np.array_equal(unusual._Moved(facts).since(since).places, recent.places)


def test_members_drawn_are_the_same_each_time_and_are_told_of(facts):
    since = day_number(facts.as_of) - unusual.LAST_DAYS
    found, told = unusual.alerts_since(facts, since, most_members=100)
    again, _ = unusual.alerts_since(facts, since, most_members=100)
    assert found == again and len(found) > 50
    assert [one.code for one in told] == ["insight.anomalies.drawn"] and 60 < told[0].facts["members"] < 140 and told[0].facts["of"] == 400
    everybody, nothing = unusual.alerts_since(facts, since)
    assert nothing == () and len(everybody) > 50
    rows = answer(Models(facts), "anomalies").rows
    assert 0 < len(rows) <= 30 * unusual.ALERTS_A_DAY and min(row[0] for row in rows) > facts.as_of - timedelta(days=unusual.LAST_DAYS)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_the_shop_s_clock_by_whole_numbers_is_the_time_zone_s(zone):
    """Every hour of six years, through each change of the clocks."""
    first, last = 1_577_836_800_000_000, 1_767_225_600_000_000
    with duckdb.connect() as store:
        store.execute("SET TimeZone = 'UTC'")
        apart = store.execute(
            f"SELECT count(*), count_if(make_timestamp({local_us('us', zone, first, last)}) <> timezone('{zone}', make_timestamptz(us))) FROM range({first}, {last}, 1800000000) t(us)"
        ).fetchall()
    assert apart == [(105_216, 0)]

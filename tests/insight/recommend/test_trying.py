"""What was shown and what was bought of it teaches the slot, and says without bias what other ways would have brought."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import psycopg
import pytest

from regulars.insight.asking.models import Models
from regulars.insight.asking.said import slot as slot_figure
from regulars.insight.asking.slot import ShowRow, _new, slot_of
from regulars.insight.facts.facts import day_number
from regulars.insight.facts.of_snapshot import facts_of_snapshot
from regulars.insight.recommend.baskets import code
from regulars.insight.recommend.newcomers import draw, fill_slot
from regulars.insight.recommend.ranking import NOTHING
from regulars.insight.recommend.trying import Log, estimate, joined, learned, ways
from regulars.insight.snapshot.taking import take
from regulars.insight.store.showing import shows
from regulars.kit.errors import Problem
from tests.insight.running_shop import RunningShop

NEW = np.array([5, 9], np.int32)


def shown_to(members: int, seed: int) -> Log:
    """Half like the kind of item 5, half that of item 9. Item 5 is bought by 10 %, item 9 by 30 %; who likes its kind buys twice as often."""
    fans = np.arange(members) % 2 == 0
    liking = np.where(fans[:, None], [1.0, 0.0], [0.0, 1.0])
    drawn = draw(NEW, liking, np.zeros(members, bool), seed)
    chance = np.where(drawn.item == 5, 0.1, 0.3) * np.where((drawn.item == 5) == fans, 2, 1)
    return joined(drawn.item, drawn.propensity, drawn.taste, drawn.among, np.random.default_rng(seed + 1).random(members) < chance)


def test_other_ways_are_told_as_they_would_have_been() -> None:
    """Evenly: (.1 + .2 + .3 + .6) / 4 = .30; by taste alone: (.2 + .6) / 2 = .40; as drawn, nine in ten by taste: .38."""
    found = ways(shown_to(40_000, 3))
    assert {name: one.value for name, one in found.items()} == pytest.approx({"as_drawn": 0.38, "even": 0.30, "by_taste": 0.40}, abs=0.015)
    assert found["even"].effective < found["as_drawn"].effective == 40_000
    for one in found.values():
        assert one.low is not None and one.high is not None and one.low < one.value < one.high
        assert one.ips == pytest.approx(one.value, abs=0.02)


def test_the_range_holds_the_truth_about_as_often_as_it_says() -> None:
    held = 0
    for seed in range(100):
        one = ways(shown_to(1_500, 10 * seed))["even"]
        assert one.low is not None and one.high is not None
        held += one.low <= 0.30 <= one.high
    assert 90 <= held <= 99


def test_few_shows_have_no_range_and_no_answer_at_all_has_one() -> None:
    few = shown_to(20, 1)
    assert estimate(few, few.chance).low is None
    silent = joined([5] * 300, [0.5] * 300, [0.5] * 300, [2] * 300, [False] * 300)
    one = estimate(silent, silent.chance)
    assert (one.value, one.low) == (0.0, 0.0) and one.high == pytest.approx(0.01)


def test_what_is_bought_more_is_shown_more_but_never_only() -> None:
    assert learned(None, NEW, 1).tolist() == [0.5, 0.5]
    speaks = learned(shown_to(2_000, 5), NEW, 1)
    assert speaks[1] > 0.99 and np.array_equal(speaks, learned(shown_to(2_000, 5), NEW, 1))
    drawn = draw(NEW, np.zeros((20_000, 2)), np.zeros(20_000, bool), 2, learned=np.array([0.0, 1.0]))
    assert sorted(set(drawn.propensity.round(9))) == [0.1, 0.9] and (drawn.item == 9).mean() == pytest.approx(0.9, abs=0.01)
    assert set(learned(joined([7], [0.5], [0.5], [2], [True]), NEW, 1)) == {0.5}  # shows of what is new no more teach nothing here


def test_nobody_is_shown_what_they_have_bought(monkeypatch: pytest.MonkeyPatch) -> None:
    history = code(["a", "a", "b", "c"], [1, 2, 3, 4], [1, 2, 3, 4], [0, 1, 0, 2]).baskets
    monkeypatch.setattr("regulars.insight.recommend.newcomers.MEMBERS_AT_ONCE", 2)
    drawn = fill_slot(history, np.array([0, 0, 1]), np.array([0, 1], np.int32), 3)
    assert drawn.item.tolist()[:2] == [NOTHING, 1] and drawn.propensity.tolist()[:2] == [0.0, 1.0] and drawn.among.tolist() == [0, 1, 2]


LAST = date(2026, 2, 28)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_shows_are_joined_with_what_was_bought_in_the_days_after(database, tmp_path: Path) -> None:
    """Ann bought the newcomer 5 days later, Bob 40 days later, Cyd never; Dan's time is not over; Eve has refused since and is forgotten."""
    shop = RunningShop(database.dsn)
    orders = [shop.order(who, (LAST - timedelta(days=200 - n)).isoformat(), ("tea", "5.00")) for n, who in enumerate(("ann", "bob", "cyd", "dan", "eve"))]
    bought = {"ann": 45, "bob": 10, "fay": 50}
    orders += [shop.order(who, (LAST - timedelta(days=ago)).isoformat(), ("chai", "7.00")) for who, ago in bought.items()]
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        shop.post(*sorted(orders, key=lambda one: one.event.at_us))
        conn.execute("INSERT INTO profiling_refusal (member_id, refused_at, by) VALUES (%s, %s, 'eve')", (shop.number("eve"), AT))
        for who, ago in (("ann", 50), ("bob", 50), ("cyd", 30), ("dan", 5), ("eve", 50)):
            told = (shop.number(who), "chai", AT - timedelta(days=ago + 1), 1, 0.5, 0.25, 2)
            conn.execute("INSERT INTO insight_shown (member_id, sku, shown_at, refresh, chance, taste, among) VALUES (%s, %s, %s, %s, %s, %s, %s)", told)
        rows = [ShowRow(*row) for row in shows(conn, "Europe/Berlin")]
        assert conn.execute("SELECT count(*) FROM insight_shown").fetchone() == (4,) and rows[0].day == day_number(LAST) - 50
        take(conn, tmp_path / "snapshot", at=AT)
        with facts_of_snapshot(tmp_path / "snapshot", tmp_path) as facts:
            models = Models(facts)
            coded = code(["a"], [1], [0], [0])
            found = slot_of(facts, coded, ["chai"], rows)
            assert found.log is not None and found.log.answer.tolist() == [True, False, False] and found.waiting == 1
            assert len(_new(facts, coded)) == 0  # sold since long before the last 60 days
            with pytest.raises(Problem) as refused:
                slot_figure(models)
            assert refused.value.code in ("insight.recommend.too_few", "insight.slot.none_yet")

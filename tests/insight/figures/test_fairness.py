"""The programme promises to say when some members pay more or earn less than others for the same, and not to say it of chance."""

import random
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from insight.order_files import facts_of
from regulars.insight.asking.answers import answer
from regulars.insight.asking.fairness import COLUMNS
from regulars.insight.asking.models import Models
from regulars.insight.errors import CannotSay
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.insight.figures.fairness import Gap, audit, levels
from regulars.insight.figures.within import Within, within
from regulars.insight.snapshot.manifest import FORMAT, Manifest, Origin, Shop
from regulars.kit.phrases import LANGUAGES

HEADER = "order_id,member,ordered_at,sku,quantity,amount,discount,channel\n"
START = date(2018, 6, 1)


def orders(*, dearer: float, taken_off: float = 0.0, members: int = 120, seed: int = 4) -> str:
    """Half the members have been there for years and pay ``dearer`` more; ``taken_off``: a discount for new ones. Prices change from week to week, and among orders by a little."""
    draw = random.Random(seed)
    lines, n = ["0,founder,2016-01-01,s0,1,9.00,0.00,web\n"], 0

    def buys(member: int, day: date, old: bool) -> None:
        nonlocal n
        n += 1
        sku = draw.randrange(12)
        asked = (900 + 100 * sku + 37 * (day.isocalendar().week % 5)) * (1 + draw.gauss(0, 0.01)) * (1 + (dearer if old else 0.0))
        off = 0.0 if old else asked * taken_off
        lines.append(f"{n},m{member},{day},s{sku},1,{(asked - off) / 100:.2f},{off / 100:.2f},{'web' if n % 2 else 'till'}\n")

    for member in range(members):
        old = member % 2 == 0
        if old:
            buys(member, START - timedelta(days=500 + member), old)
        first = START + timedelta(days=draw.randrange(5))
        for _ in range(8):
            buys(member, first + timedelta(days=draw.randrange(60)), old)
    return "".join(lines)


def gaps(folder: Path, text: str) -> tuple[dict[tuple[str, str], Gap], str]:
    """By group and measure, and what is told in English."""
    folder.mkdir(exist_ok=True)
    with facts_of(folder, text, header=HEADER) as facts:
        told = answer(Models(facts), "price_fairness")
        for language in LANGUAGES:
            sentences = " ".join((*told.sentences(language), *told.notes(language)))
            assert "{" not in sentences and "insight." not in sentences
        assert told.columns == COLUMNS and "182 days" in told.window("en")
        return {(gap.group.name, gap.measure): gap for gap in audit(facts, {}).gaps}, " ".join((*told.notes("en"), *told.sentences("en")))


def test_members_of_long_standing_who_pay_more_are_told_of_with_the_size_and_whether_it_is_the_price_or_the_discount(tmp_path: Path) -> None:
    found, told = gaps(tmp_path / "dearer", orders(dearer=0.05))
    paid = found["long", "paid"]
    assert paid.low < 0.05 < paid.high and paid.high - paid.low < 0.01 and paid.verdict == "pays_more" and paid.cells >= 30 and (paid.members, paid.members_beside) == (60, 60)
    assert paid.asked == pytest.approx(0.05, abs=0.005) and paid.given_off == pytest.approx(0, abs=1e-9)
    assert "Members of a year and more paid 5." in told and "All of it is in the price asked" in told and "What members earned" in told  # which order files don't tell
    found, told = gaps(tmp_path / "voucher", orders(dearer=0.0, taken_off=0.10))
    paid = found["long", "paid"]
    assert paid.verdict == "pays_more" and paid.change == pytest.approx(1 / 0.9 - 1, abs=0.01) and paid.asked is not None and abs(paid.asked) < 0.005  # nobody was asked another price
    assert "The price asked was the same; discounts make the difference" in told
    assert (1 + paid.asked) * (1 + (paid.given_off or 0)) == pytest.approx(1 + paid.change)


def test_prices_of_chance_are_called_fair_and_of_too_few_nothing_is_said(tmp_path: Path) -> None:
    found, told = gaps(tmp_path / "fair", orders(dearer=0.0))
    assert all(gap.verdict == "alike" for gap in found.values()) and "Nobody pays more" in told
    with facts_of(tmp_path, orders(dearer=0.5, members=8), header=HEADER) as facts:
        few = answer(Models(facts), "price_fairness")
    assert few.rows == () and "30 members of each" in few.sentences("en")[0]
    (tmp_path / "one").mkdir()
    with facts_of(tmp_path / "one", "1,a,2018-01-01,s,1,5.00,0.00,web\n2,b,2018-01-01,s,-1,-5.00,0.00,web\n", header=HEADER) as facts:
        assert [one.code for one in answer(Models(facts), "price_fairness").cannot_say if isinstance(one, CannotSay)] == ["insight.fairness.none"]


def table(*, pairs: bool) -> list[tuple[int, int, float, int]]:
    """(member, cell, ln of cents, d): twelve members, twenty cells, of two or of six."""
    of = [(m, c) for c in range(20) for m in range(12) if (m in ((c * 5) % 12, (c * 7 + 1) % 12) if pairs else (m * 7 + c * 5) % 4 < 2)]
    return [(m, c, float(np.log(900 + 100 * c + 17 * ((m * m + 3 * c * m + c * c) % 11) + 25 * (m % 2 == 0))), int(m % 2 == 0)) for m, c in of]


def counted(rows: list[tuple[int, int, float, int]]) -> Within | None:
    member, cell, y, d = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [], [])
    with duckdb.connect() as connection:
        connection.register("t", pa.table({"member": pa.array(member, pa.int64()), "cell": pa.array(cell, pa.int64()), "y": pa.array(y, pa.float64()), "d": pa.array(d, pa.int64())}))
        return within(connection, "SELECT member, cell, y, y AS also, d FROM t")


# statsmodels 0.15.0: ``ols("y ~ d + C(cell)")`` on ``table``, refitted without each; √(V(members) + V(cells) − V(rows)), each V the sum of (β without − β)².
REFITTED = {True: (0.0017571860958731644, 0.012211850067767479), False: (0.008926261274734948, 0.008834562777475689)}  # pairs -> difference, off


@pytest.mark.parametrize(("pairs", "difference", "off"), [(pairs, *found) for pairs, found in REFITTED.items()])
def test_difference_and_error_are_those_of_statsmodels_refitted_without_each_member_cell_and_row(pairs: bool, difference: float, off: float) -> None:
    found = counted(table(pairs=pairs))
    assert found is not None and (found.difference, found.off) == (pytest.approx(difference, abs=1e-10), pytest.approx(off, abs=1e-10))
    assert found.also == pytest.approx(difference, abs=1e-10) and (found.cells, found.members, found.members_beside) == (20, 6, 6)


def test_the_worked_table_of_the_guide_and_what_can_not_be_left_out() -> None:
    """docs/algorithms/insight/price-fairness.md."""
    y = np.log([10.0, 11.0, 10.0, 20.0, 22.0]).tolist()
    rows = list(zip((0, 1, 2, 0, 2), (0, 0, 0, 1, 1), y, (1, 1, 0, 1, 0), strict=True))
    assert counted(rows) is None  # one member beside: nobody could be left out
    found = counted([*rows, (3, 1, float(np.log(22.0)), 0)])
    assert found is not None and (found.difference, found.off) == (pytest.approx(-np.log(1.1) / 4), pytest.approx(0.138185, abs=1e-6))
    assert counted([]) is None and counted([(0, 0, 1.0, 1), (1, 0, 1.0, 1)]) is None


def test_of_a_hundred_intervals_ninety_five_hold_also_where_cells_are_pairs_and_members_have_prices_of_their_own() -> None:
    """60 drawn shops: 80 members whose own prices differ by 3 %, in pairs, with a true difference of 2 %. More of them: the guide."""
    draw, hit, every = np.random.default_rng(11), 0, 60
    for _ in range(every):
        cell = np.repeat(np.arange(200), 2)
        member = np.concatenate([draw.choice(80, 2, replace=False) for _ in range(200)])
        y = 0.02 * (member % 2 == 0) + draw.normal(0, 0.03, 80)[member] + draw.normal(0, 0.03, 400) + cell
        found = counted(list(zip(member.tolist(), cell.tolist(), y.tolist(), (member % 2 == 0).astype(int).tolist(), strict=True)))
        assert found is not None
        low, high = found.reach(0.05)
        hit += low <= 0.02 <= high
    assert 55 <= hit < 60


def test_who_earns_fewer_points_for_the_same_purchase_is_told_of_and_a_level_that_earns_more_too(tmp_path: Path) -> None:
    """Old members get a point where new ones get two, and gold a third more; a basket of two articles is left out, and so is another wallet."""
    with facts_of(tmp_path, orders(dearer=0.0).replace(",web", ",till"), header=HEADER) as facts:
        facts.connection.execute(_AS_A_SNAPSHOT)
        shop = Manifest(FORMAT, 1, "2018-08-10T00:00:00+00:00", Origin("", 0, 0), 0, Shop("made", "USD", 2, "UTC", {"points": "0.01"}), [], {}, {})
        made = SnapshotFacts(facts.connection, facts.store, facts.as_of, facts.first_day, facts.last_day, "USD", 2, (), shop, "UTC")
        level = levels(made)
        assert level is not None and level[1] == ("base", "gold")
        found = {(gap.group.name, gap.measure): gap for gap in audit(made, {"level": level}).gaps}
        told = answer(Models(made), "price_fairness")
    long, gold = found["long", "points"], found["gold", "points"]
    assert long.verdict == "earns_less" and long.low < -0.5 < long.high and (long.members, long.members_beside) == (60, 60)
    assert gold.verdict == "earns_more" and gold.low < 1 / 3 < gold.high
    assert found["base", "points"].verdict == "earns_less" and found["gold", "paid"].verdict != "pays_more"
    notes = " ".join(told.notes("en"))
    assert "Members of a year and more earned" in notes and "fewer points than new ones" in notes
    assert [row[4] for row in told.rows[:2]] == ["earns_less", "earns_less"]  # the worst treated first


_AS_A_SNAPSHOT = """
    CREATE TABLE numbers AS SELECT member, member + 1 AS number, joined_on FROM members;
    CREATE TABLE merged (member BIGINT, root BIGINT);
    CREATE TABLE behaviours (member BIGINT, seq BIGINT, type VARCHAR, at_us BIGINT, fields MAP(VARCHAR, VARCHAR));
    CREATE TABLE fair AS SELECT *, member + 1 AS number, row_number() OVER (ORDER BY member, ordered_at, order_id) AS seq FROM lines;
    CREATE TABLE order_lines AS
        SELECT number::BIGINT AS member, seq, epoch_us(ordered_at) AS at_us, sku, (quantity * 1000)::BIGINT AS quantity, 1000 AS amount, 0 AS discount, channel, store FROM fair
        UNION ALL SELECT number, seq, epoch_us(ordered_at), 'dear', 1000, 500, 0, channel, store FROM fair WHERE seq % 40 = 0;
    CREATE TABLE standings AS SELECT number AS member, 0 AS active, 0 AS pending, 0 AS held, CASE WHEN member % 6 IN (0, 1) THEN 'gold' ELSE 'base' END AS tier FROM numbers;
    CREATE TABLE transfers AS
        SELECT number::BIGINT AS member, seq, ordered_at AT TIME ZONE 'UTC' AS occurred_at, 'points' AS wallet, 'issued' AS source, 'active' AS target,
               (CASE WHEN date_diff('day', joined_on, day) >= 365 THEN 30 ELSE 60 END * CASE WHEN fair.member % 6 IN (0, 1) THEN 4 ELSE 3 END)::BIGINT AS points
          FROM fair JOIN members USING (member)
        UNION ALL SELECT number, seq, ordered_at AT TIME ZONE 'UTC', 'status', 'issued', 'active', 9999 FROM fair WHERE member % 3 = 0;
"""

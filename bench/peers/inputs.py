"""What both sides are given: the columns of a made-up shop, written once for each run. Reading them is not counted."""

from pathlib import Path

import numpy as np

from regulars.cli.bench.made_shop import opened_shop
from regulars.demo.dataset import open_dataset
from regulars.insight.asking.coding import coded_of
from regulars.insight.facts import Facts
from regulars.insight.facts.facts import day_number
from regulars.insight.recommend.baskets import Baskets, HeldOut, code, global_cut

DAY_US = 86_400_000_000
HISTORIES = 50_000  # lifetimes needs minutes for a million
JOURNEY_CUT = np.datetime64("2017-12-01T00:00:00", "us")


def write(shop: Path, folder: Path) -> None:
    with opened_shop(shop) as facts:
        figures = {
            "days": "SELECT member, date_diff('day', DATE '1970-01-01', day) AS day FROM purchase_days",
            "orders": "SELECT member, amount FROM orders",
            "histories": _HISTORIES,
            "redeemed": _REDEEMED,
        }
        for name, sql in figures.items():
            columns = facts.connection.execute(sql).fetchnumpy()
            np.savez(folder / name, as_of=day_number(facts.as_of), **{key: _plain(column) for key, column in columns.items()})
        write_baskets(folder / "made", held_of(facts))
    write_baskets(folder / "journey", journey())


def held_of(facts: Facts) -> HeldOut:
    """Known until three months before the end; the first basket after that is to be foreseen."""
    return global_cut(coded_of(facts).coded.baskets, (day_number(facts.as_of) - 90) * DAY_US)


def journey() -> HeldOut:
    """Complete Journey: 2017 until December is known, the first basket of December is to be foreseen. Products on 17 lines or more."""
    with open_dataset() as store:
        lines = store.execute(_JOURNEY).fetchnumpy()
    coded = code(lines["member"], lines["basket"], lines["at"], lines["item"], lines["amount"])
    return global_cut(coded.baskets, int(JOURNEY_CUT.astype(np.int64)))


def write_baskets(file: Path, held: HeldOut) -> None:
    of = held.history
    np.savez(
        file, owner=of.owner, at=of.at, basket=of.basket, item=of.item, shape=(of.members, of.items),
        who=held.who, truth=np.array([held.truth.nonzero()[0], held.truth.nonzero()[1]]),
    )  # fmt: skip


def read_baskets(file: Path) -> Baskets:
    with np.load(file) as of:
        return Baskets(of["owner"], of["at"], of["basket"], of["item"], int(of["shape"][0]), int(of["shape"][1]))


def _plain(column: np.ndarray) -> np.ndarray:
    values = np.ma.getdata(column)
    return values.astype(str) if values.dtype == object else values


_HISTORIES = f"""
    SELECT member, count(*) - 1.0 AS x, date_diff('day', min(day), max(day)) / 7.0 AS tx, date_diff('day', min(day), any_value(as_of)) / 7.0 AS T,
           CASE WHEN count(*) > 1 THEN (sum(amount) - arg_min(amount, day)) / (count(*) - 1) / 100.0 ELSE 0.0 END AS spend
    FROM purchase_days CROSS JOIN shop GROUP BY member ORDER BY member LIMIT {HISTORIES}"""
_REDEEMED = """
    WITH moved AS (SELECT member, lot, date_trunc('month', occurred_at) AS month, source, target, points FROM transfers),
    born AS (SELECT member, lot, min(month) AS earned_in FROM moved WHERE source = 'issued' GROUP BY ALL)
    SELECT strftime(earned_in, '%Y-%m-01') AS earned_in, strftime(month, '%Y-%m-01') AS redeemed_in, sum(points)::DOUBLE AS points
    FROM moved JOIN born USING (member, lot) WHERE target = 'redeemed' GROUP BY ALL ORDER BY ALL"""
_JOURNEY = """
    SELECT household_id AS member, basket_id AS basket, make_timestamp(at_us) AS at, product_id AS item, amount FROM lines
    WHERE amount > 0 AND product_id IN (SELECT product_id FROM lines GROUP BY 1 HAVING count(*) >= 17)"""

"""The slot for a new product: drawn for everybody at a refresh, and what the shows so far say of other ways of choosing."""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from regulars.insight.errors import CannotSay
from regulars.insight.facts import Facts
from regulars.insight.facts.facts import day_number
from regulars.insight.recommend.baskets import Coded, Codes
from regulars.insight.recommend.newcomers import Shown, fill_slot, newcomers
from regulars.insight.recommend.trying import Log, joined, learned, ways
from regulars.kit.periods import MICROSECONDS

NEW_DAYS, WATCHED_DAYS, MOST_NEW = 60, 150, 50  # new: first sold within so many days, in a shop watched for so many
ANSWER_DAYS = 28


class ShowRow(NamedTuple):
    """One show as the store keeps it: the shop's number of the member, and the day of the shop's calendar."""

    number: int
    sku: str
    day: int
    chance: float
    taste: float
    among: int


class Slot(NamedTuple):
    """``shown`` by place in ``coded.members``; None with no newcomer. ``log``: shows that had their ANSWER_DAYS, items as places in ``skus``; None with none."""

    shown: Shown | None
    log: Log | None
    waiting: int


def slot_of(facts: Facts, coded: Coded, skus: list[str], rows: list[ShowRow]) -> Slot:
    """skus: of the coded items. The draw is the same for the same evening, purchases and shows."""
    log, waiting = _log(facts, skus, rows)
    new = _new(facts, coded)
    if not len(new):
        return Slot(None, log, waiting)
    seed = day_number(facts.as_of)
    return Slot(fill_slot(coded.baskets, _categories(facts, skus), new, seed, learned=learned(log, new, seed)), log, waiting)


def estimates(slot: Slot) -> list[tuple[Any, ...]]:
    """(way, shows, share bought, low, high, ips, effective shows). Raises CannotSay ``insight.slot.none_yet``."""
    if slot.log is None:
        raise CannotSay("insight.slot.none_yet", days=ANSWER_DAYS, waiting=slot.waiting)
    return [(name, len(slot.log), one.value, one.low, one.high, one.ips, one.effective) for name, one in ways(slot.log).items()]


def _new(facts: Facts, coded: Coded) -> Codes:
    if facts.days < WATCHED_DAYS:
        return np.empty(0, np.int32)
    baskets = coded.baskets
    first = np.full(baskets.items, np.iinfo(np.int64).max)
    np.minimum.at(first, baskets.item, baskets.at[baskets.basket])
    found = newcomers(first, since=(day_number(facts.as_of) - NEW_DAYS + 1) * 86_400 * MICROSECONDS)
    return np.sort(found[np.argsort(-first[found], kind="stable")[:MOST_NEW]])


def _categories(facts: Facts, skus: list[str]) -> Any:
    named = dict(facts.rows("SELECT sku, max(category) FROM lines GROUP BY sku"))
    return np.unique(np.array([named.get(sku) or "" for sku in skus]), return_inverse=True)[1].reshape(-1)


def _log(facts: Facts, skus: list[str], rows: list[ShowRow]) -> tuple[Log | None, int]:
    if not rows:
        return None, 0
    columns = zip(*rows, strict=True)
    types = (pa.int64(), pa.string(), pa.int64(), pa.float64(), pa.float64(), pa.int64())
    table = pa.table({name: pa.array(list(column), type) for name, column, type in zip(ShowRow._fields, columns, types, strict=True)})
    facts.connection.register("shows", table)
    try:
        found = facts.rows(_ANSWERED, {"days": ANSWER_DAYS})
    finally:
        facts.connection.unregister("shows")
    place = {sku: number for number, sku in enumerate(skus)}
    over = [row for row in found if row[5] and row[0] in place]
    waiting = sum(not row[5] for row in found)
    if not over:
        return None, waiting
    sku, chance, taste, among, answer, _ = zip(*over, strict=True)
    return joined([place[one] for one in sku], chance, taste, among, answer), waiting


_ANSWERED = """
    SELECT s.sku, s.chance, s.taste, s.among,
           EXISTS (SELECT 1 FROM lines l WHERE l.member = n.member AND l.sku = s.sku AND l.amount > 0
                   AND l.day >= DATE '1970-01-01' + s.day::INTEGER AND l.day < DATE '1970-01-01' + (s.day + $days)::INTEGER) AS answer,
           DATE '1970-01-01' + (s.day + $days)::INTEGER <= as_of + 1 AS is_over
    FROM shows s CROSS JOIN shop LEFT JOIN merged m ON m.member = s.number JOIN numbers n ON n.number = coalesce(m.root, s.number)
    ORDER BY s.number, s.sku"""

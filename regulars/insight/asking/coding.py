"""A shop's order lines as baskets: numbered, sorted and counted once by the database, so that 30 million orders fit beside it in memory."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from regulars.insight.facts import Facts
from regulars.insight.facts.facts import EPOCH
from regulars.insight.recommend.baskets import Baskets, Coded
from regulars.kit.errors import Refused
from regulars.kit.periods import MICROSECONDS

DAY_US = 86_400 * MICROSECONDS
ROWS_AT_ONCE = 4_000_000


class Shelved(NamedTuple):
    """``skus`` is by place in ``coded.items``."""

    coded: Coded
    skus: list[str]


def coded_of(facts: Facts) -> Shelved:
    """What ``recommend.baskets.code`` gives of the lines of purchases that brought money: a basket is one order, its moment the first microsecond but one of its day.

    Raises Refused ``insight.recommend.no_baskets``.
    """
    skus = [sku for (sku,) in facts.rows("SELECT DISTINCT sku FROM lines WHERE amount > 0 ORDER BY sku")]
    facts.connection.register("goods", pa.table({"sku": pa.array(skus, pa.string()), "item": np.arange(len(skus), dtype=np.int32)}))
    (most,) = facts.one("SELECT count(*) FROM lines WHERE amount > 0")
    member, day, order, item = (np.empty(most, kind) for kind in (np.int32, np.int32, np.uint64, np.int32))
    filled = 0
    for batch in facts.connection.sql(_SORTED, params={"epoch": EPOCH}).to_arrow_reader(ROWS_AT_ONCE):
        here = slice(filled, filled + len(batch))
        for whole, column in zip((member, day, order, item), batch.columns, strict=True):
            whole[here] = column.to_numpy(zero_copy_only=False)
        filled += len(batch)
    if not filled:
        raise Refused("insight.recommend.no_baskets")
    lines, member, day, order, item = filled, member[:filled], day[:filled], order[:filled], item[:filled]
    is_first = np.ones(lines, bool)
    is_first[1:] = (order[1:] != order[:-1]) | (member[1:] != member[:-1])
    is_new = is_first.copy()
    is_new[1:] &= member[1:] != member[:-1]
    known, owner = member[is_new], np.cumsum(is_new[is_first], dtype=np.int32) - 1
    basket = np.cumsum(is_first, dtype=np.int32) - 1
    once = is_first.copy()
    once[1:] |= item[1:] != item[:-1]
    at = day[is_first].astype(np.int64) * DAY_US + 1
    baskets = Baskets(owner, at, basket[once], item[once], len(known), len(skus))
    return Shelved(Coded(baskets, known.astype(np.int64), np.arange(len(skus))), skus)


# An order all of whose lines came back is no purchase; few are, so they are looked up and not the others.
_BOUGHT = """
    SELECT l.* FROM lines l WHERE amount > 0
        AND NOT EXISTS (SELECT 1 FROM orders o WHERE NOT o.is_purchase AND o.order_id = l.order_id AND o.member = l.member)"""
_SORTED = f"""
    SELECT b.member, date_diff('day', $epoch::DATE, b.day)::INTEGER AS day, hash(order_id) AS name, item
    FROM ({_BOUGHT}) b JOIN goods USING (sku) ORDER BY b.member, ordered_at, name, item"""

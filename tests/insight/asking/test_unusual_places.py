"""A store or till is told of on the day it is more than such a weekday there, with the figure, the place and the day; one that is too young is not."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from regulars.insight.asking.unusual_places import unusual_places
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.kit.phrases import LANGUAGES, say

AS_OF = date(2026, 3, 31)


def shop(weeks: int) -> SnapshotFacts:
    """Six stores and tills, busier on Saturdays. Of store s3 one order in five is sent back, on 20 March as many again by three; on 24 March till t1 is given points by hand 15 times."""
    rng = np.random.default_rng(7)
    moved: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    back: list[tuple[Any, ...]] = []
    seq = 0
    for ago in range(7 * weeks):
        day = AS_OF - timedelta(days=ago)
        at = int((day - date(1970, 1, 1)).days * 86_400_000_000 + 12 * 3_600_000_000)
        for place in range(6):
            orders = int(rng.poisson((8, 9, 12, 20, 8, 10)[place] * (2 if day.weekday() == 5 else 1)))
            for _ in range(orders):
                seq += 1
                moved.append((seq, 1, f"t{place}", at, "order.paid", "issued", "active", 20))
                lines += [(seq, 1, f"o{seq}", at, f"s{place}", line) for line in (1, 2)]
            sent = int(rng.poisson(orders / 5)) + (15 if (place, day) == (3, date(2026, 3, 20)) else 0)
            back += [(seq - n % max(orders, 1), 100 + n, f"o{seq - n % max(orders, 1)}", at) for n in range(sent)]
            for n in range(int(rng.poisson(1.0)) + (15 if (place, day) == (1, date(2026, 3, 24)) else 0)):
                moved.append((10_000_000 + seq * 100 + n, 1, f"t{place}", at, "points.adjusted", "adjusted", "active", 5))
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    names = (("member", "seq", "source_of_event", "at_us", "type", "source", "target", "points"), ("member", "seq", "order_id", "at_us", "store", "line"), ("member", "seq", "order_id", "at_us"))
    for table, columns, rows in zip(("moved", "order_lines", "returned_lines"), names, (moved, lines, back), strict=True):
        connection.register(f"_{table}", pa.table({name: list(values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)}))
        connection.execute(f"CREATE TABLE {table} AS SELECT * FROM _{table}")
    connection.execute("CREATE VIEW transfers AS SELECT * EXCLUDE (at_us), make_timestamptz(at_us) AS occurred_at, '' AS wallet FROM moved")
    return SnapshotFacts(connection, Path(), AS_OF, None, None, "EUR", 2, (), None, "Asia/Shanghai")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def rows() -> list[tuple[Any, ...]]:
    found, told = unusual_places(shop(16), 30)
    assert told == ()
    return found


def test_the_day_the_place_and_the_figure_are_named_in_every_language(rows: list[tuple[Any, ...]]) -> None:
    told = {(day, place, evidence[0].code.rpartition(".")[2]): evidence[0] for day, place, _, _, evidence in rows}
    assert set(told) == {(date(2026, 3, 20), "s3", "returned"), (date(2026, 3, 24), "t1", "adjusted")}  # 12:00 in London is the same day in Shanghai
    by_hand = told[date(2026, 3, 24), "t1", "adjusted"]
    assert say(by_hand.code, by_hand.facts).startswith(f"points were given or taken by hand {by_hand.facts['now']} times at “t1”, ") and int(by_hand.facts["now"]) >= 15
    for one in told.values():
        for language in LANGUAGES:
            said = say(one.code, one.facts, language)
            assert "{" not in said and "insight." not in said
    (points,) = [row[3] for row in rows if row[1] == "t1"]
    assert points == 5 * int(by_hand.facts["now"]) and all(row[2] > 0 for row in rows)


def test_a_shop_of_six_weeks_is_told_that_it_is_too_young() -> None:
    found, told = unusual_places(shop(6), 30)
    assert found == [] and [one.code for one in told] == ["insight.anomalies.places_young"]

"""A shop that never was, straight as the tables of ``insight.facts`` and the transfers of a snapshot: the same one for the same numbers.

Members buy at rates of their own (gamma) until they leave, at a moment of their own (gamma too), as the Pareto/NBD has it. Each has three home
categories and eight favourites; six lines of ten are a favourite. One line of seventy comes back; points are earned, redeemed and lapse.
"""

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from regulars.insight.facts.facts import Facts, day_number
from regulars.insight.facts.files import MOST_MEMORY
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.insight.facts.tables import TABLES_OF_ORDERS
from regulars.insight.snapshot.manifest import FORMAT, Manifest, Origin, Shop

DAYS, AS_OF = 1_095, date(2025, 12, 31)
ITEMS, CATEGORIES = 5_000, 40
RATE_SHAPE, LEAVING_SHAPE, LEAVING_DAYS = 0.9, 0.6, 900.0
STORE, TRANSFERS = "facts.duckdb", "transfers.parquet"


def make_shop(folder: Path, *, members: int, orders: int) -> None:
    """Write the tables into ``folder``. Orders come out within a per cent of what is asked for. Needs 3 GB of memory and 10 GB of disk for 30 million."""
    with _opened(folder, read_only=False) as store:
        store.register("traits", _traits(members, orders))
        store.execute(_DATED)
        store.execute("CREATE TABLE numbers AS SELECT member, member + 1 AS number, joined_on FROM trait")
        store.execute("CREATE TABLE members AS SELECT member, number::VARCHAR AS ref, joined_on FROM numbers; DROP TABLE trait")
        store.execute(TABLES_OF_ORDERS)
        store.execute(
            "CREATE TABLE shop AS SELECT $1::DATE AS as_of, min(day) AS first_day, max(day) AS last_day, 'EUR' AS currency, 2 AS exponent FROM orders",
            [AS_OF],
        )
        file = str(folder / TRANSFERS).replace("'", "''")
        store.execute(f"COPY ({_TRANSFERS}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
        store.execute(f"CREATE TABLE standings AS SELECT member, sum({_OWED})::BIGINT AS active, 0 AS pending, 0 AS held FROM read_parquet('{file}') GROUP BY member")
        store.execute("CREATE TABLE merged (member BIGINT, root BIGINT); CREATE TABLE refused (member BIGINT); CREATE TABLE behaviours (member BIGINT, seq BIGINT, type VARCHAR, at_us BIGINT, fields MAP(VARCHAR, VARCHAR))")


_VIEWS = """
    CREATE TEMP VIEW point_moves AS SELECT n.member, t.seq, make_timestamp(epoch_us(t.occurred_at))::DATE AS day, t.source, t.target, t.points FROM transfers t JOIN numbers n ON n.number = t.member;
    CREATE TEMP VIEW happenings AS SELECT member::INTEGER AS member, make_timestamp(at_us)::DATE AS day, type FROM behaviours;
    CREATE TEMP VIEW enrolments AS SELECT member, joined_on AS day FROM numbers;
    CREATE TEMP VIEW returned_lines AS SELECT 0::BIGINT AS member, 0::BIGINT AS seq, '' AS order_id, 0::BIGINT AS at_us WHERE false;
    CREATE TEMP VIEW gifts AS SELECT 0::BIGINT AS member, 0::BIGINT AS seq, 0::BIGINT AS giver, 0::BIGINT AS at_us WHERE false;
    CREATE TEMP VIEW order_lines AS
        SELECT member::BIGINT + 1 AS member, epoch_us(ordered_at) AS seq, '' AS order_id, epoch_us(ordered_at) AS at_us, sku, (quantity * 1000)::BIGINT AS quantity, amount, discount, channel, store FROM lines WHERE amount > 0;
    CREATE TEMP VIEW standings AS
        SELECT *, CASE WHEN hash(member, 13) % 10 < 7 THEN 'base' WHEN hash(member, 13) % 10 < 9 THEN 'silver' ELSE 'gold' END AS tier FROM facts.main.standings;
    CREATE TEMP VIEW visits AS SELECT member, joined_on AS day, 0 AS seconds, 0 AS pages FROM numbers WHERE false;
"""  # as ``facts.of_snapshot`` lays them over the journal; nobody here complains or looks at pages


@contextlib.contextmanager
def opened_shop(folder: Path) -> Iterator[Facts]:
    """The shop as a snapshot would give it, to be read."""
    with _opened(folder, read_only=True) as store:
        store.execute(f"CREATE TEMP VIEW transfers AS SELECT * FROM read_parquet('{str(folder / TRANSFERS).replace(chr(39), chr(39) * 2)}')")
        store.execute(_VIEWS)
        first, last = store.execute("SELECT first_day, last_day FROM shop").fetchall()[0]
        shop = Shop("made", "EUR", 2, "UTC", {"points": "0.01"})
        manifest = Manifest(FORMAT, 1, datetime(2026, 1, 1, tzinfo=UTC).isoformat(), Origin("", 0, 0), 0, shop, [], {}, {})
        yield SnapshotFacts(store, folder / STORE, AS_OF, first, last, "EUR", 2, (), manifest, "UTC")


@contextlib.contextmanager
def _opened(folder: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, Any] = {"memory_limit": MOST_MEMORY, "temp_directory": str(folder / "spill"), "preserve_insertion_order": False}
    with duckdb.connect(str(folder / STORE), read_only=read_only, config=config) as store:
        store.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        yield store


def _traits(members: int, orders: int) -> Any:
    """Of each member: the day they came (half of them in the first six months), how many orders, over how many days, and what they spend beside others."""
    import pyarrow as pa

    draw = np.random.default_rng(4)
    late = draw.random(members)
    joined = np.where(draw.random(members) < 0.5, late * 182, late * (DAYS - 1)).astype(np.int64)
    leaves = draw.exponential(1.0, members) / draw.gamma(LEAVING_SHAPE, 1 / LEAVING_DAYS, members)
    span = np.minimum(DAYS - joined, leaves + 1)
    pace = draw.gamma(RATE_SHAPE, 1.0, members) * span
    times = 1 + draw.poisson(pace * max(orders - members, 0) / pace.sum())
    spend = np.exp(draw.normal(0.0, 0.5, members))
    return pa.table({"member": np.arange(members, dtype=np.int32), "joined": joined + day_number(AS_OF) - DAYS + 1, "span": span, "times": times, "spend": spend})


def _u(*keys: str) -> str:
    """A number in [0, 1) that hangs on the keys alone."""
    return f"((hash({', '.join(keys)}) >> 11) * {2.0**-53!r})"


_OWED = "CASE WHEN source = 'active' THEN -points ELSE points END"
_DATED = f"""
    CREATE TABLE trait AS SELECT *, DATE '1970-01-01' + joined::INTEGER AS joined_on FROM traits;
    CREATE TABLE dated AS
        WITH visit AS (
            SELECT member, joined, spend, unnest(range(times)) AS k, span FROM trait),
        basket AS (
            SELECT member, k, spend, joined + CASE WHEN k = 0 THEN 0 ELSE floor({_u("member", "k", "1")} * span) END::INTEGER AS day_number, {_u("member", "k", "2")} AS u FROM visit),
        line AS (
            SELECT member, k, spend, day_number, unnest(range(CASE WHEN u < 0.55 THEN 1 WHEN u < 0.85 THEN 2 ELSE 3 END)) AS n, {_u("member", "k", "3")} AS v FROM basket),
        chosen AS (
            SELECT *, {_u("member", "k", "n", "4")} AS a, floor(8 * pow({_u("member", "k", "n", "5")}, 1.5))::INTEGER AS favourite FROM line),
        goods AS (
            SELECT *, CASE WHEN a < 0.6 THEN (hash(member, favourite % 3, 6) % {CATEGORIES})::INTEGER ELSE floor({CATEGORIES} * pow({_u("member", "k", "n", "7")}, 1.5))::INTEGER END AS kind,
                   floor({ITEMS // CATEGORIES} * pow(CASE WHEN a < 0.6 THEN {_u("member", "favourite", "8")} ELSE {_u("member", "k", "n", "9")} END, 2))::INTEGER AS place FROM chosen),
        sold AS (
            SELECT member, k, n, a, day_number, v, kind * {ITEMS // CATEGORIES} + place AS item, kind,
                   1 + (a < 0.06)::INTEGER AS quantity, greatest(round((100 + hash(kind, place, 10) % 2900) * spend * (1 + (a < 0.06)::INTEGER)), 1)::BIGINT AS amount FROM goods),
        both_ways AS (
            SELECT *, false AS is_back FROM sold
            UNION ALL
            SELECT member, k, n, a, day_number + 1 + (hash(member, k, 11) % 14)::INTEGER, v, item, kind, -quantity, -amount, true FROM sold WHERE a > {1 - 1 / 70!r})
        SELECT (member + 1)::VARCHAR AS ref, 'o' || (member::BIGINT * 100000 + k)::VARCHAR AS order_id, day_number * 86400000000 + floor((8 + 12 * v) * 3600)::BIGINT * 1000000 AS at_us,
               'p' || lpad(item::VARCHAR, 4, '0') AS sku, quantity * 1000 AS quantity, amount, 0::BIGINT AS discount, 'c' || lpad(kind::VARCHAR, 2, '0') AS category,
               'b' || (item % 300)::VARCHAR AS brand, CASE WHEN v < 0.5 THEN 'till' WHEN v < 0.8 THEN 'web' ELSE 'app' END AS channel,
               CASE WHEN v < 0.5 THEN 's' || (hash(member, 12) % 50)::VARCHAR END AS store, (DATE '1970-01-01' + day_number::INTEGER) AS day
        FROM both_ways WHERE day_number <= {day_number(AS_OF)}"""
# A lot is a month's points, which live a year and to the end of the month. Half of a member's lots are used in part, the rest lapses.
_TRANSFERS = f"""
    WITH earned AS (
        SELECT member, order_id, ordered_at, amount // 100 AS points, (date_trunc('month', day) + INTERVAL 13 MONTH - INTERVAL 1 DAY)::DATE AS until
        FROM orders WHERE is_purchase AND amount >= 100),
    lots AS (SELECT member, until, sum(points)::BIGINT AS points, max(ordered_at) AS filled FROM earned GROUP BY member, until),
    used AS (
        SELECT *, floor(points * {_u("member", "until", "2")})::BIGINT AS spent, filled + to_days(1 + floor(330 * pow({_u("member", "until", "3")}, 1.6))::INTEGER) AS moment
        FROM lots WHERE {_u("member", "until", "1")} < 0.5),
    redeemed AS (SELECT member, until, spent AS points, moment FROM used WHERE spent > 0 AND moment < DATE '{AS_OF}' + 1 AND moment::DATE <= until),
    lapsed AS (
        SELECT member, until, l.points - coalesce(r.points, 0) AS points, (until + 1)::TIMESTAMP AS moment
        FROM lots l LEFT JOIN redeemed r USING (member, until) WHERE until < DATE '{AS_OF}' AND l.points > coalesce(r.points, 0)),
    all_moves AS (
        SELECT member, ordered_at AS moment, 'order.paid' AS type, 'till' AS source_of_event, 'issued' AS source, 'active' AS target, points, until FROM earned
        UNION ALL SELECT member, moment, 'reward.redeemed', 'web', 'active', 'redeemed', points, until FROM redeemed
        UNION ALL SELECT member, moment, 'time.passed', 'clock', 'active', 'breakage', points, until FROM lapsed)
    SELECT member::BIGINT + 1 AS member, epoch_us(moment) AS seq, 0 AS n, moment AT TIME ZONE 'UTC' AS occurred_at, type, source_of_event, 'points' AS wallet, source, target, points,
           until::VARCHAR AS lot, until AS expires_on, 'base' AS rule, 1 AS program_version
    FROM all_moves"""

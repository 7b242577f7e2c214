"""The tables, from the checked files' stores: what came twice counted once, members numbered, days in the shop's own calendar."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb

from regulars.program.findings import Finding

SAMPLE = 2_000_000  # lines; of larger files one order in a hundred is looked at for repeats
REPEATED_SHARE = 0.9  # of a file's orders hold every line so many times: the file holds the feed so many times
REPEATED_LEAST = 5  # orders
_LINE = "order_id, ref, at_us, sku, quantity, amount, discount"


def build_tables(store: duckdb.DuckDBPyConnection, files: Sequence[Path], timezone: str, as_of: date | None) -> list[Finding]:
    """Create ``lines``, ``orders``, ``purchase_days`` and ``members`` in ``store``. Gives what was mended on the way.

    Lines later than ``as_of`` are left out. timezone: known to be one.
    """
    findings = [*_take(store, files)]
    if len(files) > 1:
        findings += _merge(store)
    day = "make_timestamp(at_us)::DATE" if timezone == "UTC" else f"timezone('{timezone}', make_timestamptz(at_us))::DATE"
    until = f"WHERE day <= DATE '{as_of.isoformat()}'" if as_of else ""
    store.execute(f"CREATE TABLE dated AS SELECT * FROM (SELECT *, {day} AS day FROM taken) {until}; DROP TABLE taken")
    store.execute(_MEMBERS + TABLES_OF_ORDERS)
    return findings


def _take(store: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> Iterator[Finding]:
    """All good lines of all files as ``taken``."""
    for number, file in enumerate(files, 1):
        store.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS file (READ_ONLY)")
        good = f"""
            SELECT {number} AS file, l.row, l.order_id, o.member AS ref, l.at_us, l.sku, l.quantity, l.amount, l.discount, l.category, l.brand,
                   o.channel, o.store
            FROM file.lines l JOIN file.orders o USING (order_id) WHERE NOT o.is_bad"""
        times, orders, rows = _repeated(store)
        if times > 1:
            keep = f"(row_number() OVER (PARTITION BY {_LINE} ORDER BY row) - 1) % {times} = 0"
            good = f"SELECT * FROM ({good}) QUALIFY {keep}"
            yield Finding("insight.repeated_feed", 1, "warning", {"file": number, "times": times, "orders": orders, "rows": rows})
        store.execute(f"CREATE TABLE taken AS {good}" if number == 1 else f"INSERT INTO taken {good}")
        store.execute("DETACH file")


def _repeated(store: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    """(how many times the file holds its own orders, orders, lines); 1: once, as it should."""
    lines, orders = store.execute("SELECT (SELECT count(*) FROM file.lines), (SELECT count(*) FROM file.orders WHERE NOT is_bad)").fetchall()[0]
    sample = "hash(order_id) % 100 = 0" if lines > SAMPLE else "true"
    # An order repeats k times when each of its lines stands there a multiple of k times.
    looked_at, repeating, times = store.execute(f"""
        WITH copies AS (
            SELECT order_id, count(*) AS copies FROM file.lines WHERE {sample}
            GROUP BY order_id, member, at_us, sku, quantity, amount, discount),
        beside AS (SELECT order_id, copies, min(copies) OVER (PARTITION BY order_id) AS least FROM copies),
        each_order AS (SELECT order_id, min(least) AS least, min(least) > 1 AND bool_and(copies % least = 0) AS repeats FROM beside GROUP BY order_id)
        SELECT count(*), count(*) FILTER (repeats), mode(least) FILTER (repeats) FROM each_order
    """).fetchall()[0]
    if looked_at < REPEATED_LEAST or repeating < REPEATED_SHARE * looked_at:
        return 1, orders, lines
    return times, orders, lines


def _merge(store: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Two files that both hold an order give its lines once: of each line, as many as the file that has most of it."""
    store.execute("""
        CREATE TABLE shared AS
            SELECT order_id, count(DISTINCT ref) > 1 AS is_others FROM (SELECT DISTINCT file, order_id, ref FROM taken)
            GROUP BY order_id HAVING count(DISTINCT file) > 1""")
    shared, others = store.execute("SELECT count(*) FILTER (NOT is_others), count(*) FILTER (is_others) FROM shared").fetchall()[0]
    if others:  # two shops that both count from 1: the same number, another member
        store.execute("""
            UPDATE taken SET order_id = order_id || ' #' || first
            FROM (SELECT order_id AS id, ref AS whose, min(file) AS first FROM taken WHERE order_id IN (SELECT order_id FROM shared WHERE is_others) GROUP BY ALL)
            WHERE order_id = id AND ref = whose""")
        yield Finding("insight.numbers_shared", 1, "warning", {"orders": others})
    if not shared + others:
        return
    lines = store.execute("SELECT count(*) FROM taken").fetchall()[0][0]
    store.execute(f"""
        CREATE TABLE merged AS
            SELECT * EXCLUDE (copy) FROM (SELECT *, row_number() OVER (PARTITION BY file, {_LINE} ORDER BY row) AS copy FROM taken)
            QUALIFY row_number() OVER (PARTITION BY {_LINE}, copy ORDER BY file, row) = 1;
        DROP TABLE taken; ALTER TABLE merged RENAME TO taken""")
    left = store.execute("SELECT count(*) FROM taken").fetchall()[0][0]
    if left < lines:
        yield Finding("insight.files_overlap", 1, "warning", {"orders": shared, "lines": lines - left})


_MEMBERS = """
    CREATE TABLE members AS
        SELECT (row_number() OVER (ORDER BY ref) - 1)::INTEGER AS member, ref, joined_on
        FROM (SELECT ref, min(day) AS joined_on FROM dated GROUP BY ref);
"""
# From ``dated`` (the good lines) and ``members``. An order is a purchase unless its returns leave nothing of it: a gift (0 paid, nothing sent back) is one.
TABLES_OF_ORDERS = """
    CREATE TABLE lines AS
        SELECT order_id, member, make_timestamp(at_us) AS ordered_at, day, sku, (quantity / 1000.0)::DECIMAL(18,3) AS quantity, amount, discount,
               category, brand, channel, store
        FROM dated JOIN members USING (ref);
    DROP TABLE dated;
    CREATE TABLE orders AS
        SELECT order_id, member, min(ordered_at) AS ordered_at, min(day) AS day, sum(amount)::BIGINT AS amount, sum(discount)::BIGINT AS discount, count(*) AS lines,
               max(channel) AS channel, max(store) AS store,
               sum(amount) > 0 OR (sum(amount) = 0 AND min(amount) = 0 AND max(quantity) > 0) AS is_purchase
        FROM lines GROUP BY order_id, member;
    CREATE TABLE purchase_days AS
        SELECT member, day, sum(amount)::BIGINT AS amount, count(*) AS orders FROM orders WHERE is_purchase GROUP BY member, day ORDER BY member, day;
"""

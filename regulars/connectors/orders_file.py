"""An order file, checked row by row, and its orders in order of time.

The rows are checked and put aside in a DuckDB file of their own under ``scratch``, so that memory stays flat however long the
history is, and a back-test's processes can each read their share of it. Nothing is imported from a file with findings
unless its good orders are asked for.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb
import pyarrow as pa

from regulars.connectors import orders_sentences  # noqa: F401  (registers the sentences of the findings)
from regulars.connectors.local_time import local_days
from regulars.connectors.orders_sql import (
    NEEDED,
    OF_ARTICLES,
    OPTIONAL,
    OTHER_CURRENCY,
    PROBLEMS,
    QUOTED,
    Limits,
    staging,
)
from regulars.connectors.table_file import TableFile
from regulars.connectors.text_file import Unreadable
from regulars.engine.reading import MOST_LINES
from regulars.kit.periods import MICROSECONDS
from regulars.program.findings import Finding

AHEAD_ALLOWED_US = 300 * MICROSECONDS  # as the API allows
MOST_MEMORY = "512MB"  # for each process that reads; what is more spills into the scratch folder
_TWO_MEMBERS = "orders.two_members"


@dataclass(frozen=True)
class OrdersFile:
    """How to read one file. ``mapping``: theirs -> ours. ``timezone``: for times without a zone. ``now_us``: orders later than 5 minutes after are findings.

    ``returns``: lines below 0 are goods that went back, as a study of past sales wants them; an import leaves them to ``order.returned``.
    """

    path: Path
    currency: str
    digits: int
    timezone: str
    now_us: int
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    source: str = "import"
    returns: bool = False


@dataclass(frozen=True)
class CheckedOrders:
    """A file's rows, checked and put aside in ``store``. Small and picklable: other processes open the same store."""

    file: OrdersFile
    store: Path
    rows: int = 0
    orders: int = 0
    bad_rows: int = 0
    bad_orders: int = 0
    first_us: int = 0  # of the good orders; 0: there are none
    last_us: int = 0
    unreadable: Finding | None = None  # reading stopped there
    warnings: tuple[Finding, ...] = ()

    @property
    def is_clean(self) -> bool:
        return self.unreadable is None and self.bad_rows == 0

    def findings(self) -> Iterator[Finding]:
        """Every bad row's findings in file order, then what stopped the reading. Warnings are in ``warnings``."""
        if self.bad_rows:
            yield from _row_findings(self)
        if self.unreadable is not None:
            yield self.unreadable


def check_orders(file: OrdersFile, scratch: Path) -> CheckedOrders:
    """Read the whole file once, check every row, and put the typed rows aside under ``scratch`` (an existing folder)."""
    checked = CheckedOrders(file, scratch / "orders.duckdb")
    try:
        ZoneInfo(file.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return replace(checked, unreadable=Finding("orders.unknown_timezone", 1, facts={"timezone": file.timezone}))
    try:
        table = _table(file)
    except Unreadable as stop:
        return replace(checked, unreadable=stop.finding)
    with connect(checked.store, read_only=False) as store:
        store.register("local_days", local_days(file.timezone))
        unreadable = _stage(store, table, file)
        _note_ragged(store, table)
        if "currency" in table.kinds:
            _note_currencies(store, file.currency)
        store.execute(_ORDERS)
        counts = store.execute(_COUNTS).fetchall()[0]
        rounded = store.execute("SELECT count(*) FROM lines WHERE rounded").fetchall()[0]
    floats = [name for name in ("quantity", "amount", "discount") if table.kinds.get(name) == "float" or (rounded[0] and table.kinds.get(name) == "cell")]
    note = Finding("orders.rounded", 1, "warning", {"columns": ", ".join(floats), "count": rounded[0]})
    rows, bad_rows, orders, bad_orders, first_us, last_us = counts
    return replace(
        checked,
        rows=rows,
        orders=orders,
        bad_rows=bad_rows,
        bad_orders=bad_orders,
        first_us=first_us,
        last_us=last_us,
        unreadable=unreadable,
        warnings=(*table.warnings(), *((note,) if floats else ()), *(() if "sku" in table.kinds else (Finding("orders.no_articles", 1, "warning", {"file": file.path.name}),))),
    )


def _table(file: OrdersFile) -> TableFile:
    """A study does without the columns of articles, an import does not: what was bought decides what is earned."""
    needed = tuple(name for name in NEEDED if not (file.returns and name in OF_ARTICLES))
    return TableFile(file.path, needed=needed, optional=(*OPTIONAL, *(name for name in NEEDED if name not in needed)), mapping=file.mapping, encoding=file.encoding)


def connect(store: Path, *, read_only: bool = True, threads: int = 2) -> duckdb.DuckDBPyConnection:
    """The store, with a bounded memory (the rest spills beside it) and every instant in UTC."""
    config: dict[str, Any] = {
        "threads": threads,
        "memory_limit": MOST_MEMORY,
        "temp_directory": str(store.with_suffix(f".spill-{os.getpid()}")),
        "preserve_insertion_order": False,
    }
    connection = duckdb.connect(str(store), read_only=read_only, config=config)
    connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")  # the bar would be drawn on stdout
    return connection


def _stage(store: duckdb.DuckDBPyConnection, table: TableFile, file: OrdersFile) -> Finding | None:
    """Fill ``lines``. A file that turns unreadable half-way keeps the rows before, so that their findings are told too."""
    stopped: list[Finding] = []

    def until_unreadable() -> Iterator[pa.RecordBatch]:
        try:
            yield from table.batches()
        except Unreadable as stop:
            stopped.append(stop.finding)

    raw = pa.RecordBatchReader.from_batches(table.schema(), until_unreadable())
    store.register("raw", raw)
    store.execute(f"CREATE TABLE lines AS {staging(table.kinds, Limits(file.digits, file.now_us + AHEAD_ALLOWED_US, file.returns))}")
    store.unregister("raw")
    return stopped[0] if stopped else None


def _note_ragged(store: duckdb.DuckDBPyConnection, table: TableFile) -> None:
    """Records that couldn't be cut into cells spoil the order they seem to belong to."""
    at = table.columns.place["order_id"]
    columns = {
        "fault": pa.array([ragged.code for ragged in table.ragged], pa.string()),
        "row": pa.array([ragged.row for ragged in table.ragged], pa.int64()),
        "order_id": pa.array([ragged.cells[at] if at < len(ragged.cells) else "" for ragged in table.ragged], pa.string()),
        "expected": pa.array([ragged.expected for ragged in table.ragged], pa.int64()),
        "found": pa.array([ragged.found for ragged in table.ragged], pa.int64()),
    }
    store.register("ragged_now", pa.table(columns))
    store.execute("CREATE TABLE ragged AS SELECT * FROM ragged_now")
    store.unregister("ragged_now")


def _note_currencies(store: duckdb.DuckDBPyConnection, currency: str) -> None:
    """Amounts in two currencies can't be added up. currency: the shop's; "": what most rows of the file say. Beside the shop's, only what ISO 4217 could have is another."""
    most = store.execute("SELECT currency_text FROM lines WHERE currency_text <> '' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1").fetchone()
    if most is not None:
        is_other = "regexp_full_match(currency_text, '[A-Z]{3}') AND currency_text <> $1" if currency else "currency_text NOT IN ('', $1)"
        store.execute(f"UPDATE lines SET problems = problems | {1 << PROBLEMS.index(OTHER_CURRENCY)} WHERE {is_other}", [currency or most[0]])


def _row_findings(checked: CheckedOrders) -> Iterator[Finding]:
    table = _table(checked.file)
    with connect(checked.store) as store:
        # One pass over the file finds the lines of bad rows and of the first rows of orders with two members.
        store.execute("SELECT DISTINCT row FROM (SELECT row FROM bad UNION ALL SELECT first_row FROM bad WHERE first_row IS NOT NULL) ORDER BY row")
        rows = [row for (row,) in store.fetchall()]
        line_of = dict(zip(rows, table.lines_of(rows), strict=True))
        told = store.execute("SELECT * FROM bad ORDER BY row")
        names = [column[0] for column in told.description or ()]
        while found := told.fetchmany(10_000):
            for values in found:
                yield from _findings_of(dict(zip(names, values, strict=True)), line_of, checked.file.digits)


def _findings_of(row: dict[str, Any], line_of: Mapping[int, int], digits: int) -> Iterator[Finding]:
    line = line_of[row["row"]]
    if row["fault"] is not None:
        yield Finding(row["fault"], line, facts={"expected": row["expected"], "found": row["found"]})
    for bit, code in enumerate(PROBLEMS):
        if row["problems"] & (1 << bit):
            quoted = row.get(f"{QUOTED[code]}_text")
            yield Finding(code, line, facts={"digits": digits, "text": _shown(quoted or "")})
    if row["too_many"] is not None:
        yield Finding("orders.too_many_lines", line, facts={"order": row["order_id"], "count": row["too_many"], "most": MOST_LINES})
    if row["first_row"] is not None:
        facts = {"order": row["order_id"], "member": row["member"], "first": row["first_member"], "line_of_first": line_of[row["first_row"]]}
        yield Finding(_TWO_MEMBERS, line, facts=facts)


def _shown(text: str) -> str:
    """A cell as it may be printed: short, and without characters that could drive a terminal."""
    return "".join(mark if mark.isprintable() else "\ufffd" for mark in text[:40])


# One row per order id; the earliest time counts, texts come from the first row that has one. `bad`: every row with findings.
_ORDERS = f"""
    CREATE TABLE orders AS
        SELECT order_id, arg_min(member, row) AS member, min(row) AS first_row, min(at_us) AS at_us, count(*) AS size,
               coalesce(arg_min(channel, row) FILTER (channel <> ''), '') AS channel,
               coalesce(arg_min(store, row) FILTER (store <> ''), '') AS store,
               coalesce(arg_min(partner, row) FILTER (partner <> ''), '') AS partner,
               min(member) <> max(member) AS two_members,
               max(problems) <> 0 OR min(member) <> max(member) OR count(*) > {MOST_LINES} AS is_bad
        FROM lines WHERE problems & 1 = 0 GROUP BY order_id;
    UPDATE orders SET is_bad = true WHERE NOT is_bad AND order_id IN (SELECT order_id FROM ragged);
    CREATE TABLE bad AS
        SELECT l.row, l.order_id, l.member, l.problems, l.order_text, l.member_text, l.date_text, l.quantity_text, l.amount_text, l.discount_text, l.cell_text, l.currency_text,
               CASE WHEN o.two_members AND l.member <> o.member THEN o.first_row END AS first_row, o.member AS first_member,
               CASE WHEN o.size > {MOST_LINES} AND l.row = o.first_row THEN o.size END AS too_many, NULL::BIGINT AS expected, NULL::BIGINT AS found, NULL::VARCHAR AS fault
        FROM lines l LEFT JOIN (SELECT * FROM orders WHERE two_members OR size > {MOST_LINES}) o USING (order_id)
        WHERE l.problems <> 0 OR l.member <> o.member OR (o.size > {MOST_LINES} AND l.row = o.first_row)
        UNION ALL BY NAME
        SELECT row, order_id, 0 AS problems, expected, found, fault FROM ragged;
"""
_COUNTS = """
    SELECT (SELECT count(*) FROM lines) + (SELECT count(*) FROM ragged), (SELECT count(*) FROM bad), count(*), count(*) FILTER (is_bad),
           coalesce(min(at_us) FILTER (NOT is_bad), 0), coalesce(max(at_us) FILTER (NOT is_bad), 0) FROM orders
"""


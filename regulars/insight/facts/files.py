"""Order files to facts: each is checked row by row as an import would, then the good orders of all of them become the tables.

Rows stream through DuckDB on disk, never through Python objects; a file of 30 million lines needs the room, not the memory.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from regulars.connectors.orders_file import CheckedOrders, OrdersFile, check_orders
from regulars.connectors.orders_sql import PROBLEMS, QUOTED
from regulars.engine.reading import MOST_LINES
from regulars.insight.facts import sentences  # noqa: F401  (registers what was left out, in words)
from regulars.insight.facts.facts import Facts
from regulars.insight.facts.tables import build_tables
from regulars.insight.facts.visits import OF_VISITS_ALONE, read_visits
from regulars.kit.errors import Invalid
from regulars.kit.periods import instant
from regulars.program.findings import Finding

MOST_MEMORY = "4GB"  # of the 8 a study may take; what is more spills into the folder


@dataclass(frozen=True)
class Reading:
    """How the files are to be read; all of them the same way.

    now_us: orders more than five minutes later are findings. as_of: the evening the study looks from; None: the last order's day.
    """

    currency: str
    digits: int
    timezone: str
    now_us: int
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    as_of: date | None = None
    visits: Sequence[Path] = ()  # files of web visits


class UnreadableOrders(Invalid):
    """A file can't be read to its end; ``finding`` says where and why."""

    code = "insight.unreadable"

    def __init__(self, file: str, finding: Finding, language: str = "en") -> None:
        super().__init__(file=file, line=finding.line, why=finding.sentence(language))
        self.finding = finding


@contextlib.contextmanager
def facts_of_files(paths: Sequence[Path], reading: Reading, folder: Path, language: str = "en") -> Iterator[Facts]:
    """The tables of ``regulars/insight/README.md``, built under ``folder`` (existing, empty) and open while the block runs.

    Bad orders are left out and told in ``findings``; lines below 0 are returns. What two files both hold counts once.
    Raises UnreadableOrders (``language``: of its sentence) when a file is not a table of orders at all.
    """
    checked = []
    for number, path in enumerate(paths, 1):
        place = folder / str(number)
        place.mkdir()
        checked.append(_checked(path, reading, place, language))
    store = folder / "facts.duckdb"
    config: dict[str, Any] = {"memory_limit": MOST_MEMORY, "temp_directory": str(folder / "spill"), "preserve_insertion_order": False}
    with duckdb.connect(str(store), config=config) as connection:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        findings = [finding for file in checked for finding in (*file.warnings, *_left_out(file))]
        findings += build_tables(connection, [file.store for file in checked], reading.timezone, reading.as_of)
        first, last = connection.execute("SELECT min(day), max(day) FROM orders").fetchall()[0]
        as_of = reading.as_of or last or instant(reading.now_us).date()
        connection.execute(
            "CREATE TABLE shop AS SELECT $1::DATE AS as_of, $2::DATE AS first_day, $3::DATE AS last_day, $4 AS currency, $5::INTEGER AS exponent",
            [as_of, first, last, reading.currency, reading.digits],
        )
        findings += read_visits(connection, reading.visits, reading.timezone, as_of, reading.mapping, reading.encoding, language)
        yield Facts(connection, store, as_of, first, last, reading.currency, reading.digits, tuple(findings))


def _checked(path: Path, reading: Reading, place: Path, language: str) -> CheckedOrders:
    mapping = {theirs: ours for theirs, ours in reading.mapping.items() if not (reading.visits and ours in OF_VISITS_ALONE)}
    file = OrdersFile(path, reading.currency, reading.digits, reading.timezone, reading.now_us, mapping, reading.encoding, returns=True)
    checked = check_orders(file, place)
    if checked.unreadable is not None:
        raise UnreadableOrders(path.name, checked.unreadable, language)
    return checked


def _left_out(checked: CheckedOrders) -> Iterator[Finding]:
    """One finding per kind of bad row, with its count and the first of its rows as an example."""
    if not checked.bad_rows:
        return
    with duckdb.connect(str(checked.store), read_only=True) as store:
        counts = [
            ("orders.two_members", "first_row IS NOT NULL"),
            ("orders.too_many_lines", "too_many IS NOT NULL"),
            ("file.ragged", "fault = 'file.ragged'"),
            ("file.not_row", "fault = 'file.not_row'"),
            *((code, f"problems & {1 << bit} <> 0") for bit, code in enumerate(PROBLEMS)),
        ]
        name = checked.file.path.name
        yield Finding("insight.left_out", 1, "warning", {"file": name, "orders": checked.bad_orders, "rows": checked.bad_rows})
        for code, test in counts:
            rows, first = store.execute(f"SELECT count(*), min(row) FROM bad WHERE {test}").fetchall()[0]
            if rows and code == "orders.member_missing":
                yield _nobodys(store, rows, name)
            elif rows:
                yield _kind_of_bad_row(store, code, rows, first, checked)


def _nobodys(store: duckdb.DuckDBPyConnection, rows: int, name: str) -> Finding:
    """Orders that name no member are usual at a till: how many lines, and how much of what was paid."""
    orders, theirs, paid = store.execute("""
        SELECT count(DISTINCT order_id) FILTER (trim(member) = ''), sum(amount) FILTER (trim(member) = ''), sum(amount)
        FROM (SELECT order_id, coalesce(l.member_text, '*') AS member, amount FROM lines l WHERE amount > 0)""").fetchall()[0]
    return Finding("insight.nobodys", 1, "warning", {"file": name, "rows": rows, "orders": orders, "share": f"{(theirs or 0) / paid:.0%}" if paid else "–"})


def _kind_of_bad_row(store: duckdb.DuckDBPyConnection, code: str, rows: int, first: int, checked: CheckedOrders) -> Finding:
    quoted = f"{QUOTED[code]}_text" if code in QUOTED else ""
    known = {name for (name,) in store.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'bad'").fetchall()}
    text = store.execute(f"SELECT {quoted} FROM bad WHERE row = {first}").fetchall()[0][0] if quoted in known else ""
    order_id, member, first_member, count, expected, found = store.execute(
        f"SELECT order_id, member, first_member, too_many, expected, found FROM bad WHERE row = {first} LIMIT 1"
    ).fetchall()[0]
    facts = {"text": _shown(text), "digits": checked.file.digits, "order": _shown(order_id), "member": _shown(member)}
    facts |= {"first": _shown(first_member), "count": count, "expected": expected, "found": found, "most": MOST_LINES}
    example = Finding(code, first, facts=facts)
    if code in ("orders.two_members", "orders.too_many_lines"):
        example = replace(example, code=f"insight.{code.split('.')[1]}")
    return Finding("insight.bad_rows", first, "warning", {"rows": rows, "row": first, "file": checked.file.path.name, "why": example})


def _shown(text: str | None) -> str:
    return "".join(mark if mark.isprintable() else "\ufffd" for mark in (text or "")[:40])

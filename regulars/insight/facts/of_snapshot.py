"""A snapshot of the running shop to facts: the same tables as an order file gives, so that every figure and model runs on either.

Beside them stand, for what asks more than orders: ``transfers``, ``standings``, ``gifts`` and ``behaviours`` of the snapshot, ``numbers`` (the shop's
number of each member of the tables; ``members.ref`` is that number as text), and by the shop's own days up to ``as_of``:
``point_moves`` (the first wallet's transfers: ``member, seq, day, source, target, points``), ``happenings`` (``member, day, type``) and ``enrolments`` (``member, day``).
Who is in no table of members has no ``member`` in them.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from regulars.insight.facts import sentences  # noqa: F401
from regulars.insight.facts.facts import Facts
from regulars.insight.facts.files import MOST_MEMORY
from regulars.insight.facts.local_time import local_us
from regulars.insight.facts.tables import TABLES_OF_ORDERS
from regulars.insight.snapshot.manifest import Manifest, quoted
from regulars.insight.snapshot.taking import reading, root_of
from regulars.kit.errors import Invalid
from regulars.program.findings import Finding

_RAW = {
    "order_lines": "member BIGINT, seq BIGINT, source VARCHAR, order_id VARCHAR, at_us BIGINT, line INTEGER, sku VARCHAR, quantity BIGINT, amount BIGINT, discount BIGINT, category VARCHAR, brand VARCHAR, channel VARCHAR, store VARCHAR",
    "returned_lines": "member BIGINT, seq BIGINT, order_id VARCHAR, at_us BIGINT, line INTEGER, quantity BIGINT, amount BIGINT",
    "behaviours": "member BIGINT, seq BIGINT, type VARCHAR, at_us BIGINT, fields MAP(VARCHAR, VARCHAR)",
    "visits": "member BIGINT, seq BIGINT, type VARCHAR, at_us BIGINT, seconds BIGINT, pages BIGINT",
    "gifts": "member BIGINT, seq BIGINT, giver BIGINT, at_us BIGINT",
    "events": "member BIGINT, seq BIGINT, source VARCHAR, type VARCHAR, order_id VARCHAR, occurred_at TIMESTAMPTZ, recorded_at TIMESTAMPTZ, refused BOOLEAN, program_version INTEGER",
    "transfers": "member BIGINT, seq BIGINT, n INTEGER, occurred_at TIMESTAMPTZ, type VARCHAR, source_of_event VARCHAR, wallet VARCHAR, source VARCHAR, target VARCHAR, points BIGINT, lot VARCHAR, expires_on DATE, rule VARCHAR, program_version INTEGER",
    "members": "member BIGINT, version BIGINT, active BIGINT, pending BIGINT, held BIGINT, debt BIGINT, tier VARCHAR, guest BOOLEAN, pool BOOLEAN",
}


@dataclass(frozen=True)
class SnapshotFacts(Facts):
    """Facts of a running shop, with what the snapshot knows of it."""

    manifest: Manifest | None = None
    timezone: str = "UTC"
    folder: Path | None = None  # the snapshot's, while its files stay

    def numbers(self) -> list[int]:
        """The shop's number of each member of the tables, in their order."""
        return [number for (number,) in self.rows("SELECT number FROM numbers ORDER BY member")]


@contextlib.contextmanager
def facts_of_snapshot(folder: Path, place: Path, *, as_of: date | None = None) -> Iterator[SnapshotFacts]:
    """The tables of ``regulars/insight/README.md``, built under ``place`` (existing, empty) and open while the block runs.

    as_of: the evening to look from; default: the last whole day before the snapshot was taken. Raises NoSnapshot, DamagedSnapshot,
    Invalid ``insight.after_snapshot`` for a day the snapshot does not know to its end.
    """
    with reading(folder) as manifest:
        shop = manifest.shop
        last_whole = datetime.fromisoformat(manifest.taken_at).astimezone(ZoneInfo(shop.timezone)).date() - timedelta(days=1)
        if as_of is not None and as_of > last_whole:
            raise Invalid("insight.after_snapshot", as_of=as_of.isoformat(), last=last_whole.isoformat())
        day = as_of or last_whole
        store = place / "facts.duckdb"
        config: dict[str, Any] = {"memory_limit": MOST_MEMORY, "temp_directory": str(place / "spill"), "preserve_insertion_order": False}
        with duckdb.connect(str(store), config=config) as connection:
            connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
            _build(connection, folder, manifest, day)
            first, last = connection.execute("SELECT min(day), max(day) FROM orders").fetchall()[0]
            connection.execute(
                "CREATE TABLE shop AS SELECT $1::DATE AS as_of, $2::DATE AS first_day, $3::DATE AS last_day, $4 AS currency, $5::INTEGER AS exponent",
                [day, first, last, shop.currency, shop.digits],
            )
            findings = (Finding("insight.refused_profiling", 1, "warning", {"members": len(manifest.refused)}),) if manifest.refused else ()
            yield SnapshotFacts(connection, store, day, first, last, shop.currency, shop.digits, findings, manifest, shop.timezone, folder)


def _build(store: duckdb.DuckDBPyConnection, folder: Path, manifest: Manifest, as_of: date) -> None:
    for name, columns in _RAW.items():
        files = [folder / file for file in manifest.files(name)]
        source = f"read_parquet({quoted(files)})" if files else f"(SELECT {', '.join(f'NULL::{one.split(None, 1)[1]} AS {one.split()[0]}' for one in _split(columns))} LIMIT 0)"
        view = {"members": "standings", "visits": "sessions"}.get(name, name)
        store.execute(f"CREATE TEMP VIEW {view} AS SELECT * FROM {source}")
    roots = [(member, root_of(manifest.merged, member)) for member in manifest.merged]
    store.execute("CREATE TABLE merged (member BIGINT, root BIGINT)")
    if roots:
        store.executemany("INSERT INTO merged VALUES (?, ?)", roots)
    store.execute("CREATE TABLE refused AS SELECT unnest($1::BIGINT[]) AS member", [list(manifest.refused)])
    reach = store.execute("SELECT coalesce(min(epoch_us(occurred_at)), 0), coalesce(max(epoch_us(occurred_at)), 0) FROM events").fetchall()[0]
    local, local_event = (f"make_timestamp({local_us(column, manifest.shop.timezone, *reach)})::DATE" for column in ("at_us", "epoch_us(occurred_at)"))
    store.execute("CREATE TEMP VIEW sold AS SELECT coalesce(root, l.member) AS number, l.* EXCLUDE (member) FROM order_lines l LEFT JOIN merged m ON m.member = l.member")
    columns = "number::VARCHAR AS ref, order_id, at_us, sku, quantity, amount, discount, category, brand, channel, store"
    both_ways = f"SELECT {columns} FROM sold"
    if manifest.rows("returned_lines"):
        store.register("came_back", _came_back(store))
        both_ways += f" UNION ALL SELECT {columns} FROM came_back"
    store.execute(f"CREATE TABLE dated AS SELECT * FROM (SELECT *, {local} AS day FROM ({both_ways})) WHERE day <= DATE '{as_of.isoformat()}'")
    store.execute(f"""
        CREATE TABLE numbers AS
            SELECT (row_number() OVER (ORDER BY number) - 1)::INTEGER AS member, number, min(joined_on) AS joined_on FROM (
                SELECT ref::BIGINT AS number, min(day) AS joined_on FROM dated GROUP BY ref
                UNION ALL
                SELECT coalesce(root, e.member), min(e.day) FROM (SELECT member, {local_event} AS day FROM events WHERE NOT refused) e
                LEFT JOIN merged m ON m.member = e.member
                WHERE e.member NOT IN (SELECT member FROM refused) AND e.member NOT IN (SELECT member FROM standings WHERE pool)
                  AND e.day <= DATE '{as_of.isoformat()}' GROUP BY 1)
            GROUP BY number;
        CREATE TABLE members AS SELECT member, number::VARCHAR AS ref, joined_on FROM numbers""")
    store.execute(TABLES_OF_ORDERS)
    wallet = next(iter(manifest.shop.wallets), "").replace("'", "''")
    people = "LEFT JOIN merged m ON m.member = {t}.member LEFT JOIN numbers n ON n.number = coalesce(m.root, {t}.member)"
    until = f"DATE '{as_of.isoformat()}'"
    store.execute(f"""
        CREATE TEMP VIEW point_moves AS
            SELECT n.member, t.seq, {local_event} AS day, t.source, t.target, t.points FROM transfers t {people.format(t="t")} WHERE t.wallet = '{wallet}' AND {local_event} <= {until};
        CREATE TEMP VIEW happenings AS SELECT n.member, {local} AS day, b.type FROM behaviours b {people.format(t="b")} WHERE {local} <= {until};
        CREATE TEMP VIEW enrolments AS
            SELECT n.member, min({local_event}) AS day FROM events e {people.format(t="e")}
            WHERE e.type = 'member.enrolled' AND NOT e.refused AND n.member IS NOT NULL AND {local_event} <= {until} GROUP BY n.member""")
    store.execute(f"""
        CREATE TABLE visits AS SELECT n.member, {local} AS day, seconds, pages FROM sessions s LEFT JOIN merged m ON m.member = s.member
        JOIN numbers n ON n.number = coalesce(m.root, s.member) WHERE {local} <= DATE '{as_of.isoformat()}'""")


def _came_back(store: duckdb.DuckDBPyConnection) -> pa.Table:
    """Returned lines as lines below 0, each at its own moment: what the journal's own reckoning takes (``engine.returning``), never more than was bought."""
    rows = store.execute("""
        SELECT s.number, s.order_id, r.at_us, s.sku, s.quantity, s.amount, s.discount, s.category, s.brand, s.channel, s.store, s.line, s.seq, r.line, r.quantity, r.amount
        FROM (SELECT coalesce(root, l.member) AS number, l.* EXCLUDE (member) FROM returned_lines l LEFT JOIN merged m ON m.member = l.member) r
        JOIN sold s ON s.number = r.number AND s.order_id = r.order_id AND (r.line IS NULL OR r.line = s.line)
        ORDER BY s.number, s.order_id, s.seq, s.line, r.at_us, r.seq""").fetchall()
    back: dict[tuple[int, int, int], tuple[int, int]] = {}
    columns: dict[str, list[Any]] = {name: [] for name in ("number", "order_id", "at_us", "sku", "quantity", "amount", "discount", "category", "brand", "channel", "store")}
    for number, order_id, at_us, sku, quantity, amount, discount, category, brand, channel, shop, line, seq, part, quantity_back, amount_back in rows:
        was = back.get((number, seq, line), (0, 0))
        now = _after(was, quantity, amount, None if part is None else quantity_back, None if part is None else amount_back)
        if now == was:
            continue
        back[number, seq, line] = now
        less = -(discount * now[0] // quantity - discount * was[0] // quantity) if quantity else 0
        values = (number, order_id, at_us, sku, was[0] - now[0], was[1] - now[1], less, category, brand, channel, shop)
        for name, value in zip(columns, values, strict=True):
            columns[name].append(value)
    whole, text = pa.int64(), pa.string()
    types = (whole, text, whole, text, whole, whole, whole, text, text, text, text)
    return pa.table({name: pa.array(values, type) for (name, values), type in zip(columns.items(), types, strict=True)})


def _after(was: tuple[int, int], quantity: int, amount: int, quantity_back: int | None, amount_back: int | None) -> tuple[int, int]:
    """(quantity, amount) returned of a line once this part is."""
    if quantity_back is None and amount_back is None:
        return quantity, amount
    many, money = was[0] + (quantity_back or 0), was[1] + (amount_back or 0)
    if amount_back is None:
        money = max(was[1], amount * min(many, quantity) // quantity if quantity else amount)
    return min(many, quantity), min(money, amount)


def _split(columns: str) -> list[str]:
    found: list[str] = []
    depth, start = 0, 0
    for place, letter in enumerate(columns + ","):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            found.append(columns[start:place].strip())
            start = place + 1
    return found

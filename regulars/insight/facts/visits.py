"""Files of web visits beside order files: member, visited_at, seconds, pages. Whoever visits and never bought becomes a member of the tables too."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from regulars.connectors.table_file import TableFile
from regulars.connectors.text_file import Unreadable
from regulars.insight.facts import visit_sentences  # noqa: F401  (registers what was left out, in words)
from regulars.kit.errors import Invalid
from regulars.program.findings import Finding

COLUMNS = ("member", "visited_at", "seconds", "pages")
OF_VISITS_ALONE = frozenset(COLUMNS[1:])  # whoever maps a column to one of these speaks of the files of visits
LONGEST = 10**9  # seconds or pages; more is a slip


class UnreadableVisits(Invalid):
    """``language``: of the sentence within the sentence."""

    code = "insight.visits.unreadable"

    def __init__(self, file: str, finding: Finding, language: str = "en") -> None:
        super().__init__(file=file, line=finding.line, columns=", ".join(COLUMNS), why=finding.sentence(language))


def read_visits(
    store: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    timezone: str,
    as_of: date,
    mapping: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    language: str = "en",
) -> Iterator[Finding]:
    """Create ``visits``; add its strangers to ``members``. Gives what was left out. Raises UnreadableVisits for a file that has not the four columns.

    The files are read as order files are: CSV in any encoding, or Parquet; ``mapping`` (theirs -> ours) counts where a file has the column.
    timezone: of the days; a moment written without an offset is the shop's own. Visits after ``as_of`` are not looked at. What two files both hold counts once.
    """
    store.execute("CREATE TABLE visits (member INTEGER, day DATE, seconds BIGINT, pages BIGINT)")
    if not paths:
        return
    store.execute("CREATE TEMP TABLE sessions (file INTEGER, ref VARCHAR, moment VARCHAR, day DATE, seconds BIGINT, pages BIGINT)")
    for number, path in enumerate(paths, 1):
        yield from _take(store, number, _table(path, mapping or {}, encoding, language), timezone, language)
    if len(paths) > 1:
        yield from _merge(store)
    (later,) = store.execute("SELECT count(*) FROM sessions WHERE day > $1", [as_of]).fetchall()[0]
    if later:
        yield Finding("insight.visits.later", 1, "warning", {"rows": later, "as_of": as_of.isoformat()})
    known = f"day <= DATE '{as_of.isoformat()}'"
    store.execute(f"""
        INSERT INTO members
            SELECT (SELECT count(*) FROM members) + row_number() OVER (ORDER BY ref) - 1, ref, min(day) FROM sessions
            WHERE {known} AND ref NOT IN (SELECT ref FROM members) GROUP BY ref;
        INSERT INTO visits SELECT member, day, seconds, pages FROM sessions JOIN members USING (ref) WHERE {known};
        DROP TABLE sessions""")


def _table(path: Path, mapping: Mapping[str, str], encoding: str, language: str) -> TableFile:
    wanted = {theirs: ours for theirs, ours in mapping.items() if ours in COLUMNS}
    try:
        try:
            return TableFile(path, needed=COLUMNS, mapping=wanted, encoding=encoding)
        except Unreadable as stop:
            there = {theirs: ours for theirs, ours in wanted.items() if ours in OF_VISITS_ALONE}
            if stop.finding.code != "file.map_missing" or there == wanted:
                raise
            return TableFile(path, needed=COLUMNS, mapping=there, encoding=encoding)  # the orders name their members' column otherwise
    except Unreadable as stop:
        raise UnreadableVisits(path.name, stop.finding, language) from None


def _take(store: duckdb.DuckDBPyConnection, number: int, table: TableFile, timezone: str, language: str) -> Iterator[Finding]:
    """The file's good rows as ``sessions``."""
    stopped: list[Unreadable] = []

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            yield from table.batches()
        except Unreadable as stop:
            stopped.append(stop)

    store.register("raw_visits", pa.RecordBatchReader.from_batches(table.schema(), batches()))
    store.execute(f"CREATE TEMP TABLE told AS SELECT {', '.join(f'trim({column}::VARCHAR) AS {column}' for column in COLUMNS)} FROM raw_visits")
    store.unregister("raw_visits")
    if stopped:
        raise UnreadableVisits(table.path.name, stopped[0].finding, language)
    good = f"coalesce(ref, '') <> '' AND day IS NOT NULL AND seconds BETWEEN 0 AND {LONGEST} AND pages BETWEEN 0 AND {LONGEST}"
    store.execute(f"""
        CREATE TEMP TABLE dated_visits AS SELECT {number} AS file, member AS ref, visited_at AS moment,
            CASE WHEN regexp_matches(visited_at, '[ T].*(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$') THEN timezone('{timezone}', try_cast(visited_at AS TIMESTAMPTZ))::DATE
                 ELSE try_cast(visited_at AS TIMESTAMP)::DATE END AS day,
            try_cast(try_cast(seconds AS DOUBLE) AS BIGINT) AS seconds, try_cast(try_cast(pages AS DOUBLE) AS BIGINT) AS pages
        FROM told;
        INSERT INTO sessions SELECT * FROM dated_visits WHERE {good}""")
    (bad,) = store.execute(f"SELECT count(*) FROM dated_visits WHERE ({good}) IS NOT TRUE").fetchall()[0]
    store.execute("DROP TABLE told; DROP TABLE dated_visits")
    if left := bad + len(table.ragged):
        yield Finding("insight.visits.left_out", 1, "warning", {"file": table.path.name, "rows": left})


def _merge(store: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Of equal visits, as many as the file that has most of them."""
    (before,) = store.execute("SELECT count(*) FROM sessions").fetchall()[0]
    visit = "ref, moment, seconds, pages"
    store.execute(f"""
        CREATE TEMP TABLE merged AS
            SELECT * EXCLUDE (copy) FROM (SELECT *, row_number() OVER (PARTITION BY file, {visit}) AS copy FROM sessions)
            QUALIFY row_number() OVER (PARTITION BY {visit}, copy ORDER BY file) = 1;
        DROP TABLE sessions; ALTER TABLE merged RENAME TO sessions""")
    (after,) = store.execute("SELECT count(*) FROM sessions").fetchall()[0]
    if after < before:
        yield Finding("insight.visits.overlap", 1, "warning", {"rows": before - after})

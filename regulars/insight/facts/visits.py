"""A file of web visits beside order files: member, visited_at, seconds, pages. Whoever visits and never bought becomes a member of the tables too."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from regulars.kit.errors import Invalid
from regulars.program.findings import Finding

COLUMNS = ("member", "visited_at", "seconds", "pages")
LONGEST = 10**9  # seconds or pages; more is a slip


class UnreadableVisits(Invalid):
    code = "insight.visits.unreadable"


def read_visits(store: duckdb.DuckDBPyConnection, path: Path | None, timezone: str, as_of: date) -> Iterator[Finding]:
    """Create ``visits``; add its strangers to ``members``. Gives what was left out. Raises UnreadableVisits for a file that has not the four columns.

    timezone: of moments written without an offset, and of the days. Visits after ``as_of`` are not looked at.
    """
    store.execute("CREATE TABLE visits (member INTEGER, day DATE, seconds BIGINT, pages BIGINT)")
    if path is None:
        return
    name = str(path).replace("'", "''")
    source = f"read_parquet('{name}')" if path.suffix == ".parquet" else f"read_csv('{name}', header=true, all_varchar=true, delim=',', quote='\"', escape='\"')"
    texts = ", ".join(f"trim({column}::VARCHAR) AS {column}" for column in COLUMNS)
    try:
        store.execute(f"CREATE TEMP TABLE told AS SELECT {texts} FROM {source}")
    except duckdb.Error as error:
        raise UnreadableVisits(file=path.name, columns=", ".join(COLUMNS), why=str(error).splitlines()[0][:200]) from None
    store.execute(f"""
        CREATE TEMP TABLE sessions AS SELECT member AS ref,
            CASE WHEN regexp_matches(visited_at, '(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$') THEN timezone('{timezone}', try_cast(visited_at AS TIMESTAMPTZ))::DATE
                 ELSE try_cast(visited_at AS TIMESTAMP)::DATE END AS day,
            try_cast(try_cast(seconds AS DOUBLE) AS BIGINT) AS seconds, try_cast(try_cast(pages AS DOUBLE) AS BIGINT) AS pages
        FROM told""")
    good = f"coalesce(ref, '') <> '' AND day IS NOT NULL AND seconds BETWEEN 0 AND {LONGEST} AND pages BETWEEN 0 AND {LONGEST}"
    every, kept = store.execute(f"SELECT count(*), count(*) FILTER ({good}) FROM sessions").fetchall()[0]
    if kept < every:
        yield Finding("insight.visits.left_out", 1, "warning", {"file": path.name, "rows": every - kept})
    known = f"{good} AND day <= DATE '{as_of.isoformat()}'"
    store.execute(f"""
        INSERT INTO members
            SELECT (SELECT count(*) FROM members) + row_number() OVER (ORDER BY ref) - 1, ref, min(day) FROM sessions
            WHERE {known} AND ref NOT IN (SELECT ref FROM members) GROUP BY ref;
        INSERT INTO visits SELECT member, day, seconds, pages FROM sessions JOIN members USING (ref) WHERE {known};
        DROP TABLE told; DROP TABLE sessions""")

"""The groups a member counts in, by a mark each (``rfm:543``, ``reason:price``), and the members of a group."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
import psycopg

from regulars.insight.store.names import CLASSES, STAGES
from regulars.insight.store.shapes import Listed, Told
from regulars.kit.errors import Invalid

Conn = psycopg.Connection[Any]
MOST_LISTED, MOST_MONTHS = 1_000, 62
MARK = re.compile(r"rfm:[1-5]{3}|rf:[1-5]{2}|reason:[a-z_]{1,30}|price:(full_price|sometimes|often|mostly)|cohort:[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)
_told = msgspec.json.Decoder(Told).decode
_COPY = "COPY insight_marked (member_id, refresh, margin, marks, months) FROM STDIN"
_LIST = """
SELECT (SELECT min(ref) FROM member_ref r WHERE r.member_id = m.member_id), m.member_id, m.class, m.stage, m.told::text
  FROM insight_marked k JOIN insight_member m USING (member_id, refresh)
 WHERE k.refresh = (SELECT max(refresh) FROM insight_refresh) AND k.marks @> ARRAY[%(mark)s::text] AND (k.months >> %(after)s::integer) & %(bit)s = %(bit)s
   AND NOT EXISTS (SELECT 1 FROM profiling_refusal p WHERE p.member_id = k.member_id)
 ORDER BY k.margin DESC, k.member_id LIMIT %(limit)s OFFSET %(offset)s
"""


class Marked(NamedTuple):
    """months: bit k is set where the member bought in the k-th month after that of the first purchase."""

    member_id: int
    margin: int
    marks: list[str]
    months: int


def write_marks(cursor: psycopg.Cursor[Any], refresh: int, rows: Iterable[Marked]) -> None:
    """Keep them in the transaction of the refresh, and drop those of the ones before."""
    with cursor.copy(_COPY) as copy:
        for one in rows:
            copy.write_row((one.member_id, refresh, one.margin, one.marks, one.months))
    cursor.execute("DELETE FROM insight_marked WHERE refresh < %s", (refresh,))


def members_marked(conn: Conn, mark: str, *, after: int | None = None, limit: int = 50, offset: int = 0) -> list[Listed]:
    """Members of a group, those expected to bring most first; who refused profiling is not among them.

    after: of a cohort, only those who bought in that month after their first. Raises Invalid ``insight.no_such_group``.
    """
    if not MARK.fullmatch(mark) or (after is not None and not 0 <= after <= MOST_MONTHS):
        raise Invalid("insight.no_such_group", mark=mark[:40])
    asked = {"mark": mark, "after": after or 0, "bit": 0 if after is None else 1, "limit": min(limit, MOST_LISTED), "offset": offset}
    rows = conn.execute(_LIST, asked)
    return [Listed(ref, id, _name(CLASSES, place), _name(STAGES, at), _told(told)) for ref, id, place, at, told in rows]


def _name(names: tuple[str, ...], place: int | None) -> str:
    return names[place] if place is not None else ""

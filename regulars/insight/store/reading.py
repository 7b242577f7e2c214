"""Reading what the last refresh worked out: one indexed read each, no model, no snapshot file."""

from typing import Any

import msgspec
import psycopg

from regulars.insight.churn import sentences as churn_sentences  # noqa: F401  registers the reasons
from regulars.insight.groups import sentences as group_sentences  # noqa: F401
from regulars.insight.recommend import sentences as recommend_sentences  # noqa: F401
from regulars.insight.store import sentences  # noqa: F401
from regulars.insight.store.names import CLASSES, GRADES, MOST_PERSONAS, STAGES, VISITORS
from regulars.insight.store.shapes import Listed, MemberInsight, Refreshed, Told
from regulars.journal.queries import member_of
from regulars.kit.errors import Invalid, NotFound, Refused

Conn = psycopg.Connection[Any]
_told = msgspec.json.Decoder(Told).decode
_REFRESH = "refresh, refreshed_at, as_of, snapshot, members, kept"
_LAST = f"SELECT {_REFRESH} FROM insight_refresh ORDER BY refresh DESC LIMIT 1"
_MEMBER = f"""
SELECT r.member_id, f.*, m.class, m.stage, m.told::text, EXISTS (SELECT 1 FROM profiling_refusal p WHERE p.member_id = r.member_id)
  FROM member_ref r
  LEFT JOIN ({_LAST}) f ON true
  LEFT JOIN insight_member m ON m.member_id = r.member_id AND m.refresh = f.refresh
 WHERE r.ref = %s
"""
_LIST = """
SELECT (SELECT min(ref) FROM member_ref r WHERE r.member_id = m.member_id), m.member_id, m.class, m.stage, m.told::text
  FROM insight_member m
 WHERE m.refresh = (SELECT max(refresh) FROM insight_refresh) AND {which} = %(place)s
   AND NOT EXISTS (SELECT 1 FROM profiling_refusal p WHERE p.member_id = m.member_id)
 ORDER BY m.margin DESC, m.member_id LIMIT %(limit)s OFFSET %(offset)s
"""
MOST_LISTED = 1_000


class NotRefreshed(Refused):
    code = "insight.not_refreshed"


def refreshed(conn: Conn) -> Refreshed | None:
    """The last refresh; None before the first."""
    row = conn.execute(_LAST).fetchone()
    return Refreshed(*row) if row is not None else None


def require_refreshed(conn: Conn) -> Refreshed:
    """Raises NotRefreshed before the first refresh."""
    found = refreshed(conn)
    if found is None:
        raise NotRefreshed()
    return found


def figure(conn: Conn, name: str, language: str = "en") -> dict[str, Any]:
    """A figure as ``regulars insight NAME --json`` prints it, without the rows of who has refused profiling since. Raises NotFound ``insight.figure_unknown``, NotRefreshed before the first refresh."""
    row = conn.execute(
        "SELECT figure FROM insight_figure WHERE name = %s AND language = %s ORDER BY refresh DESC LIMIT 1", (name.replace("\x00", ""), language)
    ).fetchone()
    if row is not None:
        return _of_nobody_who_refused(conn, row[0])
    require_refreshed(conn)
    raise NotFound("insight.figure_unknown", name=name[:40], known=", ".join(figure_names(conn)))


def _of_nobody_who_refused(conn: Conn, document: dict[str, Any]) -> dict[str, Any]:
    """In the rows of a figure a member is the number the snapshot knows them by (``ref``)."""
    named = [int(row["ref"]) for row in document["rows"] if str(row.get("ref") or "").isdigit()]
    refused = {str(number) for (number,) in conn.execute("SELECT member_id FROM profiling_refusal WHERE member_id = ANY(%s)", (named,))} if named else set()
    return {**document, "rows": [row for row in document["rows"] if row.get("ref") not in refused]} if refused else document


def figure_names(conn: Conn) -> list[str]:
    """The figures of the last refresh, in order of their names; reviews of other months (``reviews``) are not among them."""
    return [name for (name,) in conn.execute("SELECT DISTINCT name FROM insight_figure WHERE refresh = (SELECT max(refresh) FROM insight_refresh) AND name NOT LIKE '%@%' ORDER BY name")]


def member(conn: Conn, ref: str) -> MemberInsight:
    """Raises UnknownMember, NotRefreshed. A merged member answers as the one they go on as."""
    row = conn.execute(_MEMBER, (ref.replace("\x00", ""),)).fetchone() if "\x00" not in ref else None
    if row is None or (row[9] is None and not row[10]):
        member_id = member_of(conn, ref)[0]  # raises for somebody nobody knows; follows a merge
        if row is not None and member_id != row[0]:
            other = conn.execute("SELECT min(ref) FROM member_ref WHERE member_id = %s", (member_id,)).fetchone()
            row = conn.execute(_MEMBER, other).fetchone() if other is not None else row
    assert row is not None
    if row[1] is None:
        raise NotRefreshed()
    found = Refreshed(*row[1:7])
    if row[10]:
        return MemberInsight(ref, found, profiled=False, member_id=row[0])
    told = _told(row[9]) if row[9] is not None else None
    return MemberInsight(ref, found, True, _name(CLASSES, row[7]), _name(STAGES, row[8]), told, row[0])


LISTS: dict[str, tuple[tuple[str, ...], str]] = {
    "class_": (CLASSES, "m.class"),
    "stage": (STAGES, "m.stage"),
    "grade": (GRADES, "m.grade"),
    "visitor": (VISITORS, "m.visitor"),
    "persona": (tuple(str(n + 1) for n in range(MOST_PERSONAS)), "m.persona"),
}


def members_of(conn: Conn, *, limit: int = 50, offset: int = 0, **asked_for: str) -> list[Listed]:
    """Members of one of ``LISTS`` (``class_="high"``, ``persona="2"``), those expected to bring most first; who refused profiling is not among them.

    Raises Invalid ``insight.no_such_class`` for another name.
    """
    (kind, name), = ((kind, name) for kind, name in asked_for.items() if name or len(asked_for) == 1)
    names, which = LISTS[kind]
    if name not in names:
        raise Invalid("insight.no_such_class", name=name[:40], known=", ".join(names))
    asked = {"place": names.index(name), "limit": min(limit, MOST_LISTED), "offset": offset}
    rows = conn.execute(_LIST.format(which=which), asked)
    return [Listed(ref, id, _name(CLASSES, place), _name(STAGES, at), _told(told)) for ref, id, place, at, told in rows]


def _name(names: tuple[str, ...], place: int | None) -> str:
    return names[place] if place is not None else ""

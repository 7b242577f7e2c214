"""How members stood some weeks ago, kept beside the last refresh, so that a page can say what has changed since."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from regulars.insight.store.names import CLASSES, GRADES, STAGES, VISITORS

Conn = psycopg.Connection[Any]
APART_DAYS = 28
_TAKE = """
INSERT INTO insight_portrait (member_id, as_of, class, stage, grade, persona, personas, visitor, rfm, buys, margin, purchase_days)
SELECT member_id, %(as_of)s, class, stage, grade, persona, CASE WHEN persona IS NOT NULL THEN %(personas)s::integer END, visitor,
       (told -> 'rfm' ->> 0)::int * 100 + (told -> 'rfm' ->> 1)::int * 10 + (told -> 'rfm' ->> 2)::int, (told ->> 'buys')::real, margin, coalesce((told ->> 'frequency')::int, 0)
  FROM insight_member WHERE refresh = %(refresh)s
"""
_OLD = """
SELECT as_of, class, stage, grade, persona, personas, visitor, rfm, buys, margin, purchase_days FROM insight_portrait
 WHERE member_id = %(member)s AND as_of < %(as_of)s ORDER BY as_of <= %(as_of)s::date - %(apart)s::int DESC, abs(%(as_of)s::date - %(apart)s::int - as_of) LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Portrait:
    """One member on the evening of ``as_of``. "" and None: could not be said. ``personas``: the version ``persona`` is a place of."""

    as_of: date
    class_: str
    stage: str
    grade: str
    persona: int | None
    personas: int | None
    visitor: str
    rfm: int | None
    buys: float | None
    margin: int
    purchase_days: int


def take_portraits(conn: Conn, refresh: int, as_of: date, personas: int | None) -> None:
    """Within the refresh's transaction: a new day where the last is four weeks old, and who is in the refresh no more is forgotten."""
    row = conn.execute("SELECT max(as_of) FROM insight_portrait").fetchone()
    last = row[0] if row else None
    if last is not None and last > as_of:  # the refresh looks from an earlier evening than one before did
        conn.execute("DELETE FROM insight_portrait WHERE as_of >= %s", (as_of,))
        row = conn.execute("SELECT max(as_of) FROM insight_portrait").fetchone()
        last = row[0] if row else None
    if last is None or (as_of - last).days >= APART_DAYS:
        conn.execute(_TAKE, {"as_of": as_of, "refresh": refresh, "personas": personas})
        conn.execute("DELETE FROM insight_portrait WHERE as_of < (SELECT min(as_of) FROM (SELECT DISTINCT as_of FROM insight_portrait ORDER BY as_of DESC LIMIT 2) kept)")
    conn.execute("DELETE FROM insight_portrait p WHERE NOT EXISTS (SELECT 1 FROM insight_member m WHERE m.member_id = p.member_id AND m.refresh = %s)", (refresh,))


def portrait_before(conn: Conn, member_id: int, as_of: date) -> Portrait | None:
    """How the member stood four weeks before ``as_of`` or as near to it as is kept; None where nothing older is."""
    row = conn.execute(_OLD, {"member": member_id, "as_of": as_of, "apart": APART_DAYS}).fetchone()
    if row is None:
        return None
    day, class_, stage, grade, persona, personas, visitor, rfm, buys, margin, days = row
    return Portrait(day, _name(CLASSES, class_), _name(STAGES, stage), _name(GRADES, grade), persona, personas, _name(VISITORS, visitor), rfm, buys, margin, days)


def _name(names: tuple[str, ...], place: int | None) -> str:
    return names[place] if place is not None else ""

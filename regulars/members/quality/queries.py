"""What the last look found: a score for each field, a list to work through, merges to think about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from regulars.kit.errors import NotFound
from regulars.members.queries import members_by_ref


class Field(NamedTuple):
    """``score``: of all members, how many told it soundly, in whole per cent, rounded down. ``problems``: problem -> members."""

    field: str
    score: int
    told: int
    problems: dict[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """``score``: the fields' together, each counting alike. ``suggestions``: pairs that may be one person."""

    looked_at: datetime
    by: str
    members: int
    score: int
    fields: tuple[Field, ...]
    suggestions: int


class ToFix(NamedTuple):
    ref: str
    field: str
    problem: str
    others: int


class Suggested(NamedTuple):
    """``alike``: what the two share, the surest first: card, email, phone, name_birthday."""

    one: str
    other: str
    alike: list[str]


def report() -> Report | None:
    """Of the last look that ended; None before the first."""
    row = _last()
    if row is None:
        return None
    look, ended_at, by, members, told = row
    problems: dict[str, dict[str, int]] = {}
    for field, problem, count in _rows("SELECT field, problem, count(*) FROM quality_problem WHERE look = %s GROUP BY 1, 2 ORDER BY 3 DESC, 2", look):
        problems.setdefault(field, {})[problem] = count
    fields = tuple(Field(field, 100 * of["sound"] // members if members else 0, of["told"], problems.get(field, {})) for field, of in told.items())
    sound = sum(of["sound"] for of in told.values())
    score = 100 * sound // (members * len(told)) if members and told else 0
    ((suggestions,),) = _rows(f"SELECT count(*) {_OPEN}", look)
    return Report(ended_at, by, members, score, fields, suggestions)


def to_fix(*, field: str = "", most: int | None = None) -> Iterator[ToFix]:
    """What to work through, by reference; ``field``: of one only."""
    row = _last()
    if row is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(r.ref), p.field, p.problem, p.others FROM quality_problem p JOIN member_ref r USING (member_id)"
            " WHERE p.look = %s AND (%s = '' OR p.field = %s) GROUP BY p.member_id, p.field, p.problem, p.others ORDER BY 1, 2, 3 LIMIT %s",
            (row[0], field, field, most),
        )
        while some := cursor.fetchmany(1_000):
            yield from (ToFix(*each) for each in some)


def suggestions(most: int | None = None) -> list[Suggested]:
    """Pairs that may be one person and are two members still, those who share most first."""
    row = _last()
    if row is None:
        return []
    return [
        Suggested(one, other, sorted(alike, key=_SURENESS.index))
        for one, other, alike in _rows(
            "SELECT (SELECT min(ref) FROM member_ref WHERE member_id = s.one), (SELECT min(ref) FROM member_ref WHERE member_id = s.other), s.alike"
            f" {_OPEN} ORDER BY cardinality(s.alike) DESC, s.alike, s.one, s.other LIMIT %s",
            row[0], most,
        )
    ]  # fmt: skip


_SURENESS = ("card", "email", "phone", "name_birthday")
_OPEN = """
FROM suggested_merge s WHERE s.look = %s
 AND NOT EXISTS (SELECT 1 FROM not_one_person n WHERE (n.one, n.other) = (s.one, s.other))
 AND NOT EXISTS (SELECT 1 FROM member_merge m WHERE m.undone_at IS NULL AND m.member_id IN (s.one, s.other))
"""


def keep_apart(one: str, other: str, *, by: str, at: datetime) -> None:
    """Somebody looked: they are two people. They are never suggested again. Raises NotFound ``member.unknown``."""
    known = members_by_ref([one, other])
    for ref in (one, other):
        if ref not in known:
            raise NotFound("member.unknown", ref=ref)
    first, second = sorted((known[one], known[other]))
    if first != second:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO not_one_person (one, other, by, at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", (first, second, by, at))


def _last() -> tuple[Any, ...] | None:
    rows = _rows("SELECT look, ended_at, by, members, fields::text FROM quality_look WHERE ended_at IS NOT NULL ORDER BY look DESC LIMIT 1")
    if not rows:
        return None
    import json

    look, ended_at, by, members, fields = rows[0]
    return look, ended_at, by, members, json.loads(fields)


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())

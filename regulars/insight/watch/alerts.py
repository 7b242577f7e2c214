"""Alerts: kept once, answered by somebody, counted afterwards. Those of the rules and those of the nightly figure stand in one list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import psycopg

from regulars.insight.watch.rules import Finding
from regulars.insight.watch.settings import KINDS
from regulars.kit.errors import Invalid, NotFound
from regulars.kit.periods import instant
from regulars.kit.phrases import say

Conn = psycopg.Connection[Any]
UNUSUAL = "unusual"  # of the nightly figure
RULES = (*KINDS, UNUSUAL)
OPEN, LOOKED_INTO, FROZEN, HARMLESS = STATUSES = ("open", "looked_into", "frozen", "harmless")
RIGHT = (LOOKED_INTO, FROZEN)
QUIET_DAYS = 7  # after one was found harmless, the same rule says nothing of the same member for so long
_SAYABLE = f"(w.rule <> '{UNUSUAL}' OR NOT EXISTS (SELECT 1 FROM profiling_refusal p WHERE p.member_id = w.member_id))"  # who refused profiling is in no such list at once
_COLUMNS = "a.id, a.rule, a.member_id, a.person, a.day, a.found_at, a.points, a.risk, a.evidence, a.status"


class Kept(NamedTuple):
    """An alert that is new."""

    id: int
    finding: Finding


class Sentence(NamedTuple):
    code: str
    facts: dict[str, Any]


class Unusual(NamedTuple):
    """What the nightly figure says of a member's day. events: (member, seq) of what speaks for it, newest last."""

    day: date
    member: int
    risk: float
    points: int
    why: tuple[Sentence, ...]
    events: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """ref: the member's; "" where it is about ``person``. events: of what speaks for it, newest last: (member's reference, seq, type, when)."""

    id: int
    rule: str
    ref: str
    person: str
    day: date
    found_at: datetime
    points: int
    risk: float
    sentences: tuple[Sentence, ...]
    events: tuple[tuple[str, int, str, datetime], ...]
    status: str
    history: tuple[tuple[str, str, datetime], ...] = ()  # (status, by, at), oldest first

    def words(self, language: str) -> list[str]:
        return [say(one.code, _spoken(one.facts, language), language) for one in self.sentences]


class Realised(NamedTuple):
    """How right the alerts of a rule were. low, high: Wilson's 95 % interval of ``right`` ÷ ``answered``; None: nobody has answered one."""

    rule: str
    alerts: int
    answered: int
    right: int
    share: float | None
    low: float | None
    high: float | None


class _Row(NamedTuple):
    """As the table has it. told: sentences (code, facts), events: (member, seq)."""

    rule: str
    member: int
    person: str
    day: date
    points: int
    risk: float
    told: list[tuple[str, dict[str, Any]]]
    events: tuple[tuple[int, int], ...]

    @property
    def key(self) -> tuple[str, int, str, date]:
        return self.rule, self.member, self.person[:200], self.day


def keep(conn: Conn, findings: Iterable[Finding], *, zone: ZoneInfo, at: datetime) -> list[Kept]:
    """Keep what is not kept yet; of one that is open and has grown, the new evidence. Returns the new ones."""
    rows = [(one, _Row(one.rule, one.member, one.person, instant(one.at_us).astimezone(zone).date(), one.points, one.risk, [(f"watch.{one.rule}", one.facts)], one.events)) for one in findings]
    gravest = _gravest(row for _, row in rows)
    new = _keep(conn, gravest.values(), at)
    return [Kept(new[row.key], one) for one, row in rows if row.key in new and gravest[row.key] is row]


def keep_unusual(conn: Conn, rows: Iterable[Unusual], *, at: datetime) -> int:
    """Days of the nightly figure. Returns how many are new."""
    told = (_Row(UNUSUAL, one.member, "", one.day, one.points, one.risk, [(each.code, each.facts) for each in one.why], one.events) for one in rows)
    return len(_keep(conn, _gravest(told).values(), at))


def _gravest(rows: Iterable[_Row]) -> dict[tuple[str, int, str, date], _Row]:
    """One of each key: that with the most risk, of equals the first."""
    found: dict[tuple[str, int, str, date], _Row] = {}
    for row in rows:
        if row.key not in found or row.risk > found[row.key].risk:
            found[row.key] = row
    return found


def _keep(conn: Conn, rows: Iterable[_Row], at: datetime) -> dict[tuple[str, int, str, date], int]:
    """All in one statement, each key once; gives the new ones by their keys."""
    asked = [
        {"place": place, "rule": one.rule, "member": one.member, "person": one.person[:200], "day": one.day, "points": one.points, "risk": one.risk, "evidence": {"told": one.told, "events": one.events}}
        for place, one in enumerate(rows)
    ]  # fmt: skip
    if not asked:
        return {}
    kept = conn.execute(
        """
        INSERT INTO watch_alert (rule, member_id, person, day, found_at, points, risk, evidence)
        SELECT n.rule, n.member, n.person, n.day, %(at)s, n.points, n.risk, n.evidence
          FROM json_to_recordset(%(rows)s) AS n (place integer, rule text, member bigint, person text, day date, points bigint, risk double precision, evidence json)
         WHERE NOT EXISTS (SELECT 1 FROM watch_alert q WHERE q.rule = n.rule AND q.member_id = n.member AND q.person = n.person
                             AND q.status = 'harmless' AND q.day BETWEEN n.day - %(quiet)s::integer AND n.day)
         ORDER BY n.place
        ON CONFLICT (rule, member_id, person, day) DO UPDATE SET points = excluded.points, risk = excluded.risk, evidence = excluded.evidence
         WHERE watch_alert.status = 'open' AND watch_alert.risk < excluded.risk
        RETURNING id, xmax = 0, rule, member_id, person, day
        """,
        {"rows": msgspec.json.encode(asked).decode(), "at": at, "quiet": QUIET_DAYS},
    ).fetchall()
    return {(rule, member, person, day): id for id, is_new, rule, member, person, day in kept if is_new}


def alerts(conn: Conn, *, status: str = "", budget: int = 0, limit: int = 100, offset: int = 0) -> list[Alert]:
    """The newest day first, in a day the most at risk first. budget: at most so many a day; 0: all. Raises Invalid ``watch.status`` for another status."""
    if status and status not in STATUSES:
        raise Invalid("watch.status", status=status[:40])
    rows = conn.execute(
        f"""
        SELECT {_COLUMNS} FROM (SELECT *, row_number() OVER (PARTITION BY day ORDER BY risk DESC, id) AS place FROM watch_alert w WHERE {_SAYABLE}) a
         WHERE (%(status)s = '' OR a.status = %(status)s) AND (%(budget)s = 0 OR a.place <= %(budget)s)
         ORDER BY a.day DESC, a.risk DESC, a.id LIMIT %(limit)s OFFSET %(offset)s
        """,
        {"status": status, "budget": budget, "limit": limit, "offset": offset},
    ).fetchall()
    return _read(conn, rows)


def alert(conn: Conn, id: int) -> Alert:
    """Raises NotFound ``watch.no_alert``."""
    rows = conn.execute(f"SELECT {_COLUMNS} FROM watch_alert a WHERE a.id = %s", (id,)).fetchall() if 0 < id < 2**63 else []
    if not rows:
        raise NotFound("watch.no_alert", id=id)
    return _read(conn, rows)[0]


def counts(conn: Conn, budget: int) -> dict[str, int]:
    """How many stand at each status, and how many open ones lie beneath the budget of their day (``beneath``)."""
    query = f"""
        SELECT status, count(*), count(*) FILTER (WHERE place > %s) FROM (SELECT status, row_number() OVER (PARTITION BY day ORDER BY risk DESC, id) AS place FROM watch_alert w WHERE {_SAYABLE}) a
         GROUP BY status
    """
    found = dict.fromkeys(STATUSES, 0) | {"beneath": 0}
    for status, many, beneath in conn.execute(query, (budget,)):
        found[status] = many
        found["beneath"] += beneath if status == OPEN else 0
    return found


def answer(conn: Conn, id: int, status: str, *, by: str, at: datetime) -> Alert:
    """What somebody found out; the last answer counts, those before stay to be read. Raises Invalid ``watch.status``, NotFound ``watch.no_alert``."""
    if status not in STATUSES:
        raise Invalid("watch.status", status=status[:40])
    with conn.transaction():
        before = alert(conn, id)
        if before.status != status:
            conn.execute("UPDATE watch_alert SET status = %s WHERE id = %s", (status, id))
            conn.execute("INSERT INTO watch_answer (alert, status, by, at) VALUES (%s, %s, %s, %s)", (id, status, by[:200], at))
    return alert(conn, id)


def realised(conn: Conn) -> list[Realised]:
    """Rule by rule, how many of the answered alerts were right. Only what somebody looked at is known: an alert nobody opened says nothing."""
    query = "SELECT rule, count(*), count(*) FILTER (WHERE status <> 'open'), count(*) FILTER (WHERE status = ANY(%s)) FROM watch_alert GROUP BY rule"
    rows = {rule: (many, answered, right) for rule, many, answered, right in conn.execute(query, (list(RIGHT),))}
    return [Realised(rule, *rows[rule], *_wilson(rows[rule][2], rows[rule][1])) for rule in RULES if rule in rows]


def _wilson(right: int, of: int) -> tuple[float | None, float | None, float | None]:
    """The share and its 95 % interval (Wilson 1927)."""
    if not of:
        return None, None, None
    z, share = 1.959964, right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    off = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return share, max(middle - off, 0.0), min(middle + off, 1.0)


def _read(conn: Conn, rows: Sequence[tuple[Any, ...]]) -> list[Alert]:
    told = [(row, row[8]) for row in rows]
    keys = {(member, seq) for _, evidence in told for member, seq in evidence["events"]}
    members = sorted({row[2] for row in rows if row[2]} | {member for member, _ in keys} | {f["other"] for _, e in told for _, f in e["told"] if "other" in f})
    refs = dict(conn.execute("SELECT DISTINCT ON (member_id) member_id, ref FROM member_ref WHERE member_id = ANY(%s) ORDER BY member_id, ref", (members,)).fetchall())
    refused = {member for (member,) in conn.execute("SELECT member_id FROM profiling_refusal WHERE member_id = ANY(%s)", (members,))}
    wanted = msgspec.json.encode([{"m": member, "s": seq} for member, seq in keys]).decode()
    query = "SELECT e.member_id, e.seq, e.type, e.occurred_at FROM json_to_recordset(%s) AS q (m bigint, s bigint) JOIN event e ON e.member_id = q.m AND e.seq = q.s"
    events = {(member, seq): (type, when) for member, seq, type, when in conn.execute(query, (wanted,))} if keys else {}
    histories: dict[int, list[tuple[str, str, datetime]]] = {}
    for id, status, by, when in conn.execute("SELECT alert, status, by, at FROM watch_answer WHERE alert = ANY(%s) ORDER BY id", ([row[0] for row in rows],)):
        histories.setdefault(id, []).append((status, by, when))
    found = []
    for row, evidence in told:
        sentences = tuple(Sentence(code, {**facts, **({"other": refs.get(facts["other"], "?")} if "other" in facts else {})}) for code, facts in evidence["told"])
        shown = tuple((refs.get(member, "?"), seq, *events[member, seq]) for member, seq in evidence["events"] if (member, seq) in events and not (row[1] == UNUSUAL and member in refused))
        found.append(Alert(row[0], row[1], refs.get(row[2], ""), row[3], row[4], row[5], row[6], row[7], sentences, shown, row[9], tuple(histories.get(row[0], ()))))
    return found


def _spoken(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return {name: say(f"watch.said.{value}", {}, language) if name in ("kind", "what") and f"watch.said.{value}" in _SAID else value for name, value in facts.items()}


_SAID = {f"watch.said.{name}" for name in ("device", "payment", "order", "points.adjusted", "tier.set", "tier.matched", "earn", "redeem")}

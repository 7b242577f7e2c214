"""Days that look wrong, of a whole shop: what is usual is learned from members drawn evenly, and only what is told of is worked out for everybody.

Told are the last LAST_DAYS; RUN_UP more are looked at before, so that it is known who was told of. What members did before that is summed up by the database.
"""

from typing import Any

import numpy as np

from regulars.insight.anomalies.alerts import AGAIN_AFTER, alerts, speaks
from regulars.insight.anomalies.features import Days, Past, days
from regulars.insight.anomalies.scoring import score, tails_of, usual_of
from regulars.insight.asking.models import ALERTS_A_DAY, Models
from regulars.insight.asking.rows import Rows
from regulars.insight.asking.transfers import of_snapshot
from regulars.insight.asking.unusual_places import unusual_places
from regulars.insight.asking.unusual_rings import unusual_rings
from regulars.insight.errors import CannotSay
from regulars.insight.facts.facts import day_number, day_of_number
from regulars.insight.facts.local_time import local_us
from regulars.insight.facts.of_snapshot import SnapshotFacts

LAST_DAYS = 30
RUN_UP = 4 * AGAIN_AFTER
MOST_MEMBERS = 50_000  # what is usual is learned from so many
MOST_PLACES = 120  # told apart by a bit each; of more, members' days are looked through one by one
KINDS = ("earn", "redeem")


def anomalies(models: Models) -> Rows:
    """Days that are unlikely for the member they belong to, in the last month; never more a day than somebody can look at. Beside them rings of gifts, on the day of their last gift, and stores and tills on days that are more than such a weekday brings there (``ref`` is empty)."""
    facts = of_snapshot(models)
    since = day_number(facts.as_of) - LAST_DAYS
    places, young = unusual_places(facts, LAST_DAYS)
    found, told = alerts_since(facts, since, per_day=models.alerts_a_day)
    refs = facts.refs()
    days_of = [(day_of_number(one.day), refs[one.member], round(one.risk, 3), one.points, list(one.evidence)) for one in found if one.day > since]
    rows: list[tuple[Any, ...]] = [(*row, "") for row in _one_a_day([*days_of, *unusual_rings(facts, LAST_DAYS)])]
    rows += [(day, "", risk, points, evidence, place) for day, place, risk, points, evidence in places]
    rows.sort(key=lambda row: (-row[0].toordinal(), -row[2]))
    return Rows(("day", "ref", "risk", "points", "evidence", "place"), rows, () if rows else (CannotSay("insight.anomalies.nothing"),), told=(*told, *young))


def _one_a_day(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Of a member's day that is told of twice, one row with all that speaks for it."""
    by_day: dict[tuple[Any, str], tuple[Any, ...]] = {}
    for day, ref, risk, points, evidence in rows:
        _, _, known_risk, known_points, known = by_day.get((day, ref), (day, ref, 0.0, 0, []))
        by_day[day, ref] = (day, ref, max(known_risk, risk), max(known_points, points), [*known, *evidence])
    return list(by_day.values())


def alerts_since(facts: SnapshotFacts, since: int, *, most_members: int = MOST_MEMBERS, per_day: int = ALERTS_A_DAY) -> tuple[list[Any], tuple[CannotSay, ...]]:
    """Alerts of the days after ``since`` and of RUN_UP before them, and what has to be told of how they were found. Refused ``insight.anomalies.none``."""
    moved = _Moved(facts)
    drawn, of_all = moved.draw(most_members)
    usual = usual_of(moved.drawn_days())
    recent = moved.since(since - RUN_UP)
    told = (CannotSay("insight.anomalies.drawn", members=drawn, of=of_all),) if drawn < of_all else ()
    if recent is None:
        return [], told
    tails = tails_of(recent, usual)
    told_of = speaks(recent, tails)
    if not told_of.any():
        return [], told
    some, tails = recent.take(told_of), tails[told_of]
    return alerts(some, score(some, usual, tails), per_day=per_day), told


class _Moved:
    """Members' days as the transfers tell them. What it needs stands in temporary tables of the facts' connection."""

    def __init__(self, facts: SnapshotFacts) -> None:
        self._facts = facts
        first, last = facts.one("SELECT coalesce(min(epoch_us(occurred_at)), 0), coalesce(max(epoch_us(occurred_at)), 0) FROM transfers")
        self._day = f"({local_us('epoch_us(occurred_at)', facts.timezone, first, last)} // 86400000000)"
        self._until = day_number(facts.as_of)
        self._run("CREATE OR REPLACE TEMP TABLE moved_places AS SELECT name, (row_number() OVER (ORDER BY name) - 1)::INTEGER AS code FROM (SELECT DISTINCT source_of_event AS name FROM transfers WHERE source_of_event IS NOT NULL)")
        (places,) = facts.one("SELECT count(*) FROM moved_places")
        self._places = "coalesce(bit_count(bit_or(1::HUGEINT << place)), 0)" if places <= MOST_PLACES else "count(DISTINCT place)"

    def draw(self, most: int) -> tuple[int, int]:
        """Choose members evenly by their numbers, the same ones each time; gives how many, and of how many."""
        (of_all,) = self._facts.one("SELECT count(*) FROM numbers")
        share = 2**32 if of_all <= most else 2**32 * most // of_all
        self._run(f"CREATE OR REPLACE TEMP TABLE moved_drawn AS SELECT member, number FROM numbers WHERE (number * 2654435761) % 4294967296 < {share}")
        return self._facts.one("SELECT count(*) FROM moved_drawn")[0], of_all

    def drawn_days(self) -> Days:
        return _days(self._columns(f"{self._of('SELECT number FROM moved_drawn')} SELECT * FROM moved"))

    def since(self, day: int) -> Days | None:
        """Every member's days after ``day``, each with what came before it; None where there are none."""
        self._run(f"CREATE OR REPLACE TEMP TABLE moved_lately AS {self._of(None, f'> {day}')} SELECT * FROM moved")
        before = self._of("SELECT number FROM moved_lately JOIN numbers USING (member)", f"<= {day}")
        columns = self._columns(f"""{before}, opening AS (SELECT member, {_OPENING} FROM moved GROUP BY member)
            SELECT l.*, {", ".join(f"coalesce({name}, 0)::DOUBLE AS {name}" for name in _PAST)} FROM moved_lately l LEFT JOIN opening o USING (member)""")
        return _days(columns) if len(columns["member"]) else None

    def _of(self, numbers: str | None, when: str = "IS NOT NULL") -> str:
        """``WITH … moved``: one row for each member's day. numbers: SQL of whose; None: everybody's. An event is one thing that happened, however many transfers it has."""
        whose = f"AND coalesce(m.root, t.member) IN ({numbers})" if numbers else ""
        return f"""
            WITH event AS (
                SELECT t.member, t.seq, any_value({self._day}) AS day, any_value(code) AS place, bool_or(source = 'issued') AS earned, bool_or(target = 'redeemed') AS redeemed,
                       sum(CASE WHEN target = 'redeemed' OR target = 'transit' THEN points ELSE 0 END)::BIGINT AS points
                FROM transfers t LEFT JOIN merged m ON m.member = t.member LEFT JOIN moved_places p ON p.name = t.source_of_event
                WHERE type <> 'time.passed' AND {self._day} <= {self._until} AND {self._day} {when} {whose} GROUP BY t.member, t.seq),
            moved AS (
                SELECT n.member, day, count_if(earned)::DOUBLE AS earn, count_if(redeemed)::DOUBLE AS redeem, sum(points)::DOUBLE AS points, ({self._places})::DOUBLE AS places
                FROM event e LEFT JOIN merged m ON m.member = e.member JOIN numbers n ON n.number = coalesce(m.root, e.member) GROUP BY n.member, day)"""

    def _columns(self, sql: str) -> dict[str, Any]:
        return self._facts.connection.execute(sql).fetchnumpy()

    def _run(self, sql: str) -> None:
        self._facts.connection.execute(sql)


_VALUES = (*KINDS, "points", "places")
_PAST = ("past_days", "past_left", *(f"past_{name}" for name in _VALUES), *(f"past_ln_{name}" for name in _VALUES))
_FINE = 2**40  # logarithms are added up as whole numbers: sums of fractions differ with the order in which threads come to them, and the forest with them
_OPENING = ", ".join(
    ["count(*) AS past_days", "count_if(points > 0) AS past_left"]
    + [f"sum({name}) AS past_{name}" for name in _VALUES]
    + [f"sum(round(ln(1 + {name}) * {_FINE})::BIGINT)::DOUBLE / {_FINE} AS past_ln_{name}" for name in _VALUES]
)


def _days(columns: dict[str, Any]) -> Days:
    """Refused ``insight.anomalies.none``."""
    values = {name: np.asarray(columns[name], np.float64) for name in _VALUES}
    opening = None
    if "past_days" in columns:
        past = {name: np.asarray(columns[name], np.float64) for name in _PAST}
        sums, logs = (np.column_stack([past[f"{kind}{name}"] for name in _VALUES]) for kind in ("past_", "past_ln_"))
        opening = Past(past["past_days"], past["past_left"], sums, logs)
    counts = np.column_stack([values[name] for name in KINDS])
    return days(columns["member"], columns["day"], counts, values["points"], values["places"], kinds=KINDS, opening=opening)

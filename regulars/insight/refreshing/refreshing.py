"""One refresh, from the last snapshot to the store. Members' classes are carried over: a move takes two refreshes, unless it is plain."""

import contextlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from regulars.insight.asking.answers import KEPT, answer, review_of
from regulars.insight.asking.models import Models
from regulars.insight.asking.slot import ShowRow
from regulars.insight.facts import Facts
from regulars.insight.facts.of_snapshot import facts_of_snapshot
from regulars.insight.facts.sentences import sentence_of
from regulars.insight.refreshing.marking import Marking
from regulars.insight.refreshing.members import kept_of, rows_of
from regulars.insight.refreshing.standing import carry_over
from regulars.insight.review.months import reviewed_months
from regulars.insight.store.kept_targets import targets
from regulars.insight.store.reviews import review_name
from regulars.insight.store.showing import shows
from regulars.insight.store.writing import REFRESH_LOCK, Results, keep, standing_before
from regulars.insight.watch.alerts import Sentence, Unusual, keep_unusual
from regulars.insight.watch.settings import settings_of
from regulars.kit.errors import Unavailable
from regulars.kit.phrases import LANGUAGES, phrases

Conn = psycopg.Connection[Any]
MOST_MONTHS = 24  # whose reviews are kept beside the last one
ALERTS_OF_DAYS = 7  # older unusual days are in the figure, and nobody is called for them

phrases(
    {
        "insight.being_refreshed": (
            "insight is being worked out at this moment",
            "正在计算分析结果，请稍后再试",
            "正在計算分析結果，請稍後再試",
        ),
    }
)


class BeingRefreshed(Unavailable):
    code = "insight.being_refreshed"


@dataclass(frozen=True)
class Done:
    """cannot_say: language -> sentences, of the whole refresh."""

    number: int
    as_of: date
    members: int
    figures: int
    seconds: float
    cannot_say: dict[str, list[str]]


def refresh(conn: Conn, folder: Path, *, at: datetime, as_of: date | None = None) -> Done:
    """Work everything out from the snapshot in ``folder`` and keep it. Broken off, what the last refresh said stays.

    conn: in autocommit mode. Raises NoSnapshot, DamagedSnapshot, BeingRefreshed while another is at it.
    """
    began = time.perf_counter()
    with _alone(conn), tempfile.TemporaryDirectory(prefix="regulars-insight-") as place, facts_of_snapshot(folder, Path(place), as_of=as_of) as facts:
        assert facts.manifest is not None
        numbers, before = facts.numbers(), standing_before(conn)
        models = Models(facts, kept=before.kept if before is not None else None)
        models.targets = targets(conn)
        models.alerts_a_day = settings_of(conn).budget
        if before is not None:
            models.personas_before = {place: before.persona[number] for place, number in enumerate(numbers) if number in before.persona}
        models.shows = [ShowRow(*row) for row in shows(conn, facts.timezone)]
        standing, cuts = carry_over(models, numbers, before)
        figures: dict[str, dict[str, dict[str, Any]]] = {}
        unusual: list[Unusual] = []
        told: dict[str, list[str]] = {language: [sentence_of(one, language) for one in facts.findings] for language in LANGUAGES}
        for name in KEPT:
            found = answer(models, name)
            if name == "anomalies":
                since = facts.as_of - timedelta(days=ALERTS_OF_DAYS)
                unusual = [Unusual(day, int(ref), risk, points, tuple(Sentence(one.code, one.facts) for one in why), tuple(key for one in why for key in one.events)) for day, ref, risk, points, why, _ in found.rows if ref and day > since]
            figures[name] = {language: found.document(language) for language in LANGUAGES}
            for language in LANGUAGES:
                told[language] += found.sentences(language)
        for month in (months := reviewed_months(facts, MOST_MONTHS)):
            found = review_of(models, month)
            figures[review_name(month)] = {language: found.document(language) for language in LANGUAGES}
        cannot_say = {language: list(dict.fromkeys(sentences)) for language, sentences in told.items()}
        kept = kept_of(models, before, cuts) | {"cannot_say": cannot_say, "refused": len(facts.manifest.refused)} | spans_of(facts, months)
        marking = Marking(models, numbers)
        rows = marking.passing(rows_of(models, numbers, before, standing))
        results = Results(facts.as_of, facts.manifest.number, kept, figures, rows, marking.marked)
        number = keep(conn, results, at=at)
        keep_unusual(conn, unusual, at=at)
    return Done(number, results.as_of, len(numbers), len(KEPT), time.perf_counter() - began, cannot_say)


def spans_of(facts: Facts, months: list[str]) -> dict[str, Any]:
    """For whoever asks for a month: those whose reviews are kept, the first with an order, and the running one."""
    first = facts.first_day.strftime("%Y-%m") if facts.first_day is not None else ""
    return {"reviews": {"months": months, "first": first, "running": facts.as_of.strftime("%Y-%m")}}


@contextlib.contextmanager
def _alone(conn: Conn) -> Iterator[None]:
    row = conn.execute("SELECT pg_try_advisory_lock(%s)", (REFRESH_LOCK,)).fetchone()
    if not row or not row[0]:
        raise BeingRefreshed()
    try:
        yield
    finally:
        if not conn.closed:
            conn.execute("SELECT pg_advisory_unlock(%s)", (REFRESH_LOCK,))

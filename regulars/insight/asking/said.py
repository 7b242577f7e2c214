"""What is said of surveys and what goes with what."""

from collections.abc import Callable
from typing import Any

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.asking.slot import estimates
from regulars.insight.asking.transfers import of_snapshot
from regulars.insight.errors import CannotSay
from regulars.insight.figures.moved import BY_MEMBER, Moved, what_moved
from regulars.insight.indices.surveys import acsi, ces, csat, nps_of, pomp
from regulars.insight.recommend.offers import paired_with
from regulars.insight.recommend.trying import LEAST_EFFECTIVE
from regulars.kit.errors import Problem

MOST_PAIRS = 200
_SURVEYS = {"nps": nps_of, "csat": csat, "ces": ces, "recommend": nps_of}  # by how the survey's id begins
_INTENTIONS = ("repurchase", "cross", "price")  # 1 to 7, as percent of the maximum possible
_DRAWS = 500


def surveys(models: Models) -> Rows:
    """NPS, CSAT, CES and the intentions of each survey, and the ACSI-style index of all that begin with acsi, with what 95 of 100 such samples would give."""
    given: dict[str, dict[int, int]] = {}
    for survey, member, answered in of_snapshot(models).rows(_ANSWERS):
        given.setdefault(survey, {})[member] = answered
    if not given:
        raise CannotSay("insight.surveys.none")
    rows: list[tuple[Any, ...]] = []
    told: list[Any] = []
    for survey, answers in sorted(given.items()):
        if survey.casefold().startswith("acsi"):
            continue
        kind = next((name for name in (*_SURVEYS, *_INTENTIONS) if survey.casefold().startswith(name)), "")
        try:
            rows.append((survey, *_figure_of(kind, survey, list(answers.values()))))
        except Problem as refusal:
            told.append(refusal)
    try:
        rows += _acsi({survey: answers for survey, answers in given.items() if survey.casefold().startswith("acsi")})
    except Problem as refusal:
        told.append(refusal)
    return Rows(("survey", "index", "value", "low", "high", "answers"), rows, tuple(told))


def _figure_of(kind: str, survey: str, answers: list[int]) -> tuple[Any, ...]:
    if not kind:
        raise CannotSay("insight.surveys.which_scale", survey=survey)
    if kind in _SURVEYS:
        found = _SURVEYS[kind](answers)
        return "nps" if kind == "recommend" else kind, found.value, found.low, found.high, found.answers
    scaled = pomp(np.asarray(answers, np.float64), 1, 7)
    low, high = _redrawn(lambda chosen: float(scaled[chosen].mean()), len(scaled))
    return "pomp", float(scaled.mean()), low, high, len(scaled)


def _acsi(given: dict[str, dict[int, int]]) -> list[tuple[Any, ...]]:
    """One row, of whoever answered every one of the surveys."""
    if not given:
        return []
    members = sorted(set.intersection(*(set(answers) for answers in given.values())))
    table = np.array([[answers[member] for answers in given.values()] for member in members], np.float64)
    if not len(table) or table.min() < 1 or table.max() > 10:
        raise CannotSay("insight.index.off_scale", low=1, high=10) if len(table) else CannotSay("insight.index.no_answers")
    low, high = _redrawn(lambda chosen: acsi(table[chosen].mean(axis=0).tolist()), len(table))
    return [(", ".join(sorted(given)), "acsi", acsi(table.mean(axis=0).tolist()), low, high, len(table))]


def _redrawn(of: Callable[[Any], float], n: int) -> tuple[float | None, float | None]:
    """The 95 % percentile bootstrap with a fixed seed; none of a single answer."""
    if n < 2:
        return None, None
    draw = np.random.default_rng(0)
    low, high = np.quantile([of(draw.integers(0, n, n)) for _ in range(_DRAWS)], [0.025, 0.975])
    return float(low), float(high)


def moved(models: Models) -> Rows:
    """Which step moved revenue between the last span of days and the one before, with its range. An average order in whole units."""
    return steps_told(models, what_moved(models.facts))


def steps_told(models: Models, found: Moved) -> Rows:
    unit = 10**models.facts.exponent
    rows = [
        (one.name, one.before / (unit if one.name == "aov" else 1), one.now / (unit if one.name == "aov" else 1), one.moved, one.low, one.high)
        for one in found.steps
    ]
    return Rows(("step", "before", "now", "moved", "moved_low", "moved_high"), rows, sql=BY_MEMBER)


def pairing(models: Models) -> Rows:
    """What goes with what: the pairs that two purchases share most beyond chance."""
    stocked = models.stocked
    found = stocked.shelf.goes_with
    best = np.argsort(-found.score, axis=None, kind="stable")[: 2 * MOST_PAIRS]
    rows = []
    for item, place in zip(*np.unravel_index(best, found.score.shape), strict=True):
        if found.partner[item, place] >= 0 and found.score[item, place] > 0:
            other = int(found.partner[item, place])
            rows.append((stocked.skus[item], stocked.skus[other], int(found.together[item, place]), int(found.of[item]), float(found.lift[item, place]), float(found.llr[item, place])))
    told = () if rows else (CannotSay("insight.pairing.none"),)
    return Rows(("sku", "goes_with", "together", "orders", "lift", "log_likelihood_ratio"), rows[:MOST_PAIRS], told)


def recommendations(models: Models) -> Rows:
    """Each list beside the simplest ways, on what members did next; one that does not win is switched off."""
    report = models.stocked.report
    rows = [(line.protocol, line.list, line.method, line.score.members, line.score.recall, line.score.ndcg_reachable, line.score.hit_rate, line.score.coverage, line.score.novelty) for line in report.lines]
    refusals = [verdict.refusal() for verdict in report.verdicts.values()]
    return Rows(("protocol", "list", "method", "members", "recall_at_10", "ndcg_at_10", "hit_rate", "coverage", "novelty"), rows, tuple(one for one in refusals if one))


def slot(models: Models) -> Rows:
    """What the slot for a new product brings a show, as it was drawn and as other ways of drawing would have done."""
    of_snapshot(models)
    rows = estimates(models.stocked.slot)
    told = (CannotSay("insight.slot.few", least=LEAST_EFFECTIVE),) if any(row[3] is None for row in rows) else ()
    return Rows(("way", "shows", "bought_share", "low", "high", "ips", "effective_shows"), rows, told)


def goes_with(models: Models, sku: str) -> list[tuple[str, Any]]:
    stocked = models.stocked
    return [(stocked.skus[offer.item], offer) for offer in paired_with(stocked.shelf, stocked.skus.index(sku))]


_PEOPLE = "LEFT JOIN merged m ON m.member = {t}.member JOIN numbers n ON n.number = coalesce(m.root, {t}.member)"
_ANSWERS = f"""
    SELECT coalesce(fields['survey_id'], ''), n.member, (fields['score'])::DOUBLE::INTEGER FROM behaviours b
    {_PEOPLE.format(t="b")} CROSS JOIN shop
    WHERE type = 'survey.answered' AND fields['score'] IS NOT NULL AND make_timestamp(at_us)::DATE <= as_of ORDER BY 1, at_us, b.member, b.seq"""

"""What is said of surveys, unusual days and what goes with what."""

from typing import Any

import numpy as np

from regulars.insight.anomalies.alerts import alerts
from regulars.insight.anomalies.features import days
from regulars.insight.anomalies.scoring import score
from regulars.insight.asking.models import Models
from regulars.insight.asking.people import Rows
from regulars.insight.asking.points import of_snapshot
from regulars.insight.churn.shapes import Floats
from regulars.insight.errors import CannotSay
from regulars.insight.facts.facts import day_number, day_of_number
from regulars.insight.figures.moved import BY_MEMBER, Moved, what_moved
from regulars.insight.indices.loyalty import gate, kinds, loyalty_index, sub_index
from regulars.insight.indices.surveys import ces, csat, nps_of
from regulars.insight.indices.visits import freeze, ranks, visits_before
from regulars.insight.recommend.offers import paired_with
from regulars.kit.errors import Problem

ALERTS_A_DAY, LAST_DAYS = 10, 30
MOST_PAIRS = 200
_SURVEYS = {"nps": nps_of, "csat": csat, "ces": ces}  # by how the survey's id begins


def surveys(models: Models) -> Rows:
    """NPS, CSAT and CES of each survey, with what 95 of 100 such samples would give."""
    answers: dict[tuple[str, str], list[int]] = {}
    for survey, given in of_snapshot(models).rows(_ANSWERS):
        kind = next((name for name in _SURVEYS if survey.casefold().startswith(name)), "")
        answers.setdefault((kind, survey), []).append(given)
    rows: list[tuple[Any, ...]] = []
    told: list[Any] = []
    for (kind, survey), given in sorted(answers.items()):
        try:
            if not kind:
                raise CannotSay("insight.surveys.which_scale", survey=survey)
            found = _SURVEYS[kind](given)
            rows.append((survey, kind, found.value, found.low, found.high, found.answers))
        except Problem as refusal:
            told.append(refusal)
    if not answers:
        raise CannotSay("insight.surveys.none")
    return Rows(("survey", "index", "value", "low", "high", "answers"), rows, tuple(told))


def loyalty(models: Models) -> Rows:
    """What members say beside what they do; the four kinds where both are known. Tried out of time: the index as of a cut, purchases after it."""
    facts = of_snapshot(models)
    leaving, until = models.leaving, models.purchases.until
    cut = leaving.grade.cut
    told: list[Any] = []
    attitude, behaviour, _ = _index(facts, models, until)
    found = loyalty_index(sub_index(attitude, np.ones(1)), sub_index(behaviour, np.full(behaviour.shape[1], 1 / behaviour.shape[1])))
    try:
        said, did, members = _index(facts, models, cut)
        then = loyalty_index(sub_index(said, np.ones(1)), sub_index(did, np.full(did.shape[1], 1 / did.shape[1])))
        last = np.zeros(len(members))
        known = models.purchases.before(cut)
        place = np.searchsorted(known.codes, members)
        last = (cut - 1 - known.day[known.starts[place + 1] - 1]).astype(np.float64)
        bought = np.isin(members, np.unique(models.days.member[models.days.day >= cut]))
        verdict = gate(then.combined, last, bought)
        told += [verdict.cannot_say] if verdict.cannot_say else []
    except Problem as refusal:
        told.append(refusal)
    rows: list[tuple[Any, ...]] = [
        (name, one.mean, one.low, one.high, one.coverage, None)
        for name, one in (("attitude", found.attitude), ("behaviour", found.behaviour), ("combined", found.combined))
    ]
    where = kinds(found.attitude, found.behaviour)
    rows += [(kind, None, None, None, None, where.count(kind)) for kind in ("true", "latent", "spurious", "none")]
    return Rows(("part", "value", "low", "high", "coverage", "members"), rows, tuple(told))


def _index(facts: Any, models: Models, cut: int) -> tuple[Floats, Floats, np.ndarray[Any, Any]]:
    """(attitude (n, 1), behaviour (n, items), members) of whoever had bought by ``cut``: the last answer to "would you recommend us?", and visits."""
    known = models.purchases.before(cut) if cut < models.purchases.until else models.purchases
    sessions = [row for row in facts.rows(_SESSIONS) if row[1] < cut]
    if sessions:
        who, day, seconds, pages = (np.asarray(column, np.int64) for column in zip(*sessions, strict=True))
    else:  # nobody tells of visits: a purchase day is one
        who, day = np.repeat(known.codes, np.diff(known.starts)), known.day
        seconds, pages = np.zeros(len(who), np.int64), np.zeros(len(who), np.int64)
    visits = visits_before(who, day, seconds, pages, cut=cut)
    ranked = ranks(visits, freeze(visits, 1))[:, : 4 if sessions else 2]
    behaviour = np.full((len(known.codes), ranked.shape[1]), np.nan)
    place = np.searchsorted(visits.members, known.codes)
    met = visits.members[np.minimum(place, len(visits.members) - 1)] == known.codes
    behaviour[met] = ranked[place[met]]
    attitude = np.full((len(known.codes), 1), np.nan)
    row_of = {int(member): row for row, member in enumerate(known.codes)}
    for member, when, given in facts.rows(_RECOMMEND):
        if when < cut and 0 <= given <= 10 and member in row_of:
            attitude[row_of[member], 0] = given * 10.0
    if np.isnan(attitude).all():
        raise CannotSay("insight.surveys.none")
    return attitude, behaviour, known.codes


def anomalies(models: Models) -> Rows:
    """Days that are unlikely for the member they belong to, in the last month; never more a day than somebody can look at."""
    facts = of_snapshot(models)
    columns = facts.connection.execute(_MOVED, {"zone": facts.timezone}).fetchnumpy()
    names = ("member", "day", "points", "places")
    member, day, points, places = (np.asarray(columns[name], np.int64) for name in names)
    counts = np.column_stack([np.asarray(columns[name], np.float64) for name in ("earned", "redeemed")])
    looked_at = days(member, day, counts, points, places, kinds=("earn", "redeem"))
    found = alerts(looked_at, score(looked_at), per_day=ALERTS_A_DAY)
    refs, since = facts.refs(), day_number(facts.as_of) - LAST_DAYS
    rows = [(day_of_number(one.day), refs[one.member], round(one.risk, 3), one.points, list(one.evidence)) for one in found if one.day > since]
    rows.sort(key=lambda row: (-row[0].toordinal(), -row[2]))
    return Rows(("day", "ref", "risk", "points", "evidence"), rows)


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
    rows = [(line.protocol, line.list, line.method, line.score.members, line.score.recall, line.score.ndcg_reachable, line.score.hit_rate) for line in report.lines]
    refusals = [verdict.refusal() for verdict in report.verdicts.values()]
    return Rows(("protocol", "list", "method", "members", "recall_at_10", "ndcg_at_10", "hit_rate"), rows, tuple(one for one in refusals if one))


def goes_with(models: Models, sku: str) -> list[tuple[str, Any]]:
    stocked = models.stocked
    return [(stocked.skus[offer.item], offer) for offer in paired_with(stocked.shelf, stocked.skus.index(sku))]


_PEOPLE = "LEFT JOIN merged m ON m.member = {t}.member JOIN numbers n ON n.number = coalesce(m.root, {t}.member)"
_ANSWERS = """
    SELECT coalesce(fields['survey_id'], ''), (fields['score'])::DOUBLE::INTEGER FROM behaviours CROSS JOIN shop
    WHERE type = 'survey.answered' AND fields['score'] IS NOT NULL AND make_timestamp(at_us)::DATE <= as_of ORDER BY 1, member, seq"""
_RECOMMEND = f"""
    SELECT n.member, date_diff('day', DATE '1970-01-01', make_timestamp(at_us)::DATE), (fields['score'])::DOUBLE::INTEGER FROM behaviours b
    {_PEOPLE.format(t="b")} CROSS JOIN shop
    WHERE type = 'survey.answered' AND fields['survey_id'] ILIKE 'nps%' AND fields['score'] IS NOT NULL AND make_timestamp(at_us)::DATE <= as_of ORDER BY at_us, b.seq"""
_SESSIONS = f"""
    SELECT n.member, date_diff('day', DATE '1970-01-01', make_timestamp(at_us)::DATE), (fields['seconds'])::DOUBLE::BIGINT, (fields['pages'])::DOUBLE::BIGINT FROM behaviours b
    {_PEOPLE.format(t="b")} CROSS JOIN shop
    WHERE fields['seconds'] IS NOT NULL AND fields['pages'] IS NOT NULL AND make_timestamp(at_us)::DATE <= as_of ORDER BY 1, at_us"""
_MOVED = f"""
    WITH of AS (
        SELECT n.member, date_diff('day', DATE '1970-01-01', timezone($zone, occurred_at)::DATE) AS day, t.* EXCLUDE (member) FROM transfers t
        {_PEOPLE.format(t="t")} CROSS JOIN shop WHERE type <> 'time.passed' AND timezone($zone, occurred_at)::DATE <= as_of)
    SELECT member, day, count(DISTINCT CASE WHEN source = 'issued' THEN seq END) AS earned, count(DISTINCT CASE WHEN target = 'redeemed' THEN seq END) AS redeemed,
           coalesce(sum(CASE WHEN target = 'redeemed' OR target = 'transit' THEN points END), 0)::BIGINT AS points, count(DISTINCT source_of_event) AS places
    FROM of GROUP BY member, day ORDER BY member, day"""

"""What is said of members by name of the figure: classes, moves, leaving, worth, stages, grades, personas."""

from typing import Any, NamedTuple

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.churn.classes import NAMES, class_figures
from regulars.insight.churn.lists import contact_list
from regulars.insight.churn.worth import YEAR_DAYS
from regulars.insight.errors import CannotSay
from regulars.insight.figures.rfm import cuts_of, rfm_of, score
from regulars.insight.groups.grades import GRADES, Served, grade, grade_cuts
from regulars.insight.groups.personas import assign, find_personas, require_better
from regulars.insight.groups.stages import STAGES

CONTACTS = 200


class Rows(NamedTuple):
    """cannot_say: what has to be known beside the rows. sql: what they were read with, where that is one query."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cannot_say: tuple[Any, ...] = ()
    sql: str = ""


def classes(models: Models) -> Rows:
    leaving = models.leaving
    told = class_figures(models.classes, leaving.said.buys, leaving.margin)
    rows = [(name, one.members, one.buy_probability, one.margin_share) for name, one in told.items()]
    return Rows(("class", "members", "buy_probability", "margin_share"), rows)


def class_moves(models: Models) -> Rows:
    moves = models.moves
    if moves is None:
        raise CannotSay("insight.moves.no_refresh_before")
    rows: list[tuple[Any, ...]] = [(here, there, count) for here, line in zip(NAMES, moves.counts, strict=True) for there, count in zip(NAMES, line, strict=True) if count]
    rows += [(None, there, count) for there, count in zip(NAMES, moves.joined, strict=True) if count]
    rows += [(here, None, count) for here, count in zip(NAMES, moves.gone, strict=True) if count]
    return Rows(("class_before", "class", "members"), rows)


def churn(models: Models) -> Rows:
    found = models.leaving.grade
    rows = [(one.name, one is found.model, one.auc, one.brier, one.lift) for one in found.all]
    return Rows(("ranking", "is_used", "auc", "brier", "lift_top_tenth"), rows, models.leaving.cannot_say)


def churn_plot(models: Models) -> Rows:
    rows = [(each.members, each.said, each.happened) for each in models.leaving.grade.plot]
    return Rows(("members", "said", "happened"), rows)


def leaving_list(models: Models) -> Rows:
    """Whom to call first; one in ten is left alone, so that somebody can say whether calling helps."""
    leaving = models.leaving
    called = contact_list(leaving.said, leaving.margin * leaving.said.horizon / YEAR_DAYS, CONTACTS, models.numbers)
    refs, place = models.facts.refs(), {int(member): row for row, member in enumerate(leaving.members)}
    rows = []
    for member, chance, stake, alone in zip(called.members.tolist(), called.leaves.tolist(), called.at_stake.tolist(), called.alone.tolist(), strict=True):
        why = leaving.reasons.of(place[member])
        rows.append((refs[member], chance, stake, why[0].group if why else None, (why[0].signal or None) if why else None, alone))
    return Rows(("ref", "leaves", "at_stake", "reason", "what_happened", "leave_alone"), rows, leaving.cannot_say)


def last_list(models: Models) -> Rows:
    """What came of a list as long as a tenth of the members, made one horizon ago: how many really stayed away."""
    leaving = models.leaving
    last = leaving.last
    if last is None:
        raise next((each for each in leaving.cannot_say if each.code.startswith("insight.churn.")), CannotSay("insight.churn.nobody_at_risk"))
    columns = ("members", "foreseen", "precision", "of_the_alone", "of_the_contacted", "everybody")
    return Rows(columns, [(last.members, last.expected, last.precision, last.of_the_alone, last.of_the_contacted, last.everybody)])


def stages(models: Models) -> Rows:
    found = models.stages
    rows = []
    for place, name in enumerate(STAGES):
        mine = found.stage == place
        rows.append((name, int(mine.sum()), float(np.median(found.rhythm[mine])) if mine.any() else None))
    return Rows(("stage", "members", "rhythm_days"), rows)


def rfm_scores(models: Models) -> Rows:
    """How many members stand in each cell of recency, frequency and money."""
    rfm = rfm_of(models.facts)
    scores = score(rfm, cuts_of(rfm))
    cells, where = np.unique(scores.cell, return_inverse=True)
    members, money = np.bincount(where), np.bincount(where, rfm.monetary)
    rows = [(int(cell), int(count), round(float(paid))) for cell, count, paid in zip(cells, members, money, strict=True)]
    return Rows(("cell", "members", "monetary"), rows)


def served(models: Models) -> tuple[np.ndarray[Any, Any], Served]:
    """(members, what each brought and cost in the last year): returns and points are known; contacts and delivery nobody tells us."""
    facts = models.facts
    columns = facts.connection.execute(_SERVED).fetchnumpy()
    member = np.asarray(columns["member"], np.int64)
    if not len(member):
        raise CannotSay("insight.clv.no_purchases")
    paid, back, days = (np.asarray(columns[name], np.int64) for name in ("paid", "back", "days"))
    none = np.zeros(len(member), np.int64)
    spread = np.nan_to_num(np.asarray(columns["spread"], np.float64)) * models.margin
    points = np.asarray(_points_cost(models), np.int64)[member]
    margin = np.rint(paid * models.margin).astype(np.int64)
    return member, Served(margin, np.rint(back * models.margin).astype(np.int64), none, points, none, days, spread)


def grades(models: Models) -> Rows:
    _, given = served(models)
    graded = grade(given, grade_cuts(given))
    rows = []
    for place, name in enumerate(GRADES):
        mine = graded.grade == place
        sure = float(graded.confidence[mine].mean()) if mine.any() else None
        rows.append((name, int(mine.sum()), int(graded.contribution[mine].sum()), sure))
    return Rows(("grade", "members", "margin", "confidence"), rows, (CannotSay("insight.grades.not_told"),))


def personas(models: Models) -> Rows:
    """Groups that hold when other members are drawn, and tell more of the last window's spend than RFM fifths do."""
    leaving = models.leaving
    cut = leaving.grade.cut
    then, earlier = _behaviour(models, cut)
    first = find_personas(earlier, TRAITS)
    require_better(assign(first, earlier), _fifths(earlier), _spent_after(models, then, cut))
    _, now = _behaviour(models, models.purchases.until)
    found = find_personas(now, TRAITS)
    groups = assign(found, now)
    rows = [
        (place + 1, int((groups == place).sum()), ", ".join(f"{name} {by:+.1f}" for name, by in found.traits(place)), found.stability)
        for place in range(len(found.centres))
    ]
    return Rows(("persona", "members", "traits", "stability"), rows)


TRAITS = ("purchase_days", "days_since", "mean_spend", "lines_an_order", "categories", "discount_share")


def _behaviour(models: Models, cut: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    columns = models.facts.connection.execute(_BEHAVIOUR, {"cut": cut}).fetchnumpy()
    table = np.column_stack([np.maximum(np.nan_to_num(np.asarray(columns[name], np.float64)), 0) for name in TRAITS])
    return np.asarray(columns["member"], np.int64), table


def _fifths(table: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """RFM cells, numbered from 0: the plain grouping personas have to beat."""
    cells = np.zeros(len(table), np.int64)
    for column in (table[:, 1], table[:, 0], table[:, 2] * table[:, 0]):
        cells = cells * 5 + np.searchsorted(np.quantile(column, (0.2, 0.4, 0.6, 0.8)), column, side="left")
    return np.unique(cells, return_inverse=True)[1]


def _spent_after(models: Models, members: np.ndarray[Any, Any], cut: int) -> np.ndarray[Any, Any]:
    days = models.days
    late = days.day >= cut
    spent = np.bincount(days.member[late], days.amount[late], minlength=days.members)
    return np.asarray(spent[members], np.float64)


def _points_cost(models: Models) -> list[int]:
    """What the points each member redeemed in the last year were worth, by place in the tables; 0 where no snapshot tells."""
    manifest = getattr(models.facts, "manifest", None)
    (members,) = models.facts.one("SELECT count(*) FROM members")
    cost = [0] * members
    worth = {wallet: float(text) * 10**models.facts.exponent for wallet, text in manifest.shop.wallets.items() if text} if manifest else {}
    if worth:
        for member, wallet, points in models.facts.rows(_REDEEMED):
            cost[member] += round(points * worth.get(wallet, 0.0))
    return cost


_SERVED = """
    WITH sold AS (
        SELECT l.member, sum(CASE WHEN amount > 0 THEN amount ELSE 0 END)::BIGINT AS paid, -sum(CASE WHEN amount < 0 THEN amount ELSE 0 END)::BIGINT AS back
        FROM lines l CROSS JOIN shop WHERE day > as_of - 365 GROUP BY l.member),
    came AS (SELECT member, count(*) AS days, coalesce(stddev_samp(amount), 0) AS spread FROM purchase_days CROSS JOIN shop WHERE day > as_of - 365 GROUP BY member)
    SELECT member, paid, back, days, spread FROM sold JOIN came USING (member) ORDER BY member"""
_REDEEMED = """
    SELECT n.member, wallet, sum(CASE WHEN target = 'redeemed' THEN points ELSE -points END)::BIGINT
    FROM transfers t LEFT JOIN merged m ON m.member = t.member JOIN numbers n ON n.number = coalesce(m.root, t.member) CROSS JOIN shop
    WHERE (target = 'redeemed' OR source = 'redeemed') AND occurred_at::DATE > as_of - 365 GROUP BY 1, 2 HAVING sum(CASE WHEN target = 'redeemed' THEN points ELSE -points END) > 0"""
_BEHAVIOUR = """
    WITH known AS (SELECT * FROM lines WHERE day < DATE '1970-01-01' + $cut::INTEGER AND amount >= 0),
    came AS (SELECT member, count(DISTINCT day) AS purchase_days, $cut::INTEGER - 1 - date_diff('day', DATE '1970-01-01', max(day)) AS days_since,
             sum(amount) / count(DISTINCT day) AS mean_spend, count(*) / count(DISTINCT order_id) AS lines_an_order,
             count(DISTINCT category) AS categories, sum(discount) / greatest(sum(amount) + sum(discount), 1) AS discount_share FROM known GROUP BY member)
    SELECT * FROM came ORDER BY member"""

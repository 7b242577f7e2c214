"""What is said of changes: weeks at which a level changed, which step of the programme moved, how classes differ in prices and gaps."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.churn.classes import NAMES as CLASSES
from regulars.insight.errors import CannotSay, InWords
from regulars.insight.figures import figure
from regulars.insight.figures.change_points import SEASON_WEEKS, change_points
from regulars.insight.figures.figure import sql_of
from regulars.insight.figures.proportions import newcombe, shapley
from regulars.kit.errors import Problem

WATCHED = (("weeks", "sold"), ("weeks", "orders"), ("weeks", "members"), ("weeks", "aov"), ("weeks", "return_rate"), ("points_weeks", "redemptions"))
STEPS = ("saw_offer", "enrolled", "earned", "redeemed")
LEAST_KNOWN, DRAWS = 30, 2_000


def changes(models: Models) -> Rows:
    """Each week at which sales, orders, buyers, the average order, returns or redemptions changed their level, the latest first."""
    rows: list[tuple[Any, ...]] = []
    told: list[Problem] = []
    longest = 0
    for name, column in WATCHED:
        try:
            weeks, series = _weekly(models, name, column)
            longest = max(longest, len(weeks))
            unit = 10.0 ** models.facts.exponent if column in ("sold", "aov") else 1.0
            found = change_points(series / unit)
        except Problem as refusal:
            told.append(InWords("insight.change_points.silent_in", ("series",), series=f"insight.series.{column}", **refusal.facts) if refusal.code == "insight.change_points.silent" else refusal)
            continue
        rows += [(weeks[step.at], column, step.before, step.after, step.ratio - 1, step.low - 1, step.high - 1, step.p) for step in found]
    rows.sort(key=lambda row: (-row[0].toordinal(), row[1]))
    if longest and longest < SEASON_WEEKS:
        told.append(CannotSay("insight.change_points.no_season", weeks=longest, least=SEASON_WEEKS))
    if longest and not rows:
        told.append(CannotSay("insight.change_points.none"))
    return Rows(("week_of", "series", "level_before", "level_after", "level_change", "change_low", "change_high", "by_chance"), rows, tuple(told), sql_of("weeks"))


def _weekly(models: Models, name: str, column: str) -> tuple[list[date], np.ndarray[Any, Any]]:
    """One value a week from the first to the last, 0 where nothing was. Raises CannotSay, for redemptions without a snapshot too."""
    found = figure(models.facts, name)
    if not found.rows:
        raise found.cannot_say[0] if isinstance(found.cannot_say[0], Problem) else CannotSay("insight.weeks.none")
    at, value = found.columns.index("week_of"), found.columns.index(column)
    first, last = found.rows[0][at], found.rows[-1][at]
    weeks = [first + timedelta(days=7 * number) for number in range((last - first).days // 7 + 1)]
    by_week = {row[at]: row[value] for row in found.rows}
    return weeks, np.array([float(by_week.get(week) or 0) for week in weeks])


def programme_moved(models: Models) -> Rows:
    """Which step of the programme moved between two spans of newcomers, and what it did to the share that got to its end.

    The parts are Shapley's and add up to the change of the end; ranges: 2,000 draws of every step's share (Jeffreys), Newcombe's for the step itself.
    """
    found = figure(models.facts, "programme_steps")
    spans = {bool(row[0]): dict(zip(found.columns, row, strict=True)) for row in found.rows}
    before, now = (spans.get(key, {}).get("known", 0) for key in (False, True))
    if min(before, now) < LEAST_KNOWN:
        raise CannotSay("insight.steps.too_few", before=before, now=now, least=LEAST_KNOWN)
    steps = [name for name in STEPS if spans[True][name] is not None]
    hits = np.array([[int(spans[key][name]) for name in steps] for key in (False, True)])
    of = np.column_stack([[before, now], hits[:, :-1]])
    rates = np.where(of > 0, hits / np.maximum(of, 1), 0.0)
    parts = shapley(rates[0].tolist(), rates[1].tolist())
    drawn = np.random.default_rng(0).beta(hits[..., None] + 0.5, of[..., None] - hits[..., None] + 0.5, (2, len(steps), DRAWS))
    low, high = np.quantile(_shapley_of(drawn), (0.025, 0.975), axis=1)
    rows = []
    for place, name in enumerate(steps):
        low_step, high_step = newcombe(int(hits[1, place]), int(of[1, place]), int(hits[0, place]), int(of[0, place]))
        change = float(rates[1, place] - rates[0, place])
        rows.append((name, int(of[0, place]), float(rates[0, place]), int(of[1, place]), float(rates[1, place]), change, low_step, high_step, parts[place], float(low[place]), float(high[place])))
    columns = ("step", "of_before", "rate_before", "of_now", "rate_now", "change", "change_low", "change_high", "part", "part_low", "part_high")
    return Rows(columns, rows, found.cannot_say, found.sql)


def _shapley_of(drawn: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """(steps, draws) of shares drawn before and now."""
    return np.array([shapley(drawn[0, :, place].tolist(), drawn[1, :, place].tolist()) for place in range(drawn.shape[2])]).T


def price_classes(models: Models) -> Rows:
    """How much of each class's orders and spend went at a discount, and how deep."""
    columns = models.facts.connection.execute(sql_of("price_members")).fetchnumpy()
    if not len(columns["member"]):
        raise CannotSay("insight.price.no_discounts")
    table = np.zeros((models.days.members, 4))
    table[np.asarray(columns["member"], np.int64)] = np.column_stack([np.asarray(columns[name], np.float64) for name in ("orders", "discounted", "amount", "discount")])
    rows = []
    for place, name in enumerate(CLASSES):
        mine = models.leaving.members[models.classes == place]
        orders, discounted, amount, discount = table[mine].sum(axis=0).tolist()
        rows.append((name, len(mine), int(orders), discounted / orders if orders else None, discount / (amount + discount) if amount + discount > 0 else None))
    return Rows(("class", "members", "orders", "discounted_share", "depth_share"), rows, (CannotSay("insight.price.association"),), sql_of("price_members"))


def class_intervals(models: Models) -> Rows:
    """Days between purchases by class: members' own usual gaps, and how long ago they were last here."""
    days = models.days
    begins = np.flatnonzero(np.r_[True, days.member[1:] != days.member[:-1]])
    ends = np.r_[begins[1:], len(days.member)]
    visits = ends - begins
    gap = (days.day[ends - 1] - days.day[begins]) / np.maximum(visits - 1, 1)
    since = models.purchases.until - 1 - days.day[ends - 1]
    place_of = np.full(days.members, -1)
    place_of[days.member[begins]] = np.arange(len(begins))
    rows = []
    for place, name in enumerate(CLASSES):
        mine = place_of[models.leaving.members[models.classes == place]]
        mine = mine[mine >= 0]
        again = mine[visits[mine] > 1]
        quarters = np.quantile(gap[again], (0.25, 0.5, 0.75)).tolist() if len(again) else [None] * 3
        rows.append((name, len(mine), len(again), *quarters, float(np.median(since[mine])) if len(mine) else None))
    return Rows(("class", "members", "repeaters", "gap_quarter", "median_days", "gap_three_quarters", "days_since"), rows)

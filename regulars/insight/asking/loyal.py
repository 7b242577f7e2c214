"""The loyalty index: what members say (four intentions) and what they do (purchases and four measures of visits), apart first, together where both are known."""

from typing import Any, NamedTuple

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.asking.transfers import of_snapshot
from regulars.insight.asking.visiting import VISIT_DAYS, sessions_of
from regulars.insight.churn.shapes import Floats
from regulars.insight.errors import CannotSay
from regulars.insight.indices.loyalty import INTENTIONS, LoyaltyIndex, gate, kinds, loyalty_index, sub_index
from regulars.insight.indices.surveys import pomp
from regulars.insight.indices.visits import Reference, Visits, longest_counted, ranks, thinned, visits_before
from regulars.insight.indices.weights import ahp, entropy_weights, together
from regulars.kit.errors import Problem

DONE = ("purchases", "frequency", "recency", "length", "depth")
KINDS = ("true", "latent", "spurious", "none")
_STARTS = (("repurchase", 0, 1, 7), ("cross", 1, 1, 7), ("nps", 2, 0, 10), ("recommend", 2, 0, 10), ("price", 3, 1, 7))  # survey id, item, scale


class Items(NamedTuple):
    """Of every member of the tables, NaN where not known: said (n, 4) and done (n, 5) in 0..100. wrong: answers off their scale, left out."""

    said: Floats
    done: Floats
    wrong: int


class Weighed(NamedTuple):
    """weights: (items,), 0 for one nobody was asked or does. judged, entropy: what they are made of; None where entropy tells nothing."""

    weights: Floats
    judged: Floats
    entropy: Floats | None


class Loyal(NamedTuple):
    parts: LoyaltyIndex
    kind: list[str | None]
    said: Weighed
    done: Weighed
    unasked: tuple[str, ...]
    wrong: int


def loyal(models: Models) -> Loyal:
    """By place in the tables. Raises CannotSay where nobody has answered."""
    return models.once("loyal", lambda: _loyal(models))  # type: ignore[no-any-return]


def _loyal(models: Models) -> Loyal:
    def make() -> dict[str, Any]:
        made = _reference(models, models.today + 1)
        items = _items(models, models.today + 1, made)
        said, done = weigh(items.said, models.settings.attitude), weigh(items.done, models.settings.behaviour)
        return made | {name: _plain(one) for name, one in (("said", said), ("done", done))}

    judged = [list(one) if one else None for one in (models.settings.attitude, models.settings.behaviour)]
    kept = models.rulers.ruler("loyalty", models.today, [judged, _asked(models), VISIT_DAYS], make)
    items = _items(models, models.today + 1, kept)
    said, done = (Weighed(*(None if one is None else np.asarray(one, np.float64) for one in kept[name])) for name in ("said", "done"))  # type: ignore[arg-type]
    index = loyalty_index(sub_index(items.said, said.weights), sub_index(items.done, done.weights), version=kept["version"])
    unasked = tuple(name for name, weight in zip(INTENTIONS, said.weights, strict=True) if weight == 0)
    return Loyal(index, kinds(index.attitude, index.behaviour), said, done, unasked, items.wrong)


def loyalty(models: Models) -> Rows:
    """Both parts with their intervals and coverage, the four kinds; tried out of time: the index as of a cut, purchases after it."""
    found = loyal(models)
    missing: list[Any] = [CannotSay("insight.loyalty.unasked", items=", ".join(found.unasked))] if found.unasked else []
    missing += [CannotSay("insight.loyalty.wrong", n=found.wrong)] if found.wrong else []
    try:
        verdict = tried(models)
        missing += [verdict.cannot_say] if verdict.cannot_say else []
    except Problem as refusal:
        missing.append(refusal)
    parts = (("attitude", found.parts.attitude), ("behaviour", found.parts.behaviour), ("combined", found.parts.combined))
    rows: list[tuple[Any, ...]] = [(name, one.mean, one.low, one.high, one.coverage, int(np.count_nonzero(~np.isnan(one.value)))) for name, one in parts]
    rows += [(kind, None, None, None, None, found.kind.count(kind)) for kind in KINDS]
    return Rows(("part", "value", "low", "high", "coverage", "members"), rows, tuple(missing), told=(CannotSay("insight.loyalty.version", version=found.parts.version),))


def loyalty_weights(models: Models) -> Rows:
    """How much each item counts: the shop's judgement times how much it tells members apart."""
    found = loyal(models)
    rows = []
    for part, names, one in (("attitude", INTENTIONS, found.said), ("behaviour", DONE, found.done)):
        for place, name in enumerate(names):
            entropy = None if one.entropy is None else float(one.entropy[place])
            rows.append((part, name, float(one.weights[place]), float(one.judged[place]), entropy, found.parts.version))
    return Rows(("part", "item", "weight", "judged", "entropy", "version"), rows)


def tried(models: Models) -> Any:
    """The gate: weights, reference and answers of before a cut alone, on what members did after it. Raises Refused where it can't be tried."""
    cut = models.leaving.grade.cut
    items = _items(models, cut, _reference(models, cut))
    parts = [sub_index(one, weigh(one, judged).weights) for one, judged in ((items.said, models.settings.attitude), (items.done, models.settings.behaviour))]
    then = loyalty_index(parts[0], parts[1]).combined
    known = models.purchases.before(cut)
    last = np.full(len(then.value), np.nan)
    last[known.codes] = cut - 1 - known.day[known.starts[1:] - 1]
    bought = np.isin(np.arange(len(then.value)), np.unique(models.days.member[models.days.day >= cut]))
    then.value[np.isnan(last)] = np.nan  # recency says nothing of whoever had not bought
    return gate(then, last, bought)


def weigh(items: Floats, judgements: tuple[float, ...] | None) -> Weighed:
    """AHP x capped entropy over the items anybody has; AHP alone where entropy tells nobody apart. judgements: upper triangle; None: all alike.

    Raises CannotSay where nobody has any, Refused for judgements that contradict each other.
    """
    size = items.shape[1]
    there = ~np.isnan(items).all(axis=0)
    if not there.any():
        raise CannotSay("insight.surveys.none")
    matrix = np.ones((size, size))
    if judgements is not None:
        upper = np.triu_indices(size, 1)
        matrix[upper] = judgements
        matrix[upper[1], upper[0]] = 1 / np.asarray(judgements)
    chosen = np.flatnonzero(there)
    judged, entropy, weights = np.zeros(size), None, np.zeros(size)
    judged[chosen] = ahp(matrix[np.ix_(chosen, chosen)]).weights if len(chosen) > 1 else 1.0
    weights[:] = judged
    whole = items[~np.isnan(items[:, chosen]).any(axis=1)][:, chosen]
    try:
        told = entropy_weights(whole)
        both = together(judged[chosen], told)
        entropy = np.zeros(size)
        entropy[chosen], weights[chosen] = told, both
    except Problem:
        entropy = None
    return Weighed(weights, judged, entropy)


def _plain(one: Weighed) -> list[Any]:
    return [None if part is None else part.tolist() for part in one]


def _asked(models: Models) -> list[int]:
    """Which intentions anybody was asked: another question is another ruler."""
    return sorted({item for starts, item, _, _ in _STARTS for survey, *_ in _answers(models, models.today + 1) if survey.startswith(starts)})


def _answers(models: Models, cut: int) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = models.once(f"answers {cut}", lambda: of_snapshot(models).rows(_ANSWERS, {"cut": cut}))
    return rows


def _bought(models: Models, cut: int) -> Visits:
    """Purchase days as visits without length or depth: frequency and recency alone count."""
    known = models.purchases.before(cut) if cut < models.purchases.until else models.purchases
    last, none = known.day[known.starts[1:] - 1], np.zeros(len(known))
    return Visits(known.codes, np.column_stack([np.log1p(np.diff(known.starts)), -(cut - 1 - last).astype(np.float64), none, none]))


def _reference(models: Models, cut: int) -> dict[str, Any]:
    """What ranks are taken against: purchase days of whoever bought, and the four measures of visits of whoever visited, before ``cut``."""
    bought = _bought(models, cut)
    made: dict[str, Any] = {"bought": thinned(np.sort(bought.measures, axis=0)).tolist(), "visited": None, "longest": None}
    try:
        one = sessions_of(models, cut)
        longest = longest_counted(one.seconds)
        seen = visits_before(*one, cut=cut, longest=longest)
        made |= {"visited": thinned(np.sort(seen.measures, axis=0)).tolist(), "longest": longest}
    except CannotSay:
        pass
    return made


def _items(models: Models, cut: int, reference: dict[str, Any]) -> Items:
    (members,) = models.facts.one("SELECT count(*) FROM members")
    said, done = np.full((members, len(INTENTIONS)), np.nan), np.full((members, len(DONE)), np.nan)
    wrong = 0
    for survey, member, given in _answers(models, cut):
        known = next((one for one in _STARTS if survey.startswith(one[0])), None)
        if known is None:
            continue
        _, item, low, high = known
        if low <= given <= high:
            said[member, item] = pomp(np.array([given]), low, high)[0]
        else:
            wrong += 1
    if np.isnan(said).all():
        raise CannotSay("insight.surveys.none")
    bought = _bought(models, cut)
    ranked = ranks(bought, Reference(np.asarray(reference["bought"], np.float64), 1))
    done[:, 0] = 0.0  # whoever has not bought is known not to have
    done[bought.members, 0] = ranked[:, :2].mean(axis=1)
    if reference["visited"] is not None:
        try:
            seen = visits_before(*sessions_of(models, cut), cut=cut, longest=reference["longest"])
            done[seen.members, 1:] = ranks(seen, Reference(np.asarray(reference["visited"], np.float64), 1))
        except CannotSay:
            pass
    return Items(said, done, wrong)


_ANSWERS = """
    SELECT lower(coalesce(fields['survey_id'], '')), n.member, (fields['score'])::DOUBLE FROM behaviours b
    LEFT JOIN merged m ON m.member = b.member JOIN numbers n ON n.number = coalesce(m.root, b.member) CROSS JOIN shop
    WHERE type = 'survey.answered' AND fields['score'] IS NOT NULL AND make_timestamp(at_us)::DATE <= as_of
      AND make_timestamp(at_us)::DATE < DATE '1970-01-01' + $cut::INTEGER ORDER BY at_us, b.member, b.seq"""

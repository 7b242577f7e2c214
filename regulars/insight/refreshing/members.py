"""What is kept of each member, and of the refresh as a whole."""

import math
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np

from regulars.insight.asking.costs import costs_of
from regulars.insight.asking.loyal import loyal
from regulars.insight.asking.models import CLV_DAYS, Models
from regulars.insight.asking.portraits import portraits_of
from regulars.insight.asking.visiting import visitors_of
from regulars.insight.churn.classes import Cuts
from regulars.insight.churn.standing import Standing
from regulars.insight.figures.rfm import rfm_of
from regulars.insight.groups.grades import COSTS, GRADES
from regulars.insight.indices.visits import KINDS as VISITORS
from regulars.insight.recommend.offers import Offer, Offers, offers
from regulars.insight.refreshing.placed import Placed, places_of
from regulars.insight.refreshing.standing import cuts_document
from regulars.insight.store.names import CLASSES
from regulars.insight.store.shapes import Item, Slot, Told
from regulars.insight.store.writing import Before, Row
from regulars.kit.errors import Problem

T = TypeVar("T")
MOST_OFFERS = 10


def kept_of(models: Models, before: Before | None, cuts: Cuts | None) -> dict[str, Any]:
    """What the next refresh and the readers need of this one."""
    facts = models.facts
    leaving, stocked = _or_none(lambda: models.leaving), _or_none(lambda: models.stocked)
    popular = offers(stocked.shelf, None).buy_again if stocked is not None else ()
    return {
        "currency": facts.currency,
        "exponent": facts.exponent,
        "horizon_days": leaving.said.horizon if leaving is not None else None,
        "clv_days": CLV_DAYS,
        "margin": models.settings.margin,
        "rulers": models.rulers.now,
        "class_cuts": cuts_document(cuts) or (before.kept.get("class_cuts") if before is not None else None),
        "classes": leaving.document.get("classes", {}) if leaving is not None else {},
        "lists_on": sorted(stocked.shelf.on) if stocked is not None else [],
        "popular": [_item(one, stocked.skus if stocked else []) for one in popular],
    }


def rows_of(models: Models, numbers: list[int], before: Before | None, standing: Standing | None) -> Iterator[Row]:
    """One row for each member of the tables."""
    columns = _Columns(models, numbers, before, standing)
    for member, number in enumerate(numbers):
        yield columns.row(member, number)


class _Columns:
    """Every column by place in the tables; what can't be said is missing from it."""

    def __init__(self, models: Models, numbers: list[int], before: Before | None, standing: Standing | None) -> None:
        def placed(keys: Any, *columns: Any) -> Placed:
            return Placed(len(numbers), keys, *columns)

        def by_number(of: Any, *columns: Any) -> Placed:
            place, known = places_of(numbers, of)
            return placed(place[known], *(np.asarray(column)[known] for column in columns))

        nobody = placed(())
        self._standing = by_number(standing.members, standing.now, standing.said, standing.times) if standing is not None else nobody
        self._class_before = by_number(before.member_id, before.class_) if before is not None else nobody
        leaving = _or_none(lambda: models.leaving)
        self._leaving = placed(leaving.members, leaving.said.buys, np.rint(leaving.margin).astype(np.int64)) if leaving is not None else nobody
        self._reasons = leaving.reasons if leaving is not None else None
        self._reason_row = placed(leaving.reasons.members) if leaving is not None else nobody
        stages = _or_none(lambda: models.stages)
        self._stage = placed(stages.members, stages.stage, stages.rhythm) if stages is not None else nobody
        value = _or_none(lambda: models.value)
        self._value = placed(value.who.member, value.scores.margin) if value is not None else nobody
        rfm, scored = rfm_of(models.facts), _or_none(lambda: models.scored)
        self._rfm = placed(rfm.member, rfm.recency, rfm.frequency, rfm.monetary)
        self._scores = placed(scored.rfm.member, scored.scores.recency, scored.scores.frequency, scored.scores.monetary) if scored is not None else nobody
        costs = _or_none(lambda: costs_of(models))
        self._grade = placed(costs.member, costs.graded.grade, costs.graded.confidence, costs.served.contribution, *(getattr(costs.served, name) for name in COSTS)) if costs is not None else nobody
        portraits = _or_none(lambda: portraits_of(models))
        self._persona = placed(portraits.member, portraits.group) if portraits is not None else nobody
        visitors = _or_none(lambda: visitors_of(models))
        self._visits = placed(visitors.member, visitors.kind, visitors.scores, visitors.days, visitors.since) if visitors is not None else nobody
        said = _or_none(lambda: loyal(models))
        self._loyal = (said.parts.attitude.value, said.parts.behaviour.value, said.kind) if said is not None else None
        self._stocked = _or_none(lambda: models.stocked)
        self._place = placed(self._stocked.coded.members) if self._stocked is not None else nobody

    def row(self, member: int, number: int) -> Row:
        stands = self._standing.get(member, (None, None, None))
        buys, margin = self._leaving.get(member, (None, None))
        stage, rhythm = self._stage.get(member, (None, None))
        recency, frequency, monetary = self._rfm.get(member, (0, 0, 0))
        place, sure, left, *costs = self._grade.get(member, (None, None, None))
        (persona,) = self._persona.get(member, (None,))
        visitor, rfe, visit_days, since = self._visits.get(member, (None, None, 0, None))
        attitude, behaviour, kind = (float(self._loyal[0][member]), float(self._loyal[1][member]), self._loyal[2][member]) if self._loyal is not None else (None, None, None)
        shown = self._shown(member)
        (was,) = self._class_before.get(member, (None,))
        why = self._reasons.of(self._reason_row.row(member)) if self._reasons is not None and member in self._reason_row else ()
        told = Told(
            class_before=CLASSES[was] if was is not None and was != stands[0] else "",
            buys=None if buys is None else round(buys, 4),
            margin=margin,
            clv=self._value.get(member, (None,))[0],
            rfm=self._scores.get(member, ()) or None,
            recency=recency,
            frequency=frequency,
            monetary=monetary,
            rhythm=None if rhythm is None else round(rhythm, 1),
            grade=GRADES[place] if place is not None else "",
            reasons=[one.group for one in why],
            again=self._items(shown.buy_again) if shown is not None and shown.personal else [],
            new=self._items(shown.try_new) if shown is not None else [],
            slot=self._slot(member),
            whys=[one.signal for one in why] if any(one.signal for one in why) else [],
            sure=None if sure is None else round(sure, 3),
            left=left,
            costs=(costs[0], costs[1], costs[2], costs[3]) if costs else None,
            persona=persona,
            visitor=VISITORS[visitor] if visitor is not None else "",
            rfe=tuple(rfe) if rfe is not None else None,
            visit_days=visit_days,
            visit_since=since,
            attitude=_known(attitude),
            behaviour=_known(behaviour),
            loyalty=kind or "",
        )
        return Row(number, stands[0], stands[1], stands[2], stage, told, place, persona, visitor)

    def _shown(self, member: int) -> Offers | None:
        return offers(self._stocked.shelf, self._place.row(member)) if self._stocked is not None and member in self._place else None

    def _slot(self, member: int) -> Slot | None:
        stocked, place = self._stocked, self._place.row(member)
        shown = stocked.slot.shown if stocked is not None else None
        if stocked is None or shown is None or place < 0 or shown.item[place] < 0:
            return None
        return Slot(stocked.skus[shown.item[place]], round(float(shown.propensity[place]), 6), round(float(shown.taste[place]), 6), int(shown.among[place]))

    def _items(self, shown: tuple[Offer, ...]) -> list[Item]:
        skus = self._stocked.skus if self._stocked is not None else []
        return [_item(one, skus) for one in shown[:MOST_OFFERS]]


def _item(one: Offer, skus: list[str]) -> Item:
    facts = {**one.facts, "item": skus[one.facts["item"]]} if "item" in one.facts else one.facts
    return Item(skus[one.item], one.reason, facts)


def _known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, 1)


def _or_none(said: Callable[[], T]) -> T | None:
    """What can be said; the figure of its name says why not."""
    try:
        return said()
    except Problem:
        return None

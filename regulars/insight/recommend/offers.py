"""One call for what to show a member. Who has opted out asks in the same way and gets the list that knows nobody."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from regulars.insight.recommend.again import buy_again
from regulars.insight.recommend.baskets import Baskets, Codes
from regulars.insight.recommend.neighbours import Likeness, try_new
from regulars.insight.recommend.newcomers import Shown
from regulars.insight.recommend.pairing import Pairs, pairs
from regulars.insight.recommend.ranking import NOTHING, fill, most_popular
from regulars.insight.recommend.report import Report

POPULAR, BOUGHT_OFTEN, BECAUSE_BOUGHT = "insight.recommend.popular", "insight.recommend.bought_often", "insight.recommend.because_bought"
GOES_WITH, NEW = "insight.recommend.goes_with", "insight.recommend.new"


@dataclass(frozen=True, slots=True)
class Offer:
    """An item with its reason: a code of the phrasebook and the facts to fill it with. Items are numbers, as the facts ``item`` are."""

    item: int
    reason: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offers:
    """What to show. Not personal: the same for everybody, with no list that rests on a history."""

    personal: bool
    buy_again: tuple[Offer, ...]
    try_new: tuple[Offer, ...]
    new_product: Offer | None
    propensity: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """All that is worked out beforehand, so that asking is a look-up. ``on``: the lists that have beaten their baselines."""

    again: Codes
    times: Codes
    counts: Codes
    new: Codes
    because: Codes
    popular: Codes
    popularity: Codes
    goes_with: Pairs
    opted_out: Any
    shown: Shown | None
    on: frozenset[str]


def stock(history: Baskets, likeness: Likeness, report: Report, opted_out: Any, *, shown: Shown | None = None, k: int = 10) -> Shelf:
    """Work out every list. opted_out: (members,) who may not be profiled; their baskets count towards what is popular, and towards nothing of their own."""
    again, _ = buy_again(history, k, filled=False)
    new, _, because = try_new(history, likeness, k)
    opted = np.asarray(opted_out, bool)
    for lists in (again, new, because):
        lists[opted] = NOTHING
    times = np.zeros(again.shape, np.int32)
    for low, part in history.parts():
        mine = again[low : low + part.members]
        times[low : low + part.members] = np.where(mine == NOTHING, 0, _values(part.bought(), mine))
    popularity = history.popularity().astype(np.int32)
    return Shelf(
        again,
        times,
        np.bincount(history.owner, minlength=history.members).astype(np.int32),
        new,
        because,
        most_popular(history.popularity(), 2 * k),
        popularity,
        pairs(history, k),
        opted,
        shown,
        frozenset(name for name, verdict in report.verdicts.items() if verdict.is_on),
    )


def offers(shelf: Shelf, member: int | None) -> Offers:
    """What to show ``member``; None is somebody nobody knows. A list that is off, or a member who opted out, gets what is popular with all."""
    k = shelf.again.shape[1]
    known = member is not None and 0 <= member < len(shelf.opted_out) and not shelf.opted_out[member]
    place = member if known and member is not None else None
    again = tuple(_again(shelf, place, k)) if place is not None and "buy_again" in shelf.on else ()
    new = tuple(_new(shelf, place)) if place is not None and "try_new" in shelf.on else ()
    slot = _slot(shelf, member)
    return Offers(
        personal=bool(new) or any(one.reason == BOUGHT_OFTEN for one in again),
        buy_again=again or tuple(_popular(shelf, item) for item in shelf.popular[:k]),
        try_new=new,
        new_product=slot[0],
        propensity=slot[1],
    )


def paired_with(shelf: Shelf, item: int) -> tuple[Offer, ...]:
    """What goes with an item: says nothing about any member, so it is the same for everybody."""
    found = shelf.goes_with
    return tuple(
        Offer(
            int(found.partner[item, place]),
            GOES_WITH,
            {"item": item, "together": int(found.together[item, place]), "of": int(found.of[item]), "lift": f"{found.lift[item, place]:.1f}"},
        )
        for place in range(found.partner.shape[1])
        if found.partner[item, place] != NOTHING
    )


def _again(shelf: Shelf, member: int, k: int) -> list[Offer]:
    times = dict(zip(shelf.again[member].tolist(), shelf.times[member].tolist(), strict=True))
    listed = fill(shelf.again[member : member + 1], shelf.popular)[0]
    baskets = int(shelf.counts[member])
    return [
        Offer(int(item), BOUGHT_OFTEN, {"times": times[item], "baskets": baskets}) if item in times else _popular(shelf, item)
        for item in listed.tolist()
        if item != NOTHING
    ]


def _new(shelf: Shelf, member: int) -> list[Offer]:
    return [
        Offer(int(item), BECAUSE_BOUGHT, {"item": int(why)})
        for item, why in zip(shelf.new[member].tolist(), shelf.because[member].tolist(), strict=True)
        if item != NOTHING
    ]


def _popular(shelf: Shelf, item: Any) -> Offer:
    return Offer(int(item), POPULAR, {"times": int(shelf.popularity[item])})


def _slot(shelf: Shelf, member: int | None) -> tuple[Offer | None, float | None]:
    if shelf.shown is None or member is None or not 0 <= member < len(shelf.opted_out) or shelf.shown.item[member] == NOTHING:
        return None, None
    return Offer(int(shelf.shown.item[member]), NEW), float(shelf.shown.propensity[member])


def _values(matrix: Any, lists: Codes) -> Any:
    rows = np.repeat(np.arange(lists.shape[0]), lists.shape[1])
    return np.asarray(matrix[rows, np.maximum(lists, 0).ravel()]).reshape(lists.shape)

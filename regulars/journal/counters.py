"""Counters that all members share (budgets), while a batch is decided and when it is written.

A batch reads how far its counters stand, decides, and takes what it decided in its own transaction, guarded: where the counter has moved so far
that one of the decisions would not have been the same, nothing is written and the batch is decided again. Only a decision that uses a budget up to
its edge could have been different by one point on a fresher reading: such a batch is decided again with its counters held until it commits.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from regulars.engine.budgets import SALES, Caps, CompiledBudget, counter_of, counters_of
from regulars.engine.compiled import Versions
from regulars.engine.decision import Outcome
from regulars.engine.event_names import ENROLLED, ORDER_RETURNED
from regulars.journal.lane import Lane
from regulars.journal.posting import Posting
from regulars.journal.statements import WRITE, WRITE_AS_REMEMBERED, as_json

READ = "SELECT id, used, sales, returned FROM shared_counter WHERE id = ANY(%s)"
HOLD = "SELECT id, used, sales, returned FROM counters_hold(%s)"
CLIPPED = frozenset({"budget.clipped", "budget.programme_clipped"})  # given in part: nothing at all may be given on any reading
# The counters of a journal whose events were copied from another: what its own events took.
REBUILD = """
INSERT INTO shared_counter (id, used, sales, returned)
SELECT replace(t.key, '#sales', ''), coalesce(sum(t.value::bigint) FILTER (WHERE t.key NOT LIKE '%#sales'), 0),
       coalesce(sum(t.value::bigint) FILTER (WHERE t.key LIKE '%#sales' AND t.value::bigint > 0), 0),
       coalesce(-sum(t.value::bigint) FILTER (WHERE t.key LIKE '%#sales' AND t.value::bigint < 0), 0)
  FROM event e, json_each_text(e.outcome -> 'taken') t GROUP BY 1
"""
WRITE_COUNTED = WRITE + ", counters_take(%s)"
WRITE_COUNTED_AS_REMEMBERED = WRITE_AS_REMEMBERED.replace(WRITE, WRITE_COUNTED)


class AtTheEdge(Exception):
    """Some decision of the batch uses a budget up to its edge, and the counters were not held when it was made."""


class TakeRow(msgspec.Struct, gc=False, omit_defaults=True, rename={"used": "u", "sales": "s", "returned": "b", "order": "o", "warn_at": "w", "member_id": "m", "recorded_us": "rec"}):
    """One row of ``counters_take``; numbers that may outgrow 64 bits are text. ``order`` 0: a guard alone, before anything is taken."""

    id: str
    order: int
    used: int
    sales: int
    returned: int
    need: str | None
    most: str
    num: str
    den: str
    warn_at: str | None
    member_id: int | None = None
    seq: int | None = None
    recorded_us: int | None = None


class _Taken(msgspec.Struct, gc=False):
    """What a batch takes of one counter so far. ``needs``: (most, num, den) of each version that took -> the guard."""

    used: int = 0
    sales: int = 0
    returned: int = 0
    needs: dict[tuple[int, int, int], int] = {}
    budget: CompiledBudget | None = None
    by: tuple[int, int, int] | None = None  # member, seq and recorded at of the last event that took


class _Noted(NamedTuple):
    type: str
    at_us: int
    outcome: Outcome
    member_id: int
    seq: int
    recorded_us: int


class Counters:
    """How far the counters stand for the next decision of a batch: as read, and what the batch has taken since."""

    def __init__(self, versions: Versions, rows: Iterable[tuple[Any, ...]], *, held: bool) -> None:
        self.held = held
        self._versions = versions
        self._read: dict[str, int] = {}
        self._names: dict[tuple[int, str, int], Sequence[str]] = {}
        for id, used, sales, returned in rows:
            self._read[id] = used
            self._read[id + SALES] = sales - returned
        self._begin()

    def _begin(self) -> None:
        self.at_edge = False
        self._stands = self._read.copy()
        self._taken: dict[str, _Taken] = {}
        self._noted: list[_Noted] = []

    def shared(self, type: str, at_us: int) -> dict[str, int] | None:
        """What ``decide`` is to know for an event of this type and time."""
        caps, day = _caps(self._versions, type, at_us)
        if caps is None:
            return None
        key = (self._versions.at(at_us).number, type, day)
        names = self._names.get(key)
        if names is None:
            names = self._names[key] = counters_of(caps, day)
        stands = self._stands
        return {name: stands.get(name, 0) for name in names}

    def mark(self) -> int:
        """A place to go back to."""
        return len(self._noted)

    def go_back(self, mark: int) -> None:
        """Forget what was noted since: deciding has crashed, and nothing of that posting stays."""
        noted = self._noted[:mark]
        self._begin()
        for one in noted:
            self.note(*one)

    def note(self, type: str, at_us: int, outcome: Outcome, member_id: int, seq: int, recorded_us: int) -> None:
        """Count what a decision took; what a return gives back needs no guard."""
        if not outcome.taken:
            return
        self._noted.append(_Noted(type, at_us, outcome, member_id, seq, recorded_us))
        if not self.at_edge:
            self.at_edge = not CLIPPED.isdisjoint([reason["code"] for reason in outcome.because])
        stands = self._stands
        for name, amount in outcome.taken.items():
            stands[name] = stands.get(name, 0) + amount
            counter = name.removesuffix(SALES)
            taken = self._taken.get(counter)
            if taken is None:
                taken = self._taken[counter] = _Taken()
            if counter == name:
                taken.used += amount
            elif amount > 0:
                taken.sales += amount
            else:
                taken.returned -= amount
        if type == ORDER_RETURNED:
            return
        caps, day = _caps(self._versions, type, at_us)
        if caps is None:
            return
        for budget, counter in zip(caps.budgets, caps.names(day)[len(caps.limits) :], strict=True):
            if outcome.taken.get(counter, 0) > 0:
                self._guard(budget, counter, (member_id, seq, recorded_us))

    def _guard(self, budget: CompiledBudget, counter: str, by: tuple[int, int, int]) -> None:
        taken, terms = self._taken[counter], (budget.most, budget.num, budget.den)
        need = budget.most * budget.den + (taken.sales - taken.returned) * budget.num - taken.used * budget.den
        taken.needs[terms] = min(taken.needs.get(terms, need), need)
        taken.budget, taken.by = budget, by

    def rows(self) -> list[TakeRow]:
        """What the transaction takes, ascending by counter."""
        rows = []
        for number, (counter, taken) in enumerate(sorted(self._taken.items()), start=1):
            *others, last = taken.needs.items() or [((0, 0, 1), 0)]
            guarded = not self.held and bool(taken.needs)  # a counter that is held stands where it was read
            for (most, num, den), need in others if guarded else ():
                rows.append(TakeRow(counter, 0, 0, 0, 0, str(need), str(most), str(num), str(den), None))
            (most, num, den), need = last
            budget = taken.budget
            warn_at = None if budget is None or budget.warn_at is None else f"{float(budget.warn_at):.9f}"
            rows.append(
                TakeRow(
                    counter, number, taken.used, taken.sales, taken.returned, str(need) if guarded else None, str(most), str(num), str(den), warn_at, *(taken.by or ())
                )
            )
        return rows


def _caps(versions: Versions, type: str, at_us: int) -> tuple[Caps | None, int]:
    caps = versions.at(at_us).caps.get(type)
    return (caps, versions.calendar.day_of(at_us)) if caps is not None and caps.budgets else (None, 0)


async def read_counters(lane: Lane, versions: Versions, postings: Sequence[Posting], *, held: bool) -> Counters | None:
    """The counters a batch is decided on; ``held``: nobody else takes of them until the transaction ends. None: the programme has no budget."""
    if not versions.has_budgets:
        return None
    names: set[str] = set()
    for type, at_us in {(type, posting.event.at_us) for posting in postings for type in (posting.event.type, ENROLLED)}:
        caps, day = _caps(versions, type, at_us)
        if caps is not None:
            names.update(counter_of(budget, day) for budget in caps.budgets)
    rows = await lane.fetch(HOLD if held else READ, (sorted(names),)) if names else []
    return Counters(versions, rows, held=held)


def taking(parameters: Sequence[Any], rows: list[TakeRow], counts_on: int | None) -> tuple[str, Sequence[Any]]:
    """The statement that writes a batch together with what it takes of counters; it gives a row unless another programme version has come."""
    if counts_on is None:
        return WRITE_COUNTED, (*parameters, as_json(rows))
    return WRITE_COUNTED_AS_REMEMBERED, (*parameters, as_json(rows), counts_on)


T = TypeVar("T")


def in_order(batch: Sequence[T], posting_of: Callable[[T], Posting]) -> list[T]:
    """A bulk batch in order of (time, source, id) over all members, as budgets are used up; a member's own events keep their order."""
    latest: dict[str, tuple[int, str, str]] = {}
    keys: dict[int, tuple[int, str, str]] = {}
    for one in batch:
        posting = posting_of(one)
        event = posting.event
        keys[id(one)] = latest[posting.ref] = max(latest.get(posting.ref, (0, "", "")), (event.at_us, event.source, event.id))
    return sorted(batch, key=lambda one: keys[id(one)])

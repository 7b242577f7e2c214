"""Dated lines a loyalty manager can read, about points that are held, spent, given back, wait, lapse and come back; played on the engine.

What ``engine.story`` reads, and:
    2026-01-06 12:00 holds 60 as h1 [for 15 minutes] | holds up to 60 as h1 [on 200.00]
    2026-01-06 12:05 captures h1 | captures 40 of h1 | releases h1
    2026-01-07 spends 60 as r1 [on 200.00] | cancels r1 | cancels 20 of r1
    2026-01-08 receives o1                              (order.delivered)
    2026-01-09 brings 500 earned 2024-03-01 usable until 2026-02-28
    2026-01-10 can't captures h1: hold.not_open         (refused, with this code)
    2026-01-10 has 40, 10 pending, 5 debt, 20 held, 7 growth, silver
    2026-01-10 lots 40 until 2027-01-31 + 10 for ever   (usable ones, soonest first)
    2026-01-10 waits 10 from 2026-01-20 + 5 for an event
    2026-01-10 hears points.worth amount=0.60           (a reason of the last event, with these facts)
"""

import re
from dataclasses import dataclass, field

from engine.pair import Journal, at
from engine.story import HEAD, ONE_POINT_A_YUAN, ONE_WALLET, Story

from regulars.engine import event_names, events
from regulars.engine.decision import Outcome, Past
from regulars.engine.events import Event
from regulars.engine.explain import sentences
from regulars.engine.standing import Standing, standing
from regulars.engine.taking import own_lots
from regulars.kit.periods import NEVER, iso_day, span_of
from regulars.program.reading import require

DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))? (?:Alice )?(.+)")
PLAIN = object.__new__(Story)  # reads the lines every story knows
MEMBER = ("active", "pending", "held", "debt")


class Kept(Journal):
    """A journal that also keeps the redemptions cancellations are about, and looks after every event that points are neither made nor lost."""

    def __init__(self, program) -> None:
        super().__init__(program)
        self.redemptions: dict[tuple[str, str], Outcome] = {}

    def past_of(self, data: object) -> Past | None:
        if isinstance(data, events.RedemptionCancelled):
            found = self.redemptions.get((data.source or "till", data.redemption))
            return Past(None, found, 0, {}) if found is not None else None
        if isinstance(data, events.OrderDelivered):
            return Past(*self.orders[data.order_id], {}) if data.order_id in self.orders else None
        past = super().past_of(data)
        if past is None:
            return None
        by_lot: dict[tuple[str, str], int] = {}
        own = own_lots(self.versions, past.outcome)
        for one in self.transfers:
            if (one.wallet, one.lot) in own and "breakage" in (one.source, one.target):
                by_lot[one.wallet, one.lot] = by_lot.get((one.wallet, one.lot), 0) + (one.points if one.target == "breakage" else -one.points)
        by_lot = {place: points for place, points in by_lot.items() if points > 0}
        lapsed: dict[str, int] = {}
        for (wallet, _), points in by_lot.items():
            lapsed[wallet] = lapsed.get(wallet, 0) + points
        return past._replace(lapsed=lapsed, by_lot=by_lot)

    def take(self, event: Event, facts: dict | None = None):
        step = super().take(event, facts)
        if step.decision.outcome.took:
            self.redemptions[event.source, event.id] = step.decision.outcome
        self.look()
        return step

    def until(self, at_us: int) -> None:
        super().until(at_us)
        self.look()

    def look(self) -> None:
        """I3, I4: accounts = transfers = lots and holds, none below zero, no debt beside usable points."""
        sums: dict[tuple[str, str], int] = {}
        for one in self.transfers:
            assert one.points > 0
            sums[one.wallet, one.source] = sums.get((one.wallet, one.source), 0) - one.points
            sums[one.wallet, one.target] = sums.get((one.wallet, one.target), 0) + one.points
        for id, own in self.state.wallets.items():
            kept = (own.active, own.pending, own.held, -own.debt)
            assert kept == tuple(sums.get((id, account), 0) for account in MEMBER)
            assert min(own.active, own.pending, own.held, own.debt) >= 0
            assert own.debt == 0 or own.active == 0
            assert own.active == sum(lot[-1] for lot in own.lots)
            assert own.pending == sum(lot[-1] for lot in own.waiting)
            assert own.held == sum(hold.points for hold in self.state.holds if hold.wallet == id)
            for account in ("redeemed", "breakage"):
                assert sums.get((id, account), 0) >= 0, account


@dataclass
class PointsStory:
    program_text: str
    head: str = HEAD
    journal: Kept = field(init=False)
    last: Outcome = field(init=False)

    def __post_init__(self) -> None:
        text = self.head + self.program_text.strip() + "\n"
        text += "" if "wallets:" in text else ONE_WALLET
        text += "" if "earn:" in text else ONE_POINT_A_YUAN
        self.program = require(text)
        self.journal = Kept(self.program)
        self.number = 0

    def play(self, text: str, facts: dict | None = None) -> "PointsStory":
        for line in filter(None, map(str.strip, text.splitlines())):
            day, hour, words = DATED.fullmatch(line).groups()  # type: ignore[union-attr]
            at_us = at(self.program, f"{day} {hour or '12:00'}")
            verb, _, rest = words.partition(" ")
            if verb == "hears":
                self._hears(rest, line)
            elif verb in ("has", "lots", "waits"):
                getattr(self, f"_{verb}")(standing(self.journal.versions, self.journal.state, at_us), rest, line)
            else:
                self._happens(at_us, words, facts, line)
        return self

    def told(self, language: str = "en") -> list[str]:
        """What the last event says, in words."""
        return sentences(self.last.because, language, self.program)

    # ---- looks

    def _has(self, seen: Standing, expected: str, line: str) -> None:
        for part in expected.split(", "):
            size, _, name = part.partition(" ")
            if not size.isdecimal():
                assert seen.tier == size, line
                continue
            wallet = next((one for one in seen.wallets if one.id == name), seen.points)
            got = getattr(wallet, name if name in MEMBER else "active")
            assert got == int(size), (line, wallet)

    def _lots(self, seen: Standing, expected: str, line: str) -> None:
        got = [f"{lot.points} for ever" if lot.until >= NEVER else f"{lot.points} until {iso_day(lot.until)}" for lot in seen.points.lots]
        assert got == ([] if expected == "none" else expected.split(" + ")), (line, got)

    def _waits(self, seen: Standing, expected: str, line: str) -> None:
        got = [f"{lot.points} for an event" if lot.active_on >= NEVER else f"{lot.points} from {iso_day(lot.active_on)}" for lot in seen.points.waiting]
        assert got == ([] if expected == "nothing" else expected.split(" + ")), (line, got)

    def _hears(self, expected: str, line: str) -> None:
        code, *facts = expected.split(" ")
        wanted = dict(fact.split("=") for fact in facts)
        assert any(
            reason["code"] == code and all(str(reason.get(name)) == value for name, value in wanted.items()) for reason in self.last.because
        ), (line, self.last.because)

    # ---- events

    def _happens(self, at_us: int, words: str, facts: dict | None, line: str) -> None:
        self.number += 1
        words, _, code = words.partition(": ")
        refused = words.startswith("can't ")
        id, type, data = self._read(words.removeprefix("can't "))
        event = Event(id or f"e{self.number}", "till", type, at_us, data)
        self.last = self.journal.take(event, facts).decision.outcome
        assert (self.last.status == "refused") == refused, (line, self.last.because)
        if code:
            assert self.last.because[0]["code"] == code, (line, self.last.because)

    def _read(self, words: str) -> tuple[str, str, object]:
        if found := re.fullmatch(r"holds (up to )?(\d+)(?: of (\w+))? as (\w+)(?: for (\d+ \w+))?(?: on ([\d.]+))?", words):
            up_to, points, wallet, id, lasts, amount = found.groups()
            span = span_of(lasts) if lasts else None
            return id, event_names.HELD, events.PointsHeld(int(points), wallet or "", bool(up_to), span.seconds if span else 0, order_amount=_fen(amount))
        if found := re.fullmatch(r"captures (?:(\d+) of )?(\w+)(?: as (\w+))?", words):
            points, hold, id = found.groups()
            return id or "", event_names.CAPTURED, events.PointsCaptured(hold, points=int(points or 0))
        if found := re.fullmatch(r"releases (\w+)", words):
            return "", event_names.RELEASED, events.PointsReleased(found[1])
        if found := re.fullmatch(r"cancels (?:(\d+) of )?(\w+)", words):
            return "", event_names.CANCELLED, events.RedemptionCancelled(found[2], points=int(found[1] or 0))
        if found := re.fullmatch(r"spends (up to )?(\d+)(?: of (\w+))? as (\w+)(?: on ([\d.]+))?", words):
            up_to, points, wallet, id, amount = found.groups()
            return id, event_names.REDEEMED, events.PointsRedeemed(int(points), wallet or "", bool(up_to), order_amount=_fen(amount))
        if found := re.fullmatch(r"receives (\w+)", words):
            return "", event_names.ORDER_DELIVERED, events.OrderDelivered(found[1])
        type, data = PLAIN._read(words)
        return "", type, data



def _fen(text: str | None) -> int:
    if text is None:
        return -1
    yuan, _, rest = text.partition(".")
    return int(yuan) * 100 + int(rest.ljust(2, "0"))


def story(program_text: str, text: str, **more: object) -> PointsStory:
    return PointsStory(program_text, **more).play(text)  # type: ignore[arg-type]




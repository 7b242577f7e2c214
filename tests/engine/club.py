"""Dated lines about everything that is no order, played on the engine; what happened is looked at in the journal around it.

    2026-01-05 joins
    2026-01-06 09:30 checkin place=hall                  (a type and its fields; numbers stay numbers where the type says so)
    2026-01-06 09:30 in America/New_York: checkin        (the member's own time zone, as a fact)
    2026-01-07 pays o1 100.00 [at store] [with partner]  | returns o1
    2026-01-08 refused gym.visited minutes=x             (not used: what can't be read never gets here)
    2026-01-09 has 40, 10 pending, 5 debt, silver

Instants are in the programme's time zone; ``+08:00`` after the time overrides it.
"""

import json
import re
from datetime import datetime
from typing import Any

from engine.pair import Journal, at
from regulars.engine.decision import Outcome
from regulars.engine.event_names import ENROLLED, ORDER_PAID, ORDER_RETURNED, REDEEMED
from regulars.engine.events import Event, Line, MemberEnrolled, OrderPaid, OrderReturned, PointsRedeemed
from regulars.engine.explain import sentences
from regulars.engine.reading import read_data
from regulars.engine.standing import standing
from regulars.engine.state import decode_state, encode_state
from regulars.kit.periods import microseconds
from regulars.program.reading import require

HEAD = "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\n"
LINE = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d)([+-]\d\d:\d\d)?)?(?: in ([\w/]+):)? (.+)")


class Club:
    def __init__(self, text: str, facts: dict[str, Any] | None = None) -> None:
        text = HEAD + text.strip() + "\n"
        self.program = require(text if "wallets:" in text else text + "wallets: {points: {}}\n")
        self.journal, self.facts, self.number = Journal(self.program), facts or {}, 0

    def play(self, story: str) -> "Club":
        for line in filter(None, map(str.strip, story.splitlines())):
            day, hour, offset, zone, words = LINE.fullmatch(line).groups()  # type: ignore[union-attr]
            at_us = microseconds(datetime.fromisoformat(f"{day}T{hour}{offset}")) if offset else at(self.program, f"{day} {hour or '12:00'}")
            if words.startswith("has "):
                self._look(at_us, words.removeprefix("has "), line)
            else:
                self._happens(at_us, words, zone, line)
        return self

    @property
    def last(self) -> Outcome:
        return self.journal.outcomes[-1]

    @property
    def codes(self) -> list[str]:
        return [str(reason["code"]) for reason in self.last.because]

    def said(self, language: str = "en") -> list[str]:
        return sentences(self.last.because, language, self.program)

    def _happens(self, at_us: int, words: str, zone: str | None, line: str) -> None:
        self.number += 1
        type, data = self._read(words.removeprefix("refused "))
        facts = self.facts | ({"zone": zone} if zone else {})
        before = encode_state(self.journal.state) if self.journal.state else None
        step = self.journal.take(Event(f"e{self.number}", "test", type, at_us, data), facts)  # type: ignore[arg-type]
        assert (step.decision.outcome.status == "refused") == words.startswith("refused "), (line, step.decision.outcome.because)
        assert encode_state(decode_state(encode_state(step.decision.state))) == encode_state(step.decision.state)
        if before is not None:
            assert self._folds(), line

    def _folds(self) -> bool:
        """Every wallet is its lots, and its lots are what the transfers say."""
        state = self.journal.state
        assert state is not None
        for id, own in state.wallets.items():
            mine = [one for one in self.journal.transfers if one.wallet == id]
            assert all(one.points > 0 and one.source != one.target for one in mine)
            moved = {
                account: sum(one.points for one in mine if one.target == account) - sum(one.points for one in mine if one.source == account)
                for account in ("active", "pending", "debt")
            }
            waiting = sum(lot[3] for lot in own.waiting) + sum(one.points for one in state.awaiting if one.wallet == id)
            assert (own.active, own.pending, -own.debt) == (moved["active"], moved["pending"], moved["debt"])
            assert (own.active, own.pending) == (sum(lot[2] for lot in own.lots), waiting)
            lots: dict[tuple[str, str], int] = {}
            for one in mine:
                for account, sign in ((one.source, -1), (one.target, 1)):
                    if account in ("active", "pending"):
                        lots[account, one.lot] = lots.get((account, one.lot), 0) + sign * one.points
                        assert lots[account, one.lot] >= 0
        return True

    def _read(self, words: str) -> tuple[str, object]:
        if words == "joins":
            return ENROLLED, MemberEnrolled()
        if spends := re.fullmatch(r"spends (\d+)", words):
            return REDEEMED, PointsRedeemed(int(spends[1]))
        if pays := re.fullmatch(r"pays (\w+) ([\d.+ ]+)(?: at (\w+))?(?: with (\w+))?", words):
            lines = tuple(Line(n, "tea", 1000, round(float(one) * 100)) for n, one in enumerate(pays[2].split("+"), 1))
            return ORDER_PAID, OrderPaid(pays[1], lines, store=pays[3] or "", partner=pays[4] or "")
        if returns := re.fullmatch(r"returns (\w+)(?: line (\d+))?", words):
            from regulars.engine.events import ReturnedLine

            return ORDER_RETURNED, OrderReturned(returns[1], (ReturnedLine(int(returns[2])),) if returns[2] else ())
        type, *pairs = words.split()
        declared = self.program.event_type(type)
        assert declared is not None, words
        fields = {}
        for name, text in (pair.split("=") for pair in pairs):
            field = declared.field(name)
            fields[name] = float(text) if field is not None and field.kind == "number" else text == "true" if text in ("true", "false") else text
        return type, read_data(type, json.dumps(fields), self.program)

    def _look(self, at_us: int, expected: str, line: str) -> None:
        seen = standing(self.journal.versions, self.journal.state, at_us)  # type: ignore[arg-type]
        for part in expected.split(", "):
            size, _, name = part.partition(" ")
            if not size.isdecimal():
                assert seen.tier == size, (line, seen.tier)
                continue
            wallet = next((one for one in seen.wallets if one.id == name), seen.points)
            got = {"pending": wallet.pending, "debt": wallet.debt}.get(name, wallet.active)
            assert got == int(size), (line, got)

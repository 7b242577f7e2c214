"""Dated lines a loyalty manager can read, played on the engine and on the naive calculator at once.

    2026-01-05 Alice joins
    2026-01-06 09:30 buys o1 60.00 coffee x2 + 40.00 bread off 5.00      (amount, category, units, discount; " at app" names the channel)
    2026-01-07 buys o2 100.00 paying 30.00 points for 2 nights
    2026-01-08 returns o1 | returns o1 line 2 | returns o1 line 1 x1
    2026-01-09 spends 60 | spends up to 60 | can't spend 60 | is given 50 | is given -50
    2026-01-09 is frozen until 2026-05-01 | is unfrozen | is matched to gold until 2026-05-01 | is set to gold (until 2026-05-01) | asks for quick
    2026-01-09 is stopped | can't be stopped | goes on | can't go on        (the member's points are frozen, and free again)
    2026-01-09 tries plus | buys membership plus (for 49.00) | renews (for 49.00) | cancels membership | gives membership back
    2026-01-10 has 40, 10 pending, 5 debt, 7 growth, silver             (what isn't named is not looked at)

Without an hour a line plays at noon. ``has`` looks at the standing, with time passed in memory up to that moment.
"""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date

from oracle.calculator import Calculator

from engine.pair import Journal, at
from regulars.engine.event_names import (
    ADJUSTED,
    ENROLLED,
    MEMBER_FROZEN,
    MEMBER_UNFROZEN,
    MEMBERSHIP_BOUGHT,
    MEMBERSHIP_CANCELLED,
    MEMBERSHIP_REFUNDED,
    MEMBERSHIP_RENEWED,
    ORDER_PAID,
    ORDER_RETURNED,
    REDEEMED,
    TIER_FROZEN,
    TIER_MATCHED,
    TIER_SET,
    TIER_UNFROZEN,
    TRACK_REQUESTED,
)
from regulars.engine.events import (
    Event,
    Line,
    MemberEnrolled,
    MemberFrozen,
    MemberUnfrozen,
    OrderPaid,
    OrderReturned,
    PointsAdjusted,
    PointsRedeemed,
    ReturnedLine,
    Tender,
)
from regulars.engine.events_tiers import (
    FastTrackRequested,
    MembershipBought,
    MembershipCancelled,
    MembershipRefunded,
    MembershipRenewed,
    TierFrozen,
    TierMatched,
    TierSet,
    TierUnfrozen,
)
from regulars.engine.standing import standing
from regulars.program.reading import require

HEAD = "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\n"
ONE_WALLET = "wallets: {points: {}}\n"
ONE_POINT_A_YUAN = "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"

DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))? (?:Alice )?(.+)")
BUYS = re.compile(r"buys (\w+) (.+?)(?: at (\w+))?(?: paying ([\d.]+) (\w+))?(?: for (\d+) (nights))?")
BOUGHT = re.compile(r"([\d.]+)(?: (?!x\d|off )(\w+))?(?: x(\d+))?(?: off ([\d.]+))?")
PAYS = re.compile(r"(?P<kind>buys membership|tries|renews|cancels membership|gives membership back)(?: (?!for )(?P<plan>[\w-]+))?(?: for (?P<fee>[\d.]+))?")
SAID = re.compile(r"(?P<kind>is frozen|is unfrozen|is matched to|is set to|asks for)(?: (?!until)(?P<level>[\w-]+))?(?: until (?P<until>[\d-]+))?")
RETURNS = re.compile(r"returns (\w+)(?: line (\d+)(?: x(\d+))?)?")


@dataclass
class Story:
    program_text: str
    journal: Journal = field(init=False)
    calculator: Calculator = field(init=False)

    def __post_init__(self) -> None:
        head = HEAD if "timezone:" not in self.program_text else HEAD.rsplit("timezone:", 1)[0]
        text = head + self.program_text.strip() + "\n"
        text += "" if "wallets:" in text else ONE_WALLET
        text += "" if "earn:" in text else ONE_POINT_A_YUAN
        self.program = require(text)
        self.journal, self.calculator = Journal(self.program), Calculator(self.program)
        self.number = 0

    def play(self, text: str, facts: dict | None = None) -> "Story":
        for line in filter(None, map(str.strip, text.splitlines())):
            day, hour, words = DATED.fullmatch(line).groups()  # type: ignore[union-attr]
            at_us = at(self.program, f"{day} {hour or '12:00'}")
            if words.startswith("has "):
                self._look(at_us, words.removeprefix("has "), line)
            else:
                self._happens(at_us, words, facts, line)
        return self

    def _look(self, at_us: int, expected: str, line: str) -> None:
        seen = standing(self.journal.versions, self.journal.state, at_us)  # type: ignore[arg-type]
        looked_at = deepcopy(self.calculator)
        looked_at.until(at_us)
        second = looked_at.standing()
        for part in expected.split(", "):
            size, _, name = part.partition(" ")
            if not size.isdecimal():
                assert (seen.tier, second["tier"]) == (size, size), line
                continue
            wallet = next((one for one in seen.wallets if one.id == name), seen.points)
            place = {"pending": 1, "debt": 2}.get(name, 0)
            got = (wallet.active, wallet.pending, wallet.debt)[place]
            assert (got, second["wallets"][wallet.id][place]) == (int(size), int(size)), line

    def _happens(self, at_us: int, words: str, facts: dict | None, line: str) -> None:
        self.number += 1
        type, data = self._read(words)
        event = Event(f"e{self.number}", "till", type, at_us, data)
        outcome = self.journal.take(event, facts).decision.outcome
        self.calculator.take(event, facts)
        assert (outcome.status == "refused") == words.startswith("can't"), (line, outcome.because)

    def _read(self, words: str) -> tuple[str, object]:
        if words == "joins":
            return ENROLLED, MemberEnrolled()
        if words in ("is stopped", "can't be stopped", "be stopped"):
            return MEMBER_FROZEN, MemberFrozen("looks wrong", "Mei")
        if words in ("goes on", "can't go on", "go on"):
            return MEMBER_UNFROZEN, MemberUnfrozen("Mei")
        if (said := self._said(words.replace("can't be ", "is ").replace("can't ask", "asks").replace("can't give membership", "gives membership").replace("can't try", "tries").replace("can't buy", "buys"))) is not None:
            return said
        if words.startswith("is given "):
            return ADJUSTED, PointsAdjusted(int(words.removeprefix("is given ")), "goodwill", "Mei")
        if spends := re.fullmatch(r"(?:spends|can't spend) (up to )?(\d+)(?: of (\w+))?", words):
            up_to, points, wallet = spends.groups()
            return REDEEMED, PointsRedeemed(int(points), wallet=wallet or "", up_to=bool(up_to))
        if returns := RETURNS.fullmatch(words.replace("can't return", "returns")):
            order_id, line, units = returns.groups()
            part = () if line is None else (ReturnedLine(int(line), quantity=units and int(units) * 1000),)
            return ORDER_RETURNED, OrderReturned(order_id, part)
        order_id, lines, channel, part, tender, measure, name = BUYS.fullmatch(words).groups()  # type: ignore[union-attr]
        bought = tuple(self._line(place, one) for place, one in enumerate(lines.split(" + "), start=1))
        total = sum(one.amount for one in bought)
        tenders = () if part is None else (Tender(tender, _fen(part)), Tender("card", total - _fen(part)))
        return ORDER_PAID, OrderPaid(
            order_id, bought, channel or "", "", tenders, {name: int(measure) * 1000} if name else None
        )

    @staticmethod
    def _said(words: str) -> tuple[str, object] | None:
        if paid := PAYS.fullmatch(words):
            fee = None if paid["fee"] is None else _fen(paid["fee"])
            match paid["kind"]:
                case "buys membership":
                    return MEMBERSHIP_BOUGHT, MembershipBought(paid["plan"], fee=fee)
                case "tries":
                    return MEMBERSHIP_BOUGHT, MembershipBought(paid["plan"], trial=True)
                case "renews":
                    return MEMBERSHIP_RENEWED, MembershipRenewed(fee)
                case "cancels membership":
                    return MEMBERSHIP_CANCELLED, MembershipCancelled()
            return MEMBERSHIP_REFUNDED, MembershipRefunded("moved away", "Mei")
        found = SAID.fullmatch(words)
        if found is None:
            return None
        kind, level, until = found["kind"], found["level"] or "", found["until"]
        day = date.fromisoformat(until).toordinal() if until else 0
        match kind:
            case "is frozen":
                return TIER_FROZEN, TierFrozen(day, "leave", "Mei")
            case "is unfrozen":
                return TIER_UNFROZEN, TierUnfrozen("Mei")
            case "is matched to":
                return TIER_MATCHED, TierMatched(level, day, "file 7", "Mei")
            case "is set to":
                return TIER_SET, TierSet(level, "goodwill", "Mei", day)
        return TRACK_REQUESTED, FastTrackRequested(level)

    @staticmethod
    def _line(place: int, text: str) -> Line:
        amount, category, units, off = BOUGHT.fullmatch(text).groups()  # type: ignore[union-attr]
        return Line(place, category or "thing", int(units or 1) * 1000, _fen(amount), _fen(off or "0"), category or "")


def _fen(text: str) -> int:
    yuan, _, rest = text.partition(".")
    return int(yuan) * 100 + int(rest.ljust(2, "0"))

"""Years of made-up members under every corner of the grammar, decided event by event.

The programme promises that what was decided stays decided: a journal is decided the same by every later release. ``annals/digests.txt`` keeps
a digest of each event: what it decided and why, what moved, the state it left, and from time to time where the member stood (parts that are as
when nothing is said are left out, so a new field changes nothing). ``annals/words.txt`` keeps one of all its sentences in three languages.

``python -m engine.annals`` (with ``tests`` on the path) writes both anew; ``python -m engine.annals NAME`` prints one member's year in full, to be
compared with an earlier release's.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from program.corners import ONE, PARTS, WALLETS
from program.samples import EVERYTHING, HEAD
from stories.points_story import Kept

from engine.looking import decide
from engine.pair import at
from regulars.engine import event_names as names
from regulars.engine import events
from regulars.engine.budgets import counters_of
from regulars.engine.decision import Reason
from regulars.engine.events import Event, Line, OrderPaid, OrderReturned, ReturnedLine, Tender
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
from regulars.engine.explain import sentences
from regulars.engine.outlook import outlook
from regulars.engine.standing import standing
from regulars.kit.phrases import LANGUAGES
from regulars.program.reading import require

ANNALS = Path(__file__).parent / "annals"
DIGESTS, WORDS = ANNALS / "digests.txt", ANNALS / "words.txt"
BASE = "  - {id: per-yuan, on: order.paid, points: {per: 1, give: 1}}\n"
EVENTS = 40
DAY_US = 86_400_000_000
THINGS = ("tea", "coffee", "milk", "tv", "radio", "bread", "wine", "gift card")


def programmes() -> dict[str, str]:
    """Name -> document. Each small one also gives a point a yuan, so that something happens in it."""
    found = {"everything": EVERYTHING, **{f"everything, member {n}": EVERYTHING for n in range(2, 7)}}
    found |= {f"demo {name}": (files("regulars.demo") / "programs" / f"{name}.yaml").read_text(encoding="utf-8") for name in ("grocer", "cashback", "visits")}
    for name, text in {**{name: ONE + text for name, text in WALLETS.items()}, **{name: HEAD + text for name, text in PARTS.items()}}.items():
        found[name] = text.replace("earn:\n", "earn:\n" + BASE, 1) if "earn:\n" in text else f"{text}earn:\n{BASE}"
    return found


class Year:
    """One member's year. ``told``: what each event came to; ``words``: all that was said of it so far."""

    def __init__(self, name: str, text: str) -> None:
        self.choose, self.program = Random(f"annals of {name}"), require(text)
        self.kept, self.counters = Kept(self.program), Counter[str]()
        self.orders: list[OrderPaid] = []
        self.words: list[str] = []
        self.now = at(self.program, "2026-01-05 10:00")

    def told(self) -> Iterator[str]:
        for number in range(EVENTS):
            type, data = self.happens(number)
            late = self.choose.random() < 0.06 and number > 3
            event = Event(f"e{number}", "till", type, self.now - 20 * DAY_US if late else self.now, data)
            yield self.take(event, {"birthday": self.choose.random() < 0.2, "birthday_month": self.choose.random() < 0.3, "segment": self.choose.choice((["vip"], ["tea lovers"], []))})
            if number % 4 == 3:
                yield self.stands()
            self.now += self.choose.choice((0, 1, 1, 2, 3, 7, 13, 31, 60)) * DAY_US + self.choose.randrange(0, 11) * 3_600_000_000 + 61_000_000

    def take(self, event: Event, facts: dict[str, Any]) -> str:
        kept, versions = self.kept, self.kept.versions
        caps = versions.latest.caps.get(event.type)
        shared = {one: self.counters[one] for one in counters_of(caps, versions.calendar.day_of(event.at_us))} if caps else None
        step = decide(versions, kept.state, event, past=kept.past_of(event.data), facts=facts, shared=shared)
        passed, decision = step.passed, step.decision
        for one in (*passed, decision):
            kept.transfers += one.transfers
        kept.state = decision.state
        self.counters.update(decision.outcome.taken)
        if isinstance(event.data, OrderPaid) and decision.outcome.status == "created":
            kept.orders[event.data.order_id] = (event.data, decision.outcome, event.at_us)
        if isinstance(event.data, OrderPaid | OrderReturned):
            kept.given_by.setdefault(event.data.order_id, []).extend(one for one in decision.transfers if one.source == "issued")
        if decision.outcome.took:
            kept.redemptions[event.source, event.id] = decision.outcome
        lines = [f"{event.type} {event.id} {plain(event.data)}"]
        for one in (*passed, decision):
            lines += [str(plain(one.outcome)), *map(str, one.transfers)]
            self.say(one.outcome.because)
        return "\n".join([*lines, str(plain(decision.state))])

    def stands(self) -> str:
        seen = standing(self.kept.versions, self.kept.state, self.now)
        ahead = outlook(self.kept.versions, self.kept.state, self.now)
        self.say(ahead.why)
        return f"{plain(seen)}\n{plain(ahead)}"

    def say(self, reasons: Iterable[Reason]) -> None:
        told = list(reasons)
        self.words += [said for language in LANGUAGES for said in sentences(told, language, self.program)]

    def happens(self, number: int) -> tuple[str, Any]:
        c = self.choose
        if number == 0:
            return names.ENROLLED, events.MemberEnrolled()
        if number < 3:
            return self._order(number)
        ways = [self._order] * 8 + [self._returned] * 3 + [self._points] * 4 + [self._happened] * 4
        ways += [self._of_level] * 2 if len(self.program.tiers.levels) > 1 or self.program.paid else []
        ways += [self._quest] * (2 if self.program.challenges or self.program.referral else 0)
        return c.choice(ways)(number)

    def _order(self, number: int) -> tuple[str, Any]:
        c, minor = self.choose, 10**self.program.currency.minor_digits
        lines = []
        for place in range(1, c.randrange(2, 5)):
            units = c.choice((1, 1, 2, 3))
            lines.append(Line(place, c.choice(("A1", "A2", "007")), units * 1000, c.randrange(0, 180) * minor + c.choice((0, minor // 2)), c.choice((0, 0, 5 * minor)), c.choice(THINGS), c.choice(("House", "a", "", ""))))
        total = sum(line.amount for line in lines)
        tenders = (Tender(c.choice(("points", "gift_card", "voucher")), total // 3), Tender("card", total - total // 3)) if c.random() < 0.15 else ()
        measures = {"nights": c.randrange(1, 4) * 1000, "stays": 1000, "km": 7_500} if c.random() < 0.3 else None
        order = OrderPaid(f"o{number}", tuple(lines), c.choice(("app", "online", "")), c.choice(("s1", "12", "")), tenders, measures, c.choice(("cinema", "", "")))
        self.orders.append(order)
        return names.ORDER_PAID, order

    def _returned(self, number: int) -> tuple[str, Any]:
        c = self.choose
        order = c.choice(self.orders)
        line = c.choice(order.lines)
        part = c.choice(((), (), (ReturnedLine(line.line),), (ReturnedLine(line.line, quantity=1000),), (ReturnedLine(line.line, amount=line.amount // 2 + 1),)))
        return names.ORDER_RETURNED, OrderReturned(order.order_id if c.random() < 0.95 else "o99", part)

    def _points(self, number: int) -> tuple[str, Any]:
        c = self.choose
        wallet = c.choice(self.program.wallets).id if c.random() < 0.3 else ""
        amount = c.choice((-1, 20_000, 1_000))
        way, last = c.randrange(9), f"e{number - c.randrange(1, 4)}"
        if way < 2:
            return names.REDEEMED, events.PointsRedeemed(c.randrange(1, 300), wallet, c.random() < 0.6, order_amount=amount)
        if way < 4:
            return names.HELD, events.PointsHeld(c.randrange(1, 200), wallet, c.random() < 0.6, c.choice((0, 600, 90_000)), order_amount=amount)
        if way == 4:
            return names.ADJUSTED, events.PointsAdjusted(c.choice((50, 200, -10, -5_000)), "goodwill", "Mei", wallet)
        open_holds = [hold.id for hold in self.kept.state.holds] or [last]
        if way == 5:
            return names.CAPTURED, events.PointsCaptured(c.choice(open_holds), points=c.choice((0, 3)))
        if way == 6:
            return names.RELEASED, events.PointsReleased(c.choice(open_holds))
        if way == 7:
            spent = [id for _, id in self.kept.redemptions] or [last]
            return names.CANCELLED, events.RedemptionCancelled(c.choice(spent), points=c.choice((0, 2)))
        return names.ORDER_DELIVERED, events.OrderDelivered(c.choice(self.orders).order_id if c.random() < 0.9 else f"o{number + 1}")

    def _happened(self, number: int) -> tuple[str, Any]:
        c = self.choose
        waited = {pending.on for rule in self.program.earn if (pending := rule.pending_until)} | {"review.approved", "share.clicked"}
        asked = sorted({rule.on for rule in self.program.earn} | {one.on for one in self.program.challenges} | waited | {"checkin"})
        type = self.program.event_type(c.choice(asked))
        if type is None:
            return self._order(number)
        kinds = {"text": lambda field: c.choice(field.one_of or ("a", "b")), "number": lambda _: c.choice((3, 30, 60)), "money": lambda _: "9.90", "bool": lambda _: c.random() < 0.5, "date": lambda _: "2026-02-01"}
        given = {field.name: kinds[field.kind](field) for field in type.fields if field.required or c.random() < 0.7}
        return type.id, events.Happened(given)

    def _of_level(self, number: int) -> tuple[str, Any]:
        c = self.choose
        today = self.kept.versions.calendar.day_of(self.now)
        level = c.choice(self.program.tiers.levels).id
        ways: list[tuple[str, Any]] = [
            (names.TIER_FROZEN, TierFrozen(today + c.choice((-1, 0, 20, 90, 4_000)), "leave", "Mei")), (names.TIER_UNFROZEN, TierUnfrozen("Mei")),
            (names.TIER_MATCHED, TierMatched(level, today + c.choice((-1, 30, 90)), "file 7", "Mei")), (names.TIER_SET, TierSet(level, "goodwill", "Mei", c.choice((0, today + 45)))),
        ]  # fmt: skip
        ways += [(names.TRACK_REQUESTED, FastTrackRequested(track.id)) for track in self.program.fast_tracks]
        for plan in self.program.paid:
            ways += [(names.MEMBERSHIP_BOUGHT, MembershipBought(plan.id)), (names.MEMBERSHIP_BOUGHT, MembershipBought(plan.id, trial=True)), (names.MEMBERSHIP_RENEWED, MembershipRenewed(500))]
            ways += [(names.MEMBERSHIP_CANCELLED, MembershipCancelled()), (names.MEMBERSHIP_REFUNDED, MembershipRefunded("moved", "Mei"))]
        return c.choice(ways)

    def _quest(self, number: int) -> tuple[str, Any]:
        c = self.choose
        if self.program.referral and (not self.program.challenges or c.random() < 0.5):
            return c.choice(((names.REFERRAL_QUALIFIED, events.ReferralQualified(c.randrange(7, 11))), (names.REFERRAL_REVERSED, events.ReferralReversed(c.randrange(7, 11)))))
        return names.CHALLENGE_JOINED, events.ChallengeJoined(c.choice(self.program.challenges).id if self.program.challenges else "x")


def plain(value: Any) -> Any:
    """Structs and the like as what is in them, without what is as when nothing is said."""
    if isinstance(value, msgspec.Struct):
        bare = {one.name: one.default if one.default_factory is msgspec.NODEFAULT else one.default_factory() for one in msgspec.structs.fields(value)}
    elif is_dataclass(value):
        bare = {one.name: one.default if one.default_factory is MISSING else one.default_factory() for one in fields(value)}
    elif isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    elif isinstance(value, list | tuple) and not hasattr(value, "_asdict"):
        return [plain(inner) for inner in value]
    else:
        return {name: plain(inner) for name, inner in value._asdict().items()} if hasattr(value, "_asdict") else value
    return {name: plain(getattr(value, name)) for name, default in bare.items() if getattr(value, name) != default}


def digests(name: str, text: str) -> tuple[list[str], str]:
    """Of each event what was decided; of the year what was said."""
    year = Year(name, text)
    decided = [_digest(told) for told in year.told()]
    return decided, _digest("\n".join(year.words))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def kept(file: Path) -> dict[str, list[str]]:
    pages = (line.rpartition(": ") for line in file.read_text(encoding="utf-8").splitlines())
    return {name: rest.split() for name, _, rest in pages}


def main(asked: list[str]) -> None:
    every = programmes()
    for name in asked:
        year = Year(name, every[name])
        print("\n\n".join([*year.told(), *year.words]))
    if not asked:
        DIGESTS.parent.mkdir(exist_ok=True)
        found = {name: digests(name, text) for name, text in every.items()}
        DIGESTS.write_text("".join(f"{name}: {' '.join(decided)}\n" for name, (decided, _) in found.items()), encoding="utf-8")
        WORDS.write_text("".join(f"{name}: {said}\n" for name, (_, said) in found.items()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

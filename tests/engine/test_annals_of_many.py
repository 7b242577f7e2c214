"""The programme promises that what was decided stays decided, also of several members together (engine/annals.py): merged and parted, with gifts on the
way, in pools, as guests, as friends who were brought, and under programmes that change. `annals/many.txt` keeps a digest of each event.

To keep what is meant: REWRITE_TOLD=1 python -m pytest tests/engine/test_annals_of_many.py
"""

from collections import Counter
from random import Random
from typing import Any

import pytest
from program.samples import HEAD
from program.telling import is_kept, same

from engine.annals import ANNALS, BASE, DAY_US, Year, _digest, plain, programmes
from engine.looking import decide
from engine.pair import at
from engine.people import pack_of
from engine.pooled import Family
from regulars.engine import event_names as names
from regulars.engine.budgets import counters_of
from regulars.engine.compiling import compile_versions
from regulars.engine.decision import Decision
from regulars.engine.events import Event, MemberEnrolled, OrderPaid, OrderReturned, ReferralQualified, ReferralReversed
from regulars.engine.events_moving import (
    Merged,
    MergedInto,
    PointsDelivered,
    PointsReceived,
    PointsSent,
    PointsUndelivered,
    Restored,
    Unmerged,
)
from regulars.engine.explain import sentences
from regulars.program.reading import require

EVERY = programmes()
REFERRALS = {
    "a friend": "referral: {advocate: {points: 300}, friend: {points: 200}, qualifies: {order_at_least: 50, within: 90 days}, after: 14 days, limit: {times: 2, per: year}}\n",
    "a friend at once": "badges: [{id: star, name: Star}]\nreferral: {advocate: {points: 30, badge: star}, friend: {points: 20, badge: star}, qualifies: {when: {order.channel: app}}, limit: [{points: 50, per: year}]}\nbudget: [{points: 90}]\nlimits: [{id: a, points: 150, per: year}]\n",
    "a friend who may keep it": "referral: {advocate: {points: 5, wallet: growth}, friend: {points: 3.5, wallet: growth}, after: 1 month, returns: keep}\n",
}


class Member(Year):
    """As ``Year``; ``last`` is what was decided last. Orders and redemptions may be shared with others."""

    last: Decision

    def take(self, event: Event, facts: dict[str, Any]) -> str:
        kept, versions = self.kept, self.kept.versions
        caps = versions.latest.caps.get(event.type)
        shared = {one: self.counters[one] for one in counters_of(caps, versions.calendar.day_of(event.at_us))} if caps else None
        step = decide(versions, kept.state, event, past=kept.past_of(event.data), facts=facts or None, shared=shared)
        self.last = decision = step.decision
        for one in (*step.passed, decision):
            kept.transfers += one.transfers
        kept.state = decision.state
        self.counters.update(decision.outcome.taken)
        if isinstance(event.data, OrderPaid) and decision.outcome.status == "created":
            kept.orders[event.data.order_id] = (event.data, decision.outcome, event.at_us)
        if isinstance(event.data, OrderPaid | OrderReturned):
            kept.given_by.setdefault(event.data.order_id, []).extend(one for one in decision.transfers if one.source == "issued")
        if decision.outcome.took:
            kept.redemptions[event.source, event.id] = decision.outcome
        said = [line for one in (*step.passed, decision) for language in ("en", "zh-Hant") for line in sentences(one.outcome.because, language, self.program)]
        return "\n".join([event.type, *(str(plain(one.outcome)) + str(one.transfers) for one in (*step.passed, decision)), str(plain(decision.state)), *said])


class Couple:
    """Two members: what each does, gifts between them, and times in which the one goes on as the other."""

    def __init__(self, name: str, text: str) -> None:
        self.c = Random(f"a couple under {name}")
        self.of = {1: Member(f"{name}, 1", text), 2: Member(f"{name}, 2", text)}
        self.of[2].kept.orders, self.of[2].kept.redemptions, self.of[2].kept.given_by = self.of[1].kept.orders, self.of[1].kept.redemptions, self.of[1].kept.given_by
        self.of[2].counters = self.of[1].counters
        self.owner: dict[str, int] = {}
        self.now, self.merged, self.number = self.of[1].now, False, 0

    def year(self, events: int = 46) -> list[str]:
        told: list[str] = []
        for turn in range(events):
            self.now += self.c.choice((0, 1, 2, 5, 9, 20, 40)) * DAY_US + 61_000_000
            if turn in (14, 27, 36) if self.merged else turn in (8, 20, 31):
                told += self.part() if self.merged else self.merge()
            elif self.c.random() < 0.12 and turn > 5:
                told += self.gift()
            elif self.c.random() < 0.1 and turn > 3 and self.of[1].program.referral:
                friend = self.c.choice((1, 2, 7, 8))
                told.append(self.does(self.c.choice((1, 2)), self.c.choice((names.REFERRAL_QUALIFIED, names.REFERRAL_REVERSED)), None, friend=friend))
            else:
                told.append(self.does(self.c.choice((1, 2)), "", None, first=turn < 2, turn=turn))
        return told

    def does(self, who: int, type: str, data: Any, friend: int = 0, first: bool = False, turn: int = 9) -> str:
        if first:
            who = 1 + turn
        where = self.of[2 if self.merged else who]
        where.now = self.now
        self.number += 1
        if friend:
            data = ReferralQualified(friend) if type == names.REFERRAL_QUALIFIED else ReferralReversed(friend)
        if data is None:
            type, data = (names.ENROLLED, MemberEnrolled()) if first else where.happens(self.number + 3) if turn > 5 else where._order(self.number)
        facts: dict[str, Any] = {"birthday_month": True, "segment": ["vip"]} if self.number % 3 == 0 else {}
        if self.merged and who == 1:
            facts["under"] = 1
        if isinstance(data, OrderPaid):
            self.of[1].orders = self.of[2].orders = [*self.of[1].orders, data]
            self.owner[data.order_id] = who
        if isinstance(data, OrderReturned) and self.owner.get(data.order_id) == 1 and self.merged:
            facts["about"] = {"owner": 1}
        return where.take(Event(f"e{self.number}", "till", type, self.now, data), facts)

    def gift(self) -> list[str]:
        giver, receiver = self.c.choice(((1, 2), (2, 1)))
        sent = self.of[giver]
        told = [self._moves(giver, names.SENT, PointsSent(self.c.choice((1, 20, 60)), receiver, giver, ""))]
        if sent.last.outcome.status == "refused" or self.merged:
            return told
        moved, step, day = sent.last.outcome.moved, sent.last.state.seq, sent.last.outcome.day
        self.now += self.c.choice((1, 86_400_000_000, 40 * DAY_US))
        told.append(self._moves(receiver, names.RECEIVED, PointsReceived(giver, step, moved["wallet"], tuple(moved["lots"]), "gift")))
        arrived = self.of[receiver].last.outcome.status == "created"
        told.append(self._moves(giver, names.DELIVERED, PointsDelivered(step)) if arrived else self._moves(giver, names.UNDELIVERED, PointsUndelivered(step, "gift.receiver_level", day)))
        return told

    def _moves(self, who: int, type: str, data: Any) -> str:
        self.number += 1
        return self.of[who].take(Event(f"e{self.number}", "regulars", type, self.now, data), {})

    def merge(self) -> list[str]:
        told = [self._moves(1, names.MERGED_INTO, MergedInto(2, 1, self.c.random() < 0.8))]
        if self.of[1].last.outcome.status == "created":
            self.merged = True
            left = self.of[1].last
            self.now += self.c.choice((1, 2 * DAY_US))
            told.append(self._moves(2, names.MERGED, Merged(1, pack_of(left))))
        return told

    def part(self) -> list[str]:
        told = [self._moves(2, names.UNMERGED, Unmerged(1))]
        if self.of[2].last.outcome.status == "created":
            self.merged = False
            told.append(self._moves(1, names.RESTORED, Restored(2, pack_of(self.of[2].last))))
        return told


class Guest(Member):
    """Somebody who has not joined: they join when the programme says, or late."""

    def happens(self, number: int) -> tuple[str, Any]:
        if number == 0:
            return names.ENROLLED, MemberEnrolled(guest=True)
        if self.kept.state.guest == 2 or number == 22:
            return names.ENROLLED, MemberEnrolled()
        return super().happens(max(number, 3) if number > 1 else 1)


class Friend(Member):
    """Somebody who was brought, and brings others."""

    def take(self, event: Event, facts: dict[str, Any]) -> str:
        return super().take(event, {**facts, "referral": {"advocate": 7}} if event.type in (names.ENROLLED, names.REFERRAL_CLAIMED) else facts)

    def happens(self, number: int) -> tuple[str, Any]:
        return (names.ENROLLED, MemberEnrolled("ADA")) if number == 0 else super().happens(number)


class Pool(Family):
    """Three members and what they do with a pool, refusals and all."""

    def __init__(self, terms: str, seed: str, more: str) -> None:
        self.told: list[str] = []
        self.c = Random(f"a pool of {seed}")
        super().__init__(terms, more=more)

    def decide(self, log: int, *rest: Any, **more: Any) -> Decision:
        decision = super().decide(log, *rest, **more)
        said = [line for language in ("en", "zh-Hans") for line in sentences(decision.outcome.because, language, self.versions.latest.program)]
        self.told.append("\n".join([str(plain(decision.outcome)), str(decision.transfers), str(plain(decision.state)), *said]))
        return decision

    def year(self, turns: int = 60) -> list[str]:
        c = self.c
        self.found(1, 2)
        for turn in range(turns):
            who = c.choice((1, 1, 2, 2, 3))
            way = c.randrange(14)
            if way < 5:
                self.buys(who, f"o{turn}", c.randrange(1, 200))
            elif way < 6 and self.orders:
                self.returns(c.choice(list(self.orders)))
            elif way < 8:
                self.contributes(who, c.choice((5, 50, 5_000)))
            elif way < 10:
                self.spends(who, c.choice((3, 30, 900)), f"r{turn}")
            elif way < 11 and self.redemptions:
                self.cancels(c.choice(list(self.redemptions)), c.choice((0, 2)))
            elif way < 12:
                self.days(c.choice((1, 10, 40)))
            elif way < 13:
                self._of_members(who)
            elif turn > turns - 4:
                self.dissolves(who)
            self.carry()
        return self.told


    def _of_members(self, who: int) -> None:
        way = self.c.randrange(5)
        if way == 0:
            self.invite(3, who)
        elif way == 1:
            self.join(3)
        elif way == 2:
            self.redeems(who, 20)
        else:
            self.leaves(*((who,) if way == 3 else (2, 1, "expelled")))


COUPLES = {
    name: EVERY[name]
    for name in (
        "everything", "demo grocer", "points that wait for an event", "points from a date", "points that slide to an end", "points that lapse on two days and live a while", "points that come back", "points that are held", "memberships", "reviewed every quarter with a grace",
        "reviewed on the anniversary", "a mission for a while", "limits of several rules", "a referral of badges", "gifts with bounds", "a rule with its own activation", "points that live longer on a level", "a challenge every week", "the programme's budgets", "an event once a day",
    )
} | {name: HEAD + text + "gifts: {}\nearn:\n" + BASE for name, text in REFERRALS.items()}  # fmt: skip
ENROL = ("on_first_points", "on_first_usable_points", "on_request", "never")
GUESTS = {f"a guest, {way}, {wait}": f"enrol: {way}\n" + HEAD.replace("point_value: 0.01", f"point_value: 0.01, activate: {wait}") + "earn:\n" + BASE + "  - {id: own, on: order.paid, points: 7, activate: {after: 3 days}}\n  - {id: hello, on: member.enrolled, points: 50}\n  - {id: rev, on: review.published, points: 5}\n" for way in ENROL for wait in ("immediately", "{after: 10 days}", "{on: order.delivered}")}
FRIENDS = {name: HEAD + text + "earn:\n" + BASE for name, text in REFERRALS.items()} | {f"{name}, again": HEAD + text + "earn:\n" + BASE for name, text in REFERRALS.items()}
CHANGED = {f"{one} → {other}": (EVERY[one], EVERY[other]) for one, other in (("everything", "a limit of both"), ("a limit of both", "everything"), ("memberships", "reviewed every quarter with a grace"), ("points that slide to an end", "points that wait for an event"), ("points that wait for an event", "points that come back"), ("a referral of badges", "a referral of the friend alone"), ("a challenge every week", "a challenge of days"), ("the programme's budgets", "a rule's budgets"), ("levels of several things", "reviewed every day, one level down"))}
POOLS = {
    "a pool by hand": ("{members: 3}", "wallets: {points: {expire: {rolling: 3 months}}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]"),
    "a pool of all": ("{members: 3, contribute: all, invite: any, spend: {first: own, per_member: {points: 100, per: week}}, leave: {after: 10 days, again_after: 1 month}}", "wallets: {points: {expire: {rolling: 3 months}}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]"),
    "a pool of a half": ("{members: 2, contribute: all, share: 0.5, spend: {who: owner}, leave: {takes: nothing}}", "wallets: {points: {activate: {after: 3 days}, expire: {sliding: 2 months, on: [order.paid]}}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\nreturns: {policy: within_balance}"),
}


def of_versions(name: str) -> list[str]:
    before, after = (require(text) for text in CHANGED[name])
    year = Member(name, CHANGED[name][0])
    year.kept.versions = compile_versions([(None, 1, before), (at(before, "2026-05-01 00:00"), 2, after)])
    return list(year.told())


def of(name: str) -> list[str]:
    if name in POOLS:
        terms, more = POOLS[name]
        return Pool(terms, name, more).year()
    if name in CHANGED:
        return of_versions(name)
    if name in GUESTS:
        return list(Guest(name, GUESTS[name]).told())
    return list(Friend(name, FRIENDS[name]).told()) if name in FRIENDS else Couple(name.removeprefix("two: "), COUPLES[name.removeprefix("two: ")]).year()


NAMES = [*(f"two: {name}" for name in COUPLES), *GUESTS, *FRIENDS, *CHANGED, *POOLS]


@pytest.mark.parametrize("name", NAMES)
def test_what_several_did_is_decided_and_told_as_it_was(name: str) -> None:
    digests = [_digest(told) for told in of(name)]
    same("many.txt", name, [" ".join(digests[place : place + 16]) for place in range(0, len(digests), 16)], ANNALS)


def test_enough_happens_in_them() -> None:
    """A year in which everything is refused would keep nothing."""
    assert is_kept("many.txt", ANNALS) == NAMES
    happened = Counter(told.partition("\n")[0] for name in list(COUPLES)[4:9] for told in Couple(name, COUPLES[name]).year())
    assert min(happened[type] for type in (names.MERGED, names.UNMERGED, names.RESTORED, names.ORDER_RETURNED)) > 5



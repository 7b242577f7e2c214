"""Returns in every situation (F12; promises I14–I18): what the points have become × how the goods come back × policy × what changed meanwhile.

Where each point is found is worked out here by the sentence of docs/reference/programme.md, "Burning and returning", and compared with the transfers.
"""

from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
from stories.points_story import Kept

from engine.pair import at
from engine.story import HEAD
from regulars.engine import event_names, events
from regulars.engine.compiling import compile_versions
from regulars.engine.events import Event, Line, MemberEnrolled, OrderPaid, OrderReturned, ReturnedLine
from regulars.program.reading import require

BECOME = ("unspent", "part spent", "all spent", "expired", "pending", "held")
COMES_BACK = ("full", "partial", "repeated", "before the order")
POLICIES = ("debt", "within_balance", "only_pending")
MEANWHILE = ("nothing", "another level", "another programme", "out of order")

WHOLE, BREAD = 100, 60  # points of the order, and of its first line
LAST_DAY = date(2026, 7, 20)  # of its lot


@dataclass
class Found:
    """Where a return found its points; they add up to what came back."""

    pending: int = 0
    own: int = 0
    breakage: int = 0
    other: int = 0
    debt: int = 0
    forfeited: int = 0


class Play:
    def __init__(self, become: str, policy: str, meanwhile: str) -> None:
        self.become, self.meanwhile = become, meanwhile
        wait = "activate: {after: 60 days}, " if become == "pending" else ""
        self.program = require(self._text(f"wallets: {{points: {{{wait}expire: {{rolling: 6 months}}}}}}", policy, "1"))
        self.journal = Kept(self.program)
        if meanwhile == "another programme":
            later = require(self._text(f"wallets: {{points: {{{wait}expire: {{rolling: 6 months}}, burn: newest}}}}", "only_pending" if policy == "debt" else "debt", "5"))
            self.journal.versions = compile_versions([(None, 1, self.program), (at(self.program, "2026-02-10 00:00"), 2, later)])
        self.number = 0
        self.happens("2026-01-05 12:00", event_names.ENROLLED, MemberEnrolled())

    @staticmethod
    def _text(wallets: str, policy: str, give: str) -> str:
        tiers = "tiers: {review: {every: year}, levels: [{id: blue}, {id: gold, reach: {spend: 1000}, multiplier: 2}]}"
        earn = f"earn: [{{id: base, on: order.paid, points: {{per: 1, give: {give}}}}}]"
        return f"{HEAD}{wallets}\n{tiers}\n{earn}\nreturns: {{policy: {policy}}}\n"

    def happens(self, when: str, type: str, data: object):
        self.number += 1
        step = self.journal.take(Event(f"e{self.number}", "till", type, at(self.program, when), data), {})
        assert step.decision.outcome.status == "created", step.decision.outcome.because
        return step

    def buys(self, when: str, id: str, *yuan: int):
        lines = tuple(Line(place, "thing", 1000, amount * 100) for place, amount in enumerate(yuan, start=1))
        return self.happens(when, event_names.ORDER_PAID, OrderPaid(id, lines))

    def order(self):
        """The order of 100 points, on 20 January; recorded late where things come out of order."""
        if self.meanwhile == "out of order":
            self.buys("2026-02-01 12:00", "o9", 10)
        return self.buys("2026-01-20 12:00", "o1", 60, 40)

    def lives(self) -> str:
        """What becomes of the points; the day on which the goods come back."""
        if self.become in ("part spent", "all spent"):
            self.happens("2026-02-03 12:00", event_names.REDEEMED, events.PointsRedeemed(30 if self.become == "part spent" else 100))
        if self.meanwhile == "another level":
            self.buys("2026-02-05 12:00", "o2", 1000)
        if self.meanwhile == "another programme":
            self.buys("2026-02-11 12:00", "o2", 10)
        if self.become == "held":
            taken = 100 if self.meanwhile != "another programme" else 150
            self.happens("2026-02-19 12:00", event_names.HELD, events.PointsHeld(taken, lasts_s=86_400 * 7))
        if self.become == "expired":
            self.buys("2026-07-15 12:00", "o3", 10)
            return "2026-07-22"
        return "2026-02-20"

    @property
    def own(self):
        return self.journal.state.wallets["points"]


def expected(play: Play, points: int, policy: str) -> Found:
    """The page's sentence: pending, own lot, its lapsed part, other lots, then debt or the policy; held points are owed under within_balance."""
    own, left = play.own, points
    in_lot = sum(lot[2] for lot in own.lots if lot[0] == LAST_DAY.toordinal())
    mine = {"unspent": 100, "part spent": 70, "all spent": 0, "expired": 0, "pending": 0, "held": in_lot}[play.become]
    found = Found(pending=min(left, 100) if play.become == "pending" else 0)
    left -= found.pending
    if policy != "only_pending":
        found.own = min(left, mine)
        left -= found.own
    if play.become == "expired":
        found.breakage = min(left, 100)
        left -= found.breakage
    if policy != "only_pending":
        found.other = min(left, own.active - mine)
        left -= found.other
    if policy == "debt":
        found.debt = left
    elif policy == "within_balance":
        found.debt = min(left, own.held)
    found.forfeited = left - found.debt
    return found


def found_by(transfers) -> Found:
    found = Found()
    for one in transfers:
        if one.rule == "return" and one.target == "issued":
            place = one.source if one.source != "active" else "own" if one.lot == LAST_DAY.isoformat() else "other"
            setattr(found, place, getattr(found, place) + one.points)
    return found


@pytest.mark.parametrize(("become", "comes_back", "policy", "meanwhile"), list(product(BECOME, COMES_BACK, POLICIES, MEANWHILE)))
def test_a_return_takes_each_point_from_where_it_is(become: str, comes_back: str, policy: str, meanwhile: str) -> None:
    play = Play(become, policy, meanwhile)
    if comes_back == "before the order":
        early(play, policy)
        return
    given = play.order().decision.outcome.earned["points"]
    assert given == WHOLE
    day = play.lives()
    play.journal.until(at(play.program, f"{day} 09:00"))
    taken = 0
    for number, (points, lines) in enumerate(notices(comes_back), start=1):
        wanted = expected(play, points, policy) if taken == 0 else None
        step = play.happens(f"{day} 1{number}:00", event_names.ORDER_RETURNED, OrderReturned("o1", lines))
        got = found_by(step.decision.transfers)
        assert sum(vars(got).values()) == points, "I16: the parts add up"
        if wanted is not None:
            assert got == wanted
        if points == 0:
            assert step.decision.transfers == [], "I15: a repeated notice changes nothing"
        taken += points
    assert taken == (BREAD if comes_back == "partial" else WHOLE)
    if policy == "debt":
        assert issued_for_o1(play) == WHOLE - taken, "I14"
    settles(play, day, policy)


def notices(comes_back: str) -> list[tuple[int, tuple[ReturnedLine, ...]]]:
    first = (ReturnedLine(1),)
    if comes_back == "full":
        return [(WHOLE, ())]
    if comes_back == "partial":
        return [(BREAD, first)]
    return [(BREAD, first), (0, first), (WHOLE - BREAD, ()), (0, ())]


def early(play: Play, policy: str) -> None:
    """I18: parked, applied when the order comes; what would have lapsed by then is found among the lapsed."""
    when = "2026-09-01 12:00" if play.become == "expired" else "2026-01-20 18:00"
    parked = play.happens("2026-01-19 12:00", event_names.ORDER_RETURNED, OrderReturned("o1"))
    assert parked.decision.transfers == []
    if play.become == "expired":
        play.buys(when, "o3", 10)
    before = play.own.active if "points" in play.journal.state.wallets else 0
    got = found_by(play.order().decision.transfers)
    assert sum(vars(got).values()) == WHOLE
    if play.become == "expired":
        assert got.breakage == WHOLE
    elif play.become == "pending":
        assert got.pending == WHOLE
    elif policy == "only_pending":
        assert got.forfeited == WHOLE
    else:
        assert got.own == WHOLE
    if policy != "only_pending" and play.meanwhile != "out of order":
        assert play.own.active == before
    assert play.own.debt == 0


def issued_for_o1(play: Play) -> int:
    """Everything issued, less what the other orders earned."""
    net = sum(one.points if one.source == "issued" else -one.points for one in play.journal.transfers if "issued" in (one.source, one.target))
    others = sum(outcome.earned["points"] for id, (_, outcome, _) in play.journal.orders.items() if id != "o1")
    return net - others


def settles(play: Play, day: str, policy: str) -> None:
    """What is owed is settled first: by the hold when it ends, then from the next earn."""
    if play.become == "held":
        held = play.own.held
        before = play.own.active - play.own.debt
        play.happens(f"{day} 20:00", event_names.RELEASED, events.PointsReleased(play.journal.state.holds[0].id))
        assert play.own.active - play.own.debt == before + held
    owed, active, pending = play.own.debt, play.own.active, play.own.pending
    assert policy != "only_pending" or owed == 0
    earned = play.buys(f"{day} 21:00", "next", 30).decision.outcome.earned["points"]
    assert play.own.debt == max(owed - earned, 0)
    assert play.own.active + play.own.pending == active + pending + max(earned - owed, 0)

"""The stateful machine: Hypothesis draws a programme, then whatever may happen, one thing after the other; the laws are looked after each step.

A kind of event that is new to the engine gets a line in ``DEEDS`` (what a till sends) or, where it goes between members, a rule of ``Families``.
"""

import json
import os
import sys
import traceback
from typing import Any, ClassVar

from engine.making import Chance
from engine.pair import at
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from regulars.engine import event_names as names
from regulars.engine.events import Event
from regulars.engine.reading import read_data, read_own
from regulars.kit.errors import Invalid
from regulars.program.reading import require
from simulation.deeds import DAY_US, Deed, Tills, gap_us
from simulation.documents import document, frame
from simulation.laws import Laws
from simulation.ledger import Answer, Ledger

LONG = os.environ.get("REGULARS_FAULTS") == "long"
STEPS = 50
draws = st.data()


def often(runs: int) -> settings:
    """``runs`` programmes of 50 steps, the same ones each time; in the long run forty times as many, others each time."""
    return settings(
        max_examples=runs * 40 if LONG else runs, stateful_step_count=STEPS, deadline=None, derandomize=not LONG, print_blob=True, suppress_health_check=list(HealthCheck)
    )


class Drawn(Chance):
    """Choices drawn by Hypothesis, so that it can look for the smallest history that breaks a law."""

    def __init__(self) -> None:
        self.data: Any = None

    def number(self, low: int, high: int) -> int:
        return self.data.draw(st.integers(low, high))


class Club(RuleBasedStateMachine):
    """One programme and its members. ``REFS``: by whom."""

    REFS: tuple[str, ...] = ("alice",)

    def __init__(self) -> None:
        super().__init__()
        self.c = Drawn()
        self.ledger = Ledger()
        self.laws = Laws(self.ledger)

    @initialize(data=draws)
    def opens(self, data: Any) -> None:
        self.c.data = data
        self.frame = frame(self.c)
        program = require(document(self.c, self.frame))
        self.ledger.apply(program, None)
        self.tills = Tills(self.c, self.REFS, lambda at_us: self.ledger.versions.calendar.day_of(at_us))
        self.now_us = at(program, "2026-01-31 22:30") + self.c.number(0, 300) * DAY_US
        self.start_us = self.now_us
        for ref in self.REFS[: 1 if self.c.maybe(30) else None]:
            self.join(ref)
        self.laws.look()

    # ---- what every rule does

    def begin(self, data: Any) -> int:
        """The moment of what happens next; a few things come late."""
        self.c.data = data
        self.now_us += gap_us(self.c)
        return max(self.start_us, self.now_us - self.c.number(1, 200) * DAY_US // self.c.one(1, 24)) if self.c.maybe(7) else self.now_us

    def join(self, ref: str, facts: dict[str, Any] | None = None, data: dict[str, Any] | None = None) -> Answer:
        return self.send(Deed(ref, names.ENROLLED, "joins", "till", self.now_us, data or {}), facts)

    def send(self, deed: Deed, facts: dict[str, Any] | None = None) -> Answer:
        """As it comes in at the door. What can't be read under the programme of its day is turned away there."""
        body = json.dumps(deed.data).encode()
        try:
            event = Event(deed.id, deed.source, deed.type, deed.at_us, read_data(deed.type, body, self.ledger.program_at(deed.at_us)))
        except Invalid:
            return Answer("unreadable")
        answer = self.ledger.take(deed.ref, event, body, facts)
        if self.c.maybe(6):
            again = self.ledger.take(deed.ref, event, body, facts)
            assert again.status in ("duplicate", answer.status) and (again.outcome is None or again.outcome is answer.outcome), "I7"
        return answer

    def happens(self, data: Any, kind: str) -> None:
        at_us = self.begin(data)
        make = getattr(self.tills, kind)
        self.send(make(self.c.one(*self.REFS), at_us, self.ledger.program_at(at_us)))
        self.laws.look()

    # ---- what happens

    @rule(data=draws)
    def an_order(self, data: Any) -> None:
        self.happens(data, "order")

    @rule(data=draws)
    def another_order(self, data: Any) -> None:
        self.happens(data, "order")

    @rule(data=draws)
    def a_return(self, data: Any) -> None:
        self.happens(data, "comes_back")

    @rule(data=draws)
    def another_return(self, data: Any) -> None:
        self.happens(data, "comes_back")

    @rule(data=draws)
    def a_delivery(self, data: Any) -> None:
        self.happens(data, "delivery")

    @rule(data=draws)
    def points_are_spent_or_held(self, data: Any) -> None:
        self.happens(data, "spending")

    @precondition(lambda self: self.tills.held)
    @rule(data=draws)
    def a_hold_ends(self, data: Any) -> None:
        """Mostly in time: within minutes of the last thing that happened."""
        self.c.data = data
        self.now_us += self.c.one(0, 30_000_000, 300_000_000, 300_000_000, DAY_US)
        ref = self.c.one(*self.REFS) if self.c.maybe(20) else self.tills.held[-1][0]
        self.send(self.tills.of_hold(ref, self.now_us, self.ledger.program_at(self.now_us)))
        self.laws.look()

    @precondition(lambda self: self.tills.spent)
    @rule(data=draws)
    def a_redemption_is_cancelled(self, data: Any) -> None:
        self.happens(data, "spent_back")

    @rule(data=draws)
    def points_are_adjusted_or_brought_along(self, data: Any) -> None:
        self.happens(data, "adjustment" if data.draw(st.integers(0, 3)) else "opening")

    @rule(data=draws)
    def something_beside_buying(self, data: Any) -> None:
        self.happens(data, "behaviour")

    @rule(data=draws)
    def staff_or_member_speak_of_levels(self, data: Any) -> None:
        kind = data.draw(st.sampled_from(("of_tier", "of_tier", "of_membership", "asking")))
        if kind == "of_membership" and not self.ledger.program_at(self.now_us).paid:
            kind = "asking"
        self.happens(data, kind)

    @rule(data=draws)
    def somebody_is_frozen_or_free_again(self, data: Any) -> None:
        self.c.data = data
        if self.tills.frozen or self.c.maybe(50):  # the free are frozen seldom, the frozen freed sooner
            self.happens(data, "freezing")

    @rule(data=draws)
    def time_passes(self, data: Any) -> None:
        """The clock comes: on time, late or after weeks; to everybody or to some."""
        self.begin(data)
        for member in list(self.ledger.numbers.values()):
            if self.c.maybe(60):
                self.laws.try_time_in_parts(member, self.now_us, self.c)
                self.ledger.let_pass(member, self.now_us)
        self.laws.look()

    @rule(data=draws)
    def somebody_counts_their_points(self, data: Any) -> None:
        self.c.data = data
        for member in self.ledger.numbers.values():
            self.laws.try_everything_usable(member, self.now_us, self.c)

    @precondition(lambda self: len(self.ledger.programs) < 3)
    @rule(data=draws)
    def the_programme_changes(self, data: Any) -> None:
        """From now, from a while ago, or from a day to come."""
        self.c.data = data
        if self.c.maybe(60):
            return  # seldom
        program = require(document(self.c, self.frame))
        self.ledger.apply(program, self.now_us + self.c.one(0, 0, 10, 60, -5) * DAY_US)

    told_of: ClassVar[set[str]] = set()

    def teardown(self) -> None:
        """What broke a law is printed when it is first seen: Hypothesis shows it only if it comes again."""
        broken = sys.exception()
        if isinstance(broken, Exception) and str(broken) not in self.told_of:
            self.told_of.add(str(broken))
            traceback.print_exception(broken)
        if self.ledger.programs:
            self.laws.look_back()


class Families(Club):
    """Several members, and what goes on between them."""

    REFS = ("alice", "bea", "carl")

    def number_of(self, ref: str) -> int:
        return self.ledger.members[ref].number if ref in self.ledger.members else 0

    def two(self) -> tuple[str, str]:
        one, other = self.c.one(*self.REFS), self.c.one(*self.REFS)
        return one, other

    def post(self, ref: str, type: str, body: dict[str, Any], at_us: int) -> Answer:
        """A first step between two members, as ``journal.moving`` posts it."""
        raw, id = json.dumps(body).encode(), f"m{self.tills.count}"
        self.tills.count += 1
        return self.ledger.take(ref, Event(id, "till", type, at_us, read_own(type, raw)), raw)

    @rule(data=draws)
    def a_gift(self, data: Any) -> None:
        at_us = self.begin(data)
        giver, receiver = self.two()
        if self.number_of(giver) and self.number_of(receiver) and (giver == receiver or not self.is_one(giver, receiver)):
            wallet = self.c.one(*self.ledger.program_at(at_us).wallets).id if self.c.maybe(20) else ""
            self.post(giver, names.SENT, {"giver": self.number_of(giver), "to": self.number_of(receiver), "points": self.c.number(1, 80), "wallet": wallet}, at_us)
        self.carry(60)

    @rule(data=draws)
    def a_merge_or_a_parting(self, data: Any) -> None:
        """As the mover does it: one at a time, and never in a ring."""
        at_us = self.begin(data)
        self.carry(100)
        stays, goes = self.two()
        if not (self.number_of(stays) and self.number_of(goes)):
            return
        leaving = self.ledger.members[goes].state
        if leaving is not None and leaving.moving is not None and leaving.moving.into:
            survivor = self.ledger.numbers[leaving.moving.into]
            self.post(survivor.ref, names.UNMERGED, {"member": self.number_of(goes)}, at_us)
        elif not self.is_one(stays, goes):
            self.post(goes, names.MERGED_INTO, {"into": self.home_of(stays).number, "member": self.number_of(goes), "with_rewards": True}, at_us)
        self.carry(85)

    @rule(data=draws)
    def somebody_brings_somebody(self, data: Any) -> None:
        at_us = self.begin(data)
        advocate, friend = self.two()
        number = self.number_of(advocate)
        if not number or advocate == friend or self.is_one(advocate, friend):
            found = {"why": "referral.self" if number else "referral.unknown"}
        else:
            found = {"why": "referral.ring"} if self.brought(advocate, friend) else {"advocate": number}
        if friend in self.ledger.members:
            body = {"referred_by": "code"} | ({"approved_by": "Mei"} if self.c.maybe(40) else {})
            self.send(self.tills.deed(friend, at_us, names.REFERRAL_CLAIMED, body), {"referral": found})
        else:
            self.join(friend, {"referral": found}, {"referred_by": "code"})
        self.carry(60)

    @rule(data=draws)
    def what_was_begun_is_carried_on(self, data: Any) -> None:
        self.c.data = data
        self.carry(90)

    def carry(self, percent: int) -> None:
        """The clock's job takes the steps that are missing; some it leaves for the next time."""
        for step in list(self.ledger.open):
            if self.c.maybe(percent):
                self.ledger.finish(step)
        self.laws.look()

    def home_of(self, ref: str) -> Any:
        member = self.ledger.members[ref]
        into = member.state.moving.into if member.state is not None and member.state.moving is not None else 0
        return self.ledger.numbers[into] if into else member

    def is_one(self, one: str, other: str) -> bool:
        return one == other or (one in self.ledger.members and other in self.ledger.members and self.home_of(one) is self.home_of(other))

    def brought(self, ref: str, by: str) -> bool:
        """Whether ``by`` stands somewhere before ``ref`` in the chain of who brought whom."""
        number, seen = self.number_of(ref), set()
        while number and number not in seen:
            seen.add(number)
            state = self.ledger.numbers[number].state
            number = state.referring.advocate if state is not None and state.referring is not None else 0
        return self.number_of(by) in seen

    def teardown(self) -> None:
        for _ in range(4):
            for step in list(self.ledger.open):
                self.ledger.finish(step)
        if self.ledger.programs:
            self.laws.look()
        super().teardown()

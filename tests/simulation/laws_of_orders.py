"""The promises about what is given back, what comes too early and what was not paid with money: I17, I18 and I19, written from the log alone.

I22 (stock of rewards, draws) has no law: there is nothing of the kind to look after yet.
"""

from collections import Counter
from typing import Any

import msgspec

from regulars.engine import event_names as names
from regulars.engine.deciding import decide
from regulars.engine.events import OrderPaid, Tender
from regulars.engine.state import MemberState
from simulation.ledger import Done, Entry, Ledger, Member

Slices = Counter[tuple[str, int]]  # (wallet, last usable day) -> points
Redemption = tuple[int, str, str]  # (member, source, id)


class LawsOfOrders:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.spent: dict[Redemption, Slices] = {}
        self.back: dict[Redemption, Slices] = {}

    def look(self, done: Done) -> None:
        one = done.entries[-1]
        if one.event is None or one.outcome.status != "created":
            return
        if one.outcome.took:
            self.spent[done.member.number, one.event.source, one.event.id] = Counter(
                {(id, until): sum(lot[2] for lot in slices if lot[0] == until) for id, slices in one.outcome.took.items() for until in {lot[0] for lot in slices}}
            )
            self._took_what_it_says(done.member, one)
        if one.event.type == names.CANCELLED:
            self._given_back(done.member, one)
        elif one.event.type == names.ORDER_PAID:
            self._all_of_it_came_back_before(done, one)
            self._only_money_earns(done, one)
        if done.member.log[-1] is one and done.member.state is not None and done.member.state.moving is None:
            self._what_came_early(done.member, done.member.state)

    # ---- I17

    def _took_what_it_says(self, member: Member, one: Entry) -> None:
        assert one.event is not None
        moved: Slices = Counter()
        for each in one.transfers:
            if each.target == "redeemed":
                moved[each.wallet, each.until] += each.points
        assert moved == self.spent[member.number, one.event.source, one.event.id], f"I17: {one.outcome.took} is noted, {moved} was taken"

    def _given_back(self, member: Member, one: Entry) -> None:
        """The same lots with the same last day, or the wallet's grace; never more of a lot than was taken of it, and nothing twice."""
        assert one.event is not None
        data: Any = one.event.data
        redemption = self._meant(member.number, data.source or one.event.source, data.redemption)
        if redemption is None:
            return
        taken, before = self.spent[redemption], self.back.setdefault(redemption, Counter())
        returned: Slices = Counter()
        for each in one.transfers:
            if each.source == "redeemed":
                returned[each.wallet, each.until] += each.points
        total = before.total() + returned.total()
        assert total <= taken.total(), f"I17: {redemption} took {taken.total()} and {total} have come back"
        asked = data.points or taken.total() - before.total()
        assert returned.total() == (asked if before.total() < taken.total() else 0), f"I17: {asked} of {redemption} asked for, {returned.total()} came back"
        before.update(returned)
        today = self.ledger.known(one.known).calendar.day_of(max(one.at_us, self._present(member)))
        for (id, until), points in before.items():
            if until and (id, until) not in taken:
                assert self._was_moved(id, until, taken, today, one), f"I17: {points} {id} came back to {until}, taken were {taken}"
            elif until and len(self.ledger.programs) == 1 and not self._slides(id, one):
                assert points <= taken[id, until], f"I17: {points} {id} of {until} came back, taken were {taken}"

    def _meant(self, number: int, source: str, id: str) -> Redemption | None:
        """The redemption, in the member's own log or, when only one has the name, in the family's."""
        if (number, source, id) in self.spent:
            return number, source, id
        named = [one for one in self.spent if one[1:] == (source, id)]
        return named[0] if len(named) == 1 else None

    def _present(self, member: Member) -> int:
        return member.state.advanced_us if member.state is not None else 0

    def _slides(self, id: str, one: Entry) -> bool:
        wallet = self.ledger.known(one.known).wallet(id, one.at_us)
        return wallet.sliding

    def _was_moved(self, id: str, until: int, taken: Slices, today: int, one: Entry) -> bool:
        """A last day that is none of those taken: later by activity, or the grace of what had lapsed."""
        if self._slides(id, one) or len(self.ledger.programs) > 1:
            return any(wallet == id and until > was for wallet, was in taken)
        grace = self.ledger.known(one.known).wallet(id, one.at_us).grace
        return grace is not None and until <= grace.after(today) and any(wallet == id and was < today for wallet, was in taken)

    # ---- I18

    def _what_came_early(self, member: Member, state: MemberState) -> None:
        """What waits for an order is exactly what was said of orders that have not come."""
        came: set[str] = set()
        returns: list[tuple[str, str]] = []
        for one in member.log:
            if one.event is None or one.outcome.status != "created":
                continue
            data: Any = one.event.data
            codes = {reason["code"] for reason in one.outcome.because}
            if one.event.type == names.ORDER_PAID:
                came.add(data.order_id)
                returns = [each for each in returns if each[0] != data.order_id]
            elif one.event.type == names.ORDER_RETURNED:
                assert ("return.parked" in codes) == (data.order_id not in came), f"I18: {one.event.id} of {data.order_id}"
                returns += [(data.order_id, one.event.id)] if "return.parked" in codes else []
        assert [(each.order_id, each.event_id) for each in state.parked] == returns, f"I18: {state.parked} waits, {returns} should"
        waiting = {order for _, order in state.holding.came} if state.holding is not None else set()
        assert not waiting & came, f"I18: the delivery of {waiting & came} still waits"

    def _all_of_it_came_back_before(self, done: Done, one: Entry) -> None:
        """An order that had been returned wholly before it came gives nothing by its rules, under `debt`."""
        assert one.event is not None
        order: Any = one.event.data
        compiled = self.ledger.known(one.known).at(one.at_us)
        before = done.before.parked if done.before is not None else []
        whole = [each for each in before if each.order_id == order.order_id and not each.lines]
        plain = compiled.program.returns.policy == "debt" and not (one.outcome.counted or one.outcome.badges or one.outcome.referral or one.outcome.facts.get("under"))
        refused = any(reason["code"] == "return.parked_refused" for reason in one.outcome.because)
        if not whole or not plain or refused or done.before is None or done.before.referring is not None or done.before.moving is not None:
            return
        net: Counter[str] = Counter()
        for each in one.transfers:
            if each.rule != "activation":
                net[each.wallet] += each.points * ((each.source == "issued") - (each.target == "issued"))
        assert not any(net.values()), f"I18: {dict(net)} is left of {order.order_id}, which came after its return"

    # ---- I19

    def _only_money_earns(self, done: Done, one: Entry) -> None:
        """The same order, had it been paid with points, a gift card or whatever the programme lets earn nothing, gives nothing by its rules."""
        assert one.event is not None
        assert isinstance(one.event.data, OrderPaid)
        total = sum(line.amount for line in one.event.data.lines)
        if done.before is None or total == 0:
            return
        versions = self.ledger.known(one.known)
        kinds = sorted(versions.at(one.at_us).program.not_earning)
        kind = kinds[one.seq % len(kinds)]
        event = msgspec.structs.replace(one.event, data=msgspec.structs.replace(one.event.data, tenders=(Tender(kind, total),)))
        outcome = decide(versions, done.before, event, facts=one.outcome.facts or None, shared=one.outcome.shared or None).decision.outcome
        gave = {id: points - outcome.rewarded.get(id, 0) for id, points in outcome.earned.items()}
        assert not any(gave.values()), f"I19: {gave} for an order paid with {kind}"
        assert outcome.spend == 0, f"I19: {outcome.spend} counts for tiers"

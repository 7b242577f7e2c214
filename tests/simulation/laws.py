"""The promises I1 to I29 that are about the engine, looked after following every step of the model; each law names its promise.

``Laws.look`` takes what the ledger has just written. Laws that try something ("what if all of it were spent now?") decide it aside and keep nothing.
"""

from collections import defaultdict
from typing import Any

import msgspec
from engine.making import Chance

from regulars.engine import event_names as names
from regulars.engine.budgets import SALES, counter_of
from regulars.engine.deciding import decide
from regulars.engine.decision import MEMBER_ACCOUNTS, PROGRAMME_ACCOUNTS, Transfer
from regulars.engine.events import Event, OrderPaid, OrderReturned, PointsRedeemed
from regulars.engine.explain import sentences
from regulars.engine.passing import advance
from regulars.engine.standing import standing
from regulars.engine.state import MemberState, decode_state, encode_state
from simulation.laws_of_freezes import IS_FROZEN, LawsOfFreezes
from simulation.laws_of_orders import LawsOfOrders
from simulation.ledger import DAY_US, Done, Entry, Ledger, Member

LARGEST = 2**53 - 1
LANGUAGES = ("en", "zh-Hans", "zh-Hant")
FROM_NOWHERE = {"breakage", "forfeited"}  # what a return of lapsed or forgiven points leaves by


class Laws:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.sums: dict[tuple[int, str, str], int] = defaultdict(int)  # (member, wallet, account) -> balance
        self.lots: dict[tuple[int, str, str, str], int] = defaultdict(int)  # … and lot
        self.transit: dict[str, int] = defaultdict(int)
        self.ended: dict[tuple[int, str, str], list[str]] = defaultdict(list)  # hold -> the events that ended it
        self.paid_for: dict[int, int] = defaultdict(int)  # friend -> how often an advocate was rewarded
        self.steps = 0
        self.of_orders = LawsOfOrders(ledger)
        self.of_freezes = LawsOfFreezes(ledger)

    def look(self) -> None:
        """Everything the ledger has done since the last look."""
        for done in self.ledger.done:
            self._look(done)
        self.ledger.done.clear()
        if not self.ledger.open:
            assert not any(self.transit.values()), f"I1: {dict(self.transit)} is between members and nobody carries it on"

    def _look(self, done: Done) -> None:
        self.steps += 1
        member, before = done.member, done.before
        first = (before.seq if before else 0) + 1
        assert [one.seq for one in done.entries] == list(range(first, first + len(done.entries))), "I6: numbers without gaps"
        for one in done.entries:
            self._entry(member, one)
        if member.log[-1] is done.entries[-1]:  # nothing has been written since
            self._standing(member)
        self._event(done)
        self.of_orders.look(done)
        self.of_freezes.look(done)

    # ---- one row of the log

    def _entry(self, member: Member, one: Entry) -> None:
        assert one.outcome.status == "created" or not one.transfers, "I9: a refusal moves nothing"
        issued: dict[str, int] = defaultdict(int)
        for moved in one.transfers:
            assert type(moved.points) is int and 1 <= moved.points <= LARGEST, f"I2: {moved}"
            assert moved.source != moved.target, f"I1: {moved}"
            assert {moved.source, moved.target} <= {*MEMBER_ACCOUNTS, *PROGRAMME_ACCOUNTS}, f"I1: {moved}"
            assert {moved.source, moved.target} & {*MEMBER_ACCOUNTS} or (moved.source in FROM_NOWHERE and moved.target == "issued"), f"I1: {moved}"
            self._no_gain(one, moved)
            issued[moved.wallet] += moved.points * ((moved.source == "issued") - (moved.target == "issued"))
            for account, sign in ((moved.source, -1), (moved.target, 1)):
                if account in MEMBER_ACCOUNTS:
                    self.sums[member.number, moved.wallet, account] += sign * moved.points
                    if account != "debt":
                        self.lots[member.number, moved.wallet, account, moved.lot] += sign * moved.points
                        assert len(self.ledger.programs) > 1 or self.lots[member.number, moved.wallet, account, moved.lot] >= 0, f"I26: lot {moved.lot} of {account}: {moved}"
                elif account == "transit":
                    self.transit[moved.wallet] += sign * moved.points
        self._shares(one)
        self._burnt_in_order(one)
        self._lapsed_in_time(one)
        self._budgets(one)
        assert all(isinstance(number, int) for number in _numbers(msgspec.to_builtins(one.outcome))), "I2: a broken number"
        for reason in sentences(one.outcome.because, LANGUAGES[self.steps % 3], self.ledger.program_at(one.at_us)):
            assert reason and "{" not in reason, reason

    def _no_gain(self, one: Entry, moved: Transfer) -> None:
        """I29: points come back out of an account only by the events that may bring them."""
        type = one.event.type if one.event is not None else names.TIME_PASSED
        if moved.source == "redeemed":
            assert type == names.CANCELLED, f"I29: {moved}"
        elif moved.source in FROM_NOWHERE:
            assert moved.rule in ("return", "reinstatement"), f"I29: {moved}"
        elif moved.source == "adjusted":
            assert type == names.ADJUSTED, f"I29: {moved}"
        elif moved.source == "opening":
            assert type == names.BALANCE_OPENED, f"I29: {moved}"

    def _shares(self, one: Entry) -> None:
        """I28: the lines share what the rules gave to the last point."""
        for wallet, shares in one.outcome.shares.items():
            assert sum(shares.values()) == one.outcome.earned.get(wallet, 0) - one.outcome.rewarded.get(wallet, 0), "I28"

    def _burnt_in_order(self, one: Entry) -> None:
        """I26: who burns by soonest expiry never takes a lot after one that lasts longer."""
        compiled = self.ledger.known(one.known).at(one.at_us if not one.outcome.late else max(one.at_us, 0))
        last: dict[tuple[str, str], int] = {}
        for moved in one.transfers:
            wallet = compiled.wallets.get(moved.wallet)
            if moved.source == "active" and moved.target in ("redeemed", "held") and wallet is not None and wallet.burn == "soonest_expiry" and not one.outcome.late:
                assert last.get((moved.wallet, moved.target), 0) <= moved.until, f"I26: {one.transfers}"
                last[moved.wallet, moved.target] = moved.until

    def _lapsed_in_time(self, one: Entry) -> None:
        """I27: usable to the end of the stated day, and not a day longer."""
        day = self.ledger.versions.calendar.day_of(one.at_us)
        for moved in one.transfers:
            if moved.source == "active" and moved.lot and not one.outcome.late:
                if moved.target == "breakage" and one.event is None:
                    assert day > moved.until, f"I27: {moved} on {day}"
                if moved.target in ("redeemed", "held"):
                    assert day <= moved.until, f"I27: {moved} on {day}"

    def _budgets(self, one: Entry) -> None:
        """I21: what is given never crosses a budget, as it stood when it was decided."""
        taken, shared = one.outcome.taken, one.outcome.shared
        returned = any(reason["code"] == "return.applied" for reason in one.outcome.because)  # of an order that came after its return, too
        if not taken or one.event is None or returned:
            return
        caps = self.ledger.known(one.known).at(one.at_us).caps.get(one.event.type)
        for budget in caps.budgets if caps is not None else ():
            counter = counter_of(budget, one.outcome.day)
            if taken.get(counter, 0) > 0:
                sales = shared.get(counter + SALES, 0) + max(taken.get(counter + SALES, 0), 0)
                assert shared[counter] + taken[counter] <= budget.allows(sales), f"I21: {counter} {shared} {taken}"

    # ---- where the member stands now

    def _standing(self, member: Member) -> None:
        state = _state(member)
        for id in {wallet for number, wallet, _ in self.sums if number == member.number} | state.wallets.keys():
            own = state.wallets.get(id)
            kept = (own.active, own.pending, own.held, -own.debt) if own is not None else (0, 0, 0, 0)
            moved = tuple(self.sums[member.number, id, account] for account in MEMBER_ACCOUNTS)
            assert kept == moved, f"I3: {member.ref} {id} keeps {kept}, transfers say {moved}"
            if own is None:
                continue
            assert min(own.active, own.pending, own.held, own.debt) >= 0, f"I4: {own}"
            assert own.debt == 0 or own.active == 0, f"I4: {own}"
            awaited = sum(one.points for one in state.awaiting if one.wallet == id)
            held = sum(hold.points for hold in state.holds if hold.wallet == id)
            held += sum(lot[2] for way in (state.moving.sent.values() if state.moving else ()) if way.wallet == id for lot in way.lots)
            lots = (sum(lot[2] for lot in own.lots), sum(lot[3] for lot in own.waiting) + awaited, held)
            assert kept[:3] == lots, f"I3: {member.ref} {id} keeps {kept}, lots hold {lots}"
            assert own.lots == sorted(own.lots) and all(lot[-1] > 0 for lot in own.lots + own.waiting), f"I26: {own}"
        assert all(hold.until_us > state.advanced_us for hold in state.holds), "I23: held past its time"
        assert state.tier in {level.id for _, _, program in self.ledger.programs for level in program.tiers.levels}, "I25"
        self._limits(member, state)
        assert encode_state(decode_state(encode_state(state))) == encode_state(state), "a state does not come back from its JSON"
        self._read_as_stored(state)

    def _limits(self, member: Member, state: MemberState) -> None:
        """I21: no counter of a limit ever stands above it or below nothing (one version, one person).

        A return that makes the rest of its order earn more asks what was left when the order came, so it may add to a period that has been used up since.
        """
        if len(self.ledger.programs) > 1 or (state.moving is not None and state.moving.is_merged):
            return
        gave_more = any(moved.source == "issued" and moved.rule == "return" for one in member.log for moved in one.transfers)
        for limit in self._every_limit():
            for start, given in state.used.get(limit.key, ()):
                assert given >= 0 and (given <= limit.count or gave_more), f"I21: {limit} {start} {given}"

    def _every_limit(self) -> list[Any]:
        compiled = self.ledger.versions.every[0]
        rules = [rule for rules in compiled.limited.values() for rule in rules]
        return [limit for rule in rules for limit in rule.limits] + [limit for caps in compiled.caps.values() for limit in caps.limits]

    def _read_as_stored(self, state: MemberState) -> None:
        """I27: what is shown at a later moment is what the clock would have made of it by then."""
        at_us = state.advanced_us + (self.steps * 7 % 90) * DAY_US
        seen = standing(self.ledger.versions, state, at_us)
        _, then = advance(self.ledger.versions, state, at_us)
        if state.moving is None or not state.moving.into:
            assert {one.id: (one.active, one.pending, one.held, one.debt) for one in seen.wallets} | {
                id: (own.active, own.pending, own.held, own.debt) for id, own in then.wallets.items()
            } == {one.id: (one.active, one.pending, one.held, one.debt) for one in seen.wallets} or len(self.ledger.programs) > 1, "what is shown is not what is"
            shown = self.ledger.versions.at(at_us).level_of  # a level that a later version has no more is shown as its lowest
            assert seen.tier == then.tier if then.tier in shown else shown[seen.tier] == 0, "I25"

    # ---- one event, with what it was about

    def _event(self, done: Done) -> None:
        one = done.entries[-1]
        if one.event is None or done.before is None:
            return
        if one.outcome.status == "refused":
            self._refused(done, one)
        elif one.event.type in (names.CAPTURED, names.RELEASED):
            self._held_once(done, one)
        elif one.event.type == names.ORDER_RETURNED:
            self._returned(done, one)
        elif one.event.type == names.REFERRAL_QUALIFIED:
            friend = one.event.data.friend
            self.paid_for[friend] += bool(one.transfers)
            assert self.paid_for[friend] <= 1, "I24: paid twice for one friend"
            assert self.ledger.numbers[friend] is not done.member or not one.transfers, "I24: paid for oneself"
        assert one.outcome.late == (one.at_us < done.before.advanced_us), "an event is late or it is not"

    def _refused(self, done: Done, one: Entry) -> None:
        """I9: a refusal leaves what time has left."""
        assert done.before is not None
        if one.outcome.late or done.member.log[-1] is not one:
            return
        _, waited = advance(self.ledger.known(one.known), done.before, one.at_us)
        after = _state(done.member)
        assert {id: (own.lots, own.waiting, own.debt) for id, own in waited.wallets.items() if own.lots or own.waiting or own.debt} == {
            id: (own.lots, own.waiting, own.debt) for id, own in after.wallets.items() if own.lots or own.waiting or own.debt
        }, "I9"

    def _held_once(self, done: Done, one: Entry) -> None:
        """I23: a hold ends once, and no more is captured than was held."""
        assert one.event is not None
        data: Any = one.event.data
        hold = done.member.number, data.source or one.event.source, data.hold
        self.ended[hold].append(one.event.id)
        assert len(self.ended[hold]) == 1, f"I23: {hold} ended by {self.ended[hold]}"

    def _returned(self, done: Done, one: Entry) -> None:
        """I15, I16: a return takes what it says from where points may lie, and the same notice again finds nothing left."""
        assert one.event is not None
        data: Any = one.event.data
        if one.past is None or any(reason["code"] == "return.parked" for reason in one.outcome.because):
            return
        issued: dict[str, int] = defaultdict(int)
        for moved in one.transfers:
            if moved.rule == "return":
                issued[moved.wallet] += moved.points * ((moved.source == "issued") - (moved.target == "issued"))
                assert "issued" in (moved.source, moved.target) or (moved.source == "active" and moved.target == "breakage"), f"I16: {moved}"
        assert {id: points for id, points in issued.items() if points} == {id: points for id, points in one.outcome.earned.items() if points}, "I16: the parts do not add up"
        if not data.lines and done.member.log[-1] is one:
            again = Event("again", one.event.source, one.event.type, max(one.at_us, _state(done.member).advanced_us), data)
            _, decision = decide(self.ledger.versions, done.member.state, again, past=one.past, facts={k: v for k, v in one.outcome.facts.items() if k in ("under", "about")} or None)
            assert decision.transfers == [], f"I15: the same return again moves {decision.transfers}"
            self._nothing_left(done.member, one)

    def _nothing_left(self, member: Member, one: Entry) -> None:
        """I14: under `debt` a full return, in whatever parts, leaves nothing of what the order's rules gave."""
        past = one.past
        assert past is not None and one.event is not None
        outcome, order_id = past.outcome, past.order.order_id
        then = self.ledger.known(one.known).number(outcome.version)
        plain = then.program.returns.policy == "debt" and not outcome.counted and not outcome.badges and not outcome.referral and not outcome.facts.get("under")
        if not plain or member.state is None or member.state.moving is not None or member.state.referring is not None or "order.paid" in {rule.on for rule in then.program.earn if rule.pending_until}:
            return
        made = [each for each in member.log if each.event is not None and isinstance(each.event.data, OrderPaid) and each.event.data.order_id == order_id and each.outcome.status == "created"]
        if len(made) != 1:
            return
        net: dict[str, int] = defaultdict(int)
        for each in member.log:
            if each.outcome is outcome or each is made[0] or (each.event is not None and isinstance(each.event.data, OrderReturned) and each.event.data.order_id == order_id):
                for moved in each.transfers:
                    if moved.rule == "return" or (each is made[0] and moved.rule != "activation"):
                        net[moved.wallet] += moved.points * ((moved.source == "issued") - (moved.target == "issued"))
        assert not any(net.values()), f"I14: {dict(net)} left of {order_id}"

    # ---- what if

    def try_everything_usable(self, member: Member, at_us: int, c: Chance) -> None:
        """No usable point is stranded, and none can be spent twice (I4, I26); whoever is frozen is refused, and has them all once free."""
        state = _state(member)
        if state.moving is not None and state.moving.into:
            return
        versions = self.ledger.versions
        at_us = max(at_us, state.advanced_us)
        _, now = advance(versions, state, at_us)
        if now.frozen_us:
            asked = Event("f", "try", names.REDEEMED, at_us, PointsRedeemed(1, up_to=True))
            assert decide(versions, now, asked).decision.outcome.because == [{"code": IS_FROZEN}], "freeze: points were spent"
            now = now.copy()
            now.frozen_us = 0
        for wallet in versions.at(at_us).program.wallets:
            usable = now.wallets[wallet.id].active if wallet.id in now.wallets else 0
            if not usable or wallet.kind != "spendable":
                continue
            part = c.number(1, usable)
            after = decide(versions, now, Event("a", "try", names.REDEEMED, at_us, PointsRedeemed(part, wallet.id))).decision
            assert after.outcome.status == "created", f"{usable} shown, {part} refused: {after.outcome.because}"
            if usable > part and after.state.wallets[wallet.id].active >= usable - part:
                after = decide(versions, after.state, Event("b", "try", names.REDEEMED, at_us, PointsRedeemed(usable - part, wallet.id))).decision
                assert after.outcome.status == "created", f"{usable} shown, the last {usable - part} refused"

    def try_time_in_parts(self, member: Member, to_us: int, c: Chance) -> None:
        """I27: late, in one step or in many, time does the same."""
        state, versions = _state(member), self.ledger.versions
        passed, at_once = advance(versions, state, to_us)
        stepwise, found, now_us = state, [], state.advanced_us
        while now_us < to_us or stepwise is state:
            now_us = min(now_us + c.one(1, 3, 20, 90) * DAY_US // c.one(1, 1, 7), to_us)
            more, stepwise = advance(versions, stepwise.copy(), now_us)
            found += more
        assert found == passed and encode_state(stepwise) == encode_state(at_once), "I27"
        again, same = advance(versions, at_once, to_us)
        assert again == [] and encode_state(same) == encode_state(at_once), "I27: twice is not once"

    def look_back(self) -> None:
        """I11, I13, I25: every log decided again gives the same bytes, and so the same points and the same level on any day."""
        for member in self.ledger.numbers.values():
            state = self.ledger.replayed(member)
            assert state is not None and encode_state(state) == encode_state(_state(member)), f"I11, I25: {member.ref}"
        taken: dict[str, int] = defaultdict(int)
        for member in self.ledger.numbers.values():
            for one in member.log:
                for name, amount in one.outcome.taken.items():
                    taken[name] += amount
        assert {name: amount for name, amount in taken.items() if amount} == {name: amount for name, amount in self.ledger.counters.items() if amount}, "I21"


def _state(member: Member) -> MemberState:
    assert member.state is not None
    return member.state


def _numbers(value: Any) -> Any:
    if isinstance(value, dict):
        for one in value.values():
            yield from _numbers(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int | float):
        yield value

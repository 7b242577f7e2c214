"""Where the points of a returned order are found: pending, in the order's own lot, among what lapsed, in other lots; the rest is owed or forgiven."""

from regulars.engine.compiled import Versions
from regulars.engine.decision import Outcome, Passed, Past, Reason, Transfer
from regulars.engine.lots import credit, lot_name, take, take_waiting, wallet_of
from regulars.engine.midnights import day_of_lapsing
from regulars.engine.pool_asking import ask
from regulars.engine.pool_state import Demand
from regulars.engine.reinstating import forget_lapsed
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Wait
from regulars.engine.waits import wait_for
from regulars.engine.wallets import ORDER_EVENTS, CompiledWallet
from regulars.kit.periods import NEVER


class Search:
    """One return in one wallet. ``wallet``: as the version in force says; ``then``: as the order's own version did; ``policy``: that version's."""

    __slots__ = ("asks", "because", "lapsed", "level", "order", "past", "policy", "posted", "since", "state", "then", "today", "waits_under", "wallet")

    def __init__(
        self,
        posted: list[Transfer],
        because: list[Reason],
        state: MemberState,
        wallet: CompiledWallet,
        then: CompiledWallet,
        policy: str,
        past: Past,
        order: str,
        today: int,
        *,
        waits_under: str | None = None,
        level: int = 0,
        asks: bool = True,
    ) -> None:
        """asks: whether a pool is asked for what was put in. waits_under: the order whose name pending points wait under (None: the order itself; empty: no order's). level: the place of the one it earned on."""
        self.posted, self.because, self.state, self.past, self.today = posted, because, state, past, today
        self.wallet, self.then, self.policy, self.order = wallet, then, policy, order
        self.waits_under, self.level = order if waits_under is None else waits_under, level
        self.since, self.asks = past.outcome.day, asks
        self.lapsed = dict(past.by_lot)

    def take(self, points: int, key: str = "") -> None:
        """Take back ``points`` that went by the activation ``key``: pending, own lot, lapsed, what was put into a pool, other lots in burn order; then as the policy says."""
        wallet, state = self.wallet, self.state
        until, active_on = self._lot_of(key)
        rest = points - self._take_pending(points, key, until, active_on)
        touches = self.policy != "only_pending"
        if touches and rest and until:
            rest -= take(self.posted, state, wallet, "issued", rest, "return", only=lot_name(wallet, until, self.since))
        if rest and until:
            rest -= self._take_lapsed(rest, until)
        if touches and rest and until and self.asks and state.pooled is not None:
            demand = Demand(wallet.id, until, self.since, rest, self.policy, self.past.outcome.version, self.order)
            rest -= ask(state, self.because, wallet, demand)
        if touches and rest:
            rest -= take(self.posted, state, wallet, "issued", rest, "return")
        if rest:
            self._owe_or_forgive(rest)

    def give(self, points: int, key: str = "", fresh: bool = False) -> None:
        """The rest of the order earns more than the whole did: the difference goes where the order's points went.

        fresh: nothing of it went there yet, so the difference waits and lasts as if it had been earned with the order.
        """
        mine = [wait for wait in self._waits(key) if wait.since == self.since]
        until, active_on = self._lot_of(key)
        if self.then.activation(key).kind == "on" and not self.then.is_plain:
            if mine:
                active_on = mine[0].active_on
            elif not fresh or self._has_come(key):
                active_on = 0
        settled = credit(self.posted, self.state, self.wallet, "issued", points, until, active_on, self.since, self.today, "return")
        if (mine or fresh) and points > settled and active_on > self.today and until >= day_of_lapsing(self.state, self.wallet, self.today) and not self.then.is_plain:
            wait_for(self.state, self.then, key, self.order, active_on, until, self.since, points - settled)

    def _has_come(self, key: str) -> bool:
        """Whether the order has been delivered, as far as is known: goods go back after they have come, unless something of the order waits for them still."""
        on = self.then.activation(key).on
        aside = self.state.holding
        return on in ORDER_EVENTS and not (aside is not None and any(wait.order == self.order and wait.on == on for wait in aside.waits))

    def _lot_of(self, key: str) -> tuple[int, int]:
        """(usable until, active on) of the order's own lot; where last days move, the day it has now, if it is still alive."""
        outcome, wallet = self.past.outcome, self.wallet
        stored = outcome.parts.get(wallet.id, {}).get(key) if key else outcome.lots.get(wallet.id)
        until, active_on = stored or self.then.lot_of(key, self.since, self.state.active_on, self.level)
        if wallet.named_by_earning:
            own = wallet_of(self.state, wallet)
            alive = [lot[0] for lot in own.lots if lot[1] == self.since] + [lot[1] for lot in own.waiting if lot[2] == self.since]
            until = alive[0] if alive else until
        return until, active_on

    def _waits(self, key: str) -> list[Wait]:
        aside = self.state.holding
        if aside is None:
            return []
        return [wait for wait in aside.waits if (wait.order, wait.wallet, wait.key) == (self.waits_under, self.wallet.id, key)]

    def _take_pending(self, points: int, key: str, until: int, active_on: int) -> int:
        if self.then.is_plain or self.then.activation(key).kind != "on":
            return take_waiting(self.posted, self.state, self.wallet, "issued", points, "return", (active_on, until, self.since))
        taken = 0
        for wait in [wait for wait in self._waits(key) if wait.since == self.since]:
            got = take_waiting(self.posted, self.state, self.wallet, "issued", min(points - taken, wait.points), "return", wait.lot) if taken < points else 0
            if got:
                aside = self.state.set_aside()
                place = aside.waits.index(wait)
                left = Wait(wait.on, wait.order, wait.wallet, wait.key, wait.active_on, wait.until, wait.since, wait.points - got, wait.after)
                aside.waits[place : place + 1] = [left] if left.points else []
            taken += got
        return taken

    def _take_lapsed(self, points: int, until: int) -> int:
        taken = 0
        for lot in dict.fromkeys(lot_name(wallet, until, self.since) for wallet in (self.wallet, self.then)):
            has = self.lapsed.get((self.wallet.id, lot), 0) if self.past.by_lot else self.past.lapsed.get(self.wallet.id, 0)
            slice_ = min(points - taken, has)
            if slice_ > 0:
                self.posted.append(Transfer(self.wallet.id, "breakage", "issued", slice_, lot, until, "return"))
                self.lapsed[self.wallet.id, lot] = has - slice_
                forget_lapsed(self.state, self.wallet, lot, slice_)
                taken += slice_
            if not self.past.by_lot:
                break
        return taken

    def _owe_or_forgive(self, points: int) -> None:
        """Under ``within_balance`` what is held belongs to the balance: it is owed until the hold ends."""
        id, owed = self.wallet.id, points
        if self.policy != "debt":
            owed = min(points, wallet_of(self.state, self.wallet).held) if self.policy == "within_balance" else 0
        if owed:
            wallet_of(self.state, self.wallet).debt += owed
            self.posted.append(Transfer(id, "debt", "issued", owed, "", 0, "return"))
            self.because.append({"code": "return.debt", "wallet": id, "points": owed, "order": self.order})
        if points > owed:
            self.posted.append(Transfer(id, "forfeited", "issued", points - owed, "", 0, "return"))
            self.because.append({"code": "return.forgiven", "wallet": id, "points": points - owed, "order": self.order})


def own_lots(versions: Versions, outcome: Outcome) -> set[tuple[str, str]]:
    """(wallet, lot) of every lot an order's points may have gone into: where a return looks for what has lapsed since.

    A version that moves last days names lots otherwise than one that does not; both names are looked under.
    """
    found: set[tuple[str, str]] = set()
    if outcome.took:
        return found  # a redemption earned nothing
    then = versions.number(outcome.version)
    for id, wallet in then.wallets.items():
        stored, parts, level = outcome.lots.get(id), outcome.parts.get(id, {}), then.level_of.get(outcome.tier_used, 0)
        lots = [parts.get(key) or wallet.lot_of(key, outcome.day, outcome.day, level) for key in wallet.keys]
        for until, _ in (*lots, stored) if stored is not None else lots:
            for named in {version.wallets[id].named_by_earning: version.wallets[id] for version in versions.every if id in version.wallets}.values():
                found.add((id, lot_name(named, min(until, NEVER), outcome.day)))
    return found


def with_lapsed(past: Past, passed: list[Passed], versions: Versions) -> Past:
    """The past of a return, with what lapsed of the order's lots while time passed just now, on the way to the return."""
    own = own_lots(versions, past.outcome)
    lapsed, by_lot = dict(past.lapsed), dict(past.by_lot)
    for day in passed:
        for transfer in day.transfers:
            if transfer.target == "breakage" and (transfer.wallet, transfer.lot) in own:
                lapsed[transfer.wallet] = lapsed.get(transfer.wallet, 0) + transfer.points
                if by_lot or not past.lapsed:
                    place = transfer.wallet, transfer.lot
                    by_lot[place] = by_lot.get(place, 0) + transfer.points
    return past._replace(lapsed=lapsed, by_lot=by_lot)


def lapsed_of(past: Past) -> list[list[str | int]]:
    """``by_lot`` as the fact ``about`` has it."""
    return [[wallet, lot, points] for (wallet, lot), points in sorted(past.by_lot.items()) if points > 0]

"""What events in a batch are about: the orders of returns, the redemptions of cancellations; from the journal, and from earlier in the same batch."""

from typing import Any, NamedTuple

from regulars.engine.compiled import Versions
from regulars.engine.decision import Outcome, Past, Transfer
from regulars.engine.event_names import CANCELLED, ORDER_DELIVERED, ORDER_PAID, ORDER_RETURNED
from regulars.engine.events import Event, OrderDelivered, OrderReturned, RedemptionCancelled
from regulars.engine.owning import UNDER
from regulars.engine.reading import read_data
from regulars.engine.state import MemberState
from regulars.engine.state_moving import Moving
from regulars.engine.taking import own_lots

ABOUT_ANOTHER = frozenset({ORDER_RETURNED, CANCELLED, ORDER_DELIVERED})


class _Order(NamedTuple):
    source: str
    data: Any
    outcome: Outcome
    at_us: int


class PastOrders:
    """Filled before the batch is decided, kept current while it is."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._orders: dict[tuple[int, str], list[_Order]] = {}  # oldest first
        self._lapsed: dict[tuple[int, str, str], int] = {}  # (member, wallet, lot) -> points in breakage
        self._redemptions: dict[tuple[int, str, str], Past] = {}  # (member, source, id)

    def add_order(self, member_id: int, order_id: str, source: str, body: str, outcome: Outcome, at_us: int) -> None:
        """An order event from the journal, oldest first."""
        if outcome.status == "created":
            data = read_data(ORDER_PAID, body, self._versions.number(outcome.version).program)
            self._orders.setdefault((member_id, order_id), []).append(_Order(source, data, outcome, at_us))

    def add_redemption(self, member_id: int, source: str, id: str, outcome: Outcome, at_us: int) -> None:
        if outcome.took:
            self._redemptions[member_id, source, id] = Past(None, outcome, at_us, {})

    def add_lapsed(self, member_id: int, wallet: str, lot: str, points: int) -> None:
        self._lapsed[member_id, wallet, lot] = self._lapsed.get((member_id, wallet, lot), 0) + points

    def note(self, member_id: int, event: Event | None, outcome: Outcome, transfers: list[Transfer]) -> None:
        """What this batch has just decided; ``event`` is None for time passing."""
        if event is not None and event.type == ORDER_PAID and outcome.status == "created":
            key = (member_id, event.data.order_id)  # type: ignore[union-attr]
            self._orders.setdefault(key, []).append(_Order(event.source, event.data, outcome, event.at_us))
        if event is not None and outcome.took:
            self.add_redemption(member_id, event.source, event.id, outcome, event.at_us)
        for transfer in transfers:
            if transfer.target == "breakage":
                self.add_lapsed(member_id, transfer.wallet, transfer.lot, transfer.points)
            elif transfer.source == "breakage":
                self.add_lapsed(member_id, transfer.wallet, transfer.lot, -transfer.points)

    def of(self, member_id: int, event: Event, state: MemberState | None = None) -> Past | None:
        """The order a return is about: of the same source first, else the earliest; or the redemption a cancellation names. None when it has not come yet."""
        returned = event.data
        if isinstance(returned, RedemptionCancelled):
            return self._redemptions.get((member_id, returned.source or event.source, returned.redemption))
        if not isinstance(returned, OrderReturned | OrderDelivered):
            return None
        orders = self._orders.get((member_id, returned.order_id))
        if orders and state is not None and state.moving is not None:
            orders = [one for one in orders if is_theirs(one.outcome, state.moving)]
        if not orders:
            return None
        order = next((one for one in orders if one.source == event.source), orders[0])
        return self._past_of(member_id, order.data, order.outcome, order.at_us)

    def _past_of(self, member_id: int, data: Any, outcome: Outcome, at_us: int) -> Past:
        lapsed: dict[str, int] = {}
        by_lot: dict[tuple[str, str], int] = {}
        for wallet, lot in sorted(own_lots(self._versions, outcome)):
            points = self.lapsed_of(member_id, wallet, lot)
            if points > 0:
                lapsed[wallet] = lapsed.get(wallet, 0) + points
                by_lot[wallet, lot] = points
        return Past(data, outcome, at_us, lapsed, by_lot)

    def lapsed_of(self, member_id: int, wallet: str, lot: str) -> int:
        return self._lapsed.get((member_id, wallet, lot), 0)


def is_theirs(outcome: Outcome, moving: Moving) -> bool:
    """Whether an order in a member's own log is still the member's: those of somebody who has parted again are not."""
    under = outcome.facts.get(UNDER, 0)
    return not under or under in moving.taken_in

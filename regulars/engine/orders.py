"""An order and its return: what they earn and take back, what tiers, challenges and referrals make of them."""

from regulars.engine.accruing import accrue
from regulars.engine.activating import apply_what_came
from regulars.engine.decision import Past
from regulars.engine.event_names import ORDER_PAID
from regulars.engine.events import OrderPaid, OrderReturned, ReturnedLine
from regulars.engine.ladder import fall, keeps, place_of
from regulars.engine.measures import add_measure
from regulars.engine.moment import Moment
from regulars.engine.questing import pursue, set_back
from regulars.engine.referring import bought, taken_back
from regulars.engine.returning import measures_of, take_back
from regulars.engine.state_parts import Parked
from regulars.kit.errors import Refused


def order_paid(moment: Moment, order: OrderPaid) -> None:
    """Raises nothing: whatever was read strictly as an order counts."""
    state, day = moment.state, moment.day
    state.idle_from = max(state.idle_from, day)
    basket = accrue(moment, order)
    moment.outcome.spend = basket.spend
    add_measure(state, "spend", day, basket.spend)
    if order.measures or any(line.measures for line in basket.lines):
        for name, amount in measures_of(order, basket.lines).items():
            add_measure(state, name, day, amount)
    if ORDER_PAID in moment.compiled.challenges:
        pursue(moment, basket)
    if state.referring is not None:
        bought(moment, order, basket)
    if state.holding is not None and state.holding.came:
        apply_what_came(moment, order.order_id)
    if state.parked:
        _apply_parked(moment, order)


def _apply_parked(moment: Moment, order: OrderPaid) -> None:
    """Returns that came before their order are applied now, as if they had come just after it."""
    waiting = [parked for parked in moment.state.parked if parked.order_id == order.order_id]
    for parked in waiting:
        moment.state.parked.remove(parked)
        lines = tuple(ReturnedLine(*line) for line in parked.lines)
        try:
            _take_back(moment, OrderReturned(order.order_id, lines), moment.as_past(order))
        except Refused as refusal:
            moment.because.append({"code": "return.parked_refused", "order": order.order_id, "event": parked.event_id, "why": refusal.code})


def order_returned(moment: Moment, data: OrderReturned, past: Past | None) -> None:
    """A return before its order is parked until the order comes. Raises ReturnExceeds, UnknownLine."""
    if past is None:
        lines = [(line.line, line.quantity, line.amount) for line in data.lines]
        moment.state.parked.append(Parked(data.order_id, lines, moment.event.id, moment.event.source))
        moment.because.append({"code": "return.parked", "order": data.order_id})
        return
    taken = _take_back(moment, data, past)
    moment.outcome.earned = {wallet: -points for wallet, points in taken.items()}
    here = place_of(moment.state, moment.now)
    if moment.now.program.returns.tier == "at_once" and moment.now.can_fall and not keeps(moment.state, moment.now, here, moment.today):
        fall(moment.state, moment.now, moment.today, moment.because, "tier.down")


def _take_back(moment: Moment, data: OrderReturned, past: Past) -> dict[str, int]:
    """What the order gave, then what it brought its challenges and badges; wallet -> points taken."""
    before = moment.state.returned.get(data.order_id, {})
    taken = take_back(moment.posted, moment.because, moment.state, moment.versions, data, past, moment.today, moment.outcome.taken, moment.now_us)
    if past.outcome.counted or past.outcome.badges:
        for wallet, points in set_back(moment, past, before).items():
            taken[wallet] = taken.get(wallet, 0) + points
    if moment.state.referring is not None:
        for wallet, points in taken_back(moment, past).items():
            taken[wallet] = taken.get(wallet, 0) + points
    return taken

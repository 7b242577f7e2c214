"""A small club whose points can be worked out by hand, and orders for it."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from regulars.backtest.running import BackTest, Sorting, run_backtest
from regulars.engine.event_names import ORDER_PAID
from regulars.engine.events import Event, Line, OrderPaid
from regulars.kit.periods import calendar_of, microseconds

CLUB = """
program: corner
currency: {code: USD, minor_digits: 2}
timezone: UTC
wallets:
  points: {kind: spendable, point_value: 0.01, activate: {after: 7 days}, expire: {rolling: 1 month}}
tiers:
  review: {every: quarter}
  levels:
    - {id: regular}
    - {id: gold, reach: {spend: 100, within: 3 months}, multiplier: 2}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
  - {id: tea, on: order.paid, when: {line.category: tea}, points: {multiply: 2}}
  - {id: welcome, on: member.enrolled, points: 10}
"""

# member, order, day and time, lines of (category, amount in cents)
ORDERS = [
    ("alice", "a1", "2017-01-02 10:00", [("milk", 1050), ("tea", 399)]),
    ("alice", "a2", "2017-01-10 10:00", [("milk", 9000)]),
    ("alice", "a3", "2017-01-20 10:00", [("milk", 199)]),
    ("bea", "b1", "2017-01-05 09:00", [("milk", 10000)]),
    ("bea", "b2", "2017-01-05 18:00", [("tea", 1000)]),
    ("carl", "c1", "2017-03-31 23:59", [("milk", 99)]),
]


def end_of(day: str) -> int:
    calendar = calendar_of("UTC")
    return calendar.start_of(datetime.fromisoformat(day).toordinal() + 1) - 1


def open_orders(orders: list, until_us: int, sorting: Sorting, part: int, parts: int) -> Iterator[tuple[str, Event]]:
    events = []
    for member, id, when, lines in orders:
        at_us = microseconds(datetime.fromisoformat(when + "+00:00"))
        bought = tuple(Line(n, f"sku-{n}", 1000, amount, 0, category) for n, (category, amount) in enumerate(lines, 1))
        if at_us <= until_us and sum(member.encode()) % parts == part:
            events.append((member, Event(id, "import", ORDER_PAID, at_us, OrderPaid(id, bought))))
    key = (lambda row: (row[0], row[1].at_us, row[1].id)) if sorting == "member" else (lambda row: (row[1].at_us, row[1].id))
    return iter(sorted(events, key=key))


def play(document: str, orders: list, until: str, processes: int = 1, bonuses: bool = True) -> BackTest:
    until_us = end_of(until)
    return run_backtest(document, partial(open_orders, orders, until_us), until_us=until_us, processes=processes, bonuses=bonuses)

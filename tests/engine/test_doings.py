"""The engine and a second, naive calculation (tests/oracle/doings.py) give every member the same for what they do: behaviours, challenges, referrals, limits.

REGULARS_FAULTS=long plays thousands; a failing one prints its seed.
"""

import os
from random import Random

import pytest
from insight.cdnow import folder as cdnow_folder
from oracle.doings import Doings

from engine.doing import club, months
from engine.making import Chance
from engine.pair import Journal, at
from regulars.engine.event_names import ENROLLED, ORDER_PAID, ORDER_RETURNED
from regulars.engine.events import Event, Line, MemberEnrolled, OrderPaid, OrderReturned
from regulars.program.document import Program
from regulars.program.reading import require

LONG = os.environ.get("REGULARS_FAULTS") == "long"
MEMBERS = 4_000 if LONG else 160


def disagreement(program: Program, steps: list) -> tuple | None:
    engine, naive = Journal(program), Doings(program)
    friends: set[str] = set()
    for place, step in enumerate(steps):
        if isinstance(step, int):
            engine.until(step)
            naive.until(step)
        else:
            event, facts = step
            if event.source == "regulars" and event.type == "referral.qualified":
                if event.id in friends:
                    continue  # each friend counts once: the journal knows the event already
                friends.add(event.id)
            engine.take(event, facts)
            naive.take(event, facts)
        own = engine.state.wallets.get("points")
        got = {"active": own.active, "debt": own.debt, "pending": own.pending} if own is not None else {"active": 0, "debt": 0, "pending": 0}
        if got != naive.standing():
            return place, step, naive.standing(), got, engine.outcomes[-1].because
    return None


@pytest.mark.parametrize("part", range(4))
def test_the_engine_agrees_with_the_naive_calculation_of_what_members_do(part: int) -> None:
    for seed in range(part, MEMBERS, 4):
        c = Chance(Random(seed))
        program = club(c)
        found = disagreement(program, months(c, program, 40 if seed % 5 else 90))
        assert found is None, f"seed {seed}: after step {found[0]} {found[1]}\nthe calculation says {found[2]}\nthe engine says {found[3]}\n{found[4]}"


CDNOW = """
program: records
currency: {code: USD, minor_digits: 2}
timezone: America/New_York
wallets: {points: {}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: hello, on: order.paid, points: 25, limit: {times: 2, per: month}}
challenges:
  - {id: stamps, on: order.paid, target: {quantity: 5}, recurrence: again, reward: {points: 60}, limit: {times: 3, per: year}}
  - {id: quarter, on: order.paid, target: {spend: 60}, period: {per: quarter}, recurrence: every_period, reward: {points: 100}}
  - {id: sixty, on: order.paid, target: {days: 3}, period: {within: 60 days}, reward: {points: 40}}
referral: {advocate: {points: 300}, friend: {points: 200}, qualifies: {order_at_least: 20, within: 90 days}, after: 14 days}
limits:
  - {id: month, points: 250, per: month}
  - {id: thanks, points: 150, per: year, rules: [hello], challenges: [stamps, quarter, sixty]}
"""


def test_they_agree_on_the_orders_of_a_real_shop() -> None:
    """CDNOW's customers of 1997 (the published one-tenth sample) who came at least three times; every seventh order comes back after ten days."""
    program = require(CDNOW)
    orders: dict[int, list[tuple[int, int, int]]] = {}
    for line in (cdnow_folder() / "CDNOW_sample.txt").read_text().splitlines():
        if line.strip():
            _, member, day, discs, dollars = line.split()
            orders.setdefault(int(member), []).append((at(program, f"{day[:4]}-{day[4:6]}-{day[6:]} 12:00"), int(discs), round(float(dollars) * 100)))
    often = [(member, mine) for member, mine in sorted(orders.items()) if len(mine) >= 3]
    assert len(often) > 700
    for member, mine in often[:: 1 if LONG else 4]:
        referred = member % 2 == 0
        happened = [(mine[0][0] - 3_600_000_000, ENROLLED, MemberEnrolled("X" if referred else ""))]
        for place, (at_us, discs, cents) in enumerate(mine):
            happened.append((at_us + place, ORDER_PAID, OrderPaid(f"o{place}", (Line(1, "disc", discs * 1000, cents),))))
            if (member + place) % 7 == 0:
                happened.append((at_us + 10 * 86_400_000_000 + place, ORDER_RETURNED, OrderReturned(f"o{place}")))
        happened.sort(key=lambda one: one[0])
        steps = [(Event(f"e{number}", "test", type, at_us, data), {"referral": {"advocate": 7}} if number == 0 and referred else None) for number, (at_us, type, data) in enumerate(happened)]
        found = disagreement(program, [*steps, happened[-1][0] + 60 * 86_400_000_000])
        assert found is None, f"member {member}: {found}"

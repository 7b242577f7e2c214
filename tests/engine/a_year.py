"""Made-up members' year under the demo's programmes, decided and printed as digests: run once compiled, once from the sources."""

import random
from hashlib import sha256
from importlib.resources import files

import msgspec

import regulars.engine.deciding
from regulars.engine.compiling import compile_program
from regulars.engine.deciding import decide
from regulars.engine.decision import Past
from regulars.engine.event_names import ENROLLED, ORDER_PAID, ORDER_RETURNED, REDEEMED
from regulars.engine.events import (
    Event,
    Line,
    MemberEnrolled,
    OrderPaid,
    OrderReturned,
    PointsRedeemed,
    ReturnedLine,
    Tender,
)
from regulars.engine.state import encode_state
from regulars.program.reading import require

DAY_US = 86_400_000_000
CATEGORIES = ("grocery", "produce", "deli", "fuel", "drugstore", "")


def order(choose: random.Random, number: int) -> OrderPaid:
    lines = tuple(
        Line(n, f"s{choose.randrange(50)}", choose.choice((1000, 2000, 500)), choose.randrange(0, 9_000), choose.randrange(0, 300), choose.choice(CATEGORIES), choose.choice(("Private", "National")))
        for n in range(1, choose.randrange(2, 9))
    )
    tenders = (Tender("card", 500), Tender("gift_card", choose.randrange(1, 900))) if choose.random() < 0.2 else ()
    return OrderPaid(f"o{number}", lines, choose.choice(("store", "web")), f"{choose.randrange(9)}", tenders)


def year(name: str, seed: int) -> str:
    versions = compile_program(require((files("regulars.demo") / "programs" / name).read_text()))
    choose, digest = random.Random(seed), sha256()
    for member in range(12):
        at = 1_700_000_000_000_000 + member * 3_600_000_000
        state = decide(versions, None, Event("e", "s", ENROLLED, at, MemberEnrolled())).decision.state
        paid: list[Past] = []
        for number in range(choose.randrange(5, 70)):
            at += choose.randrange(0, 12 * DAY_US)
            kind, past = choose.random(), None
            if kind < 0.8 or not paid:
                event = Event(f"o{number}", "s", ORDER_PAID, at, order(choose, number))
            elif kind < 0.9:
                past = choose.choice(paid)
                lines = (ReturnedLine(1),) if choose.random() < 0.6 else ()
                event = Event(f"r{number}", "s", ORDER_RETURNED, at, OrderReturned(past.order.order_id, lines))
            else:
                event = Event(f"x{number}", "s", REDEEMED, at, PointsRedeemed(choose.randrange(1, 400), up_to=True))
            step = decide(versions, state, event, past=past)
            state = step.decision.state
            if isinstance(event.data, OrderPaid):
                paid.append(Past(event.data, step.decision.outcome, at, {}))
            for outcome, transfers in [(one.outcome, one.transfers) for one in step.passed] + [(step.decision.outcome, step.decision.transfers)]:
                digest.update(msgspec.json.encode([outcome, transfers]))
            digest.update(encode_state(state))
    return digest.hexdigest()


print("interpreted" if regulars.engine.deciding.__file__.endswith(".py") else "compiled")
for name in ("grocer.yaml", "cashback.yaml", "visits.yaml"):
    for seed in range(4):
        print(name, seed, year(name, seed))

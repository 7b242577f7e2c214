"""The programme promises that rules which can not fire change nothing: told with reasons or counted without, an order gives the same."""

from random import Random

from engine.looking import decide
from engine.pair import at, enrolled
from regulars.engine.compiling import compile_program
from regulars.engine.event_names import ORDER_PAID
from regulars.engine.events import Event, Line, OrderPaid
from regulars.engine.state import encode_state
from regulars.program.reading import require

HEAD = "program: many\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\nwallets: {points: {expire: {rolling: 1 year}}}\nearn:\n"
DAY_US = 86_400_000_000


def forty_rules() -> str:
    rules = ["{id: base, on: order.paid, points: {per: 1, give: 1}}", "{id: big, on: order.paid, when: {order.net_amount: {at_least: 50}}, points: 7}"]
    for n in range(8):
        rules += [
            f"{{id: store-{n}, on: order.paid, when: {{order.store: shop-{n}}}, points: {n + 1}}}",
            f"{{id: category-{n}, on: order.paid, when: {{line.category: kind-{n}, order.channel: {{not: web}}}}, points: {{multiply: 1.{n + 1}}}}}",
            f"{{id: days-{n}, on: order.paid, from: 2026-0{n + 1}-01, until: 2026-0{n + 1}-15, points: {n + 10}}}",
            f"{{id: either-{n}, on: order.paid, when: {{any: [{{order.channel: app-{n}}}, {{order.weekday: {n % 7 + 1}}}]}}, points: {{multiply: 1.0{n + 1}}}}}",
            f"{{id: lunch-{n}, on: order.paid, when: {{order.store: [shop-{n}, shop-1], order.hour: {{at_least: {n + 8}, below: {n + 10}}}}}, points: {n + 100}}}",
        ]
    return HEAD + "".join(f"  - {rule}\n" for rule in rules)


def test_what_is_looked_up_gives_what_asking_every_rule_gives():
    program = require(forty_rules())
    versions, plain, chance = compile_program(program), compile_program(program), Random(7)
    plain.latest.rules[ORDER_PAID][0].remembers = False
    assert versions.latest.rules[ORDER_PAID][0].remembers
    told = counted = decide(versions, None, enrolled(program, "2026-01-01 00:00")).decision.state
    start_us, given = at(program, "2026-01-01 09:00"), set()
    for number in range(400):
        lines = tuple(Line(n + 1, "thing", 1000, chance.randint(1, 6000), category=f"kind-{chance.randint(0, 9)}") for n in range(chance.randint(1, 4)))
        order = OrderPaid(f"o{number}", lines, chance.choice(("web", "till", "app-3")), f"shop-{chance.randint(0, 9)}")
        event = Event(order.order_id, "till", ORDER_PAID, start_us + number * DAY_US * 3 // 5, order)
        with_reasons, without = decide(versions, told, event), decide(versions, counted, event, explain=False)
        assert with_reasons.decision.transfers == without.decision.transfers
        told_plainly = decide(plain, told, event)
        assert told_plainly.decision.outcome == with_reasons.decision.outcome  # the same reasons in the same order
        told, counted = with_reasons.decision.state, without.decision.state
        given |= {transfer.rule for transfer in without.decision.transfers}
    assert encode_state(told) == encode_state(counted)
    assert len(given) > 35  # nearly every rule fired somewhere

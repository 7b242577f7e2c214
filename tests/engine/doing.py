"""A plain club and a member's months of doing things, made up by chance: check-ins, reviews, shares, a type of the shop's own, orders, friends."""

import json
from datetime import timedelta
from typing import Any

from engine.making import Chance
from engine.pair import at
from regulars.engine import event_names as names
from regulars.engine.events import Event, ReferralQualified, ReferralReversed
from regulars.engine.reading import read_data
from regulars.program.document import Program
from regulars.program.reading import require

DAY_US = 86_400_000_000
HEAD = "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Europe/Berlin\nwallets: {points: {}}\nreturns: {policy: debt}\n"


def club(c: Chance) -> Program:
    rules = ["{id: base, on: order.paid, points: {per: 1, give: 1}}"]
    rules += [f"{{id: app, on: order.paid, when: {{order.channel: app}}, points: {c.number(5, 30)}{_limit(c)}}}"] if c.maybe(60) else []
    rules += [f"{{id: coffee, on: order.paid, when: {{line.category: coffee}}, points: {c.number(1, 9)}{_limit(c)}}}"] if c.maybe(40) else []
    if c.maybe(80):
        streak = f", streak: {{days: {c.number(2, 4)}, bonus: {c.number(5, 20)}, reset: {c.one('after_bonus', 'at_gap', 'month')}}}" if c.maybe(80) else ""
        rules.append(f"{{id: hello, on: checkin, points: {c.number(1, 3)}{streak}{_limit(c) if c.maybe(30) and not streak else ''}}}")
    rules += [f"{{id: review, on: review.published, points: {c.number(10, 30)}{_limit(c)}}}"] if c.maybe(60) else []
    rules += [f"{{id: share, on: share.made, points: {c.number(2, 9)}{_limit(c)}}}"] if c.maybe(60) else []
    rules += [f"{{id: survey, on: survey.answered, points: {c.number(2, 9)}}}"] if c.maybe(40) else []
    once = c.one("event", "day", "lifetime", "class")
    if c.maybe(60):
        rules.append(f"{{id: minutes, on: gym.visited, points: {{per: 10, give: 1, of: minutes}}{_limit(c)}}}")
        rules += ["{id: swim, on: gym.visited, when: {event.class: swim}, points: {multiply: 2}}"] if c.maybe(50) else []
    challenges = [_challenge(c, number) for number in range(c.one(0, 1, 1, 2))]
    text = HEAD + f"events: {{gym.visited: {{fields: {{minutes: {{type: number, required: true}}, class: {{type: text, required: true}}}}, once_per: {once}}}}}\n"
    text += "earn:\n" + "".join(f"  - {rule}\n" for rule in rules)
    text += "challenges:\n" + "".join(f"  - {one}\n" for one in challenges) if challenges else ""
    if c.maybe(60):
        limit = f", limit: {{times: {c.number(1, 3)}, per: {c.one('month', 'year')}}}" if c.maybe(50) else ""
        within = ", within: 60 days" if c.maybe(40) else ""
        text += f"referral: {{advocate: {{points: {c.number(20, 80)}}}, friend: {{points: {c.number(20, 80)}}}, qualifies: {{order_at_least: {c.number(5, 40)}{within}}}, after: {c.one('7 days', '14 days')}{limit}, returns: {c.one('take_back', 'keep')}}}\n"
    limits = [_shared(c, number, rules, challenges) for number in range(c.one(0, 0, 1, 2))]
    text += "limits:\n" + "".join(f"  - {one}\n" for one in limits) if limits else ""
    return require(text)


def _limit(c: Chance) -> str:
    per = c.one("day", "week", "month", "year", "lifetime")
    return c.one("", "", f", limit: {{times: {c.number(1, 4)}, per: {per}}}", f", limit: {{points: {c.number(10, 60)}, per: {per}}}")


def _challenge(c: Chance, number: int) -> str:
    on = c.one("order.paid", "order.paid", "checkin", "gym.visited")
    if on == "order.paid":
        target = c.one(f"{{count: {c.number(2, 4)}}}", f"{{spend: {c.number(20, 90)}}}", f"{{days: {c.number(2, 4)}}}", "{distinct: category, count: 2}", f"{{quantity: {c.number(2, 6)}}}")
        when = c.one("", "", ", when: {line.category: coffee}", ", when: {order.channel: app}")
    else:
        target = c.one(f"{{count: {c.number(2, 4)}}}", f"{{days: {c.number(2, 4)}}}")
        when = ", when: {event.class: swim}" if on == "gym.visited" and c.maybe(40) else ""
    period = c.one("", ", period: {per: week}", ", period: {per: month}", ", period: {from: 2026-02-10, until: 2026-04-20}", ", period: {within: 60 days, since: enrolment}", ", period: {within: 20 days}")
    again = ["once", "again"] if any(kind in target for kind in ("count", "spend", "quantity")) and "distinct" not in target else ["once"]
    recurrence = c.one(*again, *(["every_period"] if "per:" in period else []))
    returns = ", returns: keep" if c.maybe(20) else ""
    returns += c.one("", "", f", limit: {{times: {c.number(1, 3)}, per: {c.one('day', 'month', 'lifetime')}}}", f", limit: {{points: {c.number(10, 90)}, per: {c.one('week', 'year')}}}")
    return f"{{id: quest{number}, on: {on}{when}, target: {target}{period}, recurrence: {recurrence}, reward: {{points: {c.number(10, 60)}}}{returns}}}"


def _shared(c: Chance, number: int, rules: list[str], challenges: list[str]) -> str:
    what = f"points: {c.number(30, 120)}" if c.maybe(60) else f"times: {c.number(1, 6)}"
    ids = [rule[5 : rule.index(",")] for rule in rules]
    named = sorted({c.one(*ids), c.one(*ids)})
    names = c.one("", f", rules: [{', '.join(named)}]", ", challenges: [quest0]" if challenges else "")
    return f"{{id: all{number}, {what}, per: {c.one('day', 'week', 'month', 'lifetime')}{names}}}"


def months(c: Chance, program: Program, count: int) -> list[Any]:
    """``[(event, facts) | at_us, …]``"""
    now = at(program, "2026-01-05 12:00")
    referred = program.referral is not None and c.maybe(60)
    steps: list[Any] = [(_event(program, "enrolled", names.ENROLLED, now, {"referred_by": "X"} if referred else {}), {"referral": {"advocate": 7}} if referred else None)]
    orders: list[str] = []
    for number in range(count):
        now += c.one(0, 1, 1, 1, 2, 5, 20) * DAY_US + c.number(0, 3) * 3_600_000_000
        if c.maybe(8):
            steps.append(now)
            continue
        steps.append((_deed(c, program, f"e{number}", now, orders, number), None))
    return [*steps, now + int(timedelta(days=40) / timedelta(microseconds=1))]


def _event(program: Program, id: str, type: str, at_us: int, data: dict[str, Any]) -> Event:
    return Event(id, "test", type, at_us, read_data(type, json.dumps(data), program))


def _deed(c: Chance, program: Program, id: str, now: int, orders: list[str], number: int) -> Event:
    kind = c.one(*["order"] * 6, *["return"] * 2, *["checkin"] * 6, *["gym"] * 3, "review", "review", "answer", "answer", "share", "share", "click", "click", "survey", "spend", "friend", "unfriend")
    token = str(c.number(1, 4))
    if kind == "order" or (kind == "return" and not orders):
        orders.append(f"o{number}")
        lines = [{"sku": f"s{place}", "quantity": c.number(1, 3), "amount": f"{c.number(0, 30)}.00", "category": c.one("coffee", "bread", "wine")} for place in range(c.number(1, 2))]
        return _event(program, id, names.ORDER_PAID, now, {"order_id": f"o{number}", "currency": "CNY", "lines": lines, **({"channel": "app"} if c.maybe(50) else {})})
    if kind == "return":
        return _event(program, id, names.ORDER_RETURNED, now, {"order_id": c.one(*orders), "all": True})
    if kind in ("friend", "unfriend"):
        type, data = (names.REFERRAL_QUALIFIED, ReferralQualified(int(token))) if kind == "friend" else (names.REFERRAL_REVERSED, ReferralReversed(int(token)))
        return Event(f"{kind}{token}" if kind == "friend" else id, "regulars", type, now, data)
    type, data = {
        "checkin": ("checkin", {}),
        "gym": ("gym.visited", {"minutes": c.number(1, 6) * 10, "class": c.one("swim", "yoga", "spin")}),
        "review": ("review.published", {"review_id": token}),
        "answer": (c.one("review.approved", "review.approved", "review.rejected"), {"review_id": token, "by": "Mei"}),
        "share": ("share.made", {"share_id": token, "visitor": c.one("v1", "v2")}),
        "click": ("share.clicked", {"share_id": token, "visitor": c.one("v1", "v2", "v3")}),
        "survey": ("survey.answered", {"survey_id": token}),
        "spend": (names.REDEEMED, {"points": c.number(1, 60)}),
    }[kind]
    if type == "review.rejected":
        data["reason"] = "off topic"
    return _event(program, id, type, now, data)

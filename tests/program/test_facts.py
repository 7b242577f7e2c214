"""The programme promises that a finding says where it stands and what stood there, and that nothing else is said of it."""

from typing import Any

import pytest

from regulars.program.findings import Finding
from regulars.program.reading import parse

from .samples import HEAD, HEAD_LINES, levels, quest, read, rule

LADDER = levels("id: low", "id: mid, reach: {spend: 100}")
GYM = "events:\n  gym.visited: {fields: {minutes: number, class: text}}\n"


def several(key: str, item: str, count: int) -> str:
    """``key`` with so many items, each on a line of its own."""
    return f"{key}:\n" + "".join(f"  - {{{item.replace('*', str(n))}}}\n" for n in range(1, count + 1))


def named(key: str, item: str, count: int) -> str:
    return f"{key}:\n" + "".join(f"  n{n}: {{{item}}}\n" for n in range(1, count + 1))


def wallet(text: str) -> str:
    return HEAD[: HEAD.index("wallets:")] + "wallets:\n  points: {" + text + "}\n"


def found(text: str) -> list[tuple[str, int, dict[str, Any]]]:
    return [(one.code.removeprefix("programme."), one.line, dict(one.facts)) for one in parse(text).findings]


# what stands behind the head -> the only finding: its code, its line (1: the first behind the head), its facts
SAID: dict[str, tuple[str, str, int, dict[str, Any]]] = {
    "rules that are none": ("earn: [x]\n", "not_a_mapping", 1, {"where": "earn[1]"}),
    "challenges that are none": ("challenges: [x]\n", "not_a_mapping", 1, {"where": "challenges[1]"}),
    "badges that are none": ("badges: [x]\n", "not_a_mapping", 1, {"where": "badges[1]"}),
    "limits that are none": ("limits: [x]\n", "not_a_mapping", 1, {"where": "limits[1]"}),
    "missions that are none": (LADDER + "fast_tracks: [x]\n", "not_a_mapping", 6, {"where": "fast_tracks[1]"}),
    "memberships that are none": ("paid: [x]\n", "not_a_mapping", 1, {"where": "paid[1]"}),
    "pools that are none": ("pools: [x]\n", "not_a_mapping", 1, {"where": "pools"}),
    "festivals that are none": ("festivals: [x]\n", "not_a_mapping", 1, {"where": "festivals"}),
    "events that are none": ("events: [x]\n", "not_a_mapping", 1, {"where": "events"}),
    "fields that are none": ("events:\n  gym.visited: {fields: x}\n", "not_a_mapping", 2, {"where": "events.gym.visited.fields"}),
    "a referral that is none": ("referral: x\n", "not_a_mapping", 1, {"where": "referral"}),
    "a condition that is none": (rule(when="x"), "not_a_mapping", 2, {"where": "earn[1].when"}),
    "a condition of nothing": (rule(when="{}"), "empty_list", 2, {"where": "earn[1].when"}),
    "no limits in a list": (rule(limit="[]"), "empty_list", 2, {"where": "earn[1].limit"}),
    "no budgets in a list": (rule(budget="[]"), "empty_list", 2, {"where": "earn[1].budget"}),
    "no rules of a limit": ("limits: [{id: a, times: 1, per: day, rules: []}]\n", "empty_list", 1, {"where": "limits[1].rules"}),
    "a limit that limits nothing": (rule(limit="{per: day}"), "choose_one", 2, {"where": "earn[1].limit", "keys": "times, points"}),
    "a budget of both": ("budget:\n  points: 5\n  share_of_sales: 0.5\n", "choose_one", 3, {"where": "budget", "keys": "points, share_of_sales"}),
    "a budget of nothing": ("budget: {per: day}\n", "choose_one", 1, {"where": "budget", "keys": "points, share_of_sales"}),
    "a budget twice": (rule(budget="[{points: 5, per: day}, {points: 6, per: day}]"), "budget_twice", 2, {"where": "earn[1].budget[2]", "kind": "points", "per": "day"}),
    "a share twice": ("budget:\n  - {share_of_sales: 0.1}\n  - {share_of_sales: 0.2}\n", "budget_twice", 3, {"where": "budget[2]", "kind": "share_of_sales", "per": "lifetime"}),
    "a wallet nobody has": (rule(wallet="pionts"), "unknown_wallet", 2, {"where": "earn[1].wallet", "text": "pionts", "meant": "points"}),
    "a level nobody has": (LADDER + rule(when="{tier: mdi}"), "unknown_level", 7, {"where": "earn[1].when.tier", "text": "mdi", "meant": None}),
    "a badge nobody has": ("badges: [{id: star}]\n" + rule(badge="stra"), "unknown_badge", 3, {"where": "earn[1].badge", "text": "stra", "meant": "star"}),
    "a festival nobody has": ("festivals: {spring: {lunar: 01-01}}\n" + rule(when="{order.festival: sprign}"), "unknown_festival", 3, {"where": "earn[1].when.order.festival", "text": "sprign", "meant": "spring"}),
    "a long name nobody has": (rule(wallet="x" * 64), "unknown_wallet", 2, {"where": "earn[1].wallet", "text": "x" * 60, "meant": None}),
    "a rule nobody has": ("limits: [{id: a, times: 1, per: day, rules: [bas]}]\n" + rule(), "unknown_rule", 1, {"where": "limits[1].rules[1]", "text": "bas", "meant": "base"}),
    "a rule of another wallet": ("limits: [{id: a, times: 1, per: day, wallet: growth, rules: base}]\n" + rule(), "rule_of_other_wallet", 1, {"where": "limits[1].rules", "rule": "base", "wallet": "growth"}),
    "a challenge of another wallet": ("limits: [{id: a, times: 1, per: day, wallet: growth, challenges: [goal]}]\n" + quest(), "challenge_of_other_wallet", 1, {"where": "limits[1].challenges[1]", "challenge": "goal", "wallet": "growth"}),
    "a field nobody has": (rule(when="{order.chanel: app}"), "unknown_field", 2, {"where": "earn[1].when.order.chanel", "text": "order.chanel", "meant": "order.channel"}),
    "a field its event has not": (GYM + rule(on="gym.visited", when="{event.minuts: 3}"), "event_field_unknown", 4, {"event": "gym.visited", "text": "event.minuts", "meant": "event.minutes"}),
    "a measure its event has not": (GYM + rule(on="gym.visited", points="{per: 1, give: 1, of: minuts}"), "event_measure_unknown", 4, {"event": "gym.visited", "text": "minuts", "meant": "minutes"}),
    "a text that is no measure": (GYM + rule(on="gym.visited", points="{per: 1, give: 1, of: class}"), "event_measure_unknown", 4, {"event": "gym.visited", "text": "class", "meant": None}),
    "a field that matches nothing": (GYM + rule(on="gym.visited", pending_until="{on: order.paid, matching: clas}"), "event_field_unknown", 4, {"event": "gym.visited", "text": "clas", "meant": "class"}),
    "two measures in one": (levels("id: low", "id: mid, reach: {spend: 1, visits: 2, within: 1 year}"), "one_measure", 5, {"where": "tiers.levels[2].reach", "text": "spend, visits"}),
    "no measure": (levels("id: low", "id: mid, reach: {within: 1 year}"), "one_measure", 5, {"where": "tiers.levels[2].reach", "text": ""}),
    "no measure of a score": ("tier_score: {terms: [{per: 2}]}\n", "one_measure", 1, {"where": "tier_score.terms[1]", "text": ""}),
    "a score of a score": ("tier_score: {terms: [{score: 2}]}\n", "not_a_measure", 1, {"where": "tier_score.terms[1].score", "text": "score"}),
    "something that is no measure": (levels("id: low", "id: mid, reach: {Spend: 1}"), "not_a_measure", 5, {"where": "tiers.levels[2].reach.Spend", "text": "Spend"}),
    "half a visit": (levels("id: low", "id: mid, reach: {visits: 1.5}"), "too_many_decimals", 5, {"where": "tiers.levels[2].reach.visits", "text": "1.5", "digits": 0}),
    "half a check-in": (levels("id: low", "id: mid, reach: {events.checkin: 1.5}"), "too_many_decimals", 5, {"where": "tiers.levels[2].reach.events.checkin", "text": "1.5", "digits": 0}),
    "a tenth of a fen": (levels("id: low", "id: mid, reach: {spend: 1.001}"), "too_many_decimals", 5, {"where": "tiers.levels[2].reach.spend", "text": "1.001", "digits": 2}),
    "a part of a unit": (levels("id: low", "id: mid, reach: {nights: 1.0005}"), "too_many_decimals", 5, {"where": "tiers.levels[2].reach.nights", "text": "1.0005", "digits": 3}),
    "a hundredth of growth": (levels("id: low", "id: mid, reach: {points.growth: 1.05}"), "too_many_decimals", 5, {"where": "tiers.levels[2].reach.points.growth", "text": "1.05", "digits": 1}),
    "an order of what can't be ordered": (rule(when="{order.channel: {above: app}}"), "not_ordered", 2, {"where": "earn[1].when.order.channel"}),
    "a date before its beginning": (rule(frm="2026-02-02", until="2026-02-01"), "dates_reversed", 2, {"rule": "base", "starts": "2026-02-02", "ends": "2026-02-01"}),
    "a base in a group": (rule(points="{per: 1, give: 1}", group="a"), "base_in_group", 2, {"rule": "base"}),
    "a stack without a group": (rule(stack="best_of"), "group_missing", 2, {"rule": "base", "stack": "best_of"}),
    "two ways to be pending": (rule(on="share.made", activate="{after: 1 day}", pending_until="{on: share.clicked}"), "activate_and_pending", 2, {"rule": "base"}),
    "a challenge back to front": (quest(period="{from: 2026-02-02, until: 2026-02-01}"), "challenge_dates_reversed", 2, {"challenge": "goal", "starts": "2026-02-02", "ends": "2026-02-01"}),
    "a challenge of two times": (quest(period="{per: month, within: 9 days}"), "choose_one", 2, {"where": "challenges[1].period", "keys": "per, within"}),
    "since without within": (quest(period="{since: enrolment}"), "since_without_within", 2, {"where": "challenges[1].period"}),
    "quantities of a check-in": (quest(on="checkin", target="{quantity: 5}"), "target_needs_orders", 2, {"challenge": "goal", "event": "checkin"}),
    "items of a check-in": (quest(on="checkin", target="{distinct: sku, count: 5}"), "target_needs_orders", 2, {"challenge": "goal", "event": "checkin"}),
    "days again": (quest(target="{days: 5}", recurrence="again"), "again_needs_amounts", 2, {"challenge": "goal"}),
    "a reward of nothing": (quest(reward="{}"), "reward_of_nothing", 2, {"where": "challenges[1].reward"}),
    "a budget of no points": ("badges: [{id: star}]\n" + quest(reward="{badge: star}", budget="{points: 5}"), "budget_of_no_points", 3, {"where": "challenges.goal"}),
    "a referral's budget of two wallets": ("referral: {advocate: {points: 5}, friend: {points: 5, wallet: growth}, budget: {points: 9}}\n", "budget_of_two_wallets", 1, {"where": "referral"}),
    "a rule called referral": ("limits: [{id: a, times: 1, per: day, referral: true}]\nreferral: {friend: {points: 5}}\n" + rule(id="referral"), "rule_named_referral", 4, {}),
    "a limit of no referral": ("limits: [{id: a, times: 1, per: day, referral: true}]\n", "no_referral_of_wallet", 1, {"where": "limits[1]", "wallet": "points"}),
    "a membership of both": (LADDER + "paid: [{id: plus, level: mid, multiplier: 2, fee: 9, lasts: 1 year}]\n", "choose_one", 6, {"where": "paid[1]", "keys": "level, multiplier"}),
    "a fee of a tenth of a fen": ("paid: [{id: plus, multiplier: 2, fee: 9.001, lasts: 1 year}]\n", "too_many_decimals", 1, {"where": "paid[1].fee", "text": "9.001", "digits": 2}),
    "a membership that multiplies nothing": ("paid: [{id: plus, multiplier: 1, fee: 9, lasts: 1 year}]\n", "not_above", 1, {"where": "paid[1].multiplier", "text": "1", "above": 1}),
    "an event of the house": ("events: {order.paid: {}}\n", "event_reserved", 1, {"event": "order.paid"}),
    "an event under a word of the house": ("events: {member.smiled: {}}\n", "event_reserved", 1, {"event": "member.smiled"}),
    "a field the house has": ("events: {share.made: {fields: {share_id: text}}}\n", "field_built_in", 1, {"event": "share.made", "text": "share_id"}),
    "a measure that is a text": ("events: {gym.visited: {fields: {class: text}, measures: [class]}}\n", "event_measure_unknown", 1, {"event": "gym.visited", "text": "class", "meant": None}),
    "a measure of the house": ("events: {gym.visited: {fields: {spend: number}, measures: [spend]}}\n", "not_a_measure", 1, {"where": "events.gym.visited.measures", "text": "spend"}),
    "a measure in capitals": ("events: {gym.visited: {fields: {Km: number}, measures: [Km]}}\n", "not_a_measure", 1, {"where": "events.gym.visited.measures", "text": "Km"}),
    "once per something": ("events: {gym.visited: {fields: {class: {type: text, required: true}}, once_per: clas}}\n", "unknown_choice", 1, {"where": "events.gym.visited", "text": "clas", "choices": "event, day, lifetime, class", "meant": "class"}),
    "a profile of what it does not hold": ("profile: {fields: [name, birthdya]}\n", "unknown_profile_field", 1, {"where": "profile.fields[2]", "text": "birthdya", "meant": "birthday"}),
    "twenty-one pools": (named("pools", "members: 2", 21), "too_many", 2, {"where": "pools", "count": 21, "limit": 20}),
    "a pool of a part of a point": ("pools: {family: {members: 2, spend: {per_member: {points: 1.5, per: day}}}}\n", "too_many_decimals", 1, {"where": "pools.family.spend.per_member", "text": "1.5", "digits": 0}),
    "a pool with an odd name": ("pools: {a b: {members: 2}}\n", "not_an_id", 1, {"where": "pools.a b", "text": "a b"}),
    "a pool nobody may spend from": ("pools: {family: {members: 2, spend: {per_member: x}}}\n", "not_a_mapping", 1, {"where": "pools.family.spend.per_member"}),
    "a pool of a wallet there is not": ("pools: {family: {members: 2, wallets: pionts}}\n", "unknown_wallet", 1, {"where": "pools.family.wallets", "text": "pionts", "meant": "points"}),
    "a pool of no wallets": ("pools: {family: {members: 2, wallets: []}}\n", "empty_list", 1, {"where": "pools.family.wallets"}),
    "a hundred and one festivals": (named("festivals", "solar: 01-01", 101), "too_many", 2, {"where": "festivals", "count": 101, "limit": 100}),
    "forty-one fields": ("events: {gym.visited: {fields: {" + ", ".join(f"f{n}: text" for n in range(41)) + "}}}\n", "too_many", 1, {"where": "events.gym.visited.fields", "count": 41, "limit": 40}),
    "a hundred and one events": ("events: {" + ", ".join(f"a.e{n}: {{}}" for n in range(101)) + "}\n", "too_many", 1, {"where": "events", "count": 101, "limit": 100}),
    "a hundred and one challenges": (several("challenges", "id: c*, on: order.paid, target: {count: 5}, reward: {points: 9}", 101), "too_many", 102, {"where": "challenges", "count": 101, "limit": 100}),
    "twenty-one memberships": (several("paid", "id: p*, multiplier: 2, fee: 9, lasts: 1 year", 21), "too_many", 22, {"where": "paid", "count": 21, "limit": 20}),
    "twenty-one terms": ("tier_score:\n" + "".join("  " + line + "\n" for line in several("terms", "km: *", 21).splitlines()), "too_many", 23, {"where": "tier_score.terms", "count": 21, "limit": 20}),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_one_mistake_is_one_finding_with_its_facts(name: str) -> None:
    rest, code, line, facts = SAID[name]
    assert found(HEAD + rest) == [(code, HEAD_LINES + line, facts)]


MOST = {
    "twenty pools": named("pools", "members: 2", 20),
    "a hundred festivals": named("festivals", "solar: 01-01", 100),
    "forty fields": "events: {gym.visited: {fields: {" + ", ".join(f"f{n}: text" for n in range(40)) + "}}}\n",
    "a hundred events": "events: {" + ", ".join(f"a.e{n}: {{}}" for n in range(100)) + "}\n",
    "a hundred challenges": several("challenges", "id: c*, on: order.paid, target: {count: 5}, reward: {points: 9}", 100),
    "twenty memberships": several("paid", "id: p*, multiplier: 2, fee: 9, lasts: 1 year", 20),
    "twenty terms": "tier_score: {terms: [" + ", ".join(f"{{km: {n}}}" for n in range(1, 21)) + "]}\n",
    "a pool of a thousand": "pools: {family: {members: 1000, share: 1, wallets: points}}\n",
}


@pytest.mark.parametrize("name", MOST)
def test_as_many_as_there_may_be_are_read(name: str) -> None:
    assert found(HEAD + MOST[name]) == []


# what a wallet says -> the findings
WALLETS: dict[str, tuple[str, list[tuple[str, int, dict[str, Any]]]]] = {
    "fifty ways to wait": ("activate: [" + ", ".join(f"{{when: {{line.sku: s{n}}}, after: 1 day}}" for n in range(50)) + "]", []),
    "fifty-one": ("activate: [" + ",\n".join(f"{{when: {{line.sku: s{n}}}, after: 1 day}}" for n in range(51)) + "]", [("too_many", 55, {"where": "wallets.points.activate", "count": 51, "limit": 50})]),
    "no way to wait": ("activate: []", [("empty_list", 5, {"where": "wallets.points.activate"})]),
    "the rest first": ("activate: [{after: 1 day},\n{when: {line.sku: s}, after: 2 days}]", [("activation_rest_last", 5, {"where": "wallets.points.activate"})]),
    "lines of several things": ("activate: [{when: {any: [{line.sku: s}, {not: {line.brand: b}}]}, after: 1 day}]", []),
    "an order among the lines": ("activate: [{when: {any: [{line.sku: s}, {not: {order.channel: app}}]}, after: 1 day}]", [("activation_asks_lines", 5, {"where": "wallets.points.activate"})]),
    "lines that wait for nothing": ("activate: [{when: {line.sku: s}}]", []),
    "two ways at once": ("activate: {after: 1 day,\nfrom: 2026-01-01}", [("choose_one", 6, {"where": "wallets.points.activate", "keys": "after, from, on"})]),
    "no way at all": ("activate: {}", [("choose_one", 5, {"where": "wallets.points.activate", "keys": "after, from, on"})]),
    "at most, of nothing": ("activate: {at_most: 5 days}", [("choose_one", 5, {"where": "wallets.points.activate", "keys": "after, from, on"})]),
    "at most, of some days": ("activate: {after: 1 day,\nat_most: 5 days}", [("at_most_without_event", 6, {"where": "wallets.points.activate"})]),
    "longer for a level there is not": ("expire: {rolling: 1 year, extend: {glod: 1 month}}", [("unknown_level", 5, {"where": "wallets.points.expire", "text": "glod", "meant": None})]),
    "longer for nobody": ("expire: {rolling: 1 year, extend: {}}", [("empty_list", 5, {"where": "wallets.points.expire.extend"})]),
    "longer, of no level": ("expire: {rolling: 1 year, extend: 5}", [("not_a_mapping", 5, {"where": "wallets.points.expire.extend"})]),
    "two ends": ("expire: {rolling: 1 year,\ncalendar: [12-31]}", [("choose_one", 6, {"where": "wallets.points.expire", "keys": "rolling, calendar, sliding"})]),
    "activity from activation": ("expire: {rolling: 1 year, from: activation, activity: {keeps: 1 month, at_most: 2 years}}", [("activity_from_activation", 5, {"where": "wallets.points.expire"})]),
    "bounds the wrong way round": ("redeem: {min: 100, max: 99}", [("redeem_reversed", 5, {"where": "wallets.points.redeem", "least": 100, "most": 99})]),
    "bounds of one": ("redeem: {min: 100, max: 100}", []),
    "no step between": ("redeem: {step: 100, max: 99}", [("redeem_between_steps", 5, {"where": "wallets.points.redeem", "step": 100, "most": 99})]),
    "no step from the least on": ("redeem: {min: 150, step: 100, max: 199}", [("redeem_between_steps", 5, {"where": "wallets.points.redeem", "step": 100, "most": 199})]),
    "one step": ("redeem: {min: 150, step: 100, max: 200}", []),
    "a share of what is worth nothing": ("redeem: {share_of_order: 0.5}", [("share_without_value", 5, {"wallet": "points"})]),
    "a hold that is too long": ("hold: {for: 2 hours, at_most: 1 hour}", [("hold_too_long", 5, {"where": "wallets.points.hold", "lasts": "2 hours", "at_most": "1 hour"})]),
    "a hold of no time": ("hold: {for: soon}", [("not_a_span", 5, {"where": "wallets.points.hold.for", "text": "soon"})]),
    "four decimals": ("scale: 4", []),
    "five": ("scale: 5", [("too_big", 5, {"where": "wallets.points.scale", "text": "5", "at_most": 4})]),
}  # fmt: skip


@pytest.mark.parametrize("name", WALLETS)
def test_a_wallet_says_what_is_wrong_with_it(name: str) -> None:
    text, expected = WALLETS[name]
    assert found(wallet(text)) == expected


def test_a_finding_speaks_of_what_was_meant_where_it_knows() -> None:
    (finding,) = read(rule(wallet="pionts")).findings
    assert finding.sentence() == "there is no wallet “pionts” (earn[1].wallet) (did you mean “points”?)"
    assert Finding(finding.code, 1, facts={**finding.facts, "meant": None}).sentence() == "there is no wallet “pionts” (earn[1].wallet)"


def test_a_document_without_a_name_for_anything_says_what_is_missing() -> None:
    assert found("name: Tea\n") == [("missing_key", 1, {"where": key}) for key in ("program", "currency", "wallets", "timezone")]
    assert found(HEAD.replace("code: CNY, ", "")) == [("missing_key", 2, {"where": "currency.code"})]
    assert found(HEAD.replace("code: CNY, minor_digits: 2", "code: TEA")) == [("currency_digits_unknown", 2, {"currency": "TEA"})]
    assert found(HEAD.replace("Asia/Shanghai", "Asia/Shanghia")) == [("unknown_timezone", 3, {"text": "Asia/Shanghia", "meant": "Asia/Shanghai"})]
    assert found(HEAD.replace("CNY", "yuan")) == [("not_a_currency", 2, {"where": "currency.code", "text": "yuan"})]

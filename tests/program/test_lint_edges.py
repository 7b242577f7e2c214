"""The programme promises to warn from a certain edge on and not before it: each warning exactly there and right beside it.

Every document stands behind the head of `samples.py`: points are worth 0.01 CNY, growth is qualifying and worth nothing. What is expected is each
warning with its line, 1 for the first behind the head.
"""

import pytest

from regulars.program.reading import check

from .samples import HEAD, HEAD_LINES, levels, quest, read, rule

YEN = HEAD.replace("{code: CNY, minor_digits: 2}", "{code: JPY, minor_digits: 0}").replace("0.01", "1")
WORTHLESS = HEAD.replace("point_value: 0.01", "burn: oldest")
PER_YUAN = "  - {id: per-yuan, on: order.paid, points: {per: 1, give: 1}}\n"
EARN = "earn:\n" + PER_YUAN
LADDER = levels("id: low", "id: mid, reach: {spend: 100, within: 1 year}", "id: top, reach: {visits: 5}")


def warned(rest: str, head: str = HEAD) -> list[tuple[str, int]]:
    parsed = check(head + rest)
    assert parsed.program is not None, [finding.sentence() for finding in parsed.findings]
    return [(finding.code.removeprefix("programme."), finding.line - head.count("\n")) for finding in parsed.findings]


def referral(advocate: str = "points: 5", friend: str = "", more: str = "") -> str:
    return f"referral: {{advocate: {{{advocate}}}, {f'friend: {{{friend}}}, ' if friend else ''}after: 7 days{more}}}\n"


def limits(*items: str) -> str:
    return "limits:\n" + "".join(f"  - {{{item}}}\n" for item in items)


LOOPS: dict[str, tuple[str, str, list[tuple[str, int]]]] = {
    # a tenth of a yuan for nothing, for ever
    "ten points a check-in": (HEAD, rule(on="checkin", points="10"), [("endless_bonus", 2)]),
    "nine points a check-in": (HEAD, rule(on="checkin", points="9"), []),
    "one point of a yen": (YEN, rule(on="checkin", points="1"), [("endless_bonus", 2)]),
    "half a yen": (YEN.replace("value: 1", "value: 0.5"), rule(on="checkin", points="1"), []),
    "ten points with a limit": (HEAD, rule(on="checkin", points="10", limit="{times: 1, per: day}"), []),
    "ten points with a budget": (HEAD, rule(on="checkin", points="10", budget="{points: 100, per: day}"), []),
    "ten points that are worth nothing": (WORTHLESS, rule(on="checkin", points="10"), []),
    "a rate of a check-in": (HEAD, "events: {checkin: {fields: {floor: number}}}\n" + rule(on="checkin", points="{per: 1, give: 10, of: floor}"), []),
    "ten points for joining": (HEAD, rule(on="member.enrolled", points="10"), []),
    "ten points for a return": (HEAD, rule(on="order.returned", points="10"), [("earns_on_undoing", 2)]),
    # ten yuan for an order of any size
    "a thousand points an order": (HEAD, rule(points="1000"), [("order_can_be_split", 2)]),
    "999 points an order": (HEAD, rule(points="999"), []),
    "a hundred yen an order": (YEN, rule(points="100"), [("order_can_be_split", 2)]),
    "99 yen an order": (YEN, rule(points="99"), []),
    "a thousand worthless points": (WORTHLESS, rule(points="1000"), []),
    "a thousand within a budget": (HEAD, rule(points="1000", budget="{points: 9000}"), []),
    "a thousand for joining": (HEAD, rule(on="member.enrolled", points="1000"), []),
    **{f"a thousand by {field}": (HEAD, rule(points="1000", when=f"{{any: [{{{field}: {{at_least: 2}}}}]}}"), []) for field in ("order.net_amount", "line.amount", "line.quantity")},
    "a thousand by the store": (HEAD, rule(points="1000", when="{order.store: s1}"), [("order_can_be_split", 2)]),
    # gift cards
    **{f"gift cards by {field}": (HEAD, rule(when=f"{{line.{field}: [tea, GIFT-CARD 100]}}"), [("gift_cards_earn", 2)]) for field in ("category", "sku", "brand")},
    "gift cards left out": (HEAD, rule(when="{line.category: {not: gift card}}"), []),
    "a gift card of a survey": (HEAD, rule(on="checkin", points="1", when="{line.category: gift card}"), [("only_orders_have", 2)]),
    "two kinds of gift cards": (HEAD, rule(when="{line.category: [voucher, top-up]}"), [("gift_cards_earn", 2)]),
    # points spent before the goods go back
    **{f"returns {policy}": (HEAD, f"returns: {{policy: {policy}}}\n" + EARN, [("refund_loop", 1)]) for policy in ("within_balance", "only_pending")},
    "returns of what nobody earns on orders": (HEAD, "returns: {policy: within_balance}\n" + rule(on="checkin", points="1"), []),
    "returns of what only counts": (HEAD, "returns: {policy: within_balance}\n" + rule(wallet="growth"), []),
    "returns of what is only multiplied": (HEAD, "returns: {policy: within_balance}\n" + rule(points="{multiply: 2}"), [("multiplies_nothing", 3)]),
    "points that wait out the returns": (HEAD.replace("0.01", "0.01, activate: {after: 7 days}"), "returns: {policy: within_balance, window: 7 days}\n" + EARN, []),
    "points that wait a day too little": (HEAD.replace("0.01", "0.01, activate: {after: 6 days}"), "returns: {policy: within_balance, window: 7 days}\n" + EARN, [("refund_loop", 1)]),
    "points that wait for returns without an end": (HEAD.replace("0.01", "0.01, activate: {after: 6 days}"), "returns: {policy: within_balance}\n" + EARN, [("refund_loop", 1)]),
    "points that wait for the delivery": (HEAD.replace("0.01", "0.01, activate: {on: order.delivered}"), "returns: {policy: within_balance}\n" + EARN, []),
    "points that never wait": (HEAD, "returns: {policy: within_balance, window: 7 days}\n" + EARN, [("refund_loop", 1)]),
}  # fmt: skip

SHARE = "{share_of_sales: 0.009}"
BUDGETS: dict[str, tuple[str, str, list[tuple[str, int]]]] = {
    **{f"a rule of {of} over its budget": (HEAD, rule(points=f"{{per: 1, give: 1, of: {of}}}", budget=SHARE), [("rule_over_budget", 2)]) for of in ("net_amount", "gross_amount")},
    "a rule of quantity": (HEAD, rule(points="{per: 1, give: 1, of: quantity}", budget=SHARE), []),
    "a rule of some lines": (HEAD, rule(points="{per: 1, give: 1}", budget=SHARE, when="{line.category: tea}"), []),
    "a rule from a day": (HEAD, rule(points="{per: 1, give: 1}", budget=SHARE, frm="2026-01-01"), []),
    "a rule up to a day": (HEAD, rule(points="{per: 1, give: 1}", budget=SHARE, until="2026-01-01"), []),
    "a rule of two yuan for a point": (HEAD, rule(points="{per: 2, give: 1}", budget="{share_of_sales: 0.005}"), []),
    "a share of what is worth nothing": (HEAD, rule(wallet="growth", budget=SHARE), [("point_value_missing", 2)]),
    "points of what is worth nothing": (HEAD, rule(wallet="growth", budget="{points: 5}"), []),
    "a challenge's share of what is worth nothing": (HEAD, quest(reward="{points: 9, wallet: growth}", budget=SHARE), [("point_value_missing", 2)]),
    "a challenge's share": (HEAD, quest(budget=SHARE), []),
    "a referral's budget below the advocate's reward": (HEAD, referral("points: 5", "points: 4", ", budget: {points: 4}"), [("budget_under_reward", 1)]),
    "a referral's budget below the friend's reward": (HEAD, referral("points: 4", "points: 5", ", budget: {points: 4}"), [("budget_under_reward", 1)]),
    "a referral's budget of both": (HEAD, referral("points: 4", "points: 4", ", budget: {points: 4}"), []),
    "a referral's badge beside points": (HEAD, referral("points: 4", "badge: star", ", budget: {points: 4}") + "badges: [{id: star}]\n", []),
    "a budget of what a challenge gives": (HEAD, "budget: {points: 40, wallet: growth}\n" + quest(reward="{points: 9, wallet: growth}"), []),
    "a budget of what a friend gets": (HEAD, "budget: {points: 40, wallet: growth}\n" + referral("points: 4", "points: 5, wallet: growth"), []),
    "a budget of what nobody gives": (HEAD, "budget: {points: 40}\n" + rule(wallet="growth"), [("budget_of_nothing", 1)]),
    "a budget below one of two rules": (HEAD, "budget: {points: 4}\n" + rule(points="4") + "  - {id: b, on: checkin, points: 5}\n  - {id: c, on: checkin, points: {multiply: 9}}\n", [("budget_under_bonus", 1), ("multiplies_nothing", 5)]),
    "the smaller of two shares": (HEAD, "budget: [{share_of_sales: 0.02}, {share_of_sales: 0.009, per: day}]\n" + EARN, [("base_over_budget", 1)]),
    "a share of another wallet": (HEAD + "  stars: {point_value: 0.01}\n", "budget: {share_of_sales: 0.009, wallet: stars}\n" + EARN, [("budget_of_nothing", 1), ("budget_leaves_out", 1)]),
    "a wallet that only a challenge fills is left out": (HEAD + "  stars: {point_value: 0.01}\n", "budget: {share_of_sales: 0.5}\n" + EARN + quest(reward="{points: 9, wallet: stars}"), [("budget_leaves_out", 1)]),
    "a wallet without a value costs nothing": (HEAD + "  stars: {}\n", "budget: {share_of_sales: 0.5}\n" + EARN + quest(reward="{points: 9, wallet: stars}"), []),
    "a wallet that nobody fills costs nothing": (HEAD + "  stars: {point_value: 0.01}\n", "budget: {share_of_sales: 0.5}\n" + EARN, []),
    "a budget of points leaves nothing out": (HEAD + "  stars: {point_value: 0.01}\n", "budget: {points: 5000}\n" + EARN + quest(reward="{points: 9, wallet: stars}"), []),
}  # fmt: skip

TWO = EARN + "  - {id: tea, on: order.paid, points: 5, limit: {times: 2, per: day}}\n"
IDLE = "shared_limit_never_fires"
SHARED: dict[str, tuple[str, str, list[tuple[str, int]]]] = {
    "one rule once an event": (HEAD, limits("id: cap, times: 1, per: event, rules: [tea]") + TWO, [(IDLE, 2)]),
    "two rules once an event": (HEAD, limits("id: cap, times: 1, per: event") + TWO, []),
    "two rules twice an event": (HEAD, limits("id: cap, times: 2, per: event") + TWO, [(IDLE, 2)]),
    "five points an event": (HEAD, limits("id: cap, points: 5, per: event, rules: [tea]") + TWO, [(IDLE, 2)]),
    "four points an event": (HEAD, limits("id: cap, points: 4, per: event, rules: [tea]") + TWO, []),
    "ten points a day": (HEAD, limits("id: cap, points: 10, per: day, rules: [tea]") + TWO, [(IDLE, 2)]),
    "twice a day": (HEAD, limits("id: cap, times: 2, per: day, rules: [tea]") + TWO, [(IDLE, 2)]),
    "once a day": (HEAD, limits("id: cap, times: 1, per: day, rules: [tea]") + TWO, []),
    "twice a week": (HEAD, limits("id: cap, times: 2, per: week, rules: [tea]") + TWO, []),
    "points without an end": (HEAD, limits("id: cap, points: 9999, per: day") + TWO, []),
    "no points at all": (HEAD, limits("id: cap, points: 0, per: day") + TWO, [("shared_limit_allows_nothing", 2)]),
    "a rule beside a challenge": (HEAD, limits("id: cap, points: 10, per: day, rules: [tea], challenges: [goal]") + TWO + quest(), []),
    "a rule beside a referral": (HEAD, limits("id: cap, points: 10, per: day, rules: [tea], referral: true") + TWO + referral(), []),
    "everything of a wallet": (HEAD, limits("id: cap, points: 10, per: day, wallet: growth") + rule(wallet="growth", limit="{times: 2, per: day}"), [(IDLE, 2)]),
    "the same limit twice": (HEAD, limits("id: a, points: 9, per: day", "id: b, points: 9, per: day") + TWO, [(IDLE, 3)]),
    "a stricter one behind": (HEAD, limits("id: a, points: 9, per: day", "id: b, points: 8, per: day") + TWO, [(IDLE, 2)]),
    "a stricter one of a longer time": (HEAD, limits("id: a, points: 9, per: day", "id: b, points: 9, per: month") + TWO, [(IDLE, 2)]),
    "a longer time that allows more": (HEAD, limits("id: a, points: 9, per: day", "id: b, points: 10, per: month") + TWO, []),
    "a month and a week": (HEAD, limits("id: a, points: 9, per: week", "id: b, points: 9, per: month") + TWO, []),
    "of points and of times": (HEAD, limits("id: a, points: 9, per: month", "id: b, times: 9, per: month") + TWO, []),
    "of two wallets": (HEAD, limits("id: a, points: 9, per: month", "id: b, points: 9, per: month, wallet: growth") + TWO + "  - {id: g, on: order.paid, points: {per: 1, give: 1}, wallet: growth}\n", []),
    "of some and of all": (HEAD, limits("id: a, points: 9, per: month, rules: [per-yuan]", "id: b, points: 9, per: month") + TWO, [(IDLE, 2)]),
    "of all and of some": (HEAD, limits("id: a, points: 9, per: month", "id: b, points: 9, per: month, rules: [per-yuan]") + TWO, [(IDLE, 3)]),
    "of two and of one": (HEAD, limits("id: a, points: 9, per: month, rules: [per-yuan, tea]", "id: b, points: 9, per: month, rules: [per-yuan]") + TWO, [(IDLE, 3)]),
    "of one and of another": (HEAD, limits("id: a, points: 9, per: month, rules: [per-yuan]", "id: b, points: 9, per: month, rules: [tea]") + TWO, []),
    "of some, and more of all": (HEAD, limits("id: a, points: 9, per: month, rules: [per-yuan]", "id: b, points: 10, per: month") + TWO, []),
}  # fmt: skip

SPRINT = "fast_tracks:\n  - {{id: sprint, reach: {reach}, grants: {grants}, for: 1 month}}\n"
REACHING: dict[str, tuple[str, str, list[tuple[str, int]]]] = {
    **{
        f"{visits} visits within {within}": (HEAD, levels("id: low", f"id: mid, reach: {{visits: {visits}, within: {within}}}"), [("more_visits_than_days", 5)] if too_many else [])
        for within, most in (("10 days", 10), ("1 month", 31), ("2 months", 62), ("3 months", 92), ("1 year", 366), ("calendar_year", 366))
        for visits, too_many in ((most, False), (most + 1, True))
    },
    "visits of a whole life": (HEAD, levels("id: low", "id: mid, reach: {visits: 9999}"), []),
    "stays of ten days": (HEAD, levels("id: low", "id: mid, reach: {stays: 11, within: 10 days}"), []),
    "too many visits to keep": (HEAD, levels("id: low", "id: mid, reach: {visits: 1}, keep: {visits: 11, within: 10 days}"), [("keep_harder_than_reach", 5), ("more_visits_than_days", 5)]),
    "one way of several is shut": (HEAD, levels("id: low", "id: mid, reach: {any: [{visits: 11, within: 10 days}, {spend: 1}]}"), []),
    "every way is shut": (HEAD, levels("id: low", "id: mid, reach: {any: [{not: {spend: 0}}, {all: [{spend: 5}, {not: {spend: 4}}]}]}"), [("criterion_never_holds", 5)]),
    "one way is open": (HEAD, levels("id: low", "id: mid, reach: {any: [{not: {spend: 0}}, {spend: 5}]}"), []),
    "not nothing": (HEAD, levels("id: low", "id: mid, reach: {not: {spend: 0}}"), [("criterion_never_holds", 5)]),
    "not what never holds": (HEAD, levels("id: low", "id: mid, reach: {not: {all: [{spend: 5}, {not: {spend: 4}}]}}"), [("everybody_reaches", 5)]),
    "nothing and something": (HEAD, levels("id: low", "id: mid, reach: {all: [{spend: 0}, {visits: 1}]}"), []),
    "nothing and nothing": (HEAD, levels("id: low", "id: mid, reach: {all: [{spend: 0}, {visits: 0}]}"), [("everybody_reaches", 5)]),
    "nothing or something": (HEAD, levels("id: low", "id: mid, reach: {any: [{spend: 0}, {visits: 1}]}"), [("everybody_reaches", 5)]),
    "nothing to stay": (HEAD, levels("id: low", "id: mid, reach: {spend: 1}, keep: {spend: 0}"), []),
    "nothing for the lowest": (HEAD, levels("id: low, reach: {spend: 0}"), []),
    "a track as hard as its level": (HEAD, LADDER + SPRINT.format(reach="{spend: 100, within: 336 days}", grants="mid"), [("track_harder_than_level", 8)]),  # twelve months are 12 x 28 days at least
    "a track of a day more": (HEAD, LADDER + SPRINT.format(reach="{spend: 100, within: 337 days}", grants="mid"), []),
    "a track of something else": (HEAD, LADDER + SPRINT.format(reach="{stays: 9, within: 30 days}", grants="mid"), []),
    "a trial a day shorter": (HEAD, LADDER + "paid:\n  - {id: plus, multiplier: 2, fee: 9, lasts: 30 days, trial: 29 days}\n", []),
    "a trial just as long": (HEAD, LADDER + "paid:\n  - {id: plus, multiplier: 2, fee: 9, lasts: 30 days, trial: 30 days}\n", [("trial_as_long", 8)]),
    "a score a track asks for": (HEAD, LADDER + "tier_score: {terms: [{spend: 1}]}\n" + SPRINT.format(reach="{score: 5, within: 30 days}", grants="mid"), []),
    "a score that nothing caps": (HEAD, levels("id: low", "id: mid, reach: {score: 101}") + "tier_score: {terms: [{spend: 1, at_most: 60}, {visits: 5}]}\n", []),
    "a score of exactly the caps": (HEAD, levels("id: low", "id: mid, reach: {score: 100}") + "tier_score: {terms: [{spend: 1, at_most: 60}, {visits: 5, at_most: 40}]}\n", []),
    "a score above the caps, to keep": (HEAD, levels("id: low", "id: mid, reach: {score: 100}, keep: {score: 101}") + "tier_score: {terms: [{spend: 1, at_most: 60}, {visits: 5, at_most: 40}]}\n", [("keep_harder_than_reach", 5), ("score_out_of_reach", 5)]),
    "a level above and past the next": (HEAD, levels("id: low", "id: a, reach: {spend: 9}", "id: b, reach: {visits: 3}", "id: c, reach: {spend: 9}", "id: d, reach: {spend: 8}"), [("unreachable_level", 7), ("unreachable_level", 8)]),
    "what keeps is what reaches": (HEAD, levels("id: low", "id: mid, reach: {spend: 9}, keep: {spend: 9}"), []),
    "what keeps is something else": (HEAD, levels("id: low", "id: mid, reach: {spend: 9}, keep: {visits: 9}"), []),
    "a wallet that is never earned, to keep": (HEAD, levels("id: low", "id: mid, reach: {spend: 9}, keep: {any: [{points.growth: 1}, {not: {points.points: 2}}]}") + EARN, [("wallet_never_earned", 5)]),
    "a multiplier that falls in the middle": (HEAD, levels("id: low", "id: a, reach: {spend: 9}, multiplier: 2", "id: b, reach: {spend: 10}, multiplier: 1.99", "id: c, reach: {spend: 11}, multiplier: 2"), [("multiplier_falls", 6)]),
}  # fmt: skip

TASTED = "events: {tea.tasted: {fields: {cups: number}, measures: [cups]}}\n"
SLIPS: dict[str, tuple[str, str, list[tuple[str, int]]]] = {
    "a slip of an event of one's own": (HEAD, TASTED + rule(on="tea.taste"), [("event_looks_like", 3)]),
    "an event of one's own like a built-in one": (HEAD, "events: {chekin: {}}\n" + levels("id: low", "id: mid, reach: {events.chekin: 3}", more="visits_on: [chekin]") + rule(on="chekin"), []),
    "a challenge of a misspelt event": (HEAD, quest(on="chekin"), [("event_looks_like", 2)]),
    "a challenge of an event nobody declares": (HEAD, quest(on="tea.drunk"), [("event_undeclared", 2)]),
    "a challenge of an event of one's own": (HEAD, TASTED + quest(on="tea.tasted"), []),
    "waiting for a misspelt event": (HEAD, rule(pending_until="{on: chekin}"), [("event_looks_like", 2)]),
    "withdrawn on an event nobody declares": (HEAD, rule(pending_until="{on: checkin, withdraw_on: tea.drunk}"), [("event_undeclared", 2)]),
    **{f"a rule on {event}": (HEAD, rule(on=event, points="1"), []) for event in ("order.paid", "order.delivered", "member.enrolled", "referral.qualified", "checkin", "survey.answered")},
    **{f"a rule on {event}": (HEAD, rule(on=event, points="1"), [("earns_on_undoing", 2)]) for event in ("order.returned", "points.redeemed", "points.adjusted", "time.passed")},
    "a misspelt measure of a mission": (HEAD, LADDER + SPRINT.format(reach="{vists: 9, within: 30 days}", grants="top"), [("measure_looks_like", 8)]),
    "a misspelt measure of a score": (HEAD, levels("id: low", "id: mid, reach: {score: 9}") + "tier_score: {terms: [{vists: 1}]}\n", [("measure_looks_like", 6)]),
    "a misspelt measure to keep": (HEAD, levels("id: low", "id: mid, reach: {spend: 1}, keep: {nigths: 9}"), [("measure_looks_like", 5)]),
    "a misspelt measure of one's own": (HEAD, TASTED + levels("id: low", "id: mid, reach: {cupss: 9}"), [("measure_looks_like", 6)]),
    "a measure of one's own": (HEAD, TASTED + levels("id: low", "id: mid, reach: {cups: 9}"), []),
    **{f"points by {of}": (HEAD, rule(points=f"{{per: 1, give: 1, of: {of}}}"), []) for of in ("net_amount", "gross_amount", "quantity", "nights", "stays", "km")},
    "points by a misspelt measure": (HEAD, rule(points="{per: 1, give: 1, of: nigths}"), [("measure_looks_like", 2)]),
    "a festival a challenge asks for": (HEAD, "festivals: {spring: {lunar: 01-01}}\n" + quest(when="{any: [{order.festival: spring}, {order.channel: app}]}"), []),
    "a festival only called like a channel": (HEAD, "festivals: {spring: {lunar: 01-01}}\n" + rule(when="{order.channel: spring}"), [("festival_never_asked", 1)]),
    "a badge of a challenge": (HEAD, "badges: [{id: star}]\n" + quest(reward="{badge: star}"), []),
    "a badge of an advocate": (HEAD, "badges: [{id: star}]\n" + referral("badge: star"), []),
    "a badge of a friend": (HEAD, "badges: [{id: star}]\n" + referral("points: 5", "badge: star"), []),
    "a badge of nobody": (HEAD, "badges:\n  - {id: star}\n  - {id: moon}\n" + referral("badge: star"), [("badge_never_earned", 3)]),
    "a referral for a badge": (HEAD, "badges: [{id: star}]\n" + referral("badge: star", "badge: star"), []),
    "a referral that a rule rewards": (HEAD, "referral: {after: 7 days}\n" + rule(on="referral.qualified", points="1"), []),
    "a referral that only other rules reward": (HEAD, "referral: {after: 7 days}\n" + EARN, [("referral_unrewarded", 1)]),
    "a pool of two wallets": (HEAD + "  stars: {}\n", EARN + "pools:\n  family: {members: 4, contribute: all, wallets: [points, stars]}\n", [("pool_of_nothing", 4)]),
    "a gift as large as both allow": (HEAD, "gifts: {min: 50, per_day: 50, per_month: 50}\n", []),
    "a gift larger than both": (HEAD, "gifts: {min: 51, per_day: 50, per_month: 50}\n", [("gifts_never", 1), ("gifts_never", 1)]),
    "gifts of any size": (HEAD, "gifts: {per_day: 50}\n", []),
    **{f"cards of {n} digits": (HEAD, f'cards: {{code: {{pattern: "{"#" * n}"}}}}\n', [("card_guessable", 1)] if n < 6 else []) for n in (5, 6)},
}  # fmt: skip

CHALLENGES: dict[str, tuple[str, str, list[tuple[str, int]]]] = {
    **{
        f"{days} days {period}": (HEAD, quest(target=f"{{days: {days}}}", period=f"{{{period}}}"), [("challenge_never_met", 2)] if too_many else [])
        for period, most in (
            ("per: day", 1), ("per: week", 7), ("per: month", 31), ("per: quarter", 92), ("per: half_year", 184), ("within: 10 days", 10), ("within: 1 month", 31),
            ("from: 2026-01-01, until: 2026-01-05", 5), ("per: month, from: 2026-01-01, until: 2026-01-05", 5), ("per: week, from: 2026-01-01, until: 2026-12-31", 7),
        )
        for days, too_many in ((most, False), (most + 1, True))
    },
    "a year of days": (HEAD, quest(target="{days: 366}", period="{per: year}"), []),
    "days without an end": (HEAD, quest(target="{days: 366}", period="{from: 2026-01-01}"), []),
    "more orders than days": (HEAD, quest(target="{count: 99}", period="{per: day}"), []),
    "every period of some days": (HEAD, quest(recurrence="every_period", period="{within: 30 days}"), []),
    "every period since joining": (HEAD, quest(recurrence="every_period", period="{within: 30 days, since: enrolment}"), [("challenge_never_recurs", 2)]),
    "every period of no period": (HEAD, quest(recurrence="every_period"), [("challenge_never_recurs", 2)]),
    "every month": (HEAD, quest(recurrence="every_period", period="{per: month}"), []),
    "again and again": (HEAD, quest(recurrence="again"), []),
    **{f"a challenge on {event}": (HEAD, quest(on=event), [("challenge_on_undoing", 2)]) for event in ("order.returned", "points.redeemed", "points.adjusted", "time.passed")},
}  # fmt: skip

EVERYTHING = LOOPS | BUDGETS | SHARED | REACHING | SLIPS | CHALLENGES


def test_no_two_cases_have_one_name() -> None:
    assert len(EVERYTHING) == sum(map(len, (LOOPS, BUDGETS, SHARED, REACHING, SLIPS, CHALLENGES)))


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_warning_begins_at_its_edge(name: str) -> None:
    head, rest, expected = EVERYTHING[name]
    assert warned(rest, head) == expected


def facts(rest: str, code: str, head: str = HEAD) -> dict[str, object]:
    return dict(next(finding.facts for finding in check(head + rest).findings if finding.code == f"programme.{code}"))


def test_a_warning_says_what_it_is_about() -> None:
    assert facts(rule(on="checkin", points="10"), "endless_bonus") == {"rule": "base", "event": "checkin"}
    assert facts(rule(points="1050"), "order_can_be_split") == {"rule": "base", "worth": "10.5 CNY"}
    assert facts(rule(when="{line.category: [voucher, Top-Up 5]}"), "gift_cards_earn") == {"rule": "base", "values": "Top-Up 5"}
    assert facts("returns: {policy: within_balance}\n" + EARN, "refund_loop") == {"wallet": "points", "policy": "within_balance"}
    assert facts(rule(points="{per: 2, give: 3}", budget="{share_of_sales: 0.0149}"), "rule_over_budget") == {"rule": "base", "share": "1.5%", "budget": "1.49%"}
    assert facts("budget: {points: 4}\n" + rule(points="5"), "budget_under_bonus") == {"budget": "4", "rule": "base", "points": "5"}
    assert facts(quest(budget="{points: 8}"), "budget_under_reward") == {"budget": "8", "points": "9"}
    assert facts("budget: {points: 40, wallet: growth}\n" + EARN, "budget_of_nothing") == {"wallet": "growth"}
    assert facts(limits("id: cap, points: 0, per: day") + TWO, "shared_limit_allows_nothing") == {"limit": "cap"}
    assert facts("budget: {share_of_sales: 0.009}\n" + EARN, "base_over_budget") == {"wallet": "points", "share": "1%", "budget": "0.9%"}
    assert facts(EARN, "gives_back_everything", HEAD.replace("0.01", "1.5")) == {"wallet": "points", "share": "150%"}
    assert facts(levels("id: low", "id: mid, reach: {visits: 32, within: 1 month}"), "more_visits_than_days") == {"level": "mid", "visits": "32", "days": 31}
    assert facts(LADDER + SPRINT.format(reach="{spend: 100, within: 30 days}", grants="mid"), "track_harder_than_level") == {"track": "sprint", "level": "mid"}
    assert facts(LADDER + "paid: [{id: plus, level: mid, fee: 9, lasts: 1 month, trial: 2 months}]\n", "trial_as_long") == {"plan": "plus", "trial": "2 months", "lasts": "1 month"}
    assert facts(levels("id: low", "id: mid, reach: {score: 101}") + "tier_score: {terms: [{spend: 1, at_most: 60.9}, {visits: 5, at_most: 39.9}]}\n", "score_out_of_reach") == {"level": "mid", "need": "101", "most": 100}
    assert facts(levels("id: low", "id: a, reach: {spend: 2}", "id: b, reach: {spend: 1}"), "unreachable_level") == {"level": "a", "higher": "b"}
    assert facts(levels("id: low, multiplier: 2", "id: a, reach: {spend: 2}, multiplier: 1.5"), "multiplier_falls") == {"level": "a", "lower": "low", "multiplier": "1.5", "below": "2"}
    assert facts(levels("id: low", "id: a, reach: {points.growth: 2}"), "wallet_never_earned") == {"level": "a", "wallet": "growth"}
    assert facts(TASTED + rule(on="tea.taste"), "event_looks_like") == {"text": "tea.taste", "meant": "tea.tasted"}
    assert facts(quest(on="tea.drunk"), "event_undeclared") == {"rule": "goal", "event": "tea.drunk"}
    assert facts(quest(target="{days: 8}", period="{per: week}"), "challenge_never_met") == {"challenge": "goal", "days": 7}
    assert facts("gifts: {min: 51, per_day: 60, per_month: 50}\n", "gifts_never") == {"min": 51, "key": "per_month", "most": 50}
    assert facts('cards: {code: {pattern: "####"}}\n', "card_guessable") == {"many": 10_000}
    assert facts("pools: {family: {members: 4, contribute: all}}\n", "pool_of_nothing") == {"pool": "family", "wallet": "points"}


@pytest.mark.parametrize(
    ("limit", "idle"),
    [
        ("{points: 5, per: event}", True), ("{points: 4.9, per: event}", False), ("{times: 1, per: event}", True), ("{times: 2, per: day}", False), ("{points: 0, per: day}", False),
        ("[{times: 2, per: day}, {times: 2, per: day}]", True), ("[{times: 2, per: day}, {times: 3, per: day}]", True), ("[{times: 2, per: day}, {times: 2, per: week}]", True),
        ("[{times: 2, per: week}, {times: 2, per: month}]", False), ("[{times: 2, per: day}, {times: 3, per: month}]", False), ("[{times: 2, per: day}, {points: 9, per: day}]", False),
        ("[{times: 2, per: day}, {points: 10, per: day}]", True), ("[{times: 2, per: month}, {points: 10, per: day}]", True), ("[{times: 2, per: day}, {points: 11, per: month}]", False),
    ],
)  # fmt: skip
def test_a_limit_that_another_one_comes_before_is_idle(limit: str, idle: bool) -> None:
    text = rule(points="5", wallet="growth", limit=limit)
    assert ("limit_never_fires" in [code for code, _ in warned(text)]) is idle


def test_a_streak_counts_towards_what_a_rule_gives() -> None:
    streak = "{days: 7, bonus: 20}"
    assert warned(rule(on="checkin", points="5", streak=streak, limit="{points: 25, per: event}")) == [("limit_never_fires", 2)]
    assert warned(rule(on="checkin", points="5", streak=streak, limit="{points: 24, per: event}")) == []


@pytest.mark.parametrize(
    ("points", "more", "worth"),
    [
        ("{multiply: 9}", "", False), ("{multiply: 10}", "", True), ("{multiply: 0.5}", "", False),
        ("{multiply: 5}", "  - {id: more, on: order.paid, points: {multiply: 6}}\n", True), ("{multiply: 5}", "  - {id: more, on: order.paid, points: {multiply: 5}}\n", False),
        ("{multiply: 9}, stack: best_of, group: g", "  - {id: more, on: order.paid, points: {multiply: 9}, stack: exclusive, group: g}\n", False),
        ("{multiply: 9}, stack: best_of, group: g", "  - {id: more, on: order.paid, points: {multiply: 9}, stack: exclusive, group: h}\n", True),
        ("{multiply: 9}", "  - {id: more, on: order.paid, points: {multiply: 9}, wallet: growth}\n", False), ("{multiply: 9}", "  - {id: more, on: checkin, points: {multiply: 9}}\n", False),
        ("{multiply: 9}", levels("id: low", "id: top, reach: {spend: 1}, multiplier: 2"), True), ("{multiply: 9}", levels("id: low, multiplier: 0.5"), False),
    ],
)  # fmt: skip
def test_all_multipliers_together_give_back_everything_or_do_not(points: str, more: str, worth: bool) -> None:
    """A point a yuan, worth 0.1: the base is a tenth, and everything is given back from ten times on."""
    text = "earn:\n" + PER_YUAN + f"  - {{id: much, on: order.paid, points: {points}}}\n" + more
    assert ("gives_back_everything" in [code for code, _ in warned(text, HEAD.replace("0.01", "0.1"))]) is worth


def test_the_head_itself_is_wise() -> None:
    assert warned("") == warned("", YEN) == warned("", WORTHLESS) == [] and HEAD_LINES == 6
    assert read().program is not None

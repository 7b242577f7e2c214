"""The programme promises that what can't be meant is pointed out, on its line, and never stops anybody."""

import pytest

from regulars.kit.phrases import LANGUAGES, known_codes
from regulars.program.findings import Finding
from regulars.program.lint import lint
from regulars.program.lint.implication import implies
from regulars.program.reading import check

from .samples import CORNER_GROCER, EVERYTHING, HEAD, HEAD_LINES, codes, levels, quest, read, rule

BASE = "  - {id: per-yuan, on: order.paid, points: {per: 1, give: 1}}\n"
LADDER = ("id: low", "id: mid, reach: {spend: 100, within: 1 year}")


def both(**keys):
    return rule(**keys) + BASE


# what is written after the head -> the finding, its line (1 = the first after the head), and the same document put right
UNWISE = {
    "a level easier to reach above a harder one": (
        levels(*LADDER, "id: top, reach: {spend: 50, within: 1 year}"), "unreachable_level", 6,
        levels(*LADDER, "id: top, reach: {spend: 101, within: 1 year}"),
    ),
    "two levels of one condition": (
        levels(*LADDER, "id: top, reach: {spend: 100, within: 1 year}"), "unreachable_level", 6,
        levels(*LADDER, "id: top, reach: {spend: 100, within: 1 month}"),
    ),
    "a higher level that also takes the lower one's way": (
        levels(*LADDER, "id: top, reach: {any: [{spend: 90, within: 2 years}, {visits: 9}]}"), "unreachable_level", 6,
        levels(*LADDER, "id: top, reach: {all: [{spend: 90, within: 2 years}, {visits: 9}]}"),
    ),
    "a pool of what nothing gives": ("pools:\n  family: {members: 4, contribute: all}\n", "pool_of_nothing", 2, "pools: {family: {members: 4}}\n"),
    "gifts larger than a day allows": ("gifts: {min: 50, per_day: 40}\n", "gifts_never", 1, "gifts: {min: 50, per_day: 50}\n"),
    "card numbers anybody may guess": ('cards: {code: {pattern: "####"}}\n', "card_guessable", 1, 'cards: {code: {pattern: "######"}}\n'),
    "a check digit that misses a swap": ("cards:\n  code:\n    check: luhn\n", "card_check_weak", 3, "cards: {code: {check: damm}}\n"),
    "gifts larger than a month allows": ("gifts:\n  per_month: 40\n  min: 50\n", "gifts_never", 3, "gifts: {per_month: 60, min: 50}\n"),
    "a multiplier that falls": (
        levels("id: low, multiplier: 1.5", "id: mid, reach: {spend: 100}"), "multiplier_falls", 5,
        levels("id: low, multiplier: 1.5", "id: mid, reach: {spend: 100}, multiplier: 1.5"),
    ),
    "a lowest level to keep": (levels("id: low, keep: {spend: 1}"), "keep_on_lowest", 4, levels("id: low")),
    "a level harder to keep than to reach": (
        levels("id: low", "id: mid, reach: {spend: 100}, keep: {spend: 200}"), "keep_harder_than_reach", 5,
        levels("id: low", "id: mid, reach: {spend: 100}, keep: {spend: 100}"),
    ),
    "keep without review": (
        levels("id: low", "id: mid, reach: {spend: 9}, keep: {spend: 5}", more=""), "keep_without_review", 4,
        levels("id: low", "id: mid, reach: {spend: 9}, keep: {spend: 5}"),
    ),
    "inactivity without review": (
        levels("id: low", more="down: {inactive_for: 3 months}"), "inactive_without_review", 2,
        levels("id: low", more="down: {inactive_for: 3 months}\n  review: {every: day}"),
    ),
    "grace without review": (
        levels("id: low", more="down: {grace: 3 months}"), "grace_without_review", 2,
        levels("id: low", more="down: {grace: 3 months}\n  review: {every: day}"),
    ),
    "a soft landing without review": (
        levels("id: low", more="down: {soft_landing: {for: 30 days}}"), "soft_landing_without_review", 2,
        levels("id: low", more="down: {soft_landing: {for: 30 days}}\n  review: {every: day}"),
    ),
    "a fast track that is none": (
        levels(*LADDER) + "fast_tracks:\n  - {id: sprint, reach: {spend: 100, within: 30 days}, grants: mid, for: 1 month}\n", "track_harder_than_level", 7,
        levels(*LADDER) + "fast_tracks:\n  - {id: sprint, reach: {spend: 99, within: 30 days}, grants: mid, for: 1 month}\n",
    ),
    "a trial as long as the term": (
        "paid:\n  - {id: plus, multiplier: 2, fee: 9, lasts: 1 month, trial: 31 days}\n", "trial_as_long", 2,
        "paid:\n  - {id: plus, multiplier: 2, fee: 9, lasts: 1 month, trial: 14 days}\n",
    ),
    "a membership of what everybody has": (
        levels("id: low", "id: mid, reach: {spend: 1}") + "paid:\n  - {id: plus, level: low, fee: 9, lasts: 1 month}\n", "paid_lowest", 7,
        levels("id: low", "id: mid, reach: {spend: 1}") + "paid:\n  - {id: plus, level: mid, fee: 9, lasts: 1 month}\n",
    ),
    "a score nobody asks for": (
        levels(*LADDER) + "tier_score: {terms: [{spend: 1}]}\n", "score_unused", 6,
        levels("id: low", "id: mid, reach: {score: 100}") + "tier_score: {terms: [{spend: 1}]}\n",
    ),
    "a score without a formula": (
        levels("id: low", "id: mid, reach: {score: 100}"), "score_without_formula", 5,
        levels("id: low", "id: mid, reach: {score: 100}") + "tier_score: {terms: [{spend: 1}]}\n",
    ),
    "a score nobody can have": (
        levels("id: low", "id: mid, reach: {score: 100}") + "tier_score: {terms: [{spend: 1, at_most: 60}, {visits: 5, at_most: 39.9}]}\n", "score_out_of_reach", 5,
        levels("id: low", "id: mid, reach: {score: 99}") + "tier_score: {terms: [{spend: 1, at_most: 60}, {visits: 5, at_most: 39.9}]}\n",
    ),
    "visits on a misspelt event": (
        levels("id: low", more="visits_on: [chekin]"), "event_looks_like", 2,
        levels("id: low", more="visits_on: [checkin]"),
    ),
    "a level by a wallet nobody earns": (
        levels("id: low", "id: mid, reach: {points.growth: 9}"), "wallet_never_earned", 5,
        levels("id: low", "id: mid, reach: {points.growth: 9}") + rule(wallet="growth"),
    ),
    "a date outside the rule's own dates": (
        rule(frm="2018-01-01", until="2018-12-31", when="{order.date: {at_least: 2019-01-01}}"), "condition_never_holds", 2,
        rule(frm="2018-01-01", until="2018-12-31", when="{order.date: {at_least: 2018-12-31}}"),
    ),
    "bounds that leave nothing between": (
        rule(when="{order.hour: {at_least: 12, below: 12}}"), "condition_never_holds", 2,
        rule(when="{order.hour: {at_least: 12, below: 13}}"),
    ),
    "a day that is Monday and Tuesday": (
        rule(when="{all: [{order.weekday: mon}, {order.weekday: [tue, 3]}]}"), "condition_never_holds", 2,
        rule(when="{all: [{order.weekday: mon}, {order.weekday: [1, 3]}]}"),
    ),
    "a value outside its bounds": (
        rule(when="{all: [{order.hour: 9}, {order.hour: {above: 9}}]}"), "condition_never_holds", 2,
        rule(when="{any: [{order.hour: 9}, {order.hour: {above: 9}}]}"),
    ),
    "a bonus on an excluded category": (
        "exclude: {category: [deposit, tobacco]}\n" + rule(when="{line.category: [tobacco]}"), "excluded_never_earns", 3,
        "exclude: {category: [deposit, tobacco]}\n" + rule(when="{line.category: [tobacco, tea]}"),
    ),
    "lines of an enrolment": (
        rule(on="member.enrolled", when="{any: [{line.sku: A}]}"), "only_orders_have", 2,
        rule(on="member.enrolled", when="{order.weekday: 1}"),
    ),
    "the amount of a check-in": (
        rule(on="checkin", points="{per: 1, give: 1}"), "only_orders_have", 2,
        rule(on="survey.answered", points="{per: 1, give: 1, of: score}"),
    ),
    "twice nothing": (rule(points="{multiply: 2}"), "multiplies_nothing", 2, both(points="{multiply: 2}")),
    "once everything": (both(points="{multiply: 1}"), "multiplies_by_one", 2, both(points="{multiply: 1.1}")),
    "a gift of nothing": (rule(points="0"), "gives_nothing", 2, rule(points="0", streak="{days: 7, bonus: 5}")),
    "half a point": (rule(points="0.5"), "fraction_of_a_point", 2, rule(points="0.5", wallet="growth")),
    "points for giving back": (rule(on="order.returned"), "earns_on_undoing", 2, rule(on="review.published")),
    "a group without stack": (
        rule(group="days"), "group_without_stack", 2,
        rule(group="days") + "  - {id: b, on: order.paid, when: {order.weekday: mon}, points: 5, stack: exclusive, group: days}\n",
    ),
    "a limit of no points": (rule(limit="{points: 0, per: day}"), "limit_allows_nothing", 2, rule(limit="{points: 1, per: day}")),
    "once per event": (rule(limit="{times: 1, per: event}"), "limit_never_fires", 2, rule(limit="{times: 1, per: day}")),
    "more points per event than it gives": (
        rule(points="5", limit="{points: 5, per: event}"), "limit_never_fires", 2,
        rule(points="5", limit="{points: 4, per: event}"),
    ),
    "more points than the times allow": (
        rule(points="5", limit="{times: 2, points: 10, per: day}"), "limit_never_fires", 2,
        rule(points="5", limit="{times: 2, points: 9, per: day}"),
    ),
    "a longer limit that stops earlier": (
        rule(points="{per: 1, give: 1}", limit="[{points: 9, per: day}, {points: 9, per: month}]"), "limit_never_fires", 2,
        rule(points="{per: 1, give: 1}", limit="[{points: 9, per: week}, {points: 9, per: month}]"),
    ),
    "one limit twice": (
        rule(limit="[{times: 3, per: day}, {times: 3, per: day}]"), "limit_never_fires", 2,
        rule(limit="[{times: 3, per: day}, {times: 4, per: week}]"),
    ),
    "a base above the budget": (
        "budget: {share_of_sales: 0.009}\nearn:\n" + BASE, "base_over_budget", 1,
        "budget: {share_of_sales: 0.01}\nearn:\n" + BASE,
    ),
    "a rule's base above its budget": (
        rule(points="{per: 1, give: 1}", budget="{share_of_sales: 0.009}"), "rule_over_budget", 2,
        rule(points="{per: 1, give: 1}", budget="{share_of_sales: 0.01}"),
    ),
    "a rule's budget smaller than one bonus": (
        rule(points="50", budget="{points: 49, per: day}"), "budget_under_bonus", 2,
        rule(points="50", budget="{points: 50, per: day}"),
    ),
    "a programme's budget smaller than one bonus": (
        "budget: {points: 4}\n" + rule(points="5"), "budget_under_bonus", 1,
        "budget: {points: 5}\n" + rule(points="5"),
    ),
    "a budget below one reward": (
        "challenges: [{id: teas, on: order.paid, target: {count: 2}, reward: {points: 5}, budget: {points: 4}}]\n" + rule(), "budget_under_reward", 1,
        "challenges: [{id: teas, on: order.paid, target: {count: 2}, reward: {points: 5}, budget: {points: 5}}]\n" + rule(),
    ),
    "a budget of a wallet nobody earns": (
        "budget: {points: 40, wallet: growth}\n" + rule(points="5"), "budget_of_nothing", 1,
        "budget: {points: 40, wallet: growth}\n" + rule(points="5", wallet="growth"),
    ),
    "a limit of several rules that lets nothing through": (
        "limits: [{id: cap, points: 0, per: day}]\n" + rule(), "shared_limit_allows_nothing", 1,
        "limits: [{id: cap, points: 1, per: day}]\n" + rule(),
    ),
    "a limit of several rules above what they can give": (
        "limits: [{id: cap, points: 10, per: day}]\n" + rule(points="5", limit="{times: 2, per: day}"), "shared_limit_never_fires", 1,
        "limits: [{id: cap, points: 9, per: day}]\n" + rule(points="5", limit="{times: 2, per: day}"),
    ),
    "a budget of a wallet that only a challenge fills": (
        "budget: {points: 40, wallet: growth}\n" + quest(reward="{badge: star}") + "badges: [{id: star}]\n" + rule(points="5"), "budget_of_nothing", 1,
        "budget: {points: 40, wallet: growth}\n" + quest(reward="{points: 9, wallet: growth}") + rule(points="5"),
    ),
    "a limit over everything that a reward may reach": (
        "limits: [{id: cap, points: 10, per: day, rules: [coins]}]\n" + quest() + rule(id="coins", points="5", limit="{times: 2, per: day}"), "shared_limit_never_fires", 1,
        "limits: [{id: cap, points: 10, per: day}]\n" + quest() + rule(id="coins", points="5", limit="{times: 2, per: day}"),
    ),
    "a limit of several rules on times they never reach": (
        "limits: [{id: cap, times: 2, per: week}]\n" + rule(points="5", limit="{times: 2, per: lifetime}"), "shared_limit_never_fires", 1,
        "limits: [{id: cap, times: 2, per: month}]\n" + rule(points="5", limit="{times: 2, per: day}"),
    ),
    "a limit of several rules behind a stricter one": (
        "limits:\n  - {id: all, points: 9, per: month}\n  - {id: some, points: 9, per: day, rules: [per-yuan]}\nearn:\n" + BASE,
        "shared_limit_never_fires", 3,
        "limits:\n  - {id: all, points: 9, per: month}\n  - {id: some, points: 8, per: day, rules: [per-yuan]}\nearn:\n" + BASE,
    ),
    "an event that looks misspelt": (rule(on="order.payed"), "event_looks_like", 2, rule(on="order.paid")),
    "an event nobody declares": (
        rule(on="tea.tasted"), "event_undeclared", 2,
        rule(on="tea.tasted") + "events: {tea.tasted: {}}\n",
    ),
    "points that wait for what nobody declares": (
        rule(pending_until="{on: tea.drunk}"), "event_undeclared", 2,
        rule(pending_until="{on: tea.drunk}") + "events: {tea.drunk: {}}\n",
    ),
    "a field a check-in has not": (
        rule(on="checkin", when="{event.floor: 3}"), "only_orders_have", 2,
        rule(on="checkin", when="{event.floor: 3}") + "events: {checkin: {fields: {floor: number}}}\n",
    ),
    "points that wait for what earns them": (
        rule(on="checkin", pending_until="{on: checkin}"), "waits_for_itself", 2,
        rule(on="checkin", pending_until="{on: order.paid}"),
    ),
    "a festival nobody asks for": (
        "festivals:\n  spring: {lunar: 01-01}\n  autumn: {lunar: 08-15}\n" + rule(when="{order.festival: [spring]}"), "festival_never_asked", 3,
        "festivals:\n  spring: {lunar: 01-01}\n  autumn: {lunar: 08-15}\n" + rule(when="{order.festival: {not: [autumn, spring]}}"),
    ),
    "a bonus for something free, for ever": (rule(on="checkin", points="20"), "endless_bonus", 2, rule(on="checkin", points="20", limit="{times: 1, per: week}")),
    "a bonus that cuts orders in pieces": (
        rule(points="1000"), "order_can_be_split", 2, rule(points="1000", when="{order.net_amount: {at_least: 50}}"),
    ),
    "a small bonus with a limit beside it": (
        rule(points="1000"), "order_can_be_split", 2, rule(points="1000", limit="{times: 1, per: month}"),
    ),
    "points on gift cards": (
        both(points="{multiply: 2}", when="{line.category: [tea, Gift Card]}"), "gift_cards_earn", 2,
        both(points="{multiply: 2}", when="{line.category: [tea, coffee]}"),
    ),
    "points on 储值": (rule(points="{per: 1, give: 1}", when="{line.category: 储值卡}"), "gift_cards_earn", 2, rule(points="{per: 1, give: 1}", when="{line.category: 茶}")),
    "points that stay when the goods go back": (
        "returns: {policy: only_pending, window: 7 days}\nearn:\n" + BASE, "refund_loop", 1, "returns: {policy: debt, window: 7 days}\nearn:\n" + BASE,
    ),
    "one rule under two names": (
        rule() + "  - {id: again, on: order.paid, points: 5}\n", "rule_twice", 3, rule() + "  - {id: again, on: order.paid, points: 6}\n",
    ),
    "a rule that an exclusive one always switches off": (
        both(points="{multiply: 2}", group="x", stack="best_of", when="{line.category: tea}") + "  - {id: sale, on: order.paid, points: {multiply: 3}, group: x, stack: exclusive}\n",
        "never_counts_beside", 2,
        both(points="{multiply: 2}", group="x", stack="best_of", when="{line.category: tea}")
        + "  - {id: sale, on: order.paid, until: 2018-12-31, points: {multiply: 3}, group: x, stack: exclusive}\n",
    ),
    "a rule that is never the best of its group": (
        both(points="{multiply: 2}", group="x", stack="best_of", when="{line.category: tea}") + "  - {id: all, on: order.paid, points: {multiply: 3}, group: x, stack: best_of}\n",
        "never_counts_beside", 2,
        both(points="{multiply: 4}", group="x", stack="best_of", when="{line.category: tea}") + "  - {id: all, on: order.paid, points: {multiply: 3}, group: x, stack: best_of}\n",
    ),
    "more visits than a month has days": (
        levels("id: low", "id: mid, reach: {visits: 40, within: 1 month}"), "more_visits_than_days", 5,
        levels("id: low", "id: mid, reach: {visits: 31, within: 1 month}"),
    ),
    "more visits than a window of days": (
        levels("id: low", "id: mid, reach: {all: [{spend: 1}, {visits: 8, within: 7 days}]}"), "more_visits_than_days", 5,
        levels("id: low", "id: mid, reach: {any: [{spend: 1}, {visits: 8, within: 7 days}]}"),
    ),
    "a level that asks for what it refuses": (
        levels("id: low", "id: mid, reach: {all: [{spend: 100, within: 1 year}, {not: {spend: 50, within: 1 year}}]}"), "criterion_never_holds", 5,
        levels("id: low", "id: mid, reach: {all: [{spend: 100, within: 1 year}, {not: {spend: 500, within: 1 year}}]}"),
    ),
    "a level that asks for nothing": (
        levels("id: low", "id: mid, reach: {spend: 0}"), "everybody_reaches", 5, levels("id: low", "id: mid, reach: {spend: 1}"),
    ),
    "a rate of a misspelt measure": (
        rule(points="{per: 1, give: 1, of: net_amont}"), "measure_looks_like", 2,
        rule(points="{per: 1, give: 1, of: cups}"),
    ),
    "more days than a week has": (
        quest(target="{days: 8}", period="{per: week}"), "challenge_never_met", 2,
        quest(target="{days: 7}", period="{per: week}"),
    ),
    "every period of a time that comes once": (
        quest(recurrence="every_period", period="{from: 2026-01-01}"), "challenge_never_recurs", 2,
        quest(recurrence="every_period", period="{from: 2026-01-01, per: month}"),
    ),
    "a challenge to give points back": (quest(on="points.redeemed"), "challenge_on_undoing", 2, quest()),
    "a badge nobody earns": (
        "badges: [{id: star}]\n", "badge_never_earned", 1,
        "badges: [{id: star}]\n" + rule(badge="star", points="0"),
    ),
    "a referral that rewards nobody": ("referral: {after: 14 days}\n", "referral_unrewarded", 1, "referral: {after: 14 days, friend: {points: 5}}\n"),
    "a referral that waits for nothing": ("referral: {friend: {points: 5}}\n", "referral_at_once", 1, "referral: {friend: {points: 5}}\nreturns: {window: 14 days}\n"),
    "a criterion of a misspelt measure": (
        levels("id: low", "id: mid, reach: {vists: 9}"), "measure_looks_like", 5,
        levels("id: low", "id: mid, reach: {cups: 9}"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rest", "code", "line", "better"), UNWISE.values(), ids=UNWISE.keys())
def test_what_cannot_be_meant_is_pointed_out_and_the_programme_still_usable(rest, code, line, better):
    parsed = read(rest)
    assert codes(parsed) == [(code, HEAD_LINES + line)]
    assert [finding.severity for finding in parsed.findings] == ["warning"]
    assert parsed.program is not None
    assert codes(read(better)) == []


HEADS = {
    "points that lapse before they can be used": (
        "activate: {after: 40 days}, expire: {rolling: 1 month}", "lapses_before_usable", 5,
        "activate: {after: 40 days}, expire: {rolling: 1 month, from: activation}",
    ),
    "an expiry that never slides": (
        "expire: {sliding: 1 year, at_most: 12 months}", "never_slides", 5,
        "expire: {sliding: 1 year, at_most: 2 years}",
    ),
    "activity that never helps": (
        "expire: {rolling: 1 year, activity: {keeps: 1 month, at_most: 12 months}}", "activity_never_helps", 5,
        "expire: {rolling: 1 year, activity: {keeps: 1 month, at_most: 13 months}}",
    ),
    "some lines whose points lapse before they can be used": (
        "activate: [{when: {line.category: tv}, after: 40 days}], expire: {rolling: 1 month}", "lapses_before_usable", 5,
        "activate: [{when: {line.category: tv}, after: 20 days}], expire: {rolling: 1 month}",
    ),
    "a hold on qualifying points": (
        "kind: qualifying, hold: {for: 1 minute}", "spending_words_on_qualifying", 5,
        "hold: {for: 1 minute}",
    ),
    "a budget without a value of points": ("burn: oldest", "point_value_missing", 5, "point_value: 0.001"),
    "a point worth a yuan": ("point_value: 1", "gives_back_everything", 5, "point_value: 0.9"),
}  # fmt: skip


@pytest.mark.parametrize(("keys", "code", "line", "better"), HEADS.values(), ids=HEADS.keys())
def test_an_unwise_wallet_is_pointed_out(keys, code, line, better):
    rest = "earn:\n" + BASE + "budget: {share_of_sales: 1}\n"
    assert (code, line) in codes(read(rest, HEAD.replace("point_value: 0.01", keys)))
    assert code not in dict(codes(read(rest, HEAD.replace("point_value: 0.01", better))))


def test_a_share_of_sales_that_leaves_a_wallet_out_is_pointed_out():
    stars = HEAD + "  stars: {point_value: 0.01}\n"
    rest = "earn:\n" + BASE + "  - {id: star, on: order.paid, points: 1, wallet: stars}\nbudget: "
    assert codes(read(rest + "{share_of_sales: 0.5}\n", stars)) == [("budget_leaves_out", HEAD_LINES + 5)]
    assert codes(read(rest + "[{share_of_sales: 0.5}, {share_of_sales: 0.1, wallet: stars}]\n", stars)) == []


def test_multipliers_that_add_up_to_the_whole_price_are_pointed_out():
    sixfold = "earn:\n" + BASE + "  - {id: six, on: order.paid, points: {multiply: 6}}\n"
    dear = HEAD.replace("0.01", "0.1")
    assert "gives_back_everything" not in dict(codes(read(sixfold, dear)))
    assert "gives_back_everything" in dict(
        codes(read(sixfold + "  - {id: five, on: order.paid, points: {multiply: 5}}\n", dear))
    )
    best_of = (
        sixfold.replace("6}", "6}, stack: best_of, group: g")
        + "  - {id: five, on: order.paid, points: {multiply: 5}, stack: best_of, group: g}\n"
    )
    assert "gives_back_everything" not in dict(codes(read(best_of, dear)))


def test_a_currency_with_more_decimals_than_it_has_is_pointed_out():
    assert codes(check(HEAD.replace("CNY", "JPY"))) == [("unusual_digits", 2)]
    assert codes(check(HEAD.replace("code: CNY, minor_digits: 2", "code: JPY"))) == []
    assert codes(check(HEAD.replace("CNY", "PTS"))) == []
    assert codes(check(HEAD.replace("code: CNY, minor_digits: 2", "code: TWD, minor_digits: 0"))) == []


def test_the_programme_of_the_design_gives_no_finding_at_all():
    assert check(CORNER_GROCER).findings == []


def test_every_sentence_has_its_facts_in_every_language():
    found = [f for rest, *_ in UNWISE.values() for f in read(rest).findings]
    found += [
        f
        for keys, *_ in HEADS.values()
        for f in read("earn:\n" + BASE, HEAD.replace("point_value: 0.01", keys)).findings
    ]
    for finding in found:
        assert finding.code in known_codes()
        for language in LANGUAGES:
            facts = dict.fromkeys(finding.facts, "")
            assert "{" not in Finding(finding.code, 1, "warning", facts).sentence(language), (finding.code, language)


def test_without_lines_the_same_warnings_stand_on_line_1():
    parsed = check(EVERYTHING)
    assert parsed.program is not None
    assert [(f.code, f.line) for f in lint(parsed.program)] == [(f.code, 1) for f in parsed.findings]


def reach(text):
    program = read(levels("id: low", f"id: mid, reach: {text}")).program
    assert program is not None and program.tiers.levels[1].reach is not None
    return program.tiers.levels[1].reach


@pytest.mark.parametrize(
    ("left", "right", "follows"),
    [
        ("{spend: 5, within: 1 year}", "{spend: 5, within: 365 days}", False),  # with a 29 February in it a year is longer
        ("{spend: 5, within: 1 year}", "{spend: 5, within: 400 days}", True),
        ("{spend: 5, within: 30 days}", "{spend: 5, within: 1 year}", True),
        ("{spend: 5, within: calendar_year}", "{spend: 5, within: 1 year}", True),
        ("{spend: 5, within: 1 year}", "{spend: 5, within: calendar_year}", False),
        ("{spend: 5, within: 1 year}", "{spend: 5}", True),
        ("{spend: 5}", "{visits: 5}", False),
        ("{all: [{spend: 5}, {visits: 5}]}", "{visits: 4}", True),
        ("{any: [{spend: 5}, {visits: 5}]}", "{visits: 4}", False),
        ("{any: [{spend: 5}, {visits: 5}]}", "{any: [{visits: 4}, {spend: 4}, {km: 1}]}", True),
        ("{not: {spend: 4}}", "{not: {spend: 5}}", True),
        ("{not: {spend: 5}}", "{not: {spend: 4}}", False),
        ("{km: 1}", "{spend: 0}", True),
    ],
)  # fmt: skip
def test_one_criterion_follows_from_another_only_when_it_really_does(left, right, follows):
    assert implies(reach(left), reach(right)) is follows

"""Small programmes, each with one rarer way of saying something: what `documents/everything.yaml` has no room for."""

from .samples import levels, quest, rule

LADDER = levels("id: low", "id: mid, reach: {spend: 100}, keep: {visits: 3, within: 1 year}", "id: top, reach: {visits: 1}, multiplier: 2", more="")
ONE = "program: one\ncurrency: {code: TWD, minor_digits: 0}\ntimezone: Asia/Taipei\n"
PLAIN_WALLET = "wallets: {points: {}}\n"


def wallet(**keys: str) -> str:
    return "wallets:\n  points: {" + ", ".join(f"{key}: {text}" for key, text in keys.items()) + "}\n"


# what is written after a head that names no wallet -> the programme
WALLETS = {
    "points that are worth something and wait": wallet(kind="spendable", name="Stars", point_value="5", activate="{after: 1 day}", rounding="{mode: up}"),
    "points of one line each, rounded down": wallet(rounding="{mode: down, scope: line}", burn="newest"),
    "points that wait for an event": wallet(activate="{on: order.delivered}", expire="{rolling: 1 month}"),
    "points that wait for an event and some days more": wallet(activate="{on: order.delivered, after: 1 week}", expire="{rolling: 1 week, round_to: day}"),
    "points that wait at most so long": wallet(activate="{on: order.delivered, at_most: 2 months}", expire="{rolling: 1 year, round_to: month}"),
    "points from a date": wallet(activate="{from: 2026-12-25}", expire="{rolling: 2 years, round_to: year}"),
    "points that choose by what was bought": wallet(activate="[{when: {line.category: [tv, radio]}, after: 30 days}, {when: {line.brand: House}, from: 2026-03-01}, {after: 14 days}]"),
    "points that lapse on one day a year": wallet(expire="{calendar: [12-31]}"),
    "points that lapse on two days and live a while": wallet(expire="{calendar: [06-30, 12-31], after: 1 month}"),
    "points that slide": wallet(expire="{sliding: 6 months, on: [order.paid]}"),
    "points that slide to an end": wallet(expire="{sliding: 6 months, on: [order.paid, points.redeemed], at_most: 2 years}"),
    "points that activity keeps": wallet(expire="{rolling: 1 year, activity: {keeps: 3 months, at_most: 2 years}}"),
    "points that live longer on a level": wallet(expire="{calendar: [12-31], extend: {mid: 1 month, top: 1 year}}") + LADDER,
    "points that come back": wallet(expire="{rolling: 1 year, reinstate: {within: 30 days, for: 1 month}}"),
    "points that come back by level and event": wallet(expire="{rolling: 1 year, reinstate: {within: {mid: 30 days}, on: [points.redeemed], for: 2 weeks}}") + LADDER,
    "points that are spent within bounds": wallet(point_value="0.1", redeem="{min: 1, max: 1000, step: 10, share_of_order: 0.25, grace: 1 day}"),
    "points that are spent from so many on": wallet(redeem="{min: 100}"),
    "points that are held": wallet(hold="{for: 1 hour, at_most: 1 day}"),
}

TRACKS = "fast_tracks:\n  - {{id: sprint, reach: {{visits: 2, within: 60 days}}, grants: top, for: 1 month{more}}}\n"

# what is written after a head with points -> the programme
PARTS = {
    "reviewed every day, one level down": levels("id: low", "id: high, reach: {spend: 1}", more="review: {every: day}"),
    "reviewed every quarter with a grace": levels("id: low", "id: high, reach: {spend: 1}", more="review: {every: quarter}\n  down: {step: one, grace: {for: 1 month, round_to: quarter}}"),
    "reviewed every half-year with a grace": levels("id: low", "id: high, reach: {spend: 1}", more="review: {every: half_year}\n  down: {grace: 10 days, soft_landing: {keep: [multiplier], for: 1 week}}"),
    "reviewed every year with a grace": levels("id: low", "id: high, reach: {spend: 1}", more="review: {every: year}\n  down: {step: full, grace: {for: 1 year, round_to: year}}"),
    "reviewed on the anniversary": levels("id: low", "id: high, reach: {spend: 1}", more="review: {every: anniversary}"),
    "reviewed on the level's anniversary": levels("id: low", "id: high, reach: {spend: 1}", more="review: {every: tier_anniversary}\n  down: {inactive_for: 1 year}"),
    "reviewed on one date": levels("id: low", "id: high, reach: {spend: 1}", more="review: {on: [03-31]}"),
    "frozen windows": levels("id: low", "id: high, reach: {spend: 1}", more="freeze: {windows: extended, at_most: 1 year}"),
    "levels of every measure": levels("id: low", "id: a, reach: {visits: 1}", "id: b, reach: {nights: 1, within: 1 year}", "id: c, reach: {stays: 1}", "id: d, reach: {nights: 3, within: 12 months}", more=""),
    "levels of points, events and measures of one's own": levels("id: low", "id: e, reach: {points.points: 10, within: calendar_year}", "id: f, reach: {points.growth: 1.5, within: lifetime}", "id: g, reach: {events.review.published: 1}", "id: h, reach: {events.order.paid: 12, within: 1 year}", "id: i, reach: {km: 0.5}", more=""),
    "levels of several things": levels("id: low", "id: j, reach: {not: {visits: 2}}", "id: k, reach: {all: [{visits: 1}, {any: [{spend: 1}, {stays: 2}]}]}", "id: l, reach: {any: [{visits: 5}, {all: [{spend: 1}, {not: {stays: 2}}]}]}", more=""),
    "a level of the score of all time": levels("id: low", "id: high, reach: {score: 12}", more="") + "tier_score: {terms: [{spend: 2, per: 1}, {stays: 1, at_most: 9}]}\n",
    "a mission for a while": LADDER + TRACKS.format(more=", from: 2026-01-01"),
    "a mission up to a day": LADDER + TRACKS.format(more=", until: 2026-12-31, enrol: automatic"),
    "memberships": LADDER + "paid:\n  - {id: gold, level: top, fee: 99, lasts: 1 month, renew: manual}\n  - {id: plus, name: Plus, multiplier: 1.25, fee: 9.5, lasts: 1 year, trial: 1 month, refund: pro_rata, renew: auto}\n",
    **{f"enrolment {way}": f"enrol: {way}\n" for way in ("refuse", "on_first_event", "on_first_points", "on_first_usable_points", "on_request", "never")},
    "nothing earned on points and gift cards": "exclude: {category: [wine], brand: [House, Home]}\nnot_earning: [points, gift_card]\n",
    "a rule that gives a part of a point": rule(wallet="growth", points="0.5", name="{en: Growth, zh-Hans: 成长}"),
    "a rule of one point": rule(points="1", on="member.enrolled"),
    "a rule of nights": rule(points="{per: 2, give: 10, of: nights}"),
    "a rule of stays": rule(points="{per: 1, give: 10, of: stays}"),
    "a rule of quantity": rule(points="{per: 1, give: 1, of: quantity}"),
    "a rule of whole amounts": rule(points="{per: 100, give: 5, of: gross_amount, whole: true}"),
    "a rate for an event": "events: {gym.visited: {fields: {minutes: number, fee: money}}}\n" + rule(on="gym.visited", points="{per: 30, give: 2, of: minutes}") + "  - {id: fee, on: gym.visited, points: {per: 5, give: 1, of: fee}}\n",
    "a multiplier from a day": rule(points="{multiply: 1.5}", frm="2026-01-01"),
    "a rule up to a day": rule(until="2026-01-31", badge="star") + "badges: [{id: star, name: Star}]\n",
    "a streak of one day": rule(on="checkin", streak="{days: 1, bonus: 1}"),
    "a streak that ends at a gap": rule(on="checkin", streak="{days: 7, bonus: 20, reset: at_gap}"),
    "a rule that waits for an event": rule(on="review.published", pending_until="{on: review.approved}"),
    "a rule that waits and may be withdrawn": rule(on="share.made", pending_until="{on: share.clicked, withdraw_on: share.deleted, matching: share_id, within: 1 day}"),
    "a rule that counts different visitors": rule(on="share.made", pending_until="{on: share.clicked, matching: share_id, distinct: visitor}"),
    "a rule with its own activation": rule(activate="{after: 1 month}") + "  - {id: now, on: order.paid, points: 5, activate: immediately}\n  - {id: date, on: order.paid, points: 5, activate: {from: 2026-06-01}}\n  - {id: came, on: order.paid, points: 5, activate: {on: order.delivered}}\n  - {id: later, on: order.paid, points: 5, activate: {on: order.delivered, after: 2 days, at_most: 1 month}}\n",
    "rules of a group": rule(group="a", stack="best_of") + "  - {id: other, on: order.paid, points: 9, group: a, stack: exclusive}\n",
    "conditions of one value": rule(when="{line.category: tea}") + "  - {id: b, on: order.paid, points: 1, when: {order.channel: app}}\n  - {id: c, on: order.paid, points: 1, when: {order.store: s1, order.partner: cinema}}\n  - {id: d, on: order.paid, points: 1, when: {line.sku: A1, line.brand: House}}\n",
    "conditions of several values": rule(when="{line.category: [tea, coffee, milk]}") + "  - {id: b, on: order.paid, points: 1, when: {order.weekday: [monday, tuesday]}}\n  - {id: c, on: order.paid, points: 1, when: {order.day_of_month: [1, 15]}}\n  - {id: d, on: order.paid, points: 1, when: {order.hour: [8, 9]}}\n",
    "conditions that compare": rule(when="{order.net_amount: {at_least: 99.5}}") + "  - {id: b, on: order.paid, points: 1, when: {order.net_amount: {above: 1, at_most: 5}}}\n  - {id: c, on: order.paid, points: 1, when: {line.amount: {below: 5}}}\n  - {id: d, on: order.paid, points: 1, when: {line.quantity: {at_least: 2, below: 9}}}\n  - {id: e, on: order.paid, points: 1, when: {order.hour: {at_least: 8, below: 12}}}\n",
    "conditions that are turned round": rule(when="{not: {order.channel: app}}") + "  - {id: b, on: order.paid, points: 1, when: {order.channel: {not: app}}}\n  - {id: c, on: order.paid, points: 1, when: {not: {any: [{order.channel: app}, {line.category: tea}]}}}\n  - {id: d, on: order.paid, points: 1, when: {order.weekday: {not: [saturday, sunday]}}}\n",
    "conditions within conditions": rule(when="{any: [{order.channel: app}, {all: [{line.category: tea}, {not: {line.brand: House}}]}]}") + "  - {id: b, on: order.paid, points: 1, when: {all: [{order.channel: app}, {any: [{line.category: tea}, {line.category: milk}]}]}}\n",
    "conditions of dates and times": rule(when="{order.date: 2026-01-01}") + '  - {id: b, on: order.paid, points: 1, when: {order.date: {at_least: 2026-01-01, at_most: 2026-01-31}}}\n  - {id: c, on: order.paid, points: 1, when: {order.time: "12:00-13:30"}}\n  - {id: d, on: order.paid, points: 1, when: {order.time: ["friday 22:00-02:00", "saturday 08:00-10:00"]}}\n',
    "conditions of the member": LADDER + rule(when="{tier: top}") + "  - {id: b, on: order.paid, points: 1, when: {tier: [mid, top]}}\n  - {id: c, on: order.paid, points: 1, when: {tier: {at_least: mid}}}\n  - {id: d, on: order.paid, points: 1, when: {tier: {below: top}}}\n  - {id: e, on: order.paid, points: 1, when: {member.segment: vip}}\n  - {id: f, on: order.paid, points: 1, when: {member.birthday: true}}\n  - {id: g, on: order.paid, points: 1, when: {member.birthday_month: false}}\n  - {id: h, on: order.paid, points: 1, when: {member.days_since_enrolment: {below: 30}}}\n  - {id: i, on: order.paid, points: 1, when: {member.lunar_birthday: true, member.lunar_birthday_month: true}}\n",
    "conditions of an event's own fields": "events: {gym.visited: {fields: {minutes: number, fee: money, on: date, coach: bool, class: text}}}\n" + rule(on="gym.visited", when="{event.minutes: {at_least: 30}, event.fee: {below: 9.5}, event.coach: true, event.class: [yoga, box], event.on: {at_least: 2026-01-01}}") + "  - {id: b, on: gym.visited, points: 1, when: {event.coach: false}}\n",
    "festivals of every kind": "festivals:\n  eve: {lunar: 12-30, before: 2}\n  day: {solar: 01-01}\n  week: {solar: 10-01, days: 7}\n  own: {name: {en: Our day, zh-Hans: 店庆}, dates: [2026-05-01, 2027-05-02], days: 2, before: 1}\n" + rule(when="{order.festival: eve}") + "  - {id: b, on: order.paid, points: 1, when: {order.festival: [day, week, own]}}\n",
    "birthdays on 28 February": "birthdays: {leap_day: 02-28, change_every: 1 year}\n",
    "a profile": "profile: {fields: [name, email, birthday], complete_at: 100}\n" + rule(on="profile.completed"),
    "an event once a day": "events:\n  spin.won: {name: {en: a spin}, once_per: day}\n  quiz.done: {once_per: lifetime, fields: {level: {type: text, one_of: [easy, hard]}}}\n" + rule(on="spin.won"),
    "limits of every period": rule(limit="[{times: 1, per: event}, {points: 5, per: day}, {times: 2, per: week}, {points: 50, per: month}, {times: 9, per: year}, {points: 999, per: lifetime}]"),
    "a limit of both": rule(limit="{times: 3, points: 12, per: month}"),
    "limits of several rules": rule() + "  - {id: more, on: order.paid, points: 1}\nlimits:\n  - {id: a, points: 9, per: week, rules: [base, more]}\n  - {id: b, times: 1, per: day}\n  - {id: c, times: 5, per: year, rules: base}\n  - {id: d, points: 1.5, per: lifetime, wallet: growth}\n",
    "a rule's budgets": rule(budget="[{points: 500, per: month, warn_at: 0.9}, {share_of_sales: 0.015, per: year}]") + "  - {id: more, on: order.paid, points: 1, budget: {points: 100}}\n",
    "the programme's budgets": "budget: [{points: 5000, per: day}, {share_of_sales: 0.05, per: month, warn_at: 0.75}]\n",
    "approval of everything": "approval: {programme: true, goodwill_above: 100, bulk_above: 100000, goodwill_in_all: [{points: 5, within: 1 day, of: member}, {points: 9, within: 1 week, of: giver}]}\n",
    **{f"returns {policy}": f"returns: {{policy: {policy}}}\n" for policy in ("debt", "within_balance", "only_pending")},
    "returns looked at later": "returns: {policy: debt, window: 14 days, tier: at_review}\n",
    "a challenge of days": quest(target="{days: 3}", period="{within: 7 days}", returns="keep"),
    "a challenge of units": quest(target="{quantity: 1}", recurrence="again", join="on_request"),
    "a challenge of spending": quest(target="{spend: 99.5}", period="{from: 2026-01-01}", limit="{points: 50, per: year}"),
    "a challenge up to a day": quest(period="{until: 2026-12-31}", reward="{badge: star}") + "badges: [{id: star, revoke: on_return}]\n",
    "a challenge between two days": quest(period="{from: 2026-01-01, until: 2026-12-31}", when="{line.category: tea}", limit="[{times: 1, per: month}, {times: 2, per: year}]"),
    "a challenge after joining": quest(period="{within: 1 month, since: enrolment}", name="{en: First steps, zh-Hans: 第一步}"),
    "a challenge every week": quest(period="{per: week}", recurrence="every_period", target="{count: 1}", reward="{points: 1, wallet: growth}"),
    **{f"a challenge of different things: {what}": quest(target=f"{{distinct: {what}, count: 3}}") for what in ("category", "sku", "brand", "store", "channel")},
    "a referral of the friend alone": "referral: {friend: {points: 200}}\n",
    "a referral of the advocate alone": "referral: {advocate: {points: 1}, after: 1 day, limit: {points: 900, per: year}}\n",
    "a referral of badges": "badges: [{id: star, name: Star}]\nreferral: {advocate: {badge: star}, friend: {badge: star, points: 5}, qualifies: {when: {order.channel: app}}, returns: take_back, limit: [{times: 1, per: month}, {points: 9, per: year}]}\n",
    "gifts without bounds": "gifts: {}\n",
    "gifts with bounds": LADDER + "gifts: {min: 1, max: 10, per_day: 20, per_month: 30, cooling_off: 90 minutes, only_to: [mid]}\n",
    "a pool of the simplest kind": "pools: {family: {members: 2}}\n",
    "a pool of every kind": "pools: {team: {name: Team, members: 9, wallets: points, invite: owner, invitation: 1 day, contribute: all, share: 0.25, spend: {who: owner, first: soonest}, leave: {takes: nothing, after: 1 month}}, club: {members: 3, spend: {first: own, per_member: {points: 50, per: week}}, leave: {again_after: 1 year}}}\n",
    "cards of every kind": 'cards: {code: {prefix: "21", pattern: "##########", check: gs1}, barcode: ean13, issue: on_request, at_most: 1}\n',
    "cards without a check digit": "cards: {code: {check: luhn}, barcode: code128}\n",
}

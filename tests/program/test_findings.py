"""The programme promises that everything wrong in a document is found, on its line, in three languages."""

import pytest

from regulars.kit.phrases import LANGUAGES, known_codes
from regulars.program.findings import Finding, meant
from regulars.program.reading import parse
from regulars.program.yaml_lines import DEEPEST, LARGEST_BYTES

from .samples import HEAD, HEAD_LINES, codes, levels, quest, read, rule

LINE = HEAD_LINES + 2  # where `rule()` writes its rule

TEXTS = {
    "too_large": ("#" * (LARGEST_BYTES + 1), 1),
    "empty": ("# nothing but a comment\n", 1),
    "broken_yaml": (HEAD + "earn: [{id: x\n", HEAD_LINES + 2),
    "tab": ("program: a\nwallets:\n\tpoints: {}\n", 3),
    "control_character": ("program: a\nname: a\x00b\n", 2),
    "yaml_feature": (HEAD + "name: !!str hello\n", HEAD_LINES + 1),
    "second_document": (HEAD + "---\nprogram: other\n", HEAD_LINES + 1),
    "too_deep": (HEAD + "earn: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), HEAD_LINES + 1),
    "not_a_document": ("- program: a\n", 1),
}


@pytest.mark.parametrize(
    ("code", "text", "line"), [(code, text, line) for code, (text, line) in TEXTS.items()], ids=list(TEXTS)
)
def test_a_text_that_is_no_document_gives_one_finding_and_no_programme(code, text, line):
    parsed = parse(text)
    assert codes(parsed) == [(code, line)]
    assert parsed.program is None


@pytest.mark.parametrize(
    "text",
    ["a: &all [1]\nb: *all\n", "&a x: 1\n", "%YAML 1.1\n---\na: 1\n", "a: !ruby/object 1\n"],
    ids=["alias", "anchor on a key", "directive", "tag"],
)
def test_nothing_of_yaml_that_hides_what_is_meant_is_accepted(text):
    assert "programme.yaml_feature" in [finding.code for finding in parse(text).errors]


def test_a_bomb_of_aliases_is_never_unfolded():
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 200))
    assert parse(bomb).program is None


def test_an_escape_cannot_smuggle_in_a_null_character():
    assert ("control_character", HEAD_LINES + 1) in codes(read('name: "a\\0b"\n'))


TRACK = "fast_tracks:\n  - {id: sprint, reach: {visits: 2, within: 60 days}, grants: mid, for: 1 month}\n"

# what is written after the head -> the finding and its line (1 = the first line after the head)
ERRORS = {
    "a card's prefix in small letters": ("cards: {code: {prefix: gold}}\n", "card_prefix", 1),
    "a card's pattern of three": ('cards: {code: {pattern: "###"}}\n', "card_pattern", 1),
    "a card's pattern with letters": ('cards: {code: {pattern: "A####"}}\n', "card_pattern", 1),
    "a card's pattern without quotes": ("cards: {code: {pattern: }}\n", "not_a_text", 1),
    "a card of four characters": ("cards: {code: {charset: ABCD}}\n", "card_charset", 1),
    "a card's characters named twice": ("cards: {code: {charset: ABCDEA}}\n", "card_charset", 1),
    "a check digit of twice an odd number": ("cards: {code: {charset: ABCDEFGHIJKLMN}}\n", "card_check", 1),
    "Luhn over an odd number": ("cards: {code: {charset: ABCDE, check: luhn}}\n", "card_check", 1),
    "an EAN-13 that is too short": ("cards: {barcode: ean13}\n", "card_ean13", 1),
    "an EAN-13 with another check digit": ('cards: {barcode: ean13, code: {prefix: 21, pattern: "##########"}}\n', "card_ean13", 1),
    "no card at all for a member": ("cards: {at_most: 0}\n", "too_small", 1),
    "a wallet's name that is none": ("cards: {pass: {apple_type: club}}\n", "card_pass", 1),
    "a colour in words": ("cards: {pass: {colour: green}}\n", "card_pass", 1),
    "a pool of what only counts": ("pools: {family: {members: 4, wallets: [growth]}}\n", "moves_qualifying", 1),
    "a share that goes in by hand": ("pools:\n  family:\n    members: 4\n    share: 0.5\n", "share_by_hand", 4),
    "a pool of one": ("pools: {family: {members: 1}}\n", "too_small", 1),
    "gifts of what only counts": ("gifts: {wallet: growth}\n", "moves_qualifying", 1),
    "gifts of a wallet that isn't there": ("gifts: {wallet: miles}\n", "unknown_wallet", 1),
    "a gift of a part of a point": ("gifts: {min: 1.5}\n", "too_many_decimals", 1),
    "gifts that are too small and too large": ("gifts: {min: 50, max: 40}\n", "gifts_reversed", 1),
    "a cooling-off of no time": ("gifts: {cooling_off: 0 hours}\n", "not_a_cooling_off", 1),
    "a cooling-off in words": ("gifts: {cooling_off: a day}\n", "not_a_cooling_off", 1),
    "gifts to a level that isn't there": ("gifts: {only_to: [gold]}\n", "unknown_level", 1),
    "gifts to nobody": ("gifts: {only_to: []}\n", "empty_list", 1),
    "a key written twice": ("name: A\nname: B\n", "duplicate_key", 2),
    "a key that is a list": ("? [a]\n: b\n", "key_not_text", 1),
    "an unknown key": ("colour: red\n", "unknown_key", 1),
    "an unknown key deep inside": (rule(when="{order.hour: {at_lest: 5}}"), "unknown_key", 2),
    "tiers that are a word": ("tiers: gold\n", "not_a_mapping", 1),
    "rules that are no list": ("earn: {id: a}\n", "not_a_list", 1),
    "a rule that is a word": ("earn: [double]\n", "not_a_mapping", 1),
    "levels of nothing": (levels(more="") + "    []\n", "empty_list", 3),
    "levels that are no list": ("tiers:\n  levels: {id: a}\n", "not_a_list", 2),
    "more levels than anybody climbs": ("tiers:\n  levels: [" + "{id: a}, " * 51 + "]\n", "too_many", 2),
    "more rules than anybody reads": ("earn:\n" + "  - {}\n" * 1001, "too_many", 1002),
    "tiers without levels": ("tiers:\n  review: {every: month}\n", "missing_key", 2),
    "a condition of nothing": (rule(when="{}"), "empty_list", 2),
    "any of nothing": (rule(when="{any: []}"), "empty_list", 2),
    "a rule without points": (rule(points=""), "missing_key", 2),
    "a higher level without reach": (levels("id: low", "id: high"), "missing_key", 5),
    "a limit without a period": (rule(limit="{times: 1}"), "missing_key", 2),
    "a limit of neither times nor points": (rule(limit="{per: day}"), "choose_one", 2),
    "a rule's budget of both": (rule(budget="{points: 5, share_of_sales: 0.1}"), "choose_one", 2),
    "any and all side by side": (
        levels("id: low", "id: high, reach: {any: [{spend: 1}], all: [{visits: 1}]}"),
        "choose_one",
        5,
    ),
    "a review both every year and on dates": (levels("id: low", more="review: {every: year, on: [03-31]}"), "choose_one", 2),
    "a review on 29 February": (levels("id: low", more="review: {on: [02-29]}"), "not_a_day_of_year", 2),
    "a review on no date": (levels("id: low", more="review: {on: []}"), "empty_list", 2),
    "a grace without its length": (levels("id: low", more="down: {grace: {round_to: month}}"), "missing_key", 2),
    "a grace rounded to the week": (levels("id: low", more="down: {grace: {for: 9 days, round_to: week}}"), "unknown_choice", 2),
    "a soft landing without end": (levels("id: low", more="down: {soft_landing: {keep: [multiplier]}}"), "missing_key", 2),
    "visits on nothing": (levels("id: low", more="visits_on: []"), "empty_list", 2),
    "a freeze that bends windows": (levels("id: low", more="freeze: {windows: bent}"), "unknown_choice", 2),
    "a fast track to nowhere": (levels("id: low", "id: mid, reach: {spend: 1}") + TRACK.replace("mid", "top"), "unknown_level", 7),
    "a fast track to the lowest level": (levels("id: low", "id: mid, reach: {spend: 1}") + TRACK.replace("mid", "low"), "track_grants_lowest", 7),
    "a fast track without time": (levels("id: low", "id: mid, reach: {spend: 1}") + TRACK.replace(", within: 60 days", ""), "track_without_window", 7),
    "a fast track by a score of all time": (levels("id: low", "id: mid, reach: {score: 1}") + "tier_score: {terms: [{visits: 1}]}\n" + TRACK.replace("visits: 2, within: 60 days", "score: 2"), "track_without_window", 8),
    "a fast track for ever": (levels("id: low", "id: mid, reach: {spend: 1}") + TRACK.replace(", for: 1 month", ""), "missing_key", 7),
    "a fast track without a mission": (levels("id: low", "id: mid, reach: {spend: 1}") + TRACK.replace("reach: {visits: 2, within: 60 days}, ", ""), "missing_key", 7),
    "a fast track that ends before it starts": (levels("id: low", "id: mid, reach: {spend: 1}") + TRACK.replace("for:", "from: 2018-02-01, until: 2018-01-01, for:"), "dates_reversed", 7),
    "two fast tracks of one id": (levels("id: low", "id: mid, reach: {spend: 1}") + TRACK + TRACK.partition("\n")[2], "duplicate_id", 8),
    "a membership that gives nothing": ("paid:\n  - {id: plus, fee: 9, lasts: 1 year}\n", "choose_one", 2),
    "a membership that gives two things": (levels("id: low", "id: mid, reach: {spend: 1}") + "paid:\n  - {id: plus, level: mid, multiplier: 2, fee: 9, lasts: 1 year}\n", "choose_one", 7),
    "a membership of an unknown level": ("paid:\n  - {id: plus, level: top, fee: 9, lasts: 1 year}\n", "unknown_level", 2),
    "a membership that multiplies by 1": ("paid:\n  - {id: plus, multiplier: 1, fee: 9, lasts: 1 year}\n", "not_above", 2),
    "a membership without a fee": ("paid:\n  - {id: plus, multiplier: 2, lasts: 1 year}\n", "missing_key", 2),
    "a fee finer than a fen": ("paid:\n  - {id: plus, multiplier: 2, fee: 9.999, lasts: 1 year}\n", "too_many_decimals", 2),
    "a membership for ever": ("paid:\n  - {id: plus, multiplier: 2, fee: 9}\n", "missing_key", 2),
    "two memberships of one id": ("paid:\n  - {id: plus, multiplier: 2, fee: 9, lasts: 1 year}\n  - {id: plus, multiplier: 3, fee: 9, lasts: 1 year}\n", "duplicate_id", 3),
    "a refund by mood": ("paid:\n  - {id: plus, multiplier: 2, fee: 9, lasts: 1 year, refund: sometimes}\n", "unknown_choice", 2),
    "a score without terms": ("tier_score: {within: 1 year}\n", "missing_key", 1),
    "a score of no terms": ("tier_score: {terms: []}\n", "empty_list", 1),
    "a term of two measures": ("tier_score: {terms: [{spend: 1, visits: 2}]}\n", "one_measure", 1),
    "a term that weighs nothing": ("tier_score: {terms: [{spend: 0}]}\n", "not_above", 1),
    "a term for every 0": ("tier_score: {terms: [{spend: 1, per: 0}]}\n", "not_above", 1),
    "a score made of the score": ("tier_score: {terms: [{score: 1}]}\n", "not_a_measure", 1),
    "a term of a wallet nobody has": ("tier_score: {terms: [{points.stars: 1}]}\n", "unknown_wallet", 1),
    "the number of an event that can't be": (levels("id: low", "id: high, reach: {events.Check In: 3}"), "not_an_event_type", 5),
    "half a score": (levels("id: low", "id: high, reach: {score: 1.5}") + "tier_score: {terms: [{spend: 1}]}\n", "too_many_decimals", 5),
    "a badge nobody knows": (rule(badge="star"), "unknown_badge", 2),
    "a reward of an unknown badge": (quest(reward="{badge: star}"), "unknown_badge", 2),
    "a reward of nothing": (quest(reward="{points: 0}"), "reward_of_nothing", 2),
    "two challenges of one id": (quest() + "  - {id: goal, on: order.paid, target: {count: 1}, reward: {points: 1}}\n", "duplicate_id", 3),
    "two badges of one id": ("badges:\n  - {id: star}\n  - {id: star}\n" + rule(badge="star"), "duplicate_id", 3),
    "a challenge without a target": (quest(target=""), "missing_key", 2),
    "a challenge without a reward": (quest(reward=""), "missing_key", 2),
    "a target of two kinds": (quest(target="{count: 5, spend: 9}"), "choose_one", 2),
    "a target of nothing": (quest(target="{}"), "choose_one", 2),
    "a target of no times": (quest(target="{count: 0}"), "too_small", 2),
    "a target of half a time": (quest(target="{count: 1.5}"), "not_whole", 2),
    "a target of less than a fen": (quest(target="{spend: 0.001}"), "too_many_decimals", 2),
    "different things nobody tells apart": (quest(target="{distinct: colour, count: 2}"), "unknown_choice", 2),
    "different things without a number": (quest(target="{distinct: category}"), "missing_key", 2),
    "a month and a length of time": (quest(period="{per: month, within: 7 days}"), "choose_one", 2),
    "counted from joining, but for how long": (quest(period="{since: enrolment}"), "since_without_within", 2),
    "a challenge that ends before it starts": (quest(period="{from: 2026-02-01, until: 2026-01-01}"), "challenge_dates_reversed", 2),
    "spending in a review": (quest(on="review.published", target="{spend: 9}"), "target_needs_orders", 2),
    "again by different days": (quest(target="{days: 2}", recurrence="again"), "again_needs_amounts", 2),
    "a referral that is a word": ("referral: yes please\n", "not_a_mapping", 1),
    "an advocate's reward of nothing": ("referral: {advocate: {points: 0}}\n", "reward_of_nothing", 1),
    "a referral's purchase below 0": ("referral: {qualifies: {order_at_least: -1}}\n", "too_small", 1),
    "an unknown word of a referral": ("referral: {friends: {points: 1}}\n", "unknown_key", 1),
    "an unknown choice": ("enrol: always\n", "unknown_choice", 1),
    "an unknown stack": (rule(stack="most"), "unknown_choice", 2),
    "a number in quotes": (rule(points='"5"'), "not_a_number", 2),
    "a number with an exponent": (rule(points="1e3"), "not_a_number", 2),
    "a number in hexadecimal": (rule(points="0x10"), "not_a_number", 2),
    "a number in octal": (rule(points="0o17"), "not_a_number", 2),
    "a number with a leading zero": (rule(points="010"), "not_a_number", 2),
    "a number with a thousands separator": (rule(points="'1,000'"), "not_a_number", 2),
    "a number with underscores": (rule(points="1_000"), "not_a_number", 2),
    "infinity": (rule(points=".inf"), "not_a_number", 2),
    "not a number": (rule(points=".nan"), "not_a_number", 2),
    "digits of another script": (rule(points="１２"), "not_a_number", 2),
    "a number that is nothing": (rule(points="null"), "not_a_number", 2),
    "half a time": (rule(limit="{times: 1.5, per: day}"), "not_whole", 2),
    "an hour and a half": (rule(when="{order.hour: 12.5}"), "not_whole", 2),
    "per nothing": (rule(points="{per: 0, give: 1}"), "not_above", 2),
    "negative points": (rule(points="-5"), "too_small", 2),
    "zero times": (rule(limit="{times: 0, per: day}"), "too_small", 2),
    "the day 0 of the month": (rule(when="{order.day_of_month: 0}"), "too_small", 2),
    "the hour 24": (rule(when="{order.hour: 24}"), "too_big", 2),
    "a budget per event": (rule(budget="{points: 5, per: event}"), "unknown_choice", 2),
    "a budget without a number": ("budget: {warn_at: 0.8}\n", "choose_one", 1),
    "two budgets of one kind and period": ("budget: [{points: 5}, {points: 6, per: lifetime}]\n", "budget_twice", 1),
    "no budget in the list": ("budget: []\n", "empty_list", 1),
    "a budget of an unknown wallet": ("budget: {points: 5, wallet: stars}\n", "unknown_wallet", 1),
    "a wallet of a rule's budget": (rule(budget="{points: 5, wallet: points}"), "unknown_key", 2),
    "a budget of half a point": ("budget: {points: 0.5}\n", "too_many_decimals", 1),
    "a warning above the whole": ("budget: {points: 5, warn_at: 1.5}\n", "too_big", 1),
    "a limit of several rules without an id": ("limits: [{points: 5, per: day}]\n", "missing_key", 1),
    "two limits of one id": ("limits:\n  - {id: a, points: 5, per: day}\n  - {id: a, points: 6, per: day}\n", "duplicate_id", 3),
    "a limit of both": ("limits: [{id: a, points: 5, times: 1, per: day}]\n", "choose_one", 1),
    "a limit of several rules that names none": ("limits: [{id: a, points: 5, per: day, rules: [bas]}]\n" + rule(), "unknown_rule", 1),
    "a limit of a rule of another wallet": ("limits: [{id: a, points: 5, per: day, rules: [base]}]\n" + rule(wallet="growth"), "rule_of_other_wallet", 1),
    "more than all sales": ("budget: {share_of_sales: 1.5}\n", "too_big", 1),
    "points beyond what is safe": (rule(points="9007199254740992"), "too_big", 2),
    "a tenth of a cent": (levels("id: low", "id: high, reach: {spend: 0.001}"), "too_many_decimals", 5),
    "half a visit": (levels("id: low", "id: high, reach: {visits: 1.5}"), "too_many_decimals", 5),
    "a limit of half a point": (rule(limit="{points: 0.5, per: day}"), "too_many_decimals", 2),
    "yes instead of true": ("approval: {programme: yes}\n", "not_true_false", 1),
    "goodwill counted by nobody": ("approval: {goodwill_in_all: {points: 5, within: 7 days, of: shop}}\n", "unknown_choice", 1),
    "goodwill over no time": ("approval: {goodwill_in_all: [{points: 5, of: giver}]}\n", "missing_key", 1),
    "goodwill of less than nothing": ("approval: {goodwill_in_all: [{points: -5, within: 7 days, of: giver}]}\n", "too_small", 1),
    "a quoted true": ("approval: {programme: 'true'}\n", "not_true_false", 1),
    "a name that is a number": ("name: 360\n", "not_a_text", 1),
    "a name that is empty": ("name:\n", "not_a_text", 1),
    "a name in no language": ("name: {}\n", "not_a_text", 1),
    "a name in an unknown language": ("name: {en: A, fr: B}\n", "unknown_key", 1),
    "a category that is true": (rule(when="{line.category: true}"), "not_a_text", 2),
    "an id with a blank": (rule(id="my rule"), "not_an_id", 2),
    "an event in capitals": (rule(on="Order.Paid"), "not_an_event_type", 2),
    "a length without a unit": ("returns: {window: 30}\n", "not_a_duration", 1),
    "a negative length": ("returns: {window: -3 days}\n", "not_a_duration", 1),
    "a length of nothing": ("returns: {window: 0 days}\n", "duration_out_of_range", 1),
    "a length of centuries": ("returns: {window: 999 years}\n", "duration_out_of_range", 1),
    "30 February": (rule(frm="2018-02-30"), "not_a_date", 2),
    "a date the American way": (rule(until="02/03/2018"), "not_a_date", 2),
    "until before from": (rule(frm="2018-03-04", until="2018-03-03"), "dates_reversed", 2),
    "an eighth weekday": (rule(when="{order.weekday: 8}"), "not_a_weekday", 2),
    "a misspelt weekday": (rule(when="{order.weekday: moonday}"), "not_a_weekday", 2),
    "a wallet that is not there": (rule(wallet="ponits"), "unknown_wallet", 2),
    "a criterion of a wallet that is not there": (
        levels("id: low", "id: high, reach: {points.stars: 5}"),
        "unknown_wallet",
        5,
    ),
    "a level that is not there": (rule(when="{tier: gold}"), "unknown_level", 2),
    "two levels of one id": (levels("id: low", "id: low, reach: {spend: 1}"), "duplicate_id", 5),
    "a floor above its level": (levels("id: low, floor: high", "id: high, reach: {spend: 1}"), "floor_not_below", 4),
    "two measures in one criterion": (levels("id: low", "id: high, reach: {spend: 1, visits: 2}"), "one_measure", 5),
    "a criterion of nothing": (levels("id: low", "id: high, reach: {within: 1 year}"), "one_measure", 5),
    "a measure with a blank": (levels("id: low", "id: high, reach: {air miles: 5}"), "not_a_measure", 5),
    "a rate of a strange measure": (rule(points="{per: 1, give: 1, of: Net}"), "not_a_measure", 2),
    "a field nobody knows": (rule(when="{line.colour: red}"), "unknown_field", 2),
    "a category at least": (rule(when="{line.category: {at_least: a}}"), "not_ordered", 2),
    "a base rate in a group": (rule(points="{per: 1, give: 1}", group="a"), "base_in_group", 2),
    "a base rate that is best of": (rule(points="{per: 1, give: 1}", stack="best_of"), "base_in_group", 2),
    "an event of the house declared": ("events:\n  points.redeemed: {}\n", "event_reserved", 2),
    "an order of one's own making": ("events: {order.paid: {}}\n", "event_reserved", 1),
    "an event in capitals declared": ("events: {Gym: {}}\n", "not_an_event_type", 1),
    "events in a list": ("events: [gym.visited]\n", "not_a_mapping", 1),
    "fields in a list": ("events: {gym.visited: {fields: [minutes]}}\n", "not_a_mapping", 1),
    "a field with a blank": ("events: {gym.visited: {fields: {my field: text}}}\n", "not_a_field_name", 1),
    "a field of a strange kind": ("events: {gym.visited: {fields: {minutes: integer}}}\n", "unknown_choice", 1),
    "a field that is built in": ("events: {checkin: {fields: {place: number}}}\n", "field_built_in", 1),
    "numbers to choose from": ("events: {gym.visited: {fields: {size: {type: number, one_of: [1, 2]}}}}\n", "one_of_texts", 1),
    "a measure that is a text": ("events: {gym.visited: {fields: {class: text}, measures: [class]}}\n", "event_measure_unknown", 1),
    "a measure that is spend": ("events: {gym.visited: {fields: {spend: number}, measures: [spend]}}\n", "not_a_measure", 1),
    "once per a field that may be missing": ("events: {gym.visited: {fields: {class: text}, once_per: class}}\n", "unknown_choice", 1),
    "more events than anybody sends": ("events: {" + ", ".join(f"a.b{n}: {{}}" for n in range(101)) + "}\n", "too_many", 1),
    "a condition on a field nobody declares": (
        "events: {gym.visited: {fields: {minutes: number}}}\n" + rule(on="gym.visited", when="{event.minuts: 5}"), "event_field_unknown", 3,
    ),
    "a number compared with a word": (
        "events: {gym.visited: {fields: {minutes: number}}}\n" + rule(on="gym.visited", when="{event.minutes: many}"), "not_a_number", 3,
    ),
    "a choice that is none": (
        "events: {gym.visited: {fields: {class: {type: text, one_of: [yoga]}}}}\n" + rule(on="gym.visited", when="{event.class: yogi}"), "unknown_choice", 3,
    ),
    "minutes to four decimals": (
        "events: {gym.visited: {fields: {minutes: number}}}\n" + rule(on="gym.visited", when="{event.minutes: 0.0001}"), "too_many_decimals", 3,
    ),
    "points by a field nobody declares": (
        "events: {gym.visited: {fields: {minutes: number}}}\n" + rule(on="gym.visited", points="{per: 1, give: 1, of: hours}"), "event_measure_unknown", 3,
    ),
    "a match on a field nobody declares": (rule(on="review.published", pending_until="{on: review.approved, matching: id}"), "event_field_unknown", 2),
    "a match on a field one side has not": (rule(on="review.published", pending_until="{on: review.approved, matching: product}"), "event_field_unknown", 2),
    "waiting for nothing": (rule(pending_until="{matching: order_id}"), "missing_key", 2),
    "waiting for ever": (rule(pending_until="{on: checkin, within: never}"), "not_a_duration", 2),
    "a streak that resets on a whim": (rule(on="checkin", streak="{days: 7, bonus: 5, reset: daily}"), "unknown_choice", 2),
    "a bonus of half a point": (rule(on="checkin", streak="{days: 7, bonus: 0.5}"), "too_many_decimals", 2),
    "a festival of two calendars": ("festivals: {spring: {lunar: 01-01, solar: 02-01}}\n", "choose_one", 1),
    "a festival without a day": ("festivals: {spring: {days: 3}}\n", "choose_one", 1),
    "a lunar day 31": ("festivals: {spring: {lunar: 01-31}}\n", "not_a_lunar_day", 1),
    "festivals in a list": ("festivals: [spring]\n", "not_a_mapping", 1),
    "a festival that is not there": ("festivals: {spring: {lunar: 01-01}}\n" + rule(when="{order.festival: sprinkle}"), "unknown_festival", 3),
    "hours without an end": (rule(when='{order.time: "22:00"}'), "not_hours", 2),
    "hours of no length": (rule(when="{order.time: 22:00-22:00}"), "not_hours", 2),
    "an hour 25": (rule(when="{order.time: 22:00-25:00}"), "not_hours", 2),
    "a minute past midnight at 24": (rule(when="{order.time: 22:00-24:01}"), "not_hours", 2),
    "hours of a strange day": (rule(when="{order.time: someday 22:00-23:00}"), "not_hours", 2),
    "hours later than": (rule(when="{order.time: {above: 22:00-23:00}}"), "not_ordered", 2),
    "a leap day in June": ("birthdays: {leap_day: 06-01}\n", "unknown_choice", 1),
    "best of no group": (rule(stack="best_of"), "group_missing", 2),
    "an activation of what waits to be confirmed": (
        rule(on="review.published", activate="{after: 7 days}", pending_until="{on: review.approved}"), "activate_and_pending", 2,
    ),
    "exclusive in no group": (rule(stack="exclusive"), "group_missing", 2),
    "a limit of a challenge nobody has": ("limits: [{id: a, points: 5, per: day, challenges: teas}]\n", "unknown_challenge", 1),
    "a limit of a challenge of another wallet": ("challenges: [{id: teas, on: order.paid, target: {count: 2}, reward: {points: 5, wallet: growth}}]\nlimits: [{id: a, points: 5, per: day, challenges: [teas]}]\n", "challenge_of_other_wallet", 2),
    "a limit of no challenge": ("limits: [{id: a, points: 5, per: day, challenges: []}]\n", "empty_list", 1),
    "a limit of a referral that is not there": ("limits: [{id: a, points: 5, per: day, referral: true}]\n", "no_referral_of_wallet", 1),
    "a limit of a referral of another wallet": ("referral: {advocate: {points: 5, wallet: growth}}\nlimits: [{id: a, points: 5, per: day, referral: true}]\n", "no_referral_of_wallet", 2),
    "a limit of a referral beside a rule of that name": ("referral: {advocate: {points: 5}}\nlimits: [{id: a, points: 5, per: day, referral: true}]\n" + rule(id="referral"), "rule_named_referral", 4),
    "a budget of a referral beside a rule of that name": ("referral: {advocate: {points: 5}, budget: {points: 9}}\n" + rule(id="referral"), "rule_named_referral", 3),
    "a budget of a badge": ("badges: [{id: b}]\nchallenges: [{id: teas, on: order.paid, target: {count: 2}, reward: {badge: b}, budget: {points: 9}}]\n", "budget_of_no_points", 2),
    "a budget of a referral of two wallets": ("referral: {advocate: {points: 5}, friend: {points: 5, wallet: growth}, budget: {points: 9}}\n", "budget_of_two_wallets", 1),
    "a wallet of a reward's budget": ("challenges: [{id: teas, on: order.paid, target: {count: 2}, reward: {points: 5}, budget: {points: 9, wallet: points}}]\n", "unknown_key", 1),
}


@pytest.mark.parametrize(("rest", "code", "line"), ERRORS.values(), ids=ERRORS.keys())
def test_a_wrong_value_is_named_on_its_line_and_nothing_else_is_blamed(rest, code, line):
    parsed = read(rest)
    assert codes(parsed) == [(code, HEAD_LINES + line)]
    assert parsed.program is None


HEADS = {
    "no id": ("program: tea-house\n", "", "missing_key", 1),
    "no time zone": ("timezone: Asia/Shanghai\n", "", "missing_key", 1),
    "an unknown time zone": ("Asia/Shanghai", "Asia/Shanghia", "unknown_timezone", 3),
    "a time zone that is a path": ("Asia/Shanghai", "../etc/passwd", "unknown_timezone", 3),
    "a currency in words": ("code: CNY", "code: yuan", "not_a_currency", 2),
    "a currency nobody knows the digits of": ("code: CNY, minor_digits: 2", "code: QQQ", "currency_digits_unknown", 2),
    "five digits after the point": ("minor_digits: 2", "minor_digits: 5", "too_big", 2),
    "no wallet at all": (
        "\n  points: {point_value: 0.01}\n  growth: {kind: qualifying, scale: 1}",
        " {}",
        "empty_list",
        4,
    ),
    "wallets in a list": (
        "\n  points: {point_value: 0.01}\n  growth: {kind: qualifying, scale: 1}",
        " [points]",
        "not_a_mapping",
        4,
    ),
    "a rest before the end": ("point_value: 0.01", "activate: [{after: 1 day}, {when: {line.category: tv}}]", "activation_rest_last", 5),
    "an activation by channel": ("point_value: 0.01", "activate: [{when: {order.channel: app}, after: 1 day}]", "activation_asks_lines", 5),
    "a longest wait for nothing": ("point_value: 0.01", "activate: {after: 1 day, at_most: 2 days}", "at_most_without_event", 5),
    "a date and an event": ("point_value: 0.01", "activate: {from: 2026-01-01, on: checkin}", "choose_one", 5),
    "an activation of nothing": ("point_value: 0.01", "activate: {}", "choose_one", 5),
    "a list of no activations": ("point_value: 0.01", "activate: []", "empty_list", 5),
    "activity without an end": ("point_value: 0.01", "expire: {rolling: 1 year, activity: {keeps: 1 month}}", "missing_key", 5),
    "activity counted from activation": (
        "point_value: 0.01",
        "expire: {rolling: 1 year, from: activation, activity: {keeps: 1 month, at_most: 2 years}}",
        "activity_from_activation",
        5,
    ),
    "an extension for nobody": ("point_value: 0.01", "expire: {rolling: 1 year, extend: {}}", "empty_list", 5),
    "an extension for a level that is not there": ("point_value: 0.01", "expire: {rolling: 1 year, extend: {gold: 1 month}}", "unknown_level", 5),
    "a return without a new end": ("point_value: 0.01", "expire: {rolling: 1 year, reinstate: {within: 1 month}}", "missing_key", 5),
    "a return for a level that is not there": (
        "point_value: 0.01",
        "expire: {rolling: 1 year, reinstate: {within: {gold: 1 month}, for: 1 month}}",
        "unknown_level",
        5,
    ),
    "at least more than at most": ("point_value: 0.01", "redeem: {min: 500, max: 100}", "redeem_reversed", 5),
    "no step between least and most": ("point_value: 0.01", "redeem: {min: 150, max: 190, step: 100}", "redeem_between_steps", 5),
    "a step above the most": ("point_value: 0.01", "redeem: {max: 50, step: 100}", "redeem_between_steps", 5),
    "half a point to redeem": ("point_value: 0.01", "redeem: {min: 0.5}", "too_many_decimals", 5),
    "a share of the order without a value": ("point_value: 0.01", "redeem: {share_of_order: 0.5}", "share_without_value", 5),
    "more than the whole order": ("point_value: 0.01", "point_value: 1, redeem: {share_of_order: 1.5}", "too_big", 5),
    "a hold of a month": ("point_value: 0.01", "hold: {for: 1 month}", "not_a_span", 5),
    "a hold without a unit": ("point_value: 0.01", "hold: {at_most: 15}", "not_a_span", 5),
    "a hold longer than the longest": ("point_value: 0.01", "hold: {for: 3 hours, at_most: 2 hours}", "hold_too_long", 5),
    "a hold of a word": ("point_value: 0.01", "hold: forever", "not_a_mapping", 5),
    "a wallet id with a blank": ("growth:", "my growth:", "not_an_id", 6),
    "free points": ("0.01", "0", "not_above", 5),
    "two kinds of activation": ("point_value: 0.01", "activate: {after: 1 day, from: 2026-01-01}", "choose_one", 5),
    "two kinds of expiry": ("point_value: 0.01", "expire: {rolling: 1 year, sliding: 1 year}", "choose_one", 5),
    "a key of another kind of expiry": (
        "point_value: 0.01",
        "expire: {sliding: 1 year, round_to: month}",
        "unknown_key",
        5,
    ),
    "an expiry that is no word": ("point_value: 0.01", "expire: sometimes", "unknown_choice", 5),
    "29 February every year": ("point_value: 0.01", "expire: {calendar: [02-29]}", "not_a_day_of_year", 5),
    "a month 13": ("point_value: 0.01", "expire: {calendar: [13-01]}", "not_a_day_of_year", 5),
    "no date of expiry": ("point_value: 0.01", "expire: {calendar: []}", "empty_list", 5),
}


@pytest.mark.parametrize(("old", "new", "code", "line"), HEADS.values(), ids=HEADS.keys())
def test_a_wrong_head_is_named_on_its_line_and_nothing_else_is_blamed(old, new, code, line):
    assert old in HEAD
    assert codes(parse(HEAD.replace(old, new))) == [(code, line)]


def test_two_rules_of_one_id_are_found_where_the_second_stands():
    twice = "earn:\n  - {id: base, on: checkin, points: 1}\n  - {id: base, on: checkin, points: 2}\n"
    assert codes(read(twice)) == [("duplicate_id", HEAD_LINES + 3)]


def test_everything_that_is_wrong_is_reported_in_one_go_by_line():
    parsed = read(rule(points="x", wallet="y", limit="{times: z, per: w}") + "colour: red\nname: 1\n")
    assert codes(parsed) == [
        ("unknown_wallet", LINE),
        ("not_a_number", LINE),
        ("not_a_number", LINE),
        ("unknown_choice", LINE),
        ("unknown_key", LINE + 1),
        ("not_a_text", LINE + 2),
    ]


def test_a_slip_of_the_pen_gets_a_suggestion_in_every_language():
    (finding,) = read("budgte: {}\n").findings
    assert finding.sentence() == "“budgte” is not a known key (did you mean “budget”?)"
    assert finding.sentence("zh-Hans").endswith("（是否想写“budget”？）")
    assert finding.sentence("zh-Hant").endswith("（是否想寫「budget」？）")


def test_something_far_from_every_key_gets_no_suggestion():
    (finding,) = read("quetzalcoatl: {}\n").findings
    assert finding.sentence() == "“quetzalcoatl” is not a known key"


def test_meant_finds_the_nearest_word_or_none():
    assert meant("sivler", ["silver", "gold"]) == "silver"
    assert meant("x", ["silver", "gold"]) is None


def test_no_sentence_shows_a_fact_it_does_not_have():
    found = [f for rest, *_ in ERRORS.values() for f in read(rest).findings]
    found += [f for old, new, *_ in HEADS.values() for f in parse(HEAD.replace(old, new)).findings]
    found += [f for text, _ in TEXTS.values() for f in parse(text).findings]
    for finding in found:
        assert finding.code in known_codes()
        assert finding.severity == "error"
        for language in LANGUAGES:
            facts = dict.fromkeys(finding.facts, "")
            assert "{" not in Finding(finding.code, 1, "error", facts).sentence(language), (finding.code, language)

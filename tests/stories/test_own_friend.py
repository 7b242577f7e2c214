"""Whoever brought themselves, seen only when two accounts turn out to be one person: dated lines, played on the engine.

    2026-01-06 bea joins, brought by alice | joins
    2026-01-10 bea buys 60.00
    2026-01-24 the clock comes                  (to everybody; what it means for an advocate is told to them)
    2026-03-01 bea becomes part of alice
    2026-04-01 bea is her own again, not alice's
    2026-03-01 alice has 61 | alice has 0, owes 219
    2026-03-01 alice reads The sentence of the last event
"""

import re

from engine.people import NUMBER, People, pack_of

from regulars.engine.event_names import ENROLLED, MERGED, MERGED_INTO, REFERRAL_QUALIFIED
from regulars.engine.events import MemberEnrolled, ReferralQualified
from regulars.engine.events_moving import Merged, MergedInto
from regulars.engine.explain import sentences
from regulars.engine.passing import advance

CLUB = """
wallets: {points: {expire: {rolling: 1 year}}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
referral: {advocate: {points: 300}, friend: {points: 200}, qualifies: {order_at_least: 50}, after: 14 days}
"""
OUGHT = "An advocate and the friend they brought are one person: nobody keeps a reward for bringing themselves"


def play(lines: str) -> None:
    shop, said = People(CLUB), dict[str, list[str]]()
    for line in filter(None, map(str.strip, lines.splitlines())):
        on, deed = line[:10], line[11:]
        if deed == "the clock comes":
            _clock(shop, on, said)
        elif found := re.fullmatch(r"(\w+) joins(?:, brought by (\w+))?", deed):
            facts = {"referral": {"advocate": NUMBER[found[2]]}} if found[2] else None
            shop.happens(found[1], on, ENROLLED, MemberEnrolled("CODE" if found[2] else ""), facts=facts)
        elif found := re.fullmatch(r"(\w+) buys (\d+)\.(\d\d)", deed):
            shop.buys(found[1], on, f"{found[1]} {on}", int(found[2] + found[3]))
        elif found := re.fullmatch(r"(\w+) spends (\d+)", deed):
            assert shop.spends(found[1], on, int(found[2])).outcome.status == "created", line
        elif found := re.fullmatch(r"(\w+) becomes part of (\w+)", deed):
            left = shop.happens(found[1], on, MERGED_INTO, MergedInto(NUMBER[found[2]], NUMBER[found[1]], True, True))
            taken = shop.happens(found[2], on, MERGED, Merged(NUMBER[found[1]], pack_of(left)))
            said[found[2]] = sentences(taken.outcome.because, "en", shop.program)
        elif found := re.fullmatch(r"(\w+) is her own again, not (\w+)'s", deed):
            parted, _ = shop.parts(found[1], found[2], on)
            said[found[2]] = sentences(parted.outcome.because, "en", shop.program)
        elif found := re.fullmatch(r"(\w+) has (\d+)(?:, owes (\d+))?", deed):
            assert shop.has(found[1]) == (int(found[2]), 0, 0, int(found[3] or 0)), (line, shop.has(found[1]))
        elif found := re.fullmatch(r"(\w+) reads (.+)", deed):
            assert found[2] in said[found[1]], (line, said)
        else:
            raise ValueError(line)


def _clock(shop: People, on: str, said: dict[str, list[str]]) -> None:
    for who, state in list(shop.states.items()):
        passed, shop.states[who] = advance(shop.versions, state, shop.us(on)) if state is not None else ([], None)
        for one in passed:
            if one.outcome.referral.get("step") == "qualified":
                advocate = next(ref for ref, number in NUMBER.items() if number == one.outcome.referral["advocate"])
                told = shop.happens(advocate, on, REFERRAL_QUALIFIED, ReferralQualified(NUMBER[who]))
                said[advocate] = sentences(told.outcome.because, "en", shop.program)


def test_a_friend_who_turns_out_to_be_their_own_advocate_keeps_no_reward_for_it():
    play(f"""
        2026-01-05 alice joins
        2026-01-06 bea joins, brought by alice
        2026-01-10 bea buys 60.00
        2026-01-24 the clock comes
        2026-01-24 bea has 260
        2026-01-24 alice has 300
        2026-03-01 bea becomes part of alice
        2026-03-01 alice reads {OUGHT}
        2026-03-01 alice has 60
    """)


def test_it_was_a_mistake_and_each_has_what_they_had():
    play("""
        2026-01-05 alice joins
        2026-01-06 bea joins, brought by alice
        2026-01-10 bea buys 60.00
        2026-01-24 the clock comes
        2026-03-01 bea becomes part of alice
        2026-04-01 bea is her own again, not alice's
        2026-04-01 alice reads 500 points for a referral are theirs again: advocate and friend are two persons
        2026-04-01 alice has 300
        2026-04-01 bea has 260
    """)


def test_what_she_had_spent_of_it_she_owes_and_owes_no_more_when_it_is_undone():
    play("""
        2026-01-05 alice joins
        2026-01-06 bea joins, brought by alice
        2026-01-10 bea buys 60.00
        2026-01-24 the clock comes
        2026-02-01 alice spends 290
        2026-03-01 alice becomes part of bea
        2026-03-01 bea has 0, owes 230
        2026-03-10 bea buys 30.00
        2026-03-10 bea has 0, owes 200
        2026-04-01 alice is her own again, not bea's
        2026-04-01 alice has 10
        2026-04-01 bea has 290
    """)

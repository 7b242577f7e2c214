"""Laws of the ladder, whatever the numbers: shares add up, nobody is paid back more than they paid, frozen days are made up for day by day."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.pair import Journal, at, enrolled
from regulars.engine.criteria import Score
from regulars.engine.event_names import MEMBERSHIP_BOUGHT, TIER_FROZEN, TIER_MATCHED, TIER_UNFROZEN
from regulars.engine.events import Event
from regulars.engine.events_tiers import MembershipBought, TierFrozen, TierMatched, TierUnfrozen
from regulars.engine.freezing import stretched
from regulars.engine.membership import refund_of
from regulars.engine.state import MemberState
from regulars.engine.state_parts import Buckets
from regulars.engine.state_tiers import Membership
from regulars.program.reading import require

CLUB = """\
program: club
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {}}
tier_score: {within: 30 days, terms: [TERMS]}
tiers:
  review: {every: month}
  levels: [{id: regular}, {id: silver, reach: {score: 10}}, {id: gold, reach: {score: 50}}]
paid: [{id: plus, level: gold, fee: 9.99, lasts: 1 month}]
"""
TERM = st.tuples(st.sampled_from(["spend", "visits", "nights"]), st.sampled_from(["1", "0.3", "7.25"]), st.sampled_from(["1", "3", "100"]), st.sampled_from(["", ", at_most: 5", ", at_most: 2.5"]))


@settings(max_examples=80, deadline=None)
@given(st.lists(TERM, min_size=1, max_size=4), st.dictionaries(st.sampled_from(["spend", "visits", "nights"]), st.integers(-5_000, 900_000), max_size=3))
def test_the_shares_of_a_score_add_up_to_it_and_none_is_below_nothing_or_over_its_most(terms, done):
    program = require(CLUB.replace("TERMS", ", ".join(f"{{{measure}: {give}, per: {per}{most}}}" for measure, give, per, most in terms)))
    state = MemberState(measures={name: Buckets([100], [amount], amount) for name, amount in done.items()})
    assert program.tier_score is not None
    score = Score(program.tier_score, program, None)
    shares = score.shares(state, 100)
    assert sum(share["score"] for share in shares) == score.of(state, 100) >= 0
    for share, term in zip(shares, program.tier_score.terms, strict=True):
        assert share["score"] >= 0
        assert term.at_most is None or share["score"] <= term.at_most + 1  # a share may be rounded up, the sum never is


TERMS = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 100_000)), min_size=1, max_size=3)


@given(TERMS, st.integers(-10, 1_300))
def test_nobody_is_paid_back_more_than_they_paid_and_every_day_makes_it_less(terms, day):
    paid, first = [], 100
    for days, fee in terms:
        paid.append((first, first + days - 1, fee))
        first += days
    held = Membership("plus", tuple(paid))
    back = refund_of(held, day)
    assert 0 <= back <= sum(fee for _, fee in terms)
    assert back == sum(fee for _, fee in terms) or day > 100
    assert refund_of(held, day + 1) <= back
    assert refund_of(held, held.until + 1) == 0


FREEZES = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 40)), max_size=4)


@given(FREEZES, st.integers(1, 90), st.integers(0, 60))
def test_a_stretched_window_holds_as_many_unfrozen_days_as_it_would_hold_days(freezes, length, later):
    frozen, day = [], 1_000
    for gap, days in freezes:
        frozen.append((day + gap, day + gap + days - 1))
        day += gap + days
    end = day + later
    after = stretched(frozen, end - length, end)
    days = {one for first, last in frozen for one in range(first, last + 1)}
    assert sum(one not in days for one in range(after + 1, end + 1)) == length
    assert after + 1 not in days or after == end - length


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 300), st.sampled_from(["match", "buy", "nothing"]))
def test_a_freeze_that_is_ended_on_its_own_day_leaves_no_trace(days, before):
    program = require(CLUB.replace("TERMS", "{visits: 1}"))
    journal = Journal(program)
    journal.take(enrolled(program, "2026-01-05 10:00"))
    noon, today = at(program, "2026-01-10 12:00"), journal.versions.calendar.day_of(at(program, "2026-01-10 12:00"))
    if before == "match":
        journal.take(Event("m", "till", TIER_MATCHED, noon, TierMatched("gold", today + 40, "file 7", "Mei")))
    if before == "buy":
        journal.take(Event("b", "till", MEMBERSHIP_BOUGHT, noon, MembershipBought("plus")))
    stood = journal.state.copy()
    journal.take(Event("f", "till", TIER_FROZEN, noon + 1, TierFrozen(today + days, "leave", "Mei")))
    journal.take(Event("u", "till", TIER_UNFROZEN, noon + 2, TierUnfrozen("Mei")))
    after = journal.state
    assert (after.tier, after.aside, after.grace_until, after.next_due_us) == (stood.tier, stood.aside, stood.grace_until, stood.next_due_us)

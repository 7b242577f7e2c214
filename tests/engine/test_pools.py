"""The programme promises that a pool's points stay whose they are: put in, spent, returned, taken along, to the last point."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.pooled import POOL, Family
from regulars.engine.explain import sentences
from regulars.engine.pool_sentences import phrases  # noqa: F401
from regulars.kit.phrases import LANGUAGES, known_codes, say

ALL = "{members: 3, contribute: all}"
HAND = "{members: 3}"


def codes(decision) -> list[str]:
    return [reason["code"] for reason in decision.outcome.because]


def test_what_is_earned_goes_in_and_is_spent_by_any_of_them():
    family = Family(ALL)
    family.found(1, 2)
    family.buys(1, "A1", 100)
    family.buys(2, "B1", 50)
    assert (family.has(1), family.has(2), family.states[1].wallets["points"].held) == (0, 0, 100)
    family.carry()
    assert (family.has(POOL), family.left(1), family.left(2)) == (150, 100, 50)
    assert family.spends(2, 120).outcome.pooled == {"by": 2, "first": "soonest", "whose": [(1, 100), (2, 20)]}
    assert (family.has(POOL), family.left(1), family.left(2)) == (30, 0, 30)
    family.look()


def test_a_share_of_what_is_earned_rounds_down():
    family = Family("{members: 3, contribute: all, share: 0.5}")
    family.found(1)
    family.buys(1, "A1", 101)
    family.carry()
    assert (family.has(1), family.has(POOL)) == (51, 50)


def test_the_spenders_own_go_first_where_the_programme_says_so():
    family = Family("{members: 3, contribute: all, spend: {first: own}}")
    family.found(1, 2)
    family.buys(1, "A1", 100)
    family.days(10)
    family.buys(2, "B1", 50)
    family.carry()
    assert family.spends(2, 70).outcome.pooled["whose"] == [(2, 50), (1, 20)]
    family.look()


def test_who_leaves_takes_along_what_is_left_of_their_own_with_its_last_day():
    family = Family(ALL)
    family.found(1, 2)
    family.buys(1, "A1", 100)
    family.days(10)
    family.buys(2, "B1", 50)
    family.carry()
    family.spends(1, 110)  # all of the first lot, 10 of the second
    lots = family.states[POOL].wallets["points"].lots
    family.leaves(2)
    family.carry()
    assert (family.has(2), family.states[2].wallets["points"].lots, family.has(POOL)) == (40, lots, 0)
    assert family.states[2].pooled.pool == 0
    family.look()


def test_nobody_is_in_two_and_a_full_pool_gives_no_place():
    family = Family("{members: 2}")
    family.found(1, 2)
    assert codes(family.join(2)) == ["pool.in_one"]
    assert codes(family.invite(3)) == ["pool.full"]
    family.join(3)
    family.carry()
    assert family.states[3].pooled.pool == 0  # the pool said no, and it was undone
    family.look()


def test_an_invitation_stands_so_long_and_only_for_who_was_invited():
    family = Family("{members: 3, invitation: 7 days}")
    family.found(1)
    assert codes(family.invite(2, by=3)) == ["pool.not_the_owner"]
    family.invite(2, by=1)
    family.join(3)
    family.carry()
    assert family.states[3].pooled.pool == 0
    family.days(8)
    family.join(2)
    family.carry()
    assert family.states[2].pooled.pool == 0
    family.invite(2)
    family.join(2)
    family.carry()
    assert family.states[2].pooled.pool == POOL


def test_limits_and_who_may_spend():
    family = Family("{members: 3, contribute: all, spend: {per_member: {points: 60, per: month}}}")
    family.found(1, 2)
    family.buys(1, "A1", 500)
    family.carry()
    family.spends(2, 40, "r1")
    refused = family.spends(2, 30)
    assert refused.outcome.because[0] == {"code": "pool.over_limit", "points": 30, "left": 20, "detail": "month"}
    assert family.spends(2, 30, up_to=True).outcome.took["points"][0][2] == 20
    assert codes(family.spends(2, 1)) == ["pool.over_limit"]
    assert family.spends(1, 60).outcome.status == "created"
    family.cancels("r1")
    assert family.spends(2, 40).outcome.status == "created"  # what was cancelled may be spent again
    family.days(31)
    assert family.spends(2, 60).outcome.status == "created"
    assert codes(family.spends(3, 1)) == ["pool.not_in_it"]
    family.look()
    owners = Family("{members: 3, contribute: all, spend: {who: owner}}")
    owners.found(1, 2)
    owners.buys(2, "B1", 10)
    owners.carry()
    assert codes(owners.spends(2, 5)) == ["pool.owner_spends"]
    assert owners.spends(1, 5).outcome.status == "created"


def test_a_cancelled_redemption_gives_back_to_whoever_it_was_of():
    family = Family(ALL)
    family.found(1, 2, 3)
    family.buys(1, "A1", 100)
    family.buys(2, "B1", 50)
    family.carry()
    family.spends(3, 120, "r1")
    family.cancels("r1", 30)  # what was taken last: 20 of B's, 10 of A's
    assert (family.left(1), family.left(2)) == (10, 50)
    family.leaves(2)
    family.carry()
    family.cancels("r1")
    assert (family.left(1), family.left(2), family.left(0), family.has(2)) == (100, 0, 0, 50)
    family.look()


def test_what_was_of_somebody_who_has_left_goes_home_into_the_lot_it_was_put_in_from():
    family = Family(ALL)
    family.found(1, 2)
    family.buys(2, "B1", 50)
    lot = family.open[0][2]["lots"]["points"][0]
    family.carry()
    family.spends(1, 50, "r1")
    family.leaves(2)
    family.carry()
    family.days(20)
    given = family.cancels("r1", 20)
    assert given.outcome.because[-1] == {"code": "pool.gives_back", "points": 20}
    assert (family.has(POOL), family.has(2)) == (0, 0)  # on its way
    family.look()
    family.carry()
    assert (family.has(2), family.states[2].wallets["points"].lots) == (20, [(lot[0], lot[1], 20)])
    family.cancels("r1")
    family.carry()
    assert (family.has(2), family.left(2), family.left(0)) == (50, 0, 0)
    family.look()


def test_after_a_pool_was_dissolved_everybody_gets_theirs_and_its_owner_what_is_nobodys():
    family = Family("{members: 3, contribute: all, leave: {takes: nothing}}")
    family.found(1, 2, 3)
    family.buys(2, "B1", 50)
    family.buys(3, "C1", 30)
    family.carry()
    family.spends(1, 80, "r1")
    family.leaves(2)  # and leaves everything behind
    family.carry()
    family.dissolves()
    family.carry()
    family.cancels("r1")
    family.carry()
    assert (family.has(1), family.has(2), family.has(3), family.has(POOL)) == (50, 0, 30, 0)
    family.look()


def test_what_was_left_behind_stays_the_pools_own():
    family = Family("{members: 3, contribute: all, leave: {takes: nothing}}")
    family.found(1, 2)
    family.buys(2, "B1", 50)
    family.carry()
    family.spends(1, 50, "r1")
    family.leaves(2)
    family.carry()
    family.cancels("r1")
    assert (family.left(0), family.open, family.has(2)) == (50, [], 0)
    family.look()


def test_whoever_owes_meanwhile_pays_with_what_comes_home():
    family = Family(ALL)
    family.found(1, 2)
    family.buys(2, "B1", 50)
    family.carry()
    family.spends(1, 50, "r1")
    family.leaves(2)
    family.carry()
    family.returns("B1")
    assert family.owes(2) == 50
    family.cancels("r1")
    family.carry()
    assert (family.owes(2), family.has(2), family.has(POOL)) == (0, 0, 0)
    family.look()


@pytest.mark.parametrize("dissolved", [False, True])
def test_an_order_returned_after_leaving_takes_its_own_lot_and_owes_what_others_spent_of_it(dissolved):
    family = Family(ALL)
    family.found(1, 2)
    family.buys(2, "B1", 50)
    family.days(10)
    family.buys(2, "B2", 70)
    family.carry()
    family.spends(1, 20)  # of the first order's
    if dissolved:
        family.dissolves()
    else:
        family.leaves(2)
    family.carry()
    family.returns("B2")
    family.carry()
    assert (family.has(2), family.owes(2)) == (30, 0)  # the first order's 30 stay
    family.returns("B1")
    family.carry()
    assert (family.has(2), family.owes(2)) == (0, 20)
    family.look()


@pytest.mark.parametrize("dissolved", [False, True])
def test_what_lapsed_in_the_pool_is_not_owed_after_leaving_either(dissolved):
    family = Family(ALL)
    family.found(1, 2)
    family.buys(2, "B1", 50)
    family.carry()
    family.spends(1, 20)
    family.days(400)
    if dissolved:
        family.dissolves()
    else:
        family.leaves(2)
    family.carry()
    assert "pool.asked" in codes(family.returns("B1"))
    family.carry()
    assert (family.owes(2), family.has(2), family.states[2].pooled.asked) == (20, 0, {})
    family.look()


def test_points_are_reserved_and_captured_and_the_rest_is_whoevers_it_was():
    family = Family("{members: 3, contribute: all, spend: {per_member: {points: 100, per: month}}}")
    family.found(1, 2)
    family.buys(1, "A1", 40)
    family.buys(2, "B1", 60)
    family.carry()
    made = family.holds(2, 70, "h1", lasts_s=3_600)
    assert made.outcome.because == [{"code": "pool.held", "wallet": "points", "points": 70, "own": 30, "others": 40, "until": "2026-01-01 09:16"}]
    assert (family.has(POOL), family.left(1), family.left(2)) == (30, 0, 30)
    assert family.spends(2, 31).outcome.because[0] == {"code": "pool.over_limit", "points": 31, "left": 30, "detail": "month"}
    family.look()
    caught = family.captures("h1", 45)
    assert [one for one in caught.outcome.because if one["code"] == "pool.redeemed"] == [{"code": "pool.redeemed", "wallet": "points", "points": 45, "own": 5, "others": 40}]
    assert (family.has(POOL), family.left(1), family.left(2)) == (55, 0, 55)
    assert family.spends(2, 55).outcome.status == "created"  # what was not captured may be spent again
    assert codes(family.captures("h1")) == ["hold.not_open"]
    family.cancels("h1", 10)  # what was taken last comes back first: 5 of B's, 5 of A's
    assert (family.left(1), family.left(2)) == (5, 5)
    family.look()


def test_a_hold_that_is_released_or_runs_out_gives_back_to_whoever_it_was_of():
    family = Family("{members: 3, contribute: all, spend: {per_member: {points: 50, per: month}}}")
    family.found(1, 2)
    family.buys(1, "A1", 40)
    family.carry()
    family.holds(2, 30, "h1")
    family.holds(2, 10, "h2", lasts_s=86_400)
    family.releases("h1")
    assert (family.has(POOL), family.left(1)) == (30, 30)
    family.days(2)
    assert (family.has(POOL), family.left(1), family.states[POOL].holds, family.states[POOL].pool.held) == (40, 40, [], [])
    assert family.holds(2, 50, "h3").outcome.because[0]["code"] == "points.insufficient"  # the limit is free again
    family.look()
    family.holds(2, 40, "h4", lasts_s=86_400)
    family.days(1)
    assert codes(family.captures("h4")) == ["hold.not_open"]
    assert family.left(1) == 40
    family.look()


def test_a_hold_over_the_last_day_of_its_points_pays_or_lapses():
    family = Family(ALL)
    family.found(1, 2)
    family.buys(1, "A1", 40)
    family.carry()
    family.days(365)  # the last day
    family.holds(2, 30, "h1", lasts_s=86_400)
    family.days(1)
    family.look()
    assert (family.has(POOL), family.left(1), sum(points for whose in family.states[POOL].pool.lapsed.values() for owner, points in whose if owner == 1)) == (0, 0, 40)


def test_nobody_leaves_and_nothing_is_dissolved_while_points_are_reserved():
    family = Family("{members: 3, contribute: all}")
    family.found(1, 2, 3)
    family.buys(2, "B1", 40)
    family.carry()
    family.holds(3, 30, "h1", lasts_s=600)
    for refused in (family.leaves(2), family.leaves(3), family.leaves(2, by=1, why="expelled"), family.dissolves()):
        assert codes(refused) == ["pool.points_held"]
    assert family.leaves(2).outcome.because[0]["until"] == "2026-01-01 08:26"
    family.releases("h1")
    assert family.leaves(2).outcome.status == "created"
    family.carry()
    assert family.has(2) == 40
    family.look()


def test_who_may_not_spend_reserves_nothing():
    family = Family("{members: 3, contribute: all, spend: {who: owner}}")
    family.found(1, 2)
    family.buys(2, "B1", 40)
    family.carry()
    assert codes(family.holds(2, 10, "h1")) == ["pool.owner_spends"]
    assert codes(family.holds(3, 10, "h1")) == ["pool.not_in_it"]
    assert codes(family.holds(1, 41, "h1")) == ["points.insufficient"]
    assert codes(family.holds(1, 10, "h1", lasts_s=86_400 * 400)) == ["hold.too_long"]
    assert codes(family.holds(1, 10, "h1", until_us=1)) == ["hold.over"]
    assert family.states[POOL].pool.held is None and family.has(POOL) == 40
    family.look()


def test_whoever_invited_withdraws_it_and_nobody_else_but_owner_and_shop():
    family = Family("{members: 4, invite: any, invitation: 7 days}", members=(1, 2, 3, 4))
    family.found(1, 2, 3)
    family.invite(4, by=2)
    assert codes(family.withdraws(4, by=3)) == ["pool.not_the_inviter"]
    assert family.withdraws(4, by=2).outcome.status == "created"
    assert codes(family.withdraws(4, by=2)) == ["pool.not_invited"]
    family.join(4)
    family.carry()
    assert family.states[4].pooled.pool == 0  # there was no invitation any more, and it was undone
    for by in (1, 0):
        family.invite(4, by=3)
        assert family.withdraws(4, by=by).outcome.status == "created"
    family.invite(4)
    family.days(8)
    assert family.withdraws(4, by=1).outcome.because == [{"code": "pool.invitation_over", "until": "2026-01-08"}]
    joining = family.join(4)
    family.carry()
    assert joining.outcome.status == "created" and family.states[4].pooled.pool == 0
    assert family.states[4].pooled is not None
    family.look()


def test_of_a_pool_founded_before_what_comes_back_stays_with_it():
    family = Family(ALL, homeward=False)
    family.found(1, 2)
    family.buys(2, "B1", 50)
    family.carry()
    family.spends(1, 50, "r1")
    family.leaves(2)
    family.carry()
    family.cancels("r1")
    assert (family.left(2), family.left(0)) == (0, 50)
    family.dissolves()
    family.carry()
    assert (family.has(1), family.has(POOL)) == (50, 0)  # the owner takes what is nobody's
    assert codes(family.captures("h")) == ["pool.not_a_member"]
    assert codes(family.cancels("r1")) == ["pool.is_dissolved"]
    family.look()


def test_a_return_takes_from_the_pool_what_was_put_in_of_the_order_first():
    family = Family(ALL)
    family.found(1, 2)
    family.buys(1, "A1", 100)
    family.carry()
    family.buys(1, "A2", 30)
    asked = family.returns("A1")
    assert "pool.asked" in codes(asked)
    family.carry()
    assert (family.has(1), family.owes(1), family.left(1)) == (0, 0, 30)
    family.look()


def test_what_others_have_spent_of_it_is_owed_by_who_returned():
    family = Family(ALL)
    family.found(1, 2)
    family.buys(1, "A1", 100)
    family.buys(2, "B1", 100)
    family.carry()
    family.spends(2, 80)  # of A's, which came in first
    family.returns("A1")
    family.carry()
    assert (family.owes(1), family.left(1), family.left(2)) == (80, 0, 100)  # never anybody else's
    family.look()


@pytest.mark.parametrize(("policy", "owed"), [("debt", 80), ("within_balance", 0), ("only_pending", 0)])
def test_the_rest_goes_by_the_return_policy(policy, owed):
    family = Family(ALL, more=f"wallets: {{points: {{expire: {{rolling: 1 year}}}}}}\nearn: [{{id: base, on: order.paid, points: {{per: 1, give: 1}}}}]\nreturns: {{policy: {policy}}}\n")
    family.found(1, 2)
    family.buys(1, "A1", 100)
    family.carry()
    family.spends(2, 80)
    family.returns("A1")
    family.carry()
    assert family.owes(1) == owed
    assert family.left(1) == (20 if policy == "only_pending" else 0)
    family.look()


def test_what_lapsed_in_the_pool_is_not_owed_when_its_order_comes_back():
    family = Family(ALL)
    family.found(1, 2)
    family.buys(1, "A1", 100)
    family.carry()
    family.days(400)
    assert (family.has(POOL), family.left(1)) == (0, 0)
    family.returns("A1")
    family.carry()
    assert (family.owes(1), family.has(1)) == (0, 0)
    family.look()


def test_a_return_while_the_points_are_on_their_way_finds_them():
    family = Family(ALL)
    family.found(1)
    family.buys(1, "A1", 100)
    family.returns("A1")
    family.carry()
    assert (family.has(1), family.owes(1), family.has(POOL)) == (0, 0, 0)
    family.look()


def test_points_put_in_by_who_has_left_meanwhile_come_back():
    family = Family(ALL)
    family.found(1, 2)
    family.buys(2, "B1", 50)
    begun = family.open.pop()
    family.leaves(2)
    family.carry()
    family.open.append(begun)
    family.carry()
    assert (family.has(2), family.has(POOL)) == (50, 0)
    family.look()


def test_points_that_wait_go_in_when_they_become_usable():
    waits = "wallets: {points: {activate: {after: 7 days}, expire: {rolling: 1 year}}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"
    family = Family(ALL, more=waits)
    family.found(1)
    family.buys(1, "A1", 100)
    assert family.states[1].wallets["points"].pending == 100
    family.days(8)
    family.carry()
    assert (family.has(1), family.has(POOL), family.left(1)) == (0, 100, 100)
    family.look()


def test_growth_is_never_put_together():
    two = "wallets: {points: {}, growth: {kind: qualifying}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}, {id: g, on: order.paid, points: {per: 1, give: 1}, wallet: growth}]\n"
    family = Family(ALL, more=two)
    family.found(1)
    family.buys(1, "A1", 100)
    family.carry()
    assert (family.has(POOL), family.states[1].wallets["growth"].active) == (100, 100)
    assert "growth" not in family.states[POOL].wallets


def test_the_owner_stays_until_somebody_else_is():
    family = Family(HAND)
    family.found(1, 2)
    assert codes(family.leaves(1)) == ["pool.owner_stays"]
    assert codes(family.leaves(2, by=3)) == ["pool.not_the_owner"]
    assert family.leaves(2, by=1, why="expelled").outcome.status == "created"
    family.carry()
    assert family.states[2].pooled.pool == 0


def test_leaving_and_coming_again_take_their_time():
    family = Family("{members: 3, leave: {after: 30 days, again_after: 6 months}}")
    family.found(1, 2)
    assert codes(family.leaves(2)) == ["pool.too_soon_to_leave"]
    family.days(30)
    family.leaves(2)
    family.carry()
    family.invite(2)
    assert codes(family.join(2)) == ["pool.too_soon_again"]


def test_where_leaving_takes_nothing_only_dissolving_gives_back():
    family = Family("{members: 3, contribute: all, leave: {takes: nothing}}")
    family.found(1, 2, 3)
    family.buys(2, "B1", 50)
    family.buys(3, "C1", 70)
    family.carry()
    family.leaves(2)
    family.carry()
    assert (family.has(2), family.left(0), family.left(2)) == (0, 50, 0)
    assert codes(family.dissolves(by=3)) == ["pool.not_the_owner"]
    family.dissolves(by=1)
    family.carry()
    assert (family.has(1), family.has(3), family.has(POOL)) == (50, 70, 0)
    assert codes(family.spends(1, 1)) == ["pool.is_dissolved"]
    family.look()


def test_a_pool_is_no_member():
    family = Family(HAND)
    family.found(1)
    assert codes(family.buys(POOL, "P1", 10)) == ["pool.not_a_member"]
    assert codes(family.redeems(POOL, 10)) == ["pool.not_a_member"]
    assert codes(family.decide(2, "pool.dissolved", __import__("regulars.engine.pool_events", fromlist=["x"]).PoolDissolved())) == ["pool.not_a_pool"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_reads(language):
    for code in known_codes():
        if code.startswith("pool.") and not code.startswith("pool.shown"):
            assert say(code, {}, language) and "{" not in say(code, dict.fromkeys(("points", "why", "until", "members", "most", "own", "others", "left", "detail", "from", "ref"), 1), language)
    family = Family(ALL)
    family.found(1)
    assert all("{" not in text for text in sentences(family.buys(1, "A1", 5).outcome.because, language, family.versions.program))


STEP = st.tuples(st.sampled_from(["buys", "contributes", "spends", "own", "returns", "leaves", "joins", "cancels", "days", "carry", "holds", "captures", "releases", "withdraws"]), st.integers(1, 3), st.integers(1, 60))


@settings(max_examples=150, deadline=None)
@given(terms=st.sampled_from([ALL, HAND, "{members: 3, contribute: all, share: 0.4, spend: {first: own}}", "{members: 3, leave: {takes: nothing}}"]), steps=st.lists(STEP, max_size=30))
def test_whatever_happens_in_whatever_order_nothing_is_lost_or_doubled(terms, steps):
    """Σ what is left of everybody's = the pool's lots, at every step; and when all is over and the pool dissolved, what was issued is somebody's, spent or lapsed."""
    family = Family(terms)
    family.found(1, 2, 3)
    for n, (what, who, size) in enumerate(steps):
        if what == "buys":
            family.buys(who, f"o{n}", size)
        elif what == "contributes":
            family.contributes(who, min(size, family.has(who)) or 1)
        elif what == "spends":
            family.spends(who, size, f"r{n}", up_to=True)
        elif what == "own":
            family.redeems(who, size)
        elif what == "returns" and family.orders:
            order = list(family.orders)[size % len(family.orders)]
            family.returns(order)
            del family.orders[order]
        elif what == "leaves":
            family.leaves(who)
        elif what == "joins":
            family.invite(who)
            family.join(who)
        elif what == "holds":
            family.holds(who, size, f"h{n}", up_to=True, lasts_s=size * 3_600)
        elif what == "captures" and family.held:
            family.captures(family.held[size % len(family.held)], size if size % 2 else 0, f"r{n}")
        elif what == "releases" and family.held:
            family.releases(family.held[size % len(family.held)])
        elif what == "withdraws":
            family.withdraws(who)
        elif what == "cancels" and family.redemptions:
            id = list(family.redemptions)[size % len(family.redemptions)]
            if family.redemptions[id].took:
                family.cancels(id)
        elif what == "days":
            family.days(size * 3)
        else:
            family.carry()
        family.look()
    family.carry()
    family.look()
    for hold in family.held:
        family.releases(hold)
    family.dissolves()
    family.carry()
    family.look()
    for id in [id for id, outcome in family.redemptions.items() if outcome.took]:
        family.cancels(id)
        family.look()
    family.carry()
    family.look()
    assert (family.has(POOL), family.states[POOL].pool.shares) == (0, {})
    assert all(state.pooled is None or (state.pooled.pool, state.pooled.sent, state.pooled.asked) == (0, {}, {}) for state in family.states.values())

"""Gifts are followed on: what comes round is told of once, what many send to one hand over go-betweens too, and a family's presents are neither."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from regulars.insight.anomalies.injection import average_precision
from regulars.insight.anomalies.rings import KEEP_DAYS, LEAST_ORIGINS, Gift, rings
from regulars.insight.anomalies.rings_injection import by_degree, by_points, by_rings, inject_rings

ADA, BEA, CY, DAN = 1, 2, 3, 4
GIFTS = st.lists(st.builds(Gift, st.integers(0, 90), st.integers(0, 9), st.integers(10, 19) | st.integers(0, 9), st.integers(1, 500)), max_size=60).map(
    lambda found: [one._replace(key=(one.receiver, n)) for n, one in enumerate(sorted((one for one in found if one.giver != one.receiver), key=lambda one: one.day))]
)


def test_points_that_come_round_over_three_are_told_of_once_with_what_came_back() -> None:
    """Ada 100 to Bea, Bea 80 of them to Cy, Cy these and 20 of his own to Ada: 80 of Ada's own are back."""
    (one,) = rings([Gift(1, ADA, BEA, 100, (BEA, 7)), Gift(2, BEA, CY, 80, (CY, 3)), Gift(4, CY, ADA, 100, (ADA, 9))], since=0)
    assert (one.kind, one.member, one.members, one.points, one.times, one.first_day, one.last_day) == ("round", ADA, (ADA, BEA, CY), 80, 1, 1, 4)
    assert one.gifts == ((BEA, 7), (CY, 3), (ADA, 9))


def test_a_circle_that_goes_round_again_is_the_same_circle() -> None:
    turns = [Gift(day, giver, receiver, 100) for day, (giver, receiver) in enumerate([(ADA, BEA), (BEA, CY), (CY, ADA)] * 3)]
    (one,) = rings(turns, since=0)
    assert (one.points, one.times, one.members) == (300, 3, (ADA, BEA, CY))


def test_to_and_fro_is_no_ring_nor_are_points_kept_longer_than_a_month() -> None:
    assert rings([Gift(1, ADA, BEA, 50), Gift(2, BEA, ADA, 50), Gift(3, ADA, BEA, 50)], since=0) == []
    late = [Gift(1, ADA, BEA, 50), Gift(2, BEA, CY, 50), Gift(3 + KEEP_DAYS, CY, ADA, 50)]
    assert rings(late, since=0) == [] and rings([*late[:2], late[2]._replace(day=2 + KEEP_DAYS)], since=0)[0].points == 50
    assert rings([*late[:2], late[2]._replace(day=9)], since=9) == []  # over before the days that are told of


def test_points_of_many_over_go_betweens_are_told_of_at_the_hand_they_reach() -> None:
    """Six send 30 each to Bea and Cy, who send 150 of the 180 to Ada: the last to come stay with Cy. A present everybody brings in person is none."""
    sent = [Gift(1, 10 + n, BEA if n < 3 else CY, 30, (BEA if n < 3 else CY, n)) for n in range(6)]
    (one,) = rings([*sent, Gift(3, BEA, ADA, 90, (ADA, 1)), Gift(4, CY, ADA, 60, (ADA, 2))], since=0)
    assert (one.kind, one.member, one.origins, one.points, one.members) == ("over", ADA, 5, 150, (ADA, BEA, CY, 10, 11, 12, 13, 14))
    assert rings([Gift(1, 10 + n, ADA, 30) for n in range(9)], since=0) == []
    assert rings([*sent[: LEAST_ORIGINS - 1], Gift(3, BEA, ADA, 90)], since=0) == []


@given(GIFTS)
def test_no_ring_holds_more_than_was_given_nor_anybody_who_gave_nothing(gifts: list[Gift]) -> None:
    came: dict[int, int] = defaultdict(int)
    for one in gifts:
        came[one.receiver] += one.points
    gave = {one.giver for one in gifts}
    for ring in rings(gifts, since=-1):
        assert 0 < ring.points <= sum(came[member] for member in ring.members) and ring.member in ring.members
        if ring.kind == "round":
            assert len(ring.members) >= 3 and set(ring.members) <= gave & set(came)
        else:
            assert ring.points <= came[ring.member] and LEAST_ORIGINS <= ring.origins <= len(ring.members) - 2 + 1


@given(GIFTS)
def test_where_nobody_gives_on_there_is_no_ring(gifts: list[Gift]) -> None:
    assert rings([one for one in gifts if one.receiver >= 10], since=-1) == []


@given(GIFTS, st.permutations(range(20)))
def test_other_numbers_for_the_same_members_find_the_same(gifts: list[Gift], names: list[int]) -> None:
    renamed = [one._replace(giver=names[one.giver], receiver=names[one.receiver]) for one in gifts]
    told = [(one.kind, tuple(sorted(names[member] for member in one.members)), one.points, one.times, one.last_day) for one in rings(gifts, since=-1)]
    assert sorted(told) == sorted((one.kind, one.members, one.points, one.times, one.last_day) for one in rings(renamed, since=-1))


def test_what_is_hidden_among_families_and_friends_is_found_better_than_by_counting_givers_or_points() -> None:
    """Seeds that nothing was chosen on."""
    for seed in (101, 102, 103):
        made = inject_rings(members=20_000, over=120, injected=25, seed=seed)
        found, true = rings(made.gifts, since=79), made.shape > 0
        ours = average_precision(by_rings(found, 20_000), true)
        assert ours > 0.7
        assert ours > 2 * max(average_precision(rank(made.gifts, 20_000, since=79), true) for rank in (by_degree, by_points))

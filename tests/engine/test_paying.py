"""A slider's ends are exactly what a redemption accepts (capabilities C7)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.pair import at
from engine.story import HEAD
from regulars.engine.compiling import compile_program
from regulars.engine.deciding import decide
from regulars.engine.errors import NotSpendable
from regulars.engine.events import Event, PointsRedeemed
from regulars.engine.paying import slider
from regulars.engine.state import MemberState
from regulars.engine.state_parts import WalletState
from regulars.kit.periods import NEVER
from regulars.program.reading import require

ORDER = 19_99


def wallet(redeem: str = "", more: str = "point_value: 0.01, "):
    program = require(HEAD + "wallets: {points: {" + more + f"redeem: {{{redeem}}}" + "}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n")
    return program, compile_program(program)


def ends(redeem: str, available: int, order_minor: int = ORDER):
    _, versions = wallet(redeem)
    return slider(versions.every[0].wallets["points"], available, order_minor)


def test_half_of_19_99_in_steps_of_a_hundred_is_100_to_900_points():
    seen = ends("min: 100, max: 5000, step: 100, share_of_order: 0.5", 9_000)
    assert seen == (100, 900, 100, 1_00, 9_00, {})


def test_the_least_is_a_step_and_the_most_is_what_there_is():
    assert ends("min: 150, step: 100", 730)[:3] == (200, 700, 100)
    assert ends("", 730)[:3] == (1, 730, 1)


def test_never_more_than_the_order_costs():
    assert ends("", 9_000)[:2] == (1, 1_999)
    assert ends("", 9_000, 0) == (0, 0, 1, 0, 0, {"code": "redeem.below_min", "wallet": "points", "least": 1, "points": 0})


def test_nothing_may_pay_says_why():
    assert ends("min: 100", 99).why == {"code": "points.insufficient", "wallet": "points", "needed": 100, "available": 99}
    assert ends("min: 100, share_of_order: 0.01", 5_000).why == {"code": "redeem.below_min", "wallet": "points", "least": 100, "points": 19}


def test_points_that_count_for_levels_pay_nothing():
    program = require(HEAD + "wallets: {points: {}, growth: {kind: qualifying}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n")
    with pytest.raises(NotSpendable):
        slider(compile_program(program).every[0].wallets["growth"], 100, ORDER)


@settings(max_examples=60, deadline=None)
@given(
    least=st.integers(1, 200), most=st.integers(300, 3_000), step=st.sampled_from([1, 10, 70, 100]), share=st.sampled_from(["0.05", "0.3", "0.5", "1"]),
    available=st.integers(0, 5_000), order_minor=st.integers(0, 60_00),
)  # fmt: skip
def test_a_redemption_accepts_both_ends_and_nothing_beyond_them(least, most, step, share, available, order_minor):
    """A law: what the slider offers is accepted, one step more or less is refused, and "up to" takes its upper end."""
    program, versions = wallet(f"min: {least}, max: {most}, step: {step}, share_of_order: {share}")
    seen = slider(versions.every[0].wallets["points"], available, order_minor)
    noon = at(program, "2026-01-06 12:00")
    state = MemberState(enrolled_on=1, advanced_us=noon - 1, tier="member", wallets={"points": WalletState(available, 0, 0, 0, [(NEVER, 1, available)] if available else [], [])})

    def takes(points: int, up_to: bool = False) -> int:
        data = PointsRedeemed(points, up_to=up_to, order_amount=order_minor)
        outcome = decide(versions, state, Event("r", "till", "points.redeemed", noon, data)).decision.outcome
        return 0 if outcome.status == "refused" else sum(lot[2] for lot in outcome.took["points"])

    if seen.most:
        assert [takes(points) for points in (seen.least, seen.most)] == [seen.least, seen.most]
        assert takes(seen.most + seen.step) == 0 and (seen.least == seen.step or takes(seen.least - seen.step) == 0)
    assert takes(9_999_999, up_to=True) == seen.most

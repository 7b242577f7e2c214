"""The programme promises that a later version counts from its day, for everybody, whether or not they come to the shop."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from engine.looking import decide
from regulars.engine.compiling import compile_versions
from regulars.engine.decision import Past
from regulars.engine.events import Event, Line, MemberEnrolled, OrderPaid, PointsRedeemed, RedemptionCancelled
from regulars.engine.passing import advance
from regulars.kit.periods import Duration, microseconds
from regulars.program.document import Currency, Program
from regulars.program.document_rules import EarningRule, Rate
from regulars.program.document_tiers import Down, Level, Measured, Tiers, Window
from regulars.program.document_wallets import Expire, Wallet

LEVELS = (Level("regular"), Level("gold", reach=Measured("spend", Decimal(100), Window("rolling", Duration(months=1)))))
FIRST = Program("shop", Currency("CNY", 2), "Asia/Shanghai", (Wallet("points"),), tiers=Tiers(LEVELS), earn=(EarningRule("base", "order.paid", Rate(Decimal(1), Decimal(1)), wallet="points"),))
SECOND = replace(FIRST, tiers=Tiers(LEVELS, review="month", down=Down()), earn=(replace(FIRST.earn[0], points=Rate(Decimal(1), Decimal(2))),))


def at(text: str) -> int:
    return microseconds(datetime.fromisoformat(text + "+08:00"))


def paid(id: str, when: str) -> Event:
    return Event(id, "till", "order.paid", at(when), OrderPaid(id, (Line(1, "tea", 1000, 15_000),)))


def joined_and_bought(versions):
    state = decide(versions, None, Event("e", "till", "member.enrolled", at("2026-01-05T10:00"), MemberEnrolled())).decision.state
    return decide(versions, state, paid("o1", "2026-01-06T10:00")).decision.state


def test_an_order_is_decided_under_the_version_in_force_at_its_own_time():
    versions = compile_versions([(None, 1, FIRST), (at("2026-02-01T00:00"), 2, SECOND)])
    state = joined_and_bought(versions)
    assert state.wallets["points"].active == 150
    step = decide(versions, state, paid("o2", "2026-02-01T00:00"))
    assert step.decision.outcome.version == 2 and step.decision.outcome.earned == {"points": 300}
    assert decide(versions, state, paid("o2", "2026-01-31T23:59")).decision.outcome.version == 1


def test_a_review_that_a_later_version_brings_reaches_a_member_who_stays_away():
    before = compile_versions([(None, 1, FIRST)])
    state = joined_and_bought(before)
    assert state.tier == "gold" and state.next_due_us == 0  # nothing was to come when this was stored
    both = compile_versions([(None, 1, FIRST), (at("2026-03-10T12:00"), 2, SECOND)])
    assert advance(both, state, at("2026-03-31T23:59"))[1].tier == "gold"
    passed, state = advance(both, state, at("2026-04-02T00:00"))
    assert [(one.at_us, one.outcome.version) for one in passed] == [(at("2026-04-01T00:00"), 2)]
    assert state.tier == "regular"


def test_advancing_across_a_change_of_version_in_one_step_or_many_gives_the_same():
    both = compile_versions([(None, 1, FIRST), (at("2026-03-10T12:00"), 2, SECOND)])
    start = joined_and_bought(both)
    whole = advance(both, start, at("2026-06-15T00:00"))
    steps, state = [], start
    for day in ("2026-03-09", "2026-03-10", "2026-03-11", "2026-04-01", "2026-04-20", "2026-06-15"):
        passed, state = advance(both, state, at(f"{day}T00:00"))
        steps += passed
    assert (steps, state) == (list(whole[0]), whole[1])


def test_lots_stay_in_order_when_a_later_version_spends_them_otherwise():
    """Newest first keeps the lots of one last day apart, soonest first puts them together; what is given back joins them where its day belongs."""
    ends = Expire("calendar", dates=((12, 31),))
    newest, soonest = (replace(FIRST, wallets=(Wallet("points", expire=ends, burn=burn),)) for burn in ("newest", "soonest_expiry"))
    versions = compile_versions([(None, 1, newest), (at("2026-02-01T00:00"), 2, soonest)])
    state = joined_and_bought(versions)
    spent = decide(versions, state, Event("r1", "till", "points.redeemed", at("2026-01-06T11:00"), PointsRedeemed(150))).decision
    state = decide(versions, spent.state, paid("o2", "2026-01-07T10:00")).decision.state
    state = decide(versions, state, paid("o3", "2026-01-08T10:00")).decision.state
    back = Event("c1", "till", "redemption.cancelled", at("2026-02-02T10:00"), RedemptionCancelled("r1"))
    own = decide(versions, state, back, past=Past(None, spent.outcome, 0, {})).decision.state.wallets["points"]
    assert own.active == 450 and own.lots == sorted(own.lots)

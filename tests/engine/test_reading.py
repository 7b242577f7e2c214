"""The programme promises that the wire is read strictly, once, and that every mistake has a name."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regulars.engine.sentences  # noqa: F401 - the words of the refusals
from regulars.engine.events import Line, OrderPaid, OrderReturned, ReturnedLine, Tender
from regulars.engine.events_tiers import (
    FastTrackRequested,
    MembershipBought,
    MembershipCancelled,
    MembershipRefunded,
    MembershipRenewed,
    TierFrozen,
    TierMatched,
    TierSet,
    TierUnfrozen,
)
from regulars.engine.reading import EVENT_TYPES, read_data
from regulars.kit.errors import Invalid
from regulars.kit.money import text_of
from regulars.kit.phrases import LANGUAGES, known_codes
from regulars.program.document import Currency, Program
from regulars.program.document_wallets import Wallet

SHOP = Program(id="shop", currency=Currency("CNY", 2), timezone="Asia/Shanghai", wallets=(Wallet("points"),))
LINE = {"sku": "tea", "quantity": 1, "amount": "12.30"}
ORDER = {"order_id": "A1", "currency": "CNY", "lines": [LINE]}


def read(type: str, data: object) -> object:
    return read_data(type, json.dumps(data), SHOP)


def test_an_order_is_counted_in_whole_minor_units_and_thousandths():
    data = {
        **ORDER,
        "store": "s1",
        "lines": [{**LINE, "quantity": "1.5", "discount": "0.70", "category": "tea"}],
        "tenders": [{"kind": "cash", "amount": "12.3"}],
    }
    assert read("order.paid", data) == OrderPaid(
        "A1", (Line(1, "tea", 1500, 1230, 70, "tea"),), "", "s1", (Tender("cash", 1230),)
    )


def test_a_return_names_lines_or_everything():
    assert read("order.returned", {"order_id": "A1", "all": True}) == OrderReturned("A1")
    assert read("order.returned", {"order_id": "A1", "lines": [{"line": 2, "quantity": 1}]}) == OrderReturned(
        "A1", (ReturnedLine(2, 1000),)
    )


def test_what_is_said_about_a_tier_is_read_with_its_days():
    day = date(2026, 3, 1).toordinal()
    assert read("tier.frozen", {"until": "2026-03-01", "reason": "leave", "by": "Mei"}) == TierFrozen(day, "leave", "Mei")
    assert read("tier.unfrozen", {"by": "Mei"}) == TierUnfrozen("Mei")
    assert read("tier.matched", {"level": "gold", "until": "2026-03-01", "evidence": "file 7", "by": "Mei"}) == TierMatched("gold", day, "file 7", "Mei")
    assert read("tier.set", {"level": "gold", "reason": "goodwill", "by": "Mei"}) == TierSet("gold", "goodwill", "Mei")
    assert read("tier.set", {"level": "gold", "reason": "goodwill", "by": "Mei", "until": "2026-03-01"}) == TierSet("gold", "goodwill", "Mei", day)
    assert read("membership.bought", {"plan": "plus", "fee": "9.5"}) == MembershipBought("plus", fee=950)
    assert read("membership.bought", {"plan": "plus", "trial": True}) == MembershipBought("plus", trial=True)
    assert read("membership.renewed", {}) == MembershipRenewed()
    assert read("membership.cancelled", {"reason": "moved"}) == MembershipCancelled("moved")
    assert read("membership.refunded", {"reason": "moved", "by": "Mei"}) == MembershipRefunded("moved", "Mei")
    assert read("fast_track.requested", {"track": "sprint"}) == FastTrackRequested("sprint")


REFUSED = [
    ("order.paid", {**ORDER, "lines": [{**LINE, "amount": 12.3}]}, "money.not_text"),  # a JSON number for money
    ("order.paid", {**ORDER, "lines": [{**LINE, "amount": "NaN"}]}, "money.unreadable"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "amount": "-1"}]}, "money.unreadable"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "amount": "１２"}]}, "money.unreadable"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "amount": "1e2"}]}, "money.unreadable"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "amount": "1.234"}]}, "money.too_many_digits"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "amount": "999999999999999999"}]}, "money.too_large"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "quantity": 0}]}, "order.quantity"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "quantity": -1}]}, "quantity.unreadable"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "quantity": True}]}, "data.not_number"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "quantity": 1e-9}]}, "quantity.unreadable"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "colour": "red"}]}, "data.unknown_field"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "line": 1}, {**LINE, "line": 1}]}, "order.line_twice"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "line": 0}]}, "order.line_number"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "sku": ""}]}, "event.text_empty"),
    ("order.paid", {**ORDER, "lines": [{**LINE, "category": "a\x00b"}]}, "event.text_unstorable"),
    ("order.paid", {**ORDER, "lines": []}, "order.no_lines"),
    ("order.paid", {**ORDER, "lines": [LINE] * 2001}, "order.too_many_lines"),
    ("order.paid", {**ORDER, "currency": "USD"}, "order.currency"),
    ("order.paid", {**ORDER, "order_id": "x" * 257}, "event.text_too_long"),
    ("order.paid", [], "data.not_object"),
    ("order.returned", {"order_id": "A1"}, "return.what"),
    ("order.returned", {"order_id": "A1", "all": True, "lines": [{"line": 1}]}, "return.what"),
    ("order.returned", {"order_id": "A1", "lines": [{"line": 1}, {"line": 1}]}, "return.line_twice"),
    ("order.returned", {"order_id": "A1", "lines": [{"line": 1, "quantity": 0}]}, "return.nothing"),
    ("points.redeemed", {"points": 0}, "points.not_positive"),
    ("points.redeemed", {"points": -5}, "points.not_positive"),
    ("points.redeemed", {"points": 2**53}, "points.too_large"),
    ("points.redeemed", {"points": 1.5}, "data.not_whole"),
    ("points.adjusted", {"points": 0, "reason": "x", "by": "y"}, "points.amount"),
    ("points.adjusted", {"points": 5, "reason": "", "by": "y"}, "event.text_empty"),
    ("member.enrolled", {"name": "Alice"}, "data.unknown_field"),  # nothing personal gets this far
    ("tier.frozen", {"until": "2026-02-30", "reason": "leave", "by": "Mei"}, "data.not_a_day"),
    ("tier.frozen", {"until": "soon", "reason": "leave", "by": "Mei"}, "data.not_a_day"),
    ("tier.frozen", {"until": "0001-01-01", "reason": "leave", "by": "Mei"}, "data.not_a_day"),
    ("tier.frozen", {"until": "2026-03-01", "by": "Mei"}, "data.missing"),
    ("tier.frozen", {"until": 20260301, "reason": "leave", "by": "Mei"}, "data.not_text"),
    ("tier.unfrozen", {}, "data.missing"),
    ("tier.matched", {"level": "gold", "until": "2026-03-01", "evidence": "", "by": "Mei"}, "event.text_empty"),
    ("tier.set", {"level": "gold", "reason": "x", "by": "Mei", "until": ""}, "data.not_a_day"),
    ("tier.set", {"level": "gold", "by": "Mei"}, "data.missing"),
    ("fast_track.requested", {"track": ""}, "event.text_empty"),
    ("membership.bought", {"plan": ""}, "event.text_empty"),
    ("membership.bought", {"plan": "plus", "trial": True, "fee": "9.00"}, "membership.trial_is_free"),
    ("membership.bought", {"plan": "plus", "fee": 9}, "money.not_text"),
    ("membership.bought", {"plan": "plus", "fee": "9.999"}, "money.too_many_digits"),
    ("membership.renewed", {"plan": "plus"}, "data.unknown_field"),
    ("membership.refunded", {"reason": "moved"}, "data.missing"),
    ("order.cancelled", {}, "event.unknown_type"),
]


@pytest.mark.parametrize(("type", "data", "code"), REFUSED)
def test_a_mistake_is_refused_by_name_in_three_languages(type, data, code):
    with pytest.raises(Invalid) as refused:
        read(type, data)
    assert refused.value.code == code
    sentences = {refused.value.sentence(language) for language in LANGUAGES}
    assert len(sentences) == 3 and not any(
        "{" in sentence and "}" in sentence and code in sentence for sentence in sentences
    )


def test_a_body_nested_without_end_is_refused():
    with pytest.raises(Invalid):
        read_data("order.paid", "[" * 100_000, SHOP)


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=20)
lines = st.builds(
    lambda sku, quantity, amount, discount, category: (sku, quantity, amount, discount, category),
    texts,
    st.integers(1, 10**7),
    st.integers(0, 10**9),
    st.integers(0, 10**6),
    st.one_of(st.just(""), texts),
)


def on_the_wire(order: OrderPaid) -> str:
    """The inverse of ``read_data``, in the currency's two decimals and three of a quantity."""
    lines = [
        {"line": one.line, "sku": one.sku, "quantity": f"{one.quantity / 1_000:.3f}", "amount": text_of(one.amount, 2), "discount": text_of(one.discount, 2), "category": one.category}
        for one in order.lines
    ]
    return json.dumps({"order_id": order.order_id, "currency": SHOP.currency.code, "lines": lines})


@given(texts, st.lists(lines, min_size=1, max_size=5))
def test_an_order_written_for_the_wire_reads_back_the_same(order_id, bought):
    order = OrderPaid(order_id, tuple(Line(place, *line) for place, line in enumerate(bought, 1)))
    assert read_data("order.paid", on_the_wire(order), SHOP) == order


@given(st.sampled_from([*EVENT_TYPES, "nonsense"]), st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_any_body_is_read_or_refused_by_name(type, body):
    try:
        read_data(type, body, SHOP)
    except Invalid as refused:
        assert refused.code in known_codes()


def test_a_field_that_is_missing_or_unknown_deep_inside_is_named_with_its_place():
    for line, code, field in (({"sku": "tea", "quantity": 1}, "data.missing", "lines[0].amount"), ({**LINE, "colour": "red"}, "data.unknown_field", "lines[0].colour")):
        with pytest.raises(Invalid) as refused:
            read("order.paid", {**ORDER, "lines": [line]})
        assert (refused.value.code, refused.value.facts) == (code, {"field": field})

"""The programme promises a till's builder which field could not be read, and what was expected there, in a code with facts."""

import pytest

from regulars.engine.misreading import misread


@pytest.mark.parametrize(
    ("words", "code", "field"),
    [
        ("Expected `str`, got `int` - at `$.order_id`", "data.not_text", "order_id"),
        ("Expected `str | null`, got `int` - at `$.store`", "data.not_text", "store"),
        ("Expected `str`, got `int` - at `$.lines[0].amount`", "money.not_text", "lines[0].amount"),
        ("Expected `str`, got `float` - at `$.lines[12].discount`", "money.not_text", "lines[12].discount"),
        ("Expected `str | null`, got `float` - at `$.fee`", "money.not_text", "fee"),
        ("Expected `str`, got `int` - at `$.order_amount`", "money.not_text", "order_amount"),
        ("Expected `str`, got `int` - at `$.amounts`", "data.not_text", "amounts"),
        ("Expected `object`, got `int` - at `$.lines[0].amount`", "data.not_object", "lines[0].amount"),
        ("Expected `int`, got `str` - at `$.points`", "data.not_number", "points"),
        ("Expected `float | str`, got `bool` - at `$.quantity`", "data.not_number", "quantity"),
        ("Expected `bool`, got `str` - at `$.up_to`", "data.not_true_or_false", "up_to"),
        ("Expected `array`, got `object` - at `$.lines`", "data.not_list", "lines"),
        ("Expected `object`, got `array`", "data.not_object", "data"),
        ("Expected `datetime`, got `int` - at `$.until`", "data.not_text", "until"),  # whatever else is written as text
        ("Expected `str`, got `int` - at `key` in `$.measures`", "data.not_text", "measures"),
        ("Object missing required field `order_id`", "data.missing", "order_id"),
        ("Object missing required field `sku` - at `$.lines[0]`", "data.missing", "lines[0].sku"),
        ("Object contains unknown field `colour`", "data.unknown_field", "colour"),
        ("Object contains unknown field `colour` - at `$.lines[0]`", "data.unknown_field", "lines[0].colour"),
        ("Object contains unknown field ``", "data.unknown_field", "data"),
        ("Integer value out of range - at `$.points`", "data.number_out_of_range", "points"),
        ("Integer value out of range", "data.number_out_of_range", "data"),
    ],
)
def test_which_field_and_what_was_expected(words: str, code: str, field: str) -> None:
    refusal = misread(words)
    assert (refusal.code, refusal.facts) == (code, {"field": field})


def test_what_is_no_json_has_no_field() -> None:
    refusal = misread("JSON is malformed: invalid character (byte 0)")
    assert (refusal.code, refusal.facts) == ("event.unreadable", {})


def test_the_name_of_a_field_is_told_up_to_eighty_characters() -> None:
    assert misread(f"Object contains unknown field `{'x' * 81}`").facts == {"field": "x" * 80}
    assert misread(f"Expected `int`, got `str` - at `$.{'y' * 80}`").facts == {"field": "y" * 80}

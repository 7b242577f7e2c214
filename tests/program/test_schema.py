"""The programme promises that the published schema agrees with what is read."""

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from regulars.program.schema import json_schema

from .samples import CORNER_GROCER, EVERYTHING, HEAD
from .test_findings import ERRORS

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "programme.schema.json"

# What a schema can't see: where things refer to each other, and what only YAML's source text shows.
BEYOND_A_SCHEMA = {
    "activate_and_pending", "card_check", "card_ean13",
    "duplicate_key", "unknown_wallet", "unknown_level", "duplicate_id", "floor_not_below", "dates_reversed", "base_in_group", "group_missing", "too_many_decimals",
    "not_a_weekday", "moves_qualifying", "gifts_reversed", "share_by_hand", "not_a_cooling_off", "not_ordered", "duration_out_of_range", "not_whole", "too_small", "too_big", "not_a_number", "not_a_text", "missing_key", "unknown_rule", "rule_of_other_wallet", "unknown_challenge", "challenge_of_other_wallet", "no_referral_of_wallet", "rule_named_referral", "budget_of_no_points", "budget_of_two_wallets", "budget_twice", "unknown_badge", "challenge_dates_reversed", "target_needs_orders", "again_needs_amounts", "track_without_window", "track_grants_lowest",
    "event_reserved", "field_built_in", "one_of_texts", "event_measure_unknown", "event_field_unknown", "unknown_festival", "not_hours",
}  # fmt: skip

BEYOND_TOO = {"a card's characters named twice", "a measure that is spend", "once per a field that may be missing", "a choice that is none"}  # of codes a schema sees elsewhere
REFUSED_BY_LOADERS = {"a key that is a list", "30 February"}  # an editor's YAML loader never shows these to a schema


def plain(value):
    """YAML as an editor's JSON view of it: dates are texts."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def problems(text):
    loaded = plain(YAML(typ="safe", pure=True).load(text))
    return [
        error.message
        for error in Draft202012Validator(
            json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
        ).iter_errors(loaded)
    ]


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(json_schema())


def test_the_published_schema_is_the_one_the_program_gives():
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize(
    "text", [CORNER_GROCER, EVERYTHING, HEAD], ids=["corner grocer", "everything", "hardly anything"]
)
def test_documents_that_read_well_fit_the_schema(text):
    assert problems(text) == []


SEEN = {
    name: rest
    for name, (rest, code, _) in ERRORS.items()
    if code not in BEYOND_A_SCHEMA and name not in REFUSED_BY_LOADERS | BEYOND_TOO
}


@pytest.mark.parametrize("rest", SEEN.values(), ids=SEEN.keys())
def test_a_wrong_shape_is_wrong_for_the_schema_too(rest):
    assert problems(HEAD + rest) != []

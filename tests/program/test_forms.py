"""The programme promises that a form shows a document and gives it back unchanged, that every key of the schema has its field, and each field its name in three languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.kit.phrases import LANGUAGES
from regulars.program.editing.rewriting import rewrite
from regulars.program.editing.values import Leaf, same, value_at
from regulars.program.forms.boxes import fill, value_of
from regulars.program.forms.changing import box_at, change, find
from regulars.program.forms.known import Known
from regulars.program.forms.labels import HELP, LABELS, addresses, label, said_of
from regulars.program.forms.posted import names_of, read_box
from regulars.program.forms.rows import moved, rows_of, with_row
from regulars.program.forms.sections import like, section, section_of, sections, shown_part, with_part
from regulars.program.forms.shapes import Field, definition, definitions, programme_shape
from regulars.program.forms.views import Reader
from regulars.program.schema import json_schema

from .samples import EVERYTHING, HEAD
from .test_editing import DOCUMENTS, EXAMPLES, values

SHAPE = programme_shape()


def there_and_back(shape, value):
    """Through the form, through a browser, and back."""
    names = names_of(fill(shape, value))
    box = read_box(shape, names)
    assert names_of(box) == names
    return value_of(box)


@pytest.mark.parametrize("address", dict.fromkeys(addresses()))
def test_every_property_of_the_schema_has_a_name_in_three_languages(address):
    said = said_of(LABELS, address)
    assert said is not None, f"give {address} a label in regulars/program/forms/words_*.py (English, 简体, 繁體)"
    assert len(said) == len(LANGUAGES) and all(words.strip() for words in said)


@pytest.mark.parametrize("id", [each.id for each in sections()])
def test_every_page_has_a_name(id):
    assert f"section.{id}" in LABELS, f"give section.{id} a label in regulars/program/forms/words_basics.py"


def test_help_is_in_three_languages_too():
    assert all(len(said) == len(LANGUAGES) and all(words.strip() for words in said) for said in HELP.values())
    assert label("rule.stack=best_of", "zh-Hant") == "取最優" and label("member_limit.per=day", "en") == "day"


def _properties(schema):
    """Every key the schema names, however deep."""
    if isinstance(schema, dict):
        yield from (key for key, inner in schema.get("properties", {}).items() if inner is not False and isinstance(schema.get("properties"), dict))
        for key, inner in schema.items():
            yield from _properties(list(inner.values()) if key in ("properties", "$defs") and isinstance(inner, dict) else inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _properties(inner)


def test_no_key_of_the_schema_is_without_a_field():
    known = set(addresses())
    missing = {key for key in _properties(json_schema()) if not any(address == key or address.endswith("." + key) for address in known)}
    assert missing == set()


def test_no_key_of_the_document_is_without_a_page():
    for key, _ in SHAPE.parts:
        assert section_of((key, 0) if key == "earn" else (key,)) is not None or key == "tiers", key
    assert section_of(("tiers", "down", "grace"))[0].id == "tiers" and section_of(("tiers", "levels", 0))[0].id == "levels"


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_document_comes_back_as_it_was(text):
    document = values(text)
    assert same(there_and_back(SHAPE, document), document)


@pytest.mark.parametrize("text", EXAMPLES)
def test_saving_a_page_unchanged_changes_not_a_byte(text):
    document = values(text)
    for each in sections():
        if each.kind == "form":
            part = shown_part(each, document)
            new = with_part(each, document, like(part, there_and_back(each.shape, part) or {}))
            assert rewrite(text, new) == text, each.id
        for place, (key, value) in enumerate(rows_of(each, document) if each.kind != "form" else ()):
            back = there_and_back(each.shape, value)
            assert rewrite(text, with_row(each, document, place, key, {} if back is None else back)) == text, (each.id, key)


@settings(max_examples=200, deadline=None)
@given(DOCUMENTS)
def test_what_a_form_does_not_understand_it_keeps(document):
    assert same(there_and_back(SHAPE, document), document)


def _made(shape_name):
    """Documents of a definition's own keys, right or wrong in their values."""
    keys = [key for key, _ in getattr(definition(shape_name), "parts", ())] or ["any", "all", "not", "spend", "within"]
    leaves = st.builds(Leaf, st.sampled_from(["5", "0.10", "order.paid", "7 days", "1 days", "day", "true", "2018-01-01", "x"]), st.booleans())
    trees = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*keys, "points", "per", "en"]), inner, max_size=3), max_leaves=8)
    return st.dictionaries(st.sampled_from(keys), trees, max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(definitions()).flatmap(lambda name: st.tuples(st.just(name), _made(name))))
def test_any_part_of_the_grammar_comes_back_as_it_was(made):
    name, value = made
    assert same(there_and_back(definition(name), value), value)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["f", "f@n", "f@a", "f@g", "f/earn@n", "f/earn/0/points@a", "f/earn/0/points/1/per", "f/name@a", "f@r", "f/wallets@n", "f/wallets/0@k", "f/not@r"]), st.text(max_size=12)))
def test_whatever_is_posted_can_be_read(posted):
    value_of(read_box(SHAPE, posted))


def test_an_endless_form_ends():
    posted = {}
    name = "f"
    for _ in range(60):
        posted |= {f"{name}@g": "1", f"{name}/all@n": "1"}
        name += "/all/0"
    value_of(read_box(definition("condition"), posted))


RULE = {"id": Leaf("base"), "on": Leaf("order.paid"), "points": Leaf("5"), "limit": [{"times": Leaf("1"), "per": Leaf("day")}, {"points": Leaf("9"), "per": Leaf("year")}]}


def rule_form():
    return fill(definition("rule"), RULE)


def nothing_picked(_name):
    return None


def test_rows_are_added_moved_copied_and_taken_away():
    limits = [dict(limit) for limit in RULE["limit"]]
    form = change(rule_form(), "up:f/limit/1", nothing_picked)
    assert value_of(form)["limit"] == [limits[1], limits[0]]
    form = change(form, "copy:f/limit/0", nothing_picked)
    assert value_of(form)["limit"] == [limits[1], limits[1], limits[0]]
    form = change(change(form, "drop:f/limit/0", nothing_picked), "drop:f/limit/0", nothing_picked)
    assert value_of(form)["limit"] == [limits[0]]
    form = change(form, "add:f/limit", nothing_picked)
    assert find(form, "f/limit/1") is not None and value_of(form)["limit"] == [limits[0], {}]
    form = change(change(form, "drop:f/limit/1", nothing_picked), "drop:f/limit/0", nothing_picked)
    assert "limit" not in value_of(form)


def test_a_condition_is_put_together_button_by_button():
    form = change(rule_form(), "add:f/when", lambda name: {"f/when@p": "line.category"}.get(name))
    names = names_of(form) | {"f/when/line.category/0": "tea\ncoffee"}
    form = change(read_box(definition("rule"), names), "add:f/when", lambda name: {"f/when@p": "any"}.get(name))
    form = change(form, "add:f/when/any/0", lambda name: {"f/when/any/0@p": "tier"}.get(name))
    names = names_of(form) | {"f/when/any/0/tier@a": "1", "f/when/any/0/tier/1/at_least": "gold"}
    when = value_of(read_box(definition("rule"), names))["when"]
    assert same(when, {"line.category": [Leaf("tea"), Leaf("coffee")], "any": [{"tier": {"at_least": Leaf("gold")}}]})


def test_a_condition_that_is_not_there_yet_offers_every_field():
    view = Reader("en", Known({}, "en"), {}).view(rule_form(), "rule", required=True)
    when = next(part for part in view.parts if part.key == "when")
    assert {"line.category", "order.weekday", "any", "not", "event."} <= {option.value for option in when.addable}


def test_another_way_keeps_what_both_have():
    wallet = fill(definition("wallet"), {"expire": {"rolling": Leaf("1 year"), "round_to": Leaf("month")}})
    names = names_of(wallet)
    assert names["f/expire@a"] == "1"
    names |= {"f/expire@a": "2", "f/expire/2/rolling": "1", "f/expire/2/rolling@u": "year"}
    assert value_of(read_box(definition("wallet"), names))["expire"] == {"rolling": Leaf("1 year")}


def test_a_chosen_way_that_is_left_empty_is_not_forgotten():
    names = names_of(fill(definition("rule"), {"id": Leaf("x")})) | {"f/points@a": "1"}
    assert value_of(read_box(definition("rule"), names))["points"] == {}


def test_a_word_of_the_grammar_is_chosen_not_typed():
    box = fill(definition("criterion"), {"nights": Leaf("5"), "within": Leaf("calendar_year")})
    within = find(box, "f/0/within")
    assert within.shape.alternatives[within.alternative].name == "calendar_year" and not within.parts


def test_lengths_of_time_are_a_number_and_a_unit():
    assert names_of(fill(Field("", "duration"), Leaf("12 months"))) == {"f": "12", "f@u": "month"}
    for text in ("1 day", "1 days", "2 day", "12 months", "x days", "soon", "1 fortnight"):
        assert there_and_back(Field("", "duration"), Leaf(text)) == Leaf(text)


def test_a_finding_finds_its_field():
    form = fill(definition("rule"), RULE)
    assert box_at(form, ("limit", 1, "per")).name == "f/limit/1/per"
    assert box_at(fill(definition("rule"), {**RULE, "limit": RULE["limit"][0]}), ("limit", "per")).name == "f/limit/0/per"
    assert box_at(form, ("points",)).name == "f/points" and box_at(form, ("nonsense", 3)).name == "f"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_whole_programme_can_be_shown(language):
    document = values(EVERYTHING)
    reader = Reader(language, Known(document, language), {})
    for each in sections():
        for value in [shown_part(each, document)] if each.kind == "form" else [value for _, value in rows_of(each, document)]:
            view = reader.view(fill(each.shape, value), getattr(each.shape, "address", ""), required=True)
            assert view.parts, each.id
            assert all(part.label for part in view.parts)


def test_new_things_stand_where_the_grammar_has_them():
    document = values(HEAD)
    made = with_row(section("earn"), document, None, "", {"id": Leaf("base"), "on": Leaf("order.paid"), "points": Leaf("1")})
    made = with_row(section("levels"), made, None, "", {"id": Leaf("guest")})
    assert list(made) == ["program", "currency", "timezone", "wallets", "tiers", "earn"]
    assert value_at(made, ("tiers", "levels", 0, "id")) == Leaf("guest")
    gone = moved(section("earn"), made, "drop", 0)
    assert list(gone) == ["program", "currency", "timezone", "wallets", "tiers"]
    assert moved(section("earn"), made, "drop", 7) is None


def test_a_copy_has_an_id_of_its_own():
    document = values(EVERYTHING)
    copied = moved(section("earn"), document, "copy", 0)
    assert [rule["id"].text for rule in copied["earn"][:2]] == ["base", "base-2"]
    assert list(moved(section("wallets"), document, "copy", 0)["wallets"])[:2] == ["points", "points-2"]

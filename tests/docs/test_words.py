"""The words of the house: every key of the programme's document has an entry in docs/words.md, and no word has two."""

import re
from pathlib import Path
from typing import Any

from regulars.program.schema import json_schema

WORDS = (Path(__file__).parents[2] / "docs" / "words.md").read_text()
ROWS = [line.split("|")[1:-1] for line in WORDS.splitlines() if line.startswith("| ") and not line.startswith("| word |")]
LANGUAGES = {"en", "zh-Hans", "zh-Hant"}


def keys_of(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*(keys_of(one) for one in schema))
    if not isinstance(schema, dict):
        return set()
    return {key for key, value in schema.get("properties", {}).items() if value is not False}.union(*(keys_of(one) for one in schema.values()))


def test_every_key_of_the_document_has_an_entry():
    """A key stands there as it is written, in the plural of its list, or as the words it is made of."""
    known = set(re.findall(r"[a-z]+", WORDS.lower()))
    lacking = {
        key
        for key in keys_of(json_schema()) - LANGUAGES
        if f"`{key}`" not in WORDS and not all(word in known or word.removesuffix("s") in known for word in re.findall(r"[a-z]+", key.lower()))
    }
    assert lacking == set(), "add these to docs/words.md"


def test_every_entry_says_what_it_means_in_four_columns():
    assert [row for row in ROWS if len(row) != 4 or not row[2].strip()] == []


def test_no_word_has_two_entries():
    names = [row[0].strip() for row in ROWS]
    assert sorted({name for name in names if names.count(name) > 1}) == []

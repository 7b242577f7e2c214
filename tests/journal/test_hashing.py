import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.journal.errors import Unstorable
from regulars.journal.hashing import body_hash, canonical

safe_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | safe_text,
    lambda inner: st.lists(inner) | st.dictionaries(safe_text, inner),
)


@given(documents)
def test_writing_the_same_content_another_way_gives_the_same_hash(document):
    ways = [
        json.dumps(document),
        json.dumps(document, indent=3, ensure_ascii=False),
        json.dumps(document, sort_keys=True, separators=(",", ":")),
    ]
    assert len({body_hash("order.paid", 1, way.encode()) for way in ways}) == 1


@given(documents, documents)
def test_other_content_gives_another_hash(one, other):
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (body_hash("t", 1, json.dumps(one).encode()) == body_hash("t", 1, json.dumps(other).encode())) is same


def test_type_and_time_belong_to_the_content():
    assert len({body_hash("a", 1, b"{}"), body_hash("b", 1, b"{}"), body_hash("a", 2, b"{}")}) == 3


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_nul_is_refused_wherever_it_hides_and_nothing_else_is(text):
    body = json.dumps({text or "k": [text]}).encode()
    if "\x00" in text:
        with pytest.raises(Unstorable):
            canonical(body)
    else:
        assert json.loads(canonical(body)) == {text or "k": [text]}

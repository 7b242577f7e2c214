"""The programme promises that an edit changes what was asked for and nothing else: values, comments, order and spacing of the rest stay."""

import difflib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.program.editing.locating import located
from regulars.program.editing.rewriting import rewrite
from regulars.program.editing.values import Leaf, read_values, same, value_at, with_value
from regulars.program.editing.writing import document

from .samples import CORNER_GROCER, EVERYTHING, HEAD

ROOT = Path(__file__).parents[2]
EXAMPLES = [CORNER_GROCER, EVERYTHING, HEAD] + [
    found for page in sorted(ROOT.glob("docs/**/*.md")) for found in re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.S) if read_values(found)
]

COMMENTED = """\
# Our club
program: tea   # never changes
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai

wallets:
  # points to spend
  points: {point_value: 0.01}   # one fen
earn:
  # what everybody gets
  - {id: base, on: order.paid, points: {per: 1, give: 1}}   # a point a yuan
  # on Tuesdays
  - id: tuesday   # member day
    on: order.paid
    when: {order.weekday: tuesday}
    points: 20   # twenty
"""


def values(text):
    found = read_values(text)
    assert found is not None
    return found


def changed_lines(old, new):
    return [line for line in difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0) if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_same_values_are_the_same_text(text):
    assert rewrite(text, values(text)) == text


def test_one_value_is_one_line():
    new = with_value(values(COMMENTED), ("earn", 1, "points"), Leaf("25"))
    assert changed_lines(COMMENTED, rewrite(COMMENTED, new)) == ["-    points: 20   # twenty", "+    points: 25   # twenty"]


def test_a_new_key_stands_beside_the_others():
    new = with_value(values(COMMENTED), ("wallets", "points", "burn"), Leaf("oldest"))
    assert changed_lines(COMMENTED, rewrite(COMMENTED, new)) == [
        "-  points: {point_value: 0.01}   # one fen",
        "+  points: {point_value: 0.01, burn: oldest}   # one fen",
    ]


def test_a_comment_goes_with_its_rule():
    before = values(COMMENTED)
    done = rewrite(COMMENTED, {**before, "earn": list(reversed(before["earn"]))})
    assert done.endswith(
        "earn:\n  - id: tuesday   # member day\n    on: order.paid\n    when: {order.weekday: tuesday}\n    points: 20   # twenty\n"
        "  # what everybody gets\n  - {id: base, on: order.paid, points: {per: 1, give: 1}}   # a point a yuan\n"
    ) or "# what everybody gets" in done
    assert [rule["id"].text for rule in values(done)["earn"]] == ["tuesday", "base"]


def test_a_rule_taken_away_takes_its_lines_away():
    done = rewrite(COMMENTED, with_value(values(COMMENTED), ("earn", 0), None))
    assert "base" not in done and "member day" in done and "# Our club" in done and "# one fen" in done


def test_texts_that_look_like_something_else_are_quoted():
    new = with_value(values(COMMENTED), ("earn", 1, "name"), Leaf("2024", True))
    assert 'name: "2024"' in rewrite(COMMENTED, new)
    odd = 'a: b, {c} # "d" \\ \n e'
    done = rewrite(COMMENTED, with_value(values(COMMENTED), ("earn", 1, "name"), Leaf(odd)))
    assert value_at(values(done), ("earn", 1, "name")).text == odd


def test_an_awkward_document_is_still_right():
    for text in (
        "a:\n- b\n- - c\n  - d\n",
        "{a: [1, 2,], b: {}}",
        "a: |\n  two\n  lines\nb: x\n",
        "? a\n: b\n",
        "a:\nb: ''\n",
        'a: "x"\n\n# tail\n',
        "\ufeffa: 1\n",
        "a: 1\r\nb: 2\r\n",
    ):
        for new in ({"a": Leaf("9")}, {"a": [Leaf("1"), {"k": Leaf("v")}], "c": {"d": Leaf("e")}}, {"z": {"a": []}, "a": Leaf("x y")}):
            assert same(values(rewrite(text, new)), new), (text, new)


LEAVES = st.builds(
    Leaf,
    st.sampled_from(["", "a", "5", "0.10", "true", "null", "x: y", "a, b", "#c", "- d", "中文", "two words", '"q"', "a\nb", "  pad ", "2018-01-01", "[", "\u2028"])
    | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8),
    st.just(True),
) | st.builds(Leaf, st.sampled_from(["a", "5", "0.10", "true", "12-31", "order.paid", "-3", "two words"]))
KEYS = st.sampled_from(["a", "b", "id", "on", "line.category", "zh-Hans", "中"])
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12)
DOCUMENTS = st.dictionaries(KEYS, TREES, min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_any_document_becomes_any_other(old, new):
    text = document(old)
    assert same(read_values(text), old)
    assert same(read_values(rewrite(text, new)), new)


def _places(value, path=()):
    yield path
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) and not isinstance(value, Leaf) else ():
        yield from _places(inner, (*path, step))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([CORNER_GROCER, EVERYTHING, COMMENTED]), st.data())
def test_an_edit_anywhere_is_exactly_that_edit(text, data):
    before = values(text)
    path = data.draw(st.sampled_from([place for place in _places(before) if place]))
    new = with_value(before, path, data.draw(st.none() | TREES))
    done = rewrite(text, new)
    assert same(read_values(done), new)
    untouched = [line for line in text.splitlines() if line.startswith("#")]
    assert all(line in done for line in untouched)


def test_findings_know_their_place_though_they_share_a_line():
    broken = EVERYTHING.replace("give: 5.5", "give: x5").replace("{id: cake, on", "{id: cake, onn").replace("grants: silver", "grants: sliver")
    found = {one.finding.code.removeprefix("programme."): (one.path, one.finding.line) for one in located(broken).findings}
    line = {text: number for number, text in enumerate(broken.splitlines(), 1)}
    assert found["not_a_number"] == (("earn", 0, "points", "give"), next(number for text, number in line.items() if "x5" in text))
    assert found["missing_key"][0] == ("earn", 14, "on") and found["unknown_key"][0] == ("earn", 14, "onn")
    assert found["unknown_level"][0] == ("fast_tracks", 1, "grants")


def test_a_finding_about_another_line_names_the_real_one():
    twice = EVERYTHING.replace("id: stamps,", "id: five-teas,")
    found = next(one for one in located(twice).findings if one.finding.code == "programme.duplicate_id")
    first = next(number for number, text in enumerate(twice.splitlines(), 1) if "id: five-teas" in text)
    assert found.finding.facts["first_line"] == first and found.path == ("challenges", 1, "id")


@pytest.mark.parametrize("text", ["", "a: [", "- 1", "a: 1\na: 2", "a: &x 1", "\x00", "a: !!set {}"])
def test_text_that_forms_can_not_show_says_so(text):
    assert not located(text).is_readable and located(text).errors

"""The programme promises that the rows of a page say what they mean, and that the buttons of a form do what stands on them and nothing else."""

from typing import Any

import pytest

from regulars.program.editing.values import Leaf, Value
from regulars.program.forms.boxes import Box, fill, value_of
from regulars.program.forms.changing import box_at, change, find
from regulars.program.forms.posted import MOST_ROWS, names_of
from regulars.program.forms.rows import moved, rows_of, titles, told, with_row
from regulars.program.forms.sections import like, placed, section, section_of, shown_part, with_part
from regulars.program.forms.shapes import Alternative, Group, Keyed, OneOf, Rows, Shape
from regulars.program.reading import require

from .samples import HEAD, levels, quest, rule
from .test_editing import values
from .test_posted import ASKED, COUNT, EXPIRE, LIMIT, LIMITS, SPARSE, leaves

EARN, WALLETS, LEVELS, CHALLENGES, BADGES = (section(id) for id in ("earn", "wallets", "levels", "challenges", "badges"))
RULES = HEAD + rule(name="Every order") + "  - {id: b, on: checkin, points: 2}\n  - {id: c, on: checkin, points: 1, name: {zh-Hans: 签到}}\n"
WHOLE = HEAD + levels("id: low", "id: top, reach: {visits: 1, within: 1 year}", more="") + quest(target="{count: 1}") + rule(points="1")


def ids(document: Any) -> list[str]:
    return [each["id"].text for each in document["earn"]]


def test_a_row_is_called_by_its_name_or_its_id() -> None:
    assert titles(EARN, values(RULES), "zh-Hans") == ["Every order", "b", "签到"]
    assert titles(WALLETS, values(RULES), "en") == ["points", "growth"]
    assert rows_of(EARN, values(HEAD)) == [] and [key for key, _ in rows_of(EARN, leaves({"earn": ["x", {"id": ["y"]}]}))] == ["", ""]


def test_a_row_says_in_words_what_it_does() -> None:
    document, program = values(WHOLE), require(WHOLE)
    assert told(EARN, document, program, "en") == ["Base: 1 point for an order."]
    assert told(CHALLENGES, document, program, "en") == ["Goal: 9 points for an order 1 time; only once."]
    assert told(LEVELS, document, program, "en") == ["", "Visit on 1 day within 1 year"]
    assert told(EARN, document, program, "zh-Hans") == ["base：下单送 1 积分。"]


def test_a_row_that_does_not_read_well_is_shown_as_it_is_written() -> None:
    document = values(WHOLE)
    assert told(EARN, document, None, "en") == ["{id: base, on: order.paid, points: 1}"]
    assert told(WALLETS, document, require(WHOLE), "en") == ["{point_value: 0.01}", "{kind: qualifying, scale: 1}"]
    for each in (EARN, CHALLENGES, LEVELS):  # the draft has gone on since it was read
        assert len(told(each, {**document, "earn": [], "challenges": [], "tiers": {}}, require(WHOLE), "en")) == 0


@pytest.mark.parametrize(("letters", "kept"), [(195, 200), (196, 200), (400, 200)])
def test_a_long_row_is_cut_short(letters: int, kept: int) -> None:
    text = told(EARN, {"earn": [{"a": Leaf("x" * letters)}]}, None, "en")[0]  # {a: …} is 5 signs more
    assert len(text) == kept and text.endswith("…" if letters > 195 else "x}")


@pytest.mark.parametrize(
    ("do", "place", "order"),
    [
        ("up", 1, ["b", "base", "c"]), ("up", 0, ["base", "b", "c"]), ("down", 1, ["base", "c", "b"]), ("down", 2, ["base", "b", "c"]), ("drop", 1, ["base", "c"]),
        ("copy", 1, ["base", "b", "b-2", "c"]), ("turn", 1, ["base", "b", "c"]),
    ],
)  # fmt: skip
def test_rows_go_up_and_down_away_and_twice(do: str, place: int, order: list[str]) -> None:
    assert ids(moved(EARN, values(RULES), do, place)) == order


@pytest.mark.parametrize("place", [-1, 3])
def test_a_row_there_is_not_goes_nowhere(place: int) -> None:
    assert moved(EARN, values(RULES), "drop", place) is None


def test_a_copy_is_the_same_but_for_its_id() -> None:
    again = moved(EARN, values(RULES.replace("id: c", "id: b-2")), "copy", 1)
    assert ids(again) == ["base", "b", "b-3", "b-2"] and again["earn"][2] == {**again["earn"][1], "id": Leaf("b-3")}
    assert ids(moved(EARN, {"earn": [{"id": Leaf("")}, {"id": Leaf("copy-2")}]}, "copy", 0)) == ["", "copy-3", "copy-2"]
    wallets = moved(WALLETS, values(HEAD), "copy", 1)["wallets"]
    assert list(wallets) == ["points", "growth", "growth-2"] and wallets["growth-2"] == wallets["growth"]
    assert moved(EARN, {"earn": [Leaf("x")]}, "copy", 0) == {"earn": [Leaf("x"), Leaf("x")]}


def test_the_last_row_takes_its_page_away() -> None:
    assert "earn" not in moved(EARN, values(HEAD + rule()), "drop", 0)
    assert moved(LEVELS, values(HEAD + levels("id: low")), "drop", 0)["tiers"] == leaves({"review": {"every": "month"}, "levels": []})


def test_a_row_is_written_anew_where_it_stands_or_behind_the_others() -> None:
    document = values(RULES)
    new = {"points": Leaf("3"), "id": Leaf("z"), "on": Leaf("checkin")}
    assert ids(with_row(EARN, document, None, "", new)) == ["base", "b", "c", "z"]
    written = with_row(EARN, document, 1, "", new)
    assert ids(written) == ["base", "z", "c"] and list(written["earn"][1]) == ["id", "on", "points"]  # its keys stand as they stood
    assert list(with_row(WALLETS, document, 0, "leaves", {})["wallets"]) == ["leaves", "growth"]


# ---- keys stand where the grammar, or the document, has them


@pytest.mark.parametrize(
    ("key", "order", "stands"),
    [("b", "abc", "abc"), ("a", "abc", "ac"), ("d", "abc", "acd"), ("c", "cab", "ca"), ("b", "bac", "bac"), ("b", "cba", "acb")],
)
def test_a_new_key_stands_behind_those_that_come_before_it(key: str, order: str, stands: str) -> None:
    before: dict[str, Value] = {one: Leaf(one) for one in "ac" if one != key}
    assert "".join(placed(before, key, Leaf(key), tuple(order))) == stands


def test_values_keep_the_order_they_had() -> None:
    old, new = leaves({"b": "1", "a": {"y": "1", "x": "2"}, "c": [{"q": "1", "p": "2"}]}), leaves({"a": {"x": "3", "z": "0", "y": "4"}, "d": "5", "b": "6", "c": [{"p": "7", "q": "8"}]})
    made = like(old, new)
    assert made == new and list(made) == ["b", "a", "d", "c"] and list(made["a"]) == ["y", "x", "z"] and list(made["c"][0]) == ["q", "p"]
    assert list(like(leaves([{"q": "1", "p": "2"}]), leaves([{"p": "1", "q": "2"}, {}]))[0]) == ["p", "q"]  # one more row: nobody knows which was which
    assert like(None, Leaf("x")) == Leaf("x") and like(leaves({"a": "1"}), Leaf("x")) == Leaf("x")


def test_a_page_is_about_its_own_keys_only() -> None:
    basics, returns = section("basics"), section("returns")
    document = values(HEAD + "returns: {policy: debt}\n")
    assert list(shown_part(basics, document)) == ["program", "currency", "timezone"] and shown_part(returns, {}) == {}
    assert list(with_part(basics, document, {"program": Leaf("x"), "name": Leaf("Tea"), "currency": Leaf("y")})) == ["program", "name", "currency", "wallets", "returns"]
    assert with_part(returns, values(HEAD), {}) == values(HEAD)
    review = with_part(section("tiers"), values(HEAD), {"review": {"every": Leaf("month")}})
    assert review["tiers"] == {"review": {"every": Leaf("month")}} and list(review)[-2:] == ["wallets", "tiers"]
    assert with_part(section("tiers"), values(HEAD), {}) == values(HEAD)


@pytest.mark.parametrize(
    ("path", "page", "rest"),
    [
        (("earn", 2, "when"), "earn", (2, "when")), (("tiers", "levels", 0, "id"), "levels", (0, "id")), (("tiers", "down", "step"), "tiers", ("down", "step")),
        (("wallets", "points", "burn"), "wallets", ("points", "burn")), (("currency", "code"), "basics", ("currency", "code")), (("budget", 0), "caps", ("budget", 0)),
    ],
)  # fmt: skip
def test_every_place_has_its_page(path: tuple, page: str, rest: tuple) -> None:
    found = section_of(path)
    assert found is not None and (found[0].id, found[1]) == (page, rest)


def test_a_place_nobody_knows_has_none() -> None:
    assert section_of(("nonsense",)) is None and section_of(("tiers",)) is None and section_of(()) is None and section("nonsense") is None


def test_a_page_is_called_by_its_way() -> None:
    assert [section(id).address for id in ("basics", "levels", "referral", "caps")] == ["", "tiers.levels", "referral", ""]


# ---- buttons


def form(shape: Shape, value: Any) -> Box:
    return fill(shape, leaves(value))


def pressed(box: Box, do: str, picked: str | None = None) -> Any:
    """What the form says after a button. ``picked``: what its choice of further things says."""
    name = do.partition(":")[2]
    return value_of(change(box, do, lambda asked: picked if asked == f"{name}@p" else None))


TWO = [{"times": "1"}, {"times": "2"}]
SHEET = Group("", (("limit", LIMITS), ("expire", EXPIRE), ("named", Keyed("", COUNT)), ("asked", ASKED), ("sparse", SPARSE)))


@pytest.mark.parametrize(
    ("do", "limits"),
    [
        ("up:f/limit/1", ["2", "1"]), ("up:f/limit/0", ["1", "2"]), ("down:f/limit/0", ["2", "1"]), ("down:f/limit/1", ["1", "2"]), ("drop:f/limit/0", ["2"]), ("copy:f/limit/0", ["1", "1", "2"]),
        ("drop:f/limit/2", ["1", "2"]), ("drop:f/limits/1", ["1", "2"]), ("turn:f/limit/1", ["1", "2"]), ("up", ["1", "2"]), ("add:f/limits", ["1", "2"]),
    ],
)  # fmt: skip
def test_a_button_does_what_stands_on_it(do: str, limits: list[str]) -> None:
    assert pressed(form(SHEET, {"limit": TWO}), do) == {"limit": [{"times": Leaf(count)} for count in limits]}


def test_the_last_row_taken_away_leaves_nothing() -> None:
    assert pressed(form(SHEET, {"limit": [{"times": "1"}], "named": {"a": "1"}}), "drop:f/limit/0") == leaves({"named": {"a": "1"}})
    assert pressed(form(SHEET, {"limit": [{"times": "1"}], "named": {"a": "1"}}), "drop:f/named/0") == leaves({"limit": [{"times": "1"}]})


def test_a_thing_taken_away_is_empty_again() -> None:
    box = form(SHEET, {"expire": {"rolling": "1 year"}, "named": {"a": "1"}})
    assert pressed(box, "drop:f/expire") == leaves({"named": {"a": "1"}})
    assert find(box, "f/expire").alternative is None and names_of(box)["f/expire@a"] == ""


def test_only_rows_are_moved_and_copied() -> None:
    for do in ("up:f/expire", "down:f/expire", "copy:f/expire", "copy:f/named/0", "up:f/named/1", "down:f/named/0"):
        assert pressed(form(SHEET, {"expire": "never", "named": {"a": "1", "b": "2"}}), do) == leaves({"expire": "never", "named": {"a": "1", "b": "2"}})


def test_rows_are_added_up_to_the_most_a_form_may_have() -> None:
    many = form(Rows("", COUNT), ["5"] * (MOST_ROWS - 1))
    assert len(change(many, "add:f", lambda name: None).parts) == MOST_ROWS
    assert len(change(many, "add:f", lambda name: None).parts) == MOST_ROWS == len(change(many, "copy:f/0", lambda name: None).parts)
    assert [part.name for _, part in change(form(Keyed("", COUNT), {"a": "1"}), "add:f", lambda name: None).parts] == ["f/0", "f/1"]


def test_a_row_that_is_added_is_ready_to_be_filled_in() -> None:
    ways = change(form(Rows("", EXPIRE), []), "add:f", lambda name: None)
    assert ways.parts[0][1].alternative == 0
    groups = change(form(Rows("", SPARSE), []), "add:f", lambda name: None)
    assert groups.parts[0][1].is_open and len(groups.parts[0][1].parts) == 13
    nested = change(form(Rows("", Rows("", LIMIT)), []), "add:f", lambda name: None)
    assert nested.parts[0][1].parts[0][1].is_open


def test_a_further_key_is_added_once_and_by_its_name() -> None:
    box = form(SHEET, {"asked": {"channel": "app"}})
    assert pressed(box, "add:f/asked", "event.floor") == leaves({"asked": {"channel": "app"}})  # it has no value yet
    further = find(box, "f/asked").further
    assert [(key, part.name) for key, part in further] == [("event.floor", "f/asked/?0")]
    change(box, "add:f/asked", lambda name: "channel")
    change(box, "add:f/asked", lambda name: "")
    change(box, "add:f/limit", lambda name: "event.x")
    assert len(find(box, "f/asked").further) == 1 == len(further)
    change(box, "add:f/asked", lambda name: "event.place")
    assert [key for key, _ in find(box, "f/asked").further] == ["event.floor", "event.place"]
    change(box, "drop:f/asked/?0", lambda name: None)
    assert [(key, part.name) for key, part in find(box, "f/asked").further] == [("event.place", "f/asked/?0")]
    change(form(LIMIT, {}), "add:f", lambda name: "event.x")


def test_a_group_opens_at_what_was_picked_and_nothing_else() -> None:
    sheet = Group("", tuple((f"k{n}", EXPIRE) for n in range(13)))
    box = change(form(Group("", (("inner", sheet),)), {}), "add:f/inner", lambda name: "k3")
    inner = find(box, "f/inner")
    assert inner.is_open and [key for key, part in inner.parts if part.alternative is not None] == ["k3"]


def test_names_follow_their_rows() -> None:
    moved_up = change(form(SHEET, {"limit": TWO, "expire": {"rolling": "1 year"}, "named": {"a": "1", "b": "2"}}), "up:f/limit/1", lambda name: None)
    names = names_of(moved_up)
    assert (names["f/limit/0/times"], names["f/limit/1/times"], names["f/expire/1/rolling"], names["f/named/1"]) == ("2", "1", "1", "2")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "f"), (("limit",), "f/limit"), (("limit", 1, "times"), "f/limit/1/times"), (("limit", "times"), "f/limit/0/times"), (("limit", 7), "f/limit"), (("expire", "rolling"), "f/expire/1/rolling"),
        (("expire", "sliding"), "f/expire"), (("named", "b"), "f/named/1"), (("named", 1), "f/named"), (("asked", "event.floor"), "f/asked/?0"), (("odd", 1), "f"),
    ],
)  # fmt: skip
def test_a_place_in_the_document_is_a_box_as_deep_as_the_form_goes(path: tuple, name: str) -> None:
    box = form(SHEET, {"limit": TWO, "expire": {"rolling": "1 year"}, "named": {"a": "1", "b": "2"}, "asked": {"event.floor": "3"}})
    assert box_at(box, path).name == name


def test_a_choice_in_a_choice_is_looked_through() -> None:
    inner = OneOf("", (Alternative("a", OneOf("", (Alternative("b", LIMIT),))),))
    assert box_at(form(inner, {"times": "1"}), ("times",)).name == "f/0/0/times"

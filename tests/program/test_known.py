"""The programme promises that a form offers what the draft itself names, by the names a reader gave, and never stumbles over a draft that is half written."""

from typing import Any

import pytest

from regulars.program.forms.known import Known, title_of

from .test_posted import leaves

DRAFT = {
    "wallets": {"points": {"name": {"zh-Hans": "茶点", "en": "Leaves"}}, "growth": {}, "odd": "x"},
    "tiers": {"levels": [{"id": "low"}, {"id": "gold", "name": "Gold"}, {"name": "no id"}, "x", {"id": ["x"]}]},
    "badges": [{"id": "star", "name": {"zh-Hant": "星"}}],
    "earn": [{"id": "base", "group": "days"}, {"id": "b", "group": "days"}, {"id": "c", "group": "a"}, {"id": "d"}, "x"],
    "challenges": [{"id": "teas", "name": ""}],
    "festivals": {"spring": {"name": "Spring"}},
    "events": {"gym.visited": {"name": {"en": "a gym visit"}, "measures": ["minutes", "spend"]}, "order.paid": {"name": "a sale"}, "tea.drunk": {"measures": "cups"}, "odd": "x"},
}


def offered(noun: str, language: str = "en", draft: Any = DRAFT) -> list[tuple[str, str]]:
    return Known(leaves(draft), language).of(noun)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("noun", "language", "options"),
    [
        ("wallet", "en", [("points", "Leaves"), ("growth", "growth"), ("odd", "odd")]),
        ("wallet", "zh-Hans", [("points", "茶点"), ("growth", "growth"), ("odd", "odd")]),
        ("wallet", "zh-Hant", [("points", "茶点"), ("growth", "growth"), ("odd", "odd")]),  # no name of its own: the first there is
        ("level", "en", [("low", "low"), ("gold", "Gold")]),
        ("badge", "en", [("star", "星")]),
        ("rule", "en", [("base", "base"), ("b", "b"), ("c", "c"), ("d", "d")]),
        ("challenge", "en", [("teas", "teas")]),
        ("festival", "en", [("spring", "Spring")]),
        ("group", "en", [("days", ""), ("a", "")]),
        ("yes_no", "en", [("true", "yes"), ("false", "no")]),
        ("yes_no", "zh-Hans", [("true", "是"), ("false", "否")]),
    ],
)
def test_what_the_draft_names_is_offered_in_its_order(noun: str, language: str, options: list[tuple[str, str]]) -> None:
    assert offered(noun, language) == options


def test_the_days_of_the_week_begin_with_monday() -> None:
    assert offered("weekday") == [(day.lower(), day) for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")]
    assert offered("weekday", "zh-Hans")[0] == ("monday", "周一") and offered("weekday", "zh-Hant")[6] == ("sunday", "週日")


def test_events_are_the_usual_ones_and_the_drafts_own_behind_them() -> None:
    events = offered("event")
    said = dict(events)
    assert [type for type, _ in events[:5]] == ["order.paid", "order.delivered", "member.enrolled", "referral.qualified", "checkin"]
    assert [type for type, _ in events[-3:]] == ["gym.visited", "tea.drunk", "odd"]
    assert (said["gym.visited"], said["tea.drunk"], said["order.paid"], said["checkin"]) == ("a gym visit", "tea.drunk", "a sale", "a check-in")
    assert [said for type, said in offered("event", "zh-Hans", {}) if type == "checkin"] == ["签到"]
    assert len(events) == len(said) == len(offered("event", draft={})) + 3
    assert offered("event", draft={"events": ["x"]}) == offered("event", draft={})


def test_measures_are_the_usual_ones_the_wallets_the_events_own_and_how_often_they_happen() -> None:
    measures = [word for word, _ in offered("measure")]
    assert measures[:9] == ["spend", "visits", "nights", "stays", "score", "points.points", "points.growth", "points.odd", "minutes"]
    assert measures[9:11] == ["events.order.paid", "events.order.delivered"] and measures[-3:] == ["events.gym.visited", "events.tea.drunk", "events.odd"]
    assert all(said == "" for _, said in offered("measure"))
    assert [word for word, _ in offered("measure", draft={"events": ["x"]})][:6] == ["spend", "visits", "nights", "stays", "score", "events.order.paid"]


def test_timezones_are_in_order() -> None:
    zones = [zone for zone, said in offered("timezone") if said == ""]
    assert zones == sorted(zones) and {"Asia/Shanghai", "Asia/Taipei", "Europe/Berlin"} <= set(zones)


@pytest.mark.parametrize("noun", ["wallet", "level", "badge", "rule", "challenge", "festival", "group"])
def test_an_empty_draft_names_nothing(noun: str) -> None:
    assert offered(noun, draft={}) == [] == offered(noun, draft={"earn": "x", "wallets": "x", "tiers": {"levels": "x"}})


@pytest.mark.parametrize(
    ("row", "language", "title"),
    [
        ({"name": "Gold"}, "zh-Hans", "Gold"), ({"name": {"en": "Gold", "zh-Hans": "金"}}, "zh-Hans", "金"), ({"name": {"en": "Gold"}}, "zh-Hans", "Gold"),
        ({"name": {"zh-Hans": "", "en": "Gold"}}, "zh-Hans", "Gold"), ({"name": {}}, "en", ""), ({"name": {"zh-Hant": ["x"]}}, "en", ""), ({"name": ["x"]}, "en", ""), ({}, "en", ""), ("x", "en", ""),
    ],
)  # fmt: skip
def test_a_row_has_the_name_it_gives_itself(row: Any, language: str, title: str) -> None:
    assert title_of(leaves(row), language) == title  # type: ignore[arg-type]

"""The monthly review promises sentences that each stand on a row of a figure, months that are not over told so, and the same page every time."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regulars.insight.anomalies.alerts import TOGETHER, Evidence
from regulars.insight.asking.answers import answer
from regulars.insight.asking.models import Models
from regulars.insight.facts import Facts
from regulars.insight.figures.figure import Figure
from regulars.insight.review.months import month_of, span_of
from regulars.insight.review.reviewing import Page
from regulars.insight.targets.lights import Target
from regulars.kit.errors import Invalid
from regulars.kit.phrases import LANGUAGES
from tests.insight.order_files import HEADER, facts_of

AT = datetime(2026, 1, 1, tzinfo=UTC)
MORE = HEADER.strip() + ",category,channel\n"


def orders() -> str:
    """600 members over 17 months; from May 2017 on an order is worth seven tenths, and tea is bought by hardly anybody."""
    rng, lines = np.random.default_rng(1), []
    for number in range(7000):
        day = date(2016, 1, 1) + timedelta(days=int(rng.integers(0, 530)))
        late = day >= date(2017, 5, 1)
        lines.append(f"{number},m{int(rng.integers(0, 600))},{day},s{number % 9},1,{(10 + 20 * rng.random()) * (0.7 if late else 1):.2f},{'cup' if late and number % 5 else ('tea', 'cup')[number % 2]},{('web', 'till')[number % 3 == 0]}\n")
    return "".join(lines)


@pytest.fixture(scope="module")
def shop() -> Iterator[Facts]:
    with tempfile.TemporaryDirectory() as folder, facts_of(Path(folder), orders(), header=MORE, as_of=date(2017, 5, 31)) as facts:
        yield facts


@pytest.fixture(scope="module")
def may(shop: Facts) -> Models:
    """May 2017, with two targets; worked out once."""
    models = Models(shop)
    models.targets = {"aov": Target("aov", 30, 0.1, "owner", AT), "returning_rate": Target("returning_rate", 0.75, 0.1, "owner", AT)}
    return models


def told(models: Models, language: str = "en") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = answer(models, "review").document(language)["rows"]
    return rows


def said(models: Models) -> str:
    return " ".join(row["sentence"] for row in told(models))


def test_the_month_beside_the_one_before_and_the_year_before(may: Models) -> None:
    rows = told(may)
    months = {row["at_month"]: row for row in answer(may, "months").document("en")["rows"]}
    now, before = (float(months[month]["revenue"]) for month in ("2017-05", "2017-04"))
    assert rows[0]["facts"] == months["2017-05"] and rows[1]["facts"] == months["2017-04"] and rows[2]["facts"] == months["2016-05"]
    assert f"Against Apr 2017 (${before:,.2f}) that is −{1 - now / before:.1%}." in rows[1]["sentence"] or f"${before:,.0f}" in rows[1]["sentence"]
    assert "Most of it: average order, −$" in said(may)
    assert "A new level of the average order since the week of 1 May 2017: −" in said(may)
    assert "The category that lost most is tea" in said(may) and "The category that gained most is cup" in said(may)
    assert "The average order fell, beyond chance" in next(row["sentence"] for row in rows if row["topic"] == "next")


def test_every_sentence_stands_on_a_row_of_the_figure_it_names(may: Models) -> None:
    for row in told(may):
        of = answer(may, row["figure"]).document("en")
        assert row["query"].split("@")[0] == row["figure"] and ("@" in row["query"]) == bool(of["sql"])
        if row["topic"] == "targets":
            assert row["facts"]["watched"] in ("aov", "returning_rate")
        elif row["facts"]:
            assert row["facts"] in of["rows"], row
    lights = [row["sentence"] for row in told(may) if row["topic"] == "targets"]
    assert "Average order: $" in lights[0] and lights[0].endswith("target $30.00: missed.") and lights[1].endswith("target 75.0%: met.")


def test_it_reads_in_every_language_and_is_the_same_every_time(shop: Facts, may: Models) -> None:
    one, other = Models(shop), Models(shop)
    one.month = other.month = "2017-04"
    assert told(one) == told(other)
    pages = [told(may, language) for language in LANGUAGES]
    assert len({page[0]["sentence"] for page in pages}) == 3
    for page in pages:
        assert not any(word in row["sentence"] for row in page for word in ("{", "insight.", "nan", "None"))


def test_a_month_that_is_not_over_is_said_to_be_so_and_compared_with_the_same_days(shop: Facts, tmp_path: Path) -> None:
    text = "".join(f"{m}{d},m{d},2017-{m:02}-{d:02},x,1,{m}\n" for m in (1, 2, 3) for d in range(1, 29))
    with facts_of(tmp_path, text, as_of=date(2017, 3, 10)) as facts:
        models = Models(facts)
        models.month = "2017-03"
        rows = [row["sentence"] for row in told(models)]
        assert rows[:2] == ["Mar 2017 is not over: in its first 10 days members brought $30.00 net in 10 orders.", "The same days of Feb 2017 brought $20.00: +50.0%."]
        assert any("not over: who came" in one for one in answer(models, "review").sentences("en"))
        last = Models(facts)
        assert told(last)[0]["sentence"].startswith("In Feb 2017 members brought $56.00 net in 28 orders")
        assert [row["sentence"] for row in told(last) if row["topic"] == "running"] == rows[:2]
    models = Models(shop)
    models.month = "2017-03"
    assert not {"leaving", "alerts", "targets", "next"} & {row["topic"] for row in told(models)}
    assert any("--as-of" in one for one in answer(models, "review").sentences("en"))


def test_by_the_day_it_may_be_the_other_way(tmp_path: Path) -> None:
    """28 orders of February beside 29 of March: more in all, fewer a day."""
    text = "".join(f"a{d},m{d},2017-{m:02}-{d:02},x,1,10\n".replace("a", f"a{m}-") for m, days in ((1, 31), (2, 28), (3, 29)) for d in range(1, days + 1))
    with facts_of(tmp_path, text, as_of=date(2017, 3, 31)) as facts:
        words = said(Models(facts))
    assert "Against Feb 2017 ($280) that is +3.6%. A day it is −6.5%: Mar 2017 had 31 days, Feb 2017 28." in words


@pytest.mark.parametrize("month", ["2017-06", "2015-12", "2017-13", "may", "2017-5", "２０１７-05"])
def test_a_month_there_is_no_review_of_is_refused(shop: Facts, month: str) -> None:
    with pytest.raises(Invalid, match="a month from 2016-01 to 2017-05"):
        month_of(shop, month)


def test_a_first_month_is_compared_with_nothing_and_no_orders_are_a_sentence(shop: Facts, tmp_path: Path) -> None:
    models = Models(shop)
    models.month = "2016-01"
    assert [row["topic"] for row in told(models)] == ["went"]
    with facts_of(tmp_path, "", as_of=date(2017, 3, 10)) as facts:
        found = answer(Models(facts), "review")
        assert not found.rows and found.sentences("zh-Hans")
    assert span_of("2016-02") == (date(2016, 2, 1), date(2016, 2, 29)) and span_of("2017-02", 30)[1] == date(2017, 2, 28)


def test_days_that_only_rank_high_call_for_nothing(shop: Facts) -> None:
    """The figure lists as many a day whatever happens: one advises only where one thing of the day is unlikely, and only of a month that is known whole."""

    def alerts(month: str, *codes: str) -> int:
        rows = tuple((date.fromisoformat(f"{month}-29"), f"m{at}", 2.5, 0, [Evidence(code, {"share": "96.0"})]) for at, code in enumerate(codes))
        found = Figure("anomalies", "", ("day", "ref", "risk", "points", "evidence"), rows, shop.first_day, shop.as_of, shop.exponent, shop.currency, (), ())
        return len(Page(Models(shop), lambda _: found, month_of(shop, month)).alerts())

    assert alerts("2017-05", TOGETHER, TOGETHER) == 0
    assert alerts("2017-05", TOGETHER, "insight.anomalies.often") == 1
    assert alerts("2017-04", "insight.anomalies.often") == 0

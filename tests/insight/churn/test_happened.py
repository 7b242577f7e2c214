"""What happened to members is told on the day it could first be known; whoever looks from an earlier evening is told the same up to then."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from regulars.insight.churn.study_part import study_part
from regulars.insight.facts.facts import day_number
from regulars.insight.happened import signals_of
from regulars.insight.store.shapes import Told
from regulars.kit.errors import Problem
from tests.insight.order_files import HEADER, facts_of

FIRST = date(2019, 1, 1)
COLUMNS = HEADER.strip() + ",discount,store\n"


def lines(*rows: tuple[str, int, str, float, float, str]) -> str:
    """(member, day, article, amount, discount, store); one of each article an order."""
    return "".join(f"o{n},{who},{FIRST + timedelta(days=day)},{sku},{-1 if paid < 0 else 1},{paid:.2f},{less:.2f},{store}\n" for n, (who, day, sku, paid, less, store) in enumerate(rows))


def told(facts) -> dict[str, list[tuple[str, int]]]:
    refs = facts.refs()
    return {one.name: sorted((refs[who], int(day) - day_number(FIRST)) for who, day in zip(one.member, one.day, strict=True)) for one in signals_of(facts)}


def test_each_kind_is_told_of_whom_it_happened_to_on_the_day_it_was_known(tmp_path: Path) -> None:
    text = lines(
        ("ann", 0, "tea", 10, 0, "A"), ("ann", 9, "tea", 10.4, 0, "A"), ("ann", 20, "tea", 11.5, 0, "A"),  # 4 % more, then 10 % more
        *(("bob", day, "rye", 8, 2, "A") for day in (0, 7, 14)), ("bob", 21, "rye", 8, 0, "A"),
        ("cyd", 3, "pan", 50, 0, "A"), ("cyd", 30, "pan", -50, 0, "A"),
        *(("dot", day, "oil", 5, 0, "A") for day in (1, 2, 3)), ("dot", 40, "oil", 5, 0, "B"),
        *(("eve", day, "fig", 5, 0, "A") for day in range(0, 60, 5)), ("fay", 4, "fig", 5, 0, "A"),  # figs on 13 days, the last on day 55
        ("gus", 120, "tea", 11.5, 0, "A"),
    )  # fmt: skip
    with facts_of(tmp_path, text, header=COLUMNS) as facts:
        assert told(facts) == {
            "dearer": [("ann", 20)], "discount_gone": [("bob", 21)], "sent_back": [("cyd", 30)], "other_store": [("dot", 40)], "favourite_gone": [("eve", 83)],
        }  # fmt: skip


def drawn(seed: int) -> str:
    draw = np.random.default_rng(seed)
    rows = []
    for _ in range(900):
        sku = int(draw.integers(6))
        day = int(draw.integers(0, 120 if sku < 2 else 200))
        paid = -9.0 if draw.random() < 0.05 else 10 + (day // 40) * sku
        rows.append((f"m{draw.integers(30)}", day, f"s{sku}", paid, float(draw.choice([0, 0, 3])), "AB"[int(draw.random() < 0.1)]))
    return lines(*sorted(rows, key=lambda row: row[1]))


def test_an_earlier_evening_is_told_the_same_up_to_then(tmp_path: Path) -> None:
    text, cut = drawn(4), 150
    (tmp_path / "all").mkdir()
    (tmp_path / "then").mkdir()
    with facts_of(tmp_path / "all", text, header=COLUMNS) as facts:
        now = told(facts)
    with facts_of(tmp_path / "then", text, header=COLUMNS, as_of=FIRST + timedelta(days=cut - 1)) as facts:
        then = told(facts)
    assert set(now) == {"dearer", "discount_gone", "sent_back", "favourite_gone", "other_store"}
    assert then == {name: kept for name, rows in now.items() if (kept := [row for row in rows if row[1] < cut])}
    assert now != then


def test_a_reason_says_what_happened_and_nobody_is_told_what_did_not_happen_to_them() -> None:
    told = Told(reasons=["price", "drifted_away"], whys=["dearer", ""])
    assert told.reasons_in_words("en") == ["price (paid more for the same article)", "drifted away"]
    assert told.reasons_in_words("zh-Hans") == ["价格（同一商品买贵了）", "渐行渐远"]
    assert Told(reasons=["price"]).reasons_in_words("en") == ["price"]  # kept before reasons had one


def young(members: int, days: int, seed: int = 1) -> tuple[np.ndarray, ...]:
    draw, found = np.random.default_rng(seed), []
    for member in range(members):
        day, gap, stops = int(draw.integers(0, days // 2)), draw.uniform(3, 25), draw.exponential(days)
        while day < min(days, stops + 1):
            found.append((member, day, int(draw.integers(500, 4_000))))
            day += 1 + int(draw.exponential(gap))
    return tuple(np.array(column, np.int64) for column in zip(*found, strict=True))


def test_a_young_or_small_shop_goes_by_a_model_of_repeat_buying_and_says_so() -> None:
    for members, days in ((150, 90), (60, 300)):
        part = study_part(*young(members, days), as_of=days - 1)
        assert [one.name for one in part.grade.all] == ["recency", "frequency", "pareto_nbd"] and part.model is None
        assert part.grade.model.name == "pareto_nbd" and 0.5 < part.grade.model.auc < 1 and part.grade.model.brier is not None
        assert [one.code for one in part.cannot_say][:2] in (["insight.churn.too_young", "insight.churn.cold_start"], ["insight.churn.too_few_outcomes", "insight.churn.cold_start"])
        assert ((part.said.leaves > 0) & (part.said.leaves < 1)).all() and part.reasons.heard == ("drifted_away",)
        silent = np.argmax(part.reasons.strength[:, 0])
        assert part.reasons.of(int(silent))[0].group == "drifted_away" and part.contacts is not None
    for members, days in ((20, 300), (150, 60)):  # too few to judge it by; too short
        with pytest.raises(Problem) as refused:
            study_part(*young(members, days), as_of=days - 1)
        assert refused.value.code in ("insight.churn.too_young", "insight.churn.too_few_outcomes")

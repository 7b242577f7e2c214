"""Proxies promise to say what members do where nobody asked them, as proxies, and whether they foretell anything."""

from pathlib import Path
from random import Random

import pytest

from regulars.insight.asking.answers import answer
from regulars.insight.asking.models import Models
from regulars.kit.phrases import LANGUAGES
from tests.insight.order_files import facts_of

HEADER = "order_id,member,ordered_at,sku,quantity,amount,discount,category\n"


def test_two_members_worked_out_by_hand(tmp_path: Path) -> None:
    """al: two of four categories, 30 of 40 without a discount; bea: two of four, all of it at a discount; what cy bought is a year and a day old."""
    lines = [
        "1,al,2019-06-01,tea,1,30.00,0,tea", "2,al,2019-06-02,cup,1,10.00,2.00,cups", "3,bea,2019-07-01,pot,1,9.00,1.00,pots", "3,bea,2019-07-01,tray,1,9.00,1.00,trays",
        "4,bea,2019-07-02,tray,-1,-9.00,0,trays", "0,cy,2018-07-02,tea,1,5.00,0,tea",
    ]  # fmt: skip
    with facts_of(tmp_path, "\n".join(lines) + "\n", header=HEADER) as facts:
        found = answer(Models(facts), "loyalty_proxies")
    told = {row["proxy"]: row for row in found.records("en")}
    assert {name: (row["members"], row["value"], row["auc"]) for name, row in told.items()} == {"cross_buy": (2, 50.0, None), "price_tolerance": (2, 37.5, None)}
    assert told["cross_buy"]["coverage"] == pytest.approx(2 / 3)
    assert any("proxies" in one for one in found.notes("en")) and found.sentences("en")
    assert all(found.title(language) and "insight." not in " ".join((found.title(language), found.formula(language), found.denominator(language), *found.notes(language), *found.sentences(language))) for language in LANGUAGES)


def test_each_is_tried_out_of_time_and_what_is_not_told_is_said(tmp_path: Path) -> None:
    """240 members come at chance over 500 days; what they buy says nothing of who comes next."""
    draw, lines = Random(5), []
    for member in range(240):
        for day in sorted(draw.sample(range(500), draw.randrange(1, 12))):
            lines.append(f"{len(lines)},m{member},{2018 + day // 336}-{day % 336 // 28 + 1:02}-{day % 28 + 1:02},s,1,5.00,0,c{draw.randrange(5)}")
    with facts_of(tmp_path, "\n".join(lines) + "\n", header=HEADER) as facts:
        found = answer(Models(facts), "loyalty_proxies")
    (row,) = found.records("en")
    assert row["proxy"] == "cross_buy" and 0 < row["auc"] < 1 and 0 < row["recency_auc"] < 1
    unsaid = " ".join(found.sentences("en"))
    assert "no order of the last year names a discount" in unsaid
    assert ("not ranked better by it" in unsaid) == (row["auc"] <= row["recency_auc"])

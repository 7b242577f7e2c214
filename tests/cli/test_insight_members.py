"""The programme promises that the members behind a figure come whole, in order and once, however the pages are cut, and without who refused."""

import csv
import io
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import psycopg
import pytest

from regulars.engine.state import MemberState, encode_state
from regulars.insight.store.groups import ListIsOlder, Page, page_of
from regulars.insight.store.marks import Marked
from regulars.insight.store.shapes import Told
from regulars.insight.store.writing import Results, Row, keep
from regulars.kit.errors import Invalid
from regulars.members.profiling import set_profiling

AT = datetime(2026, 3, 1, 3, tzinfo=UTC)
MARGINS = [500, 500, 500, 0, 0, 900, 500]  # members 1 to 7: three and more share a margin
WRONG = ("", "class", "class:", "class:best", "class_:high", "rfm:666", "rfm:54", "cohort:2026-13", "cohort:2026-02:63", "class:high:2", "rfm:543:1", "persona:9", "reason:PRICE", "x" * 90)


def test_groups_page_by_page_and_as_a_list_of_the_command_line(database: Any, on_this_database: Any) -> None:
    members = list(range(1, 8))
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        for n in members:
            enrolled(conn, n, "=1+1" if n == 1 else f"m{n}")
        first = refreshed(conn, members)
        for group, size in (("class:high", 7), ("stage:active", 7), ("grade:A", 7), ("persona:2", 7), ("visitor:keen", 7), ("rfm:543", 7), ("rf:54", 7), ("reason:price", 7), ("price:mostly", 7), ("cohort:2026-01", 7), ("cohort:2026-01:0", 7), ("cohort:2026-01:2", 2), ("cohort:2026-01:3", 0), ("class:mid", 0), ("rfm:111", 0)):
            whole = page_of(conn, group, limit=1_000)
            told = [(one.told.margin or 0, one.member_id) for one in whole.members]
            assert len(told) == size and told == sorted(told, key=lambda one: (-one[0], one[1])) and whole.following is None, group
            for at_once in (1, 2, 3, 7):
                assert [one.member_id for page in pages(conn, group, at_once) for one in page.members] == [id for _, id in told], (group, at_once)
        for wrong in WRONG:
            with pytest.raises(Invalid, match="there is no group"):
                page_of(conn, wrong)
        set_profiling(conn, "m2", allowed=False, by="m2", at=AT)
        assert len(page_of(conn, "rfm:543").members) == len(page_of(conn, "class:high").members) == 6
        run = partial(on_this_database("insight-members"), "insight-members")
        code, printed = run("class:high")
        rows = list(csv.reader(io.StringIO(printed)))
        assert code == 0 and len(rows) == 7 and rows[0][0] == "member" and rows[1] == ["m6", "high", "active", "0.8", "9.00", "", "3", "9", "price"]
        assert "'=1+1" in {row[0] for row in rows}  # no spreadsheet reckons with a reference
        code, report = run("cohort:2026-01:2", "--limit", "2", "--json")
        assert code == 0 and report["group"] == "cohort:2026-01:2" and [one["margin_year"] for one in report["members"]] == ["9.00", "5.00"]
        code, report = run("class:best", "--json")
        assert (code, report["code"]) == (2, "insight.no_group")
        place = page_of(conn, "class:high", limit=2).following
        assert place is not None and place.refresh == first
        refreshed(conn, members)
        with pytest.raises(ListIsOlder):
            page_of(conn, "class:high", place=place)


def pages(conn: psycopg.Connection[Any], group: str, size: int) -> list[Page]:
    found, place = [], None
    while True:
        page = page_of(conn, group, place=place, limit=size)
        found.append(page)
        place = page.following
        if place is None:
            return found


def enrolled(conn: psycopg.Connection[Any], number: int, ref: str) -> None:
    conn.execute("INSERT INTO member_ref (ref, member_id) VALUES (%s, %s)", (ref, number))
    state = encode_state(MemberState()).decode()
    conn.execute("INSERT INTO member_state (member_id, version, active, pending, held, debt, tier, state) VALUES (%s, 1, 0, 0, 0, 0, '', %s)", (number, state))


def refreshed(conn: psycopg.Connection[Any], members: list[int]) -> int:
    told = [Told(buys=0.8, margin=margin or None, rfm=(5, 4, 3), recency=3, frequency=9, reasons=["price"]) for margin in MARGINS]
    rows = [Row(id, 0, 0, 1, 2, one, 0, 1, 0) for id, one in zip(members, told, strict=True)]
    marks = ["rfm:543", "rf:54", "reason:price", "price:mostly", "cohort:2026-01"]
    marked = [Marked(id, margin, marks, 0b101 if id in (3, 6) else 1) for id, margin in zip(members, MARGINS, strict=True)]
    return keep(conn, Results(date(2026, 2, 28), 1, {"currency": "EUR", "exponent": 2}, {}, rows, lambda: marked), at=AT)

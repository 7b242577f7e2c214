"""A study beside the web shop's visits promises that nobody is invisible: who looks and never buys stands in its tables, and nothing else changes."""

import json
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet
import pytest

from regulars.cli.main import _run
from tests.insight.order_files import HEADER

FIRST = date(2019, 9, 1)


def orders() -> str:
    """Member n of 60 buys n + 1 times for 5, a day apart, all of them by the end of November."""
    rows = [f"o{n}-{k},m{n:02},{FIRST + timedelta(days=n % 30 + k)},s,1,5.00\n" for n in range(60) for k in range(n + 1)]
    return HEADER + "".join(rows)


def visits() -> list[tuple[str, str, int, int]]:
    """Each of 30 who buy and 30 who never do (w00 …) comes on n + 1 days up to 30 November, 10 (n + 1) seconds and n + 1 pages each."""
    found = []
    for n in range(30):
        for ref in (f"m{n:02}", f"w{n:02}"):
            found += [(ref, f"{date(2019, 11, 30) - timedelta(days=k)} 20:0{k % 6}", 10 * (n + 1), n + 1) for k in range(n + 1)]
    return found


def read(capsys, *options):
    assert _run(["--lang", "en", "study", "--as-of", "2019-11-30", "--json", *map(str, options)]) == 0
    return json.loads(capsys.readouterr().out, parse_constant=pytest.fail)


def test_visits_add_a_table_and_change_nothing_else(tmp_path, capsys):
    (tmp_path / "orders.csv").write_text(orders())
    (tmp_path / "visits.csv").write_text("member,visited_at,seconds,pages\n" + "".join(f"{a},{b},{c},{d}\n" for a, b, c, d in visits()))
    without = read(capsys, tmp_path / "orders.csv")
    document = read(capsys, tmp_path / "orders.csv", "--visits", tmp_path / "visits.csv", "--out", tmp_path / "out")
    told = document.pop("visitors")
    assert document == without and "visitors" not in without

    kinds = {one["visitor"]: one for one in told["rfe"]}
    assert list(kinds) == ["keen", "curious", "cooling", "gone", "no_visit"]
    assert sum(one["members"] for one in told["rfe"]) == 90 == sum(one["bought"] + one["not_bought"] for one in told["rfe"])
    assert (kinds["no_visit"]["members"], kinds["no_visit"]["not_bought"], kinds["no_visit"]["frequency"]) == (30, 0, None)
    assert kinds["no_visit"]["rfm"] == {"recency": 31.0, "frequency": 45.5, "monetary": "227.50"}  # members 30 to 59 have n + 1 purchase days of 5.00, the last 120 - 2n days ago
    keen = kinds["keen"]
    assert keen["bought"] == keen["not_bought"] and keen["length"] == 10 * keen["frequency"] == 10 * keen["depth"] and keen["recency"] == 0
    assert sum(one["members"] for one in told["classes"]) == 60 and sum(one["members"] for one in told["classes"] if one["class"] == "not_bought") == 30

    members = {row["ref"]: row for row in pyarrow.parquet.read_table(tmp_path / "out" / "members.parquet").to_pylist()}
    assert len(members) == 90 and members["w29"]["frequency"] is None and members["m59"]["visitor"] is None
    assert {name: members["w29"][name] for name in ("visit_days", "days_since_visit", "visit_seconds", "visit_pages", "visitor")} == {
        "visit_days": 30, "days_since_visit": 0, "visit_seconds": 300.0, "visit_pages": 30.0, "visitor": "keen"
    }  # fmt: skip
    page = (tmp_path / "out" / "study.html").read_text(encoding="utf-8")
    assert "谁在逛网店" in page and "Who looks at the web shop" in page and "insight." not in page.split("<article", 1)[1].replace("regulars.insight", "")


def table_of(path, rows, *names):
    pa.parquet.write_table(pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)}), path)


def test_visits_are_read_in_the_encoding_and_by_the_names_of_the_orders(tmp_path, capsys):
    (tmp_path / "orders.csv").write_text(orders().replace("order_id,member,", "order_id,会员,"), encoding="gb18030")
    rows = "".join(f"{a};{b};{c};{d}\n" for a, b, c, d in visits())
    (tmp_path / "visits.csv").write_text(f"会员;到访;停留;页数\n{rows}m01;soon;1;1\nm01;2019-11-30\n", encoding="gb18030")
    options = [tmp_path / "orders.csv", "--encoding", "gb18030", "--map", "会员=member", "--map", "到访=visited_at", "--map", "停留=seconds", "--map", "页数=pages"]
    document = read(capsys, *options, "--visits", tmp_path / "visits.csv")
    assert "visits.csv: 2 visits were left out" in " ".join(document["cannot_say"])
    assert sum(one["members"] for one in document["visitors"]["rfe"]) == 90

    table_of(tmp_path / "visits.parquet", visits(), "member", "到访", "how_long", "pages")
    assert _run(["--lang", "en", "study", "--json", *map(str, options), "--visits", str(tmp_path / "visits.parquet")]) == 2
    assert "visits.parquet is no table of visits" in json.loads(capsys.readouterr().out)["sentence"]


def test_what_two_files_both_hold_counts_once_and_a_day_alone_is_the_shops_own(tmp_path, capsys):
    (tmp_path / "orders.csv").write_text(orders().replace("order_id,member,", "order_id,whose,"))
    (tmp_path / "visits.csv").write_text("\ufeffmember,visited_at,seconds,pages\n" + "".join(f"{a},{b},{c},{d}\n" for a, b, c, d in visits()), encoding="utf-8")
    more = [*visits()[-3:], ("m59", "2019-11-30", 7, 7), ("m58", "2019-12-01T03:00:00Z", 7, 7), ("m58", "2019-12-02", 7, 7)]
    table_of(tmp_path / "visits.parquet", more, "member", "visited_at", "seconds", "pages")
    files = [tmp_path / "orders.csv", "--map", "whose=member", "--visits", tmp_path / "visits.csv", "--visits", tmp_path / "visits.parquet"]
    document = read(capsys, *files, "--timezone", "America/New_York", "--out", tmp_path / "out")
    assert any(one.startswith("3 visits stand in more than one file") for one in document["cannot_say"])
    assert "Visits later than 2019-11-30, the evening this looks from, were not counted: 1" in document["cannot_say"]
    members = {row["ref"]: row for row in pyarrow.parquet.read_table(tmp_path / "out" / "members.parquet").to_pylist()}
    assert (members["m59"]["days_since_visit"], members["m58"]["days_since_visit"]) == (0, 0)


def test_too_few_visitors_are_told_so(tmp_path, capsys):
    (tmp_path / "orders.csv").write_text(orders())
    (tmp_path / "visits.csv").write_text("member,visited_at,seconds,pages\nm01,2019-11-02,30,2\n")
    document = read(capsys, tmp_path / "orders.csv", "--visits", tmp_path / "visits.csv")
    assert "visitors" not in document and any("50" in one and "visit" in one for one in document["cannot_say"])

"""``regulars tiers preview``: one document with --json, every mover with --csv, and a refusal for a day that is over."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.journal.bulk import post_all
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version, load_versions
from regulars.kit.periods import microseconds

CLUB = """program: club
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {}}
tiers:
  review: {every: month}
  levels:
    - {id: regular}
    - {id: silver, name: {en: Silver, zh-Hans: 银卡}, reach: {spend: 100, within: 20 days}}
"""
NOW = datetime.now(UTC)


def buys(dsn: str, ref: str, amount: str, when: datetime) -> None:
    body = json.dumps({"order_id": ref, "currency": "CNY", "lines": [{"sku": "tea", "quantity": 1, "amount": amount}]}).encode()
    with psycopg.connect(dsn) as conn:
        event = Event(ref, "till", "order.paid", microseconds(when), read_data("order.paid", body, load_versions(conn).program))
    assert post_all(dsn, [Posting(ref, event, body, microseconds(NOW), enrol=True)]).created == 1


@pytest.fixture
def run(database: Any, on_this_database: Any) -> Any:
    with psycopg.connect(database.owner_dsn) as conn:
        apply_version(conn, CLUB, by="lead", at=NOW)
    buys(database.dsn, "=alice", "150.00", NOW - timedelta(hours=2))
    buys(database.dsn, "bea", "50.00", NOW - timedelta(hours=2))
    return partial(on_this_database("tiers"), "tiers", "preview")


FAR = (NOW + timedelta(days=70)).date().isoformat()


def test_a_preview_names_who_would_move_and_why(run: Any, tmp_path: Path) -> None:
    code, report = run("--at", FAR, "--json", "--csv", str(tmp_path / "moves.csv"))
    assert (code, report["members"], report["up"], report["down"]) == (0, 2, 0, 1)
    assert (report["before"], report["after"]) == ({"silver": 1, "regular": 1}, {"regular": 2})
    assert report["between"] == [{"from": "silver", "to": "regular", "members": 1}]
    (move,) = report["moves"]
    assert (move["member"], move["how"]) == ("=alice", "down")
    assert "The review moved Silver to regular (spend 0.00 of 100.00)" in [reason["text"] for reason in move["why"]]
    head, line = (tmp_path / "moves.csv").read_text(encoding="utf-8").splitlines()
    assert head == "member,before,after,how,on,until,why"
    assert line.startswith("'=alice,silver,regular,down,")


def test_it_speaks_the_readers_language(run: Any) -> None:
    told = run("--at", FAR, language="zh-Hans")[1]
    assert "2 位会员中，升级 0 位，降级 1 位" in told and "复评后由银卡降为regular" in told


@pytest.mark.parametrize("day", ["2020-01-01", "soon", "20390101", NOW.date().isoformat()[:8] + "00"])
def test_a_day_that_is_none_or_over_is_refused_by_name(run: Any, day: str) -> None:
    code, report = run("--at", day, "--json")
    assert (code, report["code"]) == (2, "tiers.day")

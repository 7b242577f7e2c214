"""``regulars cards``: a batch, a lost card, a look-up, a pass, each as somebody at a terminal does it."""

import contextlib
import csv
import json
import zipfile
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from regulars.cli import cards, main
from regulars.engine.events import Event, MemberEnrolled
from regulars.jobs import rounds
from regulars.journal.bulk import post_all
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version
from regulars.kit.periods import microseconds

CLUB = """program: club
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {}}
cards: {code: {prefix: 77, pattern: "### ####"}, issue: at_enrolment, pass: {apple_type: pass.com.example.club, apple_team: ABCDE12345, google_issuer: 3388000000012345678}}
"""
NOW = datetime.now(UTC)


@pytest.fixture
def club(django_database: Any, monkeypatch: Any, capsys: Any) -> Any:
    @contextlib.contextmanager
    def opened() -> Any:
        yield SimpleNamespace(dsn=django_database.dsn, owner_dsn=django_database.owner_dsn, server=None, django=lambda: None)

    monkeypatch.setattr(cards, "open_home", opened)
    with psycopg.connect(django_database.owner_dsn) as conn:
        apply_version(conn, CLUB, by="lead", at=NOW - timedelta(days=1))
    joins = [Posting(ref, Event("enrolled", "till", "member.enrolled", microseconds(NOW), MemberEnrolled()), b"{}", microseconds(NOW)) for ref in ("alice", "=bea", "carl")]
    assert post_all(django_database.dsn, joins).created == 3

    def run(*arguments: str, language: str = "en") -> tuple[int, Any]:
        with pytest.raises(SystemExit) as left:
            main.main(["cards", *arguments, "--lang", language])
        printed = capsys.readouterr()
        return left.value.code, json.loads(printed.out) if "--json" in arguments or "--google" in arguments else printed.out + printed.err

    run.dsn = django_database.dsn  # type: ignore[attr-defined]
    return run


def test_a_batch_gives_everybody_one_card_and_writes_them_once(club: Any, tmp_path: Any) -> None:
    file = tmp_path / "cards.csv"
    assert club("batch", "--out", str(file), "--json") == (0, {"ok": True, "issued": 3, "written": 3})
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert [row["member"] for row in rows] == ["alice", "'=bea", "carl"]  # no spreadsheet takes it for a formula
    assert len({row["card"] for row in rows}) == 3 and all(row["written"].replace(" ", "") == row["card"] for row in rows)
    assert club("batch", "--json")[1]["issued"] == 0
    assert "3 张卡" in club("export", str(file), language="zh-Hans")[1]


def test_a_lost_card_is_replaced_and_answers_blocked(club: Any) -> None:
    first = club("issue", "alice", "--json")[1]
    assert club("find", first["written"], "--json")[1]["member"] == "alice"
    assert club("issue", "alice", "--json")[1]["code"] == "card.at_most"
    second = club("issue", "alice", "--replaces", first["card"], "--reason", "stolen", "--json")[1]
    code, said = club("find", first["card"], language="zh-Hant")
    assert code == 1 and "已於" in said and "停用" in said
    assert club("find", second["card"][:-1] + str((int(second["card"][-1]) + 1) % 10))[0] == 2
    assert "blocked (stolen)" in club("list", "alice")[1]
    assert club("block", "alice", second["card"], "--reason", "whim")[0] == 2


def test_a_pass_is_written_unsigned_and_says_so(club: Any, tmp_path: Any) -> None:
    club("issue", "carl")
    code, said = club("pass", "carl", "--apple", str(tmp_path / "carl.pkpass"))
    assert code == 0 and "without a signature" in said
    with zipfile.ZipFile(tmp_path / "carl.pkpass") as archive:
        assert "signature" not in archive.namelist() and "pass.json" in archive.namelist()
    google = club("pass", "carl", "--google")[1]
    assert google["signed"] is False and google["link"] is None and google["loyaltyObjects"][0]["loyaltyPoints"]["balance"] == {"string": "0"}


def test_whoever_joins_gets_a_card_within_a_minute(club: Any) -> None:
    assert rounds.issue_cards(club.dsn, NOW + timedelta(minutes=1)) == 3
    assert rounds.issue_cards(club.dsn, NOW + timedelta(minutes=2)) == 0
    assert rounds.issue_cards(club.dsn, NOW + timedelta(minutes=3), all_of_them=True) == 0
    assert club("list", "alice", "--json")[1]["cards"][0]["status"] == "good"


def test_a_guest_gets_no_card_before_joining(club: Any) -> None:
    guest = Posting("gil", Event("enrolled", "regulars", "member.enrolled", microseconds(NOW), MemberEnrolled(guest=True)), b'{"guest":true}', microseconds(NOW))
    assert post_all(club.dsn, [guest]).created == 1
    assert club("batch", "--json")[1]["issued"] == 3
    joins = Posting("gil", Event("j", "till", "member.enrolled", microseconds(NOW), MemberEnrolled()), b"{}", microseconds(NOW))
    assert post_all(club.dsn, [joins]).created == 1
    assert club("batch", "--json")[1]["issued"] == 1

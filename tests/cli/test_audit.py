"""``regulars audit``, and the commands that open personal data, as somebody at a terminal uses them."""

import contextlib
import csv
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from regulars.cli import audit, cards, main, member, member_quality, reading
from regulars.engine.events import Event, MemberEnrolled
from regulars.journal.bulk import post_all
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of
from regulars.kit.periods import microseconds
from regulars.members.operations import save_profile

CLUB = "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\nwallets: {points: {}}\ncards: {at_most: 3}\n"
NOW = datetime.now(UTC)


@pytest.fixture
def club(django_database: Any, monkeypatch: Any, capsys: Any) -> Any:
    @contextlib.contextmanager
    def opened() -> Any:
        yield SimpleNamespace(dsn=django_database.dsn, owner_dsn=django_database.owner_dsn, server=None, django=lambda: None)

    for command in (audit, cards, member, member_quality):
        monkeypatch.setattr(command, "open_home", opened)
    monkeypatch.setattr(reading, "account", lambda: "amy")
    with psycopg.connect(django_database.owner_dsn) as conn:
        apply_version(conn, CLUB, by="lead", at=NOW - timedelta(days=1))
    joins = [Posting(ref, Event("enrolled", "till", "member.enrolled", microseconds(NOW), MemberEnrolled()), b"{}", microseconds(NOW)) for ref in ("alice", "=bea")]
    assert post_all(django_database.dsn, joins).created == 2
    with psycopg.connect(django_database.dsn) as conn:
        save_profile(member_id_of(conn, "alice"), {"name": "Alice Canary", "city": "Porto"}, at=NOW)
        save_profile(member_id_of(conn, "=bea"), {"name": "Bea", "city": "Lisbon"}, at=NOW)

    def run(*arguments: str, language: str = "en") -> tuple[int, Any]:
        with pytest.raises(SystemExit) as left:
            main.main([*arguments, "--lang", language])
        printed = capsys.readouterr()
        return left.value.code, json.loads(printed.out) if "--json" in arguments else printed.out + printed.err

    return run


def test_every_command_that_shows_something_is_in_the_log(club: Any, tmp_path: Any) -> None:
    assert "nobody read that" in club("audit")[1] and "没有符合条件" in club("audit", language="zh-Hans")[1]
    number = club("cards", "issue", "alice", "--json")[1]["card"]
    club("cards", "issue", "=bea")
    for arguments in (("find", number), ("list", "alice"), ("block", "alice", number), ("export", str(tmp_path / "all.csv"))):
        assert club("cards", *arguments)[0] == 0
    club("member", "conflicts", "alice", "=bea")  # which fields differ, not what they say
    seen = club("audit", "--json")[1]["readings"]
    assert {one["reader"] for one in seen} == {"amy"} and {one["kind"] for one in seen} == {"terminal"}
    done = ("issue", "issue", "find", "list", "block", "export", "export")  # alice's card is blocked: not in the file, but opened
    assert [one["place"] for one in reversed(seen)] == [f"regulars cards {command}" for command in done]
    club("member", "conflicts", "alice", "=bea", "--values")
    assert [(one["member"], one["fields"]) for one in club("audit", "--json", "--most", "2")[1]["readings"]] == [("=bea", ["city", "identity", "name"]), ("alice", ["city", "name"])]
    assert "Canary" not in club("audit")[1] and number not in club("audit")[1]


def test_the_log_is_asked_by_member_reader_and_day_and_written_to_a_file(club: Any, tmp_path: Any) -> None:
    club("member", "conflicts", "alice", "=bea", "--values")
    assert len(club("audit", "--member", "alice", "--json")[1]["readings"]) == 1
    assert len(club("audit", "--reader", "bob", "--json")[1]["readings"]) == 0
    assert len(club("audit", "--since", "2020-01-01", "--until", "9999-12-30", "--json")[1]["readings"]) == 2
    assert len(club("audit", "--until", "2020-01-01", "--json")[1]["readings"]) == 0
    assert club("audit", "--member", "nobody", "--json")[1]["code"] == "member.unknown"
    code, said = club("audit", "--since", "yesterday", language="zh-Hant")
    assert code == 2 and "不是有效日期" in said
    assert club("audit", "--csv", str(tmp_path / "log.csv"), "--json")[1] == {"ok": True, "written": 2}
    rows = list(csv.DictReader((tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()))
    assert sorted(row["member"] for row in rows) == ["'=bea", "alice"] and rows[0]["fields"] == "city name"  # no spreadsheet takes it for a formula

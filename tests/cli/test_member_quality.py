"""``regulars member quality | duplicates | apart | conflicts``, as somebody at a terminal does it."""

import contextlib
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from regulars.cli import main, member_quality
from regulars.engine.events import Event, MemberEnrolled
from regulars.journal.bulk import post_all
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of
from regulars.kit.periods import microseconds
from regulars.members.operations import save_profile

NOW = datetime.now(UTC)
CLUB = "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\nwallets: {points: {}}\nprofile: {fields: [name, phone]}\n"


@pytest.fixture
def club(django_database: Any, monkeypatch: Any, capsys: Any) -> Any:
    @contextlib.contextmanager
    def opened() -> Any:
        yield SimpleNamespace(dsn=django_database.dsn, owner_dsn=django_database.owner_dsn, server=None, django=lambda: None)

    monkeypatch.setattr(member_quality, "open_home", opened)
    with psycopg.connect(django_database.owner_dsn) as conn:
        apply_version(conn, CLUB, by="lead", at=NOW - timedelta(days=1))
    joins = [Posting(ref, Event("enrolled", "till", "member.enrolled", microseconds(NOW), MemberEnrolled()), b"{}", microseconds(NOW)) for ref in ("alice", "=bea")]
    assert post_all(django_database.dsn, joins).created == 2
    with psycopg.connect(django_database.dsn) as conn:
        save_profile(member_id_of(conn, "alice"), {"name": "Alice", "phone": "+8613912345670", "city": "Porto"}, at=NOW)
        save_profile(member_id_of(conn, "=bea"), {"phone": "+8613912345670", "city": "Lisbon"}, at=NOW)

    def run(*arguments: str, language: str = "en") -> tuple[int, Any]:
        with pytest.raises(SystemExit) as left:
            main.main(["member", *arguments, "--lang", language])
        printed = capsys.readouterr()
        return left.value.code, json.loads(printed.out) if "--json" in arguments else printed.out + printed.err

    return run


def test_a_look_gives_scores_a_list_and_pairs(club: Any, tmp_path: Any) -> None:
    assert club("quality", "--last", "--json")[0] == 1
    file = tmp_path / "fix.csv"
    code, seen = club("quality", "--csv", str(file), "--json")
    assert code == 0
    assert seen == {
        "ok": True, "members": 2, "score": 25, "suggestions": 1, "written": 3,
        "fields": [{"field": "name", "score": 50, "told": 1, "problems": {"missing": 1}}, {"field": "phone", "score": 0, "told": 2, "problems": {"duplicate": 2}}],
    }  # fmt: skip
    assert file.read_text(encoding="utf-8-sig").splitlines() == ["member,field,problem,others", "'=bea,name,missing,0", "'=bea,phone,duplicate,1", "alice,phone,duplicate,1"]
    assert "与他人重复：2" in club("quality", "--last", language="zh-Hans")[1]
    assert "alice" in club("duplicates")[1] and "電話" in club("duplicates", language="zh-Hant")[1]
    assert club("apart", "alice", "=bea", "--json")[0] == 0
    assert club("duplicates", "--json")[1]["suggestions"] == []
    assert club("apart", "alice", "nobody", "--json")[1]["code"] == "member.unknown"


def test_the_conflict_report_keeps_values_back_unless_asked(club: Any) -> None:
    code, said = club("conflicts", "alice", "=bea")
    assert code == 0 and "! city: they differ" in said and "Porto" not in said
    assert "Porto | Lisbon" in club("conflicts", "alice", "=bea", "--values")[1]
    lines = {line["field"]: line["why"] for line in club("conflicts", "alice", "=bea", "--json")[1]["lines"]}
    assert lines == {"name": "conflict.only_stays", "phone": "conflict.alike", "city": "conflict.stays_counts"}
    assert club("conflicts", "alice", "nobody", "--json")[1]["code"] == "member.unknown"

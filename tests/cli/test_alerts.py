"""``regulars alerts``: the rules switched on, what they see, and what somebody found out."""

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from cli.test_tiers import CLUB, buys
from regulars.insight.watch.alerts import Sentence, Unusual, keep_unusual
from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of

NOW = datetime.now(UTC)


@pytest.fixture
def run(database: Any, on_this_database: Any) -> Any:
    with psycopg.connect(database.owner_dsn) as conn:
        apply_version(conn, CLUB, by="lead", at=NOW)
    buys(database.dsn, "alice", "150.00", NOW)
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        keep_unusual(conn, [Unusual(NOW.date(), member_id_of(conn, "alice"), 7.5, 90, (Sentence("insight.anomalies.together", {"share": "99.9"}),))], at=NOW)
    return partial(on_this_database("alerts"), "alerts")


def test_rules_are_switched_on_and_alerts_listed_and_answered(run: Any, tmp_path: Path) -> None:
    code, told = run("rules", "--json")
    assert (code, told["on"], told["budget"], told["rules"]["orders"]["most"]) == (0, False, 10, 8)
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({**told, "budget": 5, "rules": {"orders": {"on": True, "most": 3, "span": 30}}}))
    code, told = run("rules", "--on", "--file", str(file), "--json")
    assert (code, told["on"], told["budget"], told["rules"]["orders"]["most"]) == (0, True, 5, 3)
    code, said = run("rules", "--budget", "4", language="zh-Hans")
    assert code == 0 and "每天最多 4 条" in said and "订单过密：启用，30 分钟内超过 3" in said
    assert run("rules", "--budget", "0")[0] == 2
    file.write_text("[")
    assert run("rules", "--file", str(file))[0] == 2
    assert run("look", "--json") == (0, {"events": 0, "alerts": 0})
    code, told = run("list", "--json")
    (one,) = told["alerts"]
    assert (code, one["member"], one["status"]) == (0, "alice", "open")
    code, said = run("list")
    assert code == 0 and "alice" in said and "more unusual than 99.9 % of all days" in said
    code, told = run("answer", str(one["id"]), "harmless", "--json")
    assert (code, told["status"]) == (0, "harmless") and run("answer", "999", "harmless")[0] != 0
    assert "no alerts" in run("list", "--status", "open")[1]

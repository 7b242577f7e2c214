"""``regulars member freeze`` and ``unfreeze``: once, with the reason, in three languages."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import psycopg
import pytest

from cli.test_tiers import CLUB, buys
from regulars.journal.programs import apply_version

NOW = datetime.now(UTC)


@pytest.fixture
def run(database: Any, on_this_database: Any) -> Any:
    with psycopg.connect(database.owner_dsn) as conn:
        apply_version(conn, CLUB, by="lead", at=NOW)
    buys(database.dsn, "alice", "150.00", NOW)
    return partial(on_this_database("member"), "member")


def test_a_member_is_frozen_and_let_free_at_the_terminal(run: Any) -> None:
    code, told = run("freeze", "alice", "--reason", "card stolen", "--json")
    assert (code, told["frozen"], told["reason"]) == (0, True, "card stolen")
    code, said = run("freeze", "alice", "--reason", "again")
    assert code != 0 and "has been frozen since" in str(said)
    code, said = run("unfreeze", "alice", language="zh-Hans")
    assert code == 0 and "未冻结" in str(said)
    assert run("freeze", "nobody", "--reason", "x")[0] != 0

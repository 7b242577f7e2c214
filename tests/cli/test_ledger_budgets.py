"""The programme promises that whoever asks is told how far each budget has been used, when it begins anew, and whom it clipped."""

import contextlib
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import psycopg
import pytest
from journal.conftest import PROGRAMME, Shop

from regulars.cli import ledger_budgets, main
from regulars.journal.programs import apply_version

BUDGETED = PROGRAMME.replace("id: base, on: order.paid,", "id: base, on: order.paid, budget: {points: 150, per: month},")


@pytest.fixture
def run(database, monkeypatch, capsys):
    @contextlib.contextmanager
    def opened():
        yield SimpleNamespace(dsn=database.dsn, owner_dsn=database.owner_dsn)

    monkeypatch.setattr(ledger_budgets, "open_home", opened)

    def run(*arguments):
        with pytest.raises(SystemExit) as exit:
            main.main(["ledger", "budgets", *arguments, "--lang", "en"])
        assert exit.value.code == 0
        return capsys.readouterr().out

    return run


def test_a_budget_says_what_is_left_and_whom_it_clipped(run, database):
    now = datetime.now(UTC)
    today = now.date().isoformat()
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, BUDGETED, by="test", at=datetime(2026, 1, 1, tzinfo=UTC))
        shop = Shop(database.dsn, database.owner_dsn, conn, received_us=int(now.timestamp() * 1_000_000) + 86_400_000_000)
        shop.post(shop.joins("alice", "2026-01-01"), shop.joins("bea", "2026-01-01"))
        shop.post(shop.order("alice", "A1", today, "100.00"), shop.order("bea", "B1", today, "80.00"), shop.order("bea", "B2", today, "10.00"))
    found = json.loads(run("--clipped-since", "2026-01-01", "--json"))
    (budget,) = found["budgets"]
    assert (budget["rule"], budget["per"], budget["used"], budget["allowed"], budget["left"], budget["level"]) == ("base", "month", 150, 150, 0, "used_up")
    assert budget["since"] < budget["renews_on"] and budget["renews_on"].endswith("-01")
    assert [(one["code"], one["what"], one["times"], one["most"]) for one in found["clipped"]] == [
        ("budget.clipped", "base", 1, [{"member": "bea", "times": 1}]),
        ("budget.used_up", "base", 1, [{"member": "bea", "times": 1}]),
    ]
    words = run()
    assert "150 of 150 used, 0 left" in words and "clipped" not in words
    assert json.loads(run("--json"))["clipped"] is None

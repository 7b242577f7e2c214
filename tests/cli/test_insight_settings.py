"""``regulars insight-settings``: what only the shop can tell, set all of it or nothing, and shown with who said it."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import psycopg
from insight.running_shop import PROGRAMME

from regulars.journal.programs import apply_version


def test_settings_are_told_shown_and_taken_back(database: Any, on_this_database: Any) -> None:
    with psycopg.connect(database.owner_dsn) as conn:
        apply_version(conn, PROGRAMME, by="lead", at=datetime.now(UTC))
    run = partial(on_this_database("insight-settings"), "insight-settings")
    code, report = run("--set", "margin=35%", "--set", "contact_cost=2.50", "--json")
    assert code == 0 and (report["margin"]["value"], report["contact_cost"]["value"], report["rfm_days"]) == ("35%", "2.50", None)
    for wrong, refusal in (("margin=2", "insight.setting.margin"), ("contact_cost=1.999", "money.too_many_digits"), ("luck=1", "insight.setting.unknown"), ("margin", "insight.setting.pair")):
        code, report = run("--set", "return_cost=9", "--set", wrong, "--json")
        assert (code, report["code"]) == (2, refusal), wrong
    code, report = run("--set", "margin=", "--json")
    assert (report["margin"], report["contact_cost"]["value"], report["return_cost"]) == (None, "2.50", None)
    told = run(language="zh-Hans")[1]
    assert "margin（毛利率（占实付金额））：未填写" in told and "contact_cost（每次客服联系的成本）：2.50" in told

"""Targets promise to be what somebody set: kept with who and when, read in a person's own units, and shown as a light beside the figure."""


import psycopg
import pytest
from journal.conftest import Shop

from console.people import NOW, signed_in
from console.refreshed import refresh
from console.test_pages import text_of
from regulars.insight.store.kept_targets import set_targets, targets
from regulars.kit.errors import Invalid

SAVE = "/console/insight/targets/save/"


@pytest.fixture
def insight_shop(people_shop: Shop) -> Shop:
    refresh(people_shop)
    return people_shop


def test_a_target_is_kept_and_lights_up_on_the_overview(insight_shop: Shop) -> None:
    client = signed_in("owner")
    typed = {"aim-returning_rate": "75 %", "near-returning_rate": "5", "aim-aov": "1,000", "aim-return_rate": "1", "aim-median_days": ""}
    assert "The targets are kept" in text_of(client.post(SAVE, typed, follow=True))
    kept = targets(insight_shop.conn)
    assert {name: (one.aim, one.near, one.by) for name, one in kept.items()} == {"returning_rate": (0.75, 0.05, "the-owner"), "aov": (1000, 0.1, "the-owner"), "return_rate": (0.01, 0.1, "the-owner")}
    words = text_of(client.get("/console/insight/"))
    assert "Retention (known members) 100.0% met target 75.0%" in words
    assert "Average order ¥54.39 missed target ¥1,000.00" in words
    assert "Return rate 0.2% met target 1.0%" in words


def test_what_was_set_before_stays_and_an_empty_field_takes_it_away(insight_shop: Shop) -> None:
    client = signed_in("manager")
    client.post(SAVE, {"aim-aov": "50"})
    client.post(SAVE, {"aim-aov": "50"})
    client.post(SAVE, {"aim-aov": ""})
    assert targets(insight_shop.conn) == {}
    assert insight_shop.rows("SELECT kpi, aim FROM kpi_target ORDER BY id") == [("aov", 50.0), ("aov", None)]
    with pytest.raises(psycopg.Error):
        insight_shop.conn.execute("DELETE FROM kpi_target")


def test_what_is_no_target_is_said_beside_its_field_and_nothing_is_kept(insight_shop: Shop) -> None:
    client = signed_in("manager")
    for typed in ("seventy", "nan", "1e999", "101", "-1", "∞"):
        answer = client.post(SAVE, {"aim-repeat_rate": typed, "aim-aov": "50"})
        assert answer.status_code == 422 and 'role="alert"' in answer.content.decode(), typed
        assert f'value="{typed}"' in answer.content.decode() and 'value="50"' in answer.content.decode(), typed
    assert targets(insight_shop.conn) == {}


def test_only_owners_and_managers_set_targets(insight_shop: Shop) -> None:
    for role in ("analyst", "agent"):
        client = signed_in(role)
        assert client.post(SAVE, {"aim-aov": "50"}).status_code == 403
        assert "Owners and managers set targets" in text_of(client.get("/console/insight/targets/"))


def test_a_figure_nobody_knows_has_no_target(insight_shop: Shop) -> None:
    with pytest.raises(Invalid):
        set_targets(insight_shop.conn, {"luck": (1.0, 0.1)}, by="owner", at=NOW)
    insight_shop.conn.execute("INSERT INTO kpi_target (kpi, aim, near, set_by, set_at) VALUES ('gone', 1, 0, 'x', now())")
    assert targets(insight_shop.conn) == {}

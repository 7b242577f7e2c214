"""The programme promises that staff see what looks wrong on one page, answer it with one button, and set what is watched."""

import re

from django.test import Client
from journal.conftest import Shop

from console.people import NOW, signed_in
from regulars.insight.watch.alerts import Sentence, Unusual, alerts, keep_unusual
from regulars.insight.watch.settings import KINDS, Settings, settings_of
from regulars.journal.frozen import frozen_of
from regulars.journal.queries import member_id_of

FORM = {f"{name}-most": str(kind.most) for name, kind in KINDS.items()} | {f"{name}-span": str(kind.span) for name, kind in KINDS.items() if kind.span}


def words_of(client: Client, path: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(path).content.decode()))


def two_alerts(shop: Shop) -> dict[str, int]:
    why = (Sentence("insight.anomalies.much", {"now": 900, "usual": "12.0", "days": 10, "chance": "1e-05"}),)
    today = NOW.date()
    keep_unusual(shop.conn, [Unusual(today, member_id_of(shop.conn, ref), risk, 900, why) for ref, risk in (("alice", 9.0), ("bea", 8.0))], at=NOW)
    return {one.ref: one.id for one in alerts(shop.conn)}


def test_an_alert_says_why_and_one_button_freezes(people_shop: Shop) -> None:
    ids, agent = two_alerts(people_shop), signed_in("agent")
    seen = words_of(agent, "/console/insight/alerts/")
    assert "The rules are switched off" in seen and "900 points left in a day" in seen and "alice" in seen and "open · 2" in seen
    agent.post(f"/console/insight/alerts/{ids['alice']}/", {"status": "frozen"})
    assert frozen_of(people_shop.conn, "alice").by == "the-agent"
    agent.post(f"/console/insight/alerts/{ids['bea']}/", {"status": "harmless", "back": "harmless"})
    assert "Nothing here" in words_of(agent, "/console/insight/alerts/")
    every = words_of(agent, "/console/insight/alerts/?show=all")
    assert "harmless: the-agent" in every and "frozen: the-agent" in every and "50% (9%–91%)" in every and "Unusual for this member" in every
    assert agent.post("/console/insight/alerts/99/", {"status": "harmless"}).status_code == 404
    analyst = signed_in("analyst")
    assert analyst.post(f"/console/insight/alerts/{ids['bea']}/", {"status": "open"}).status_code == 403
    analyst.cookies["django_language"] = "zh-hans"
    assert "对该会员而言异常" in words_of(analyst, "/console/insight/alerts/?show=all") and "Freeze" not in analyst.get("/console/insight/alerts/").content.decode()


def test_more_than_the_budget_is_told_of_and_can_be_looked_at(people_shop: Shop) -> None:
    two_alerts(people_shop)
    manager = signed_in("manager")
    assert manager.post("/console/insight/alerts/watch/", {**FORM, "budget": "1", "on": "on"}).status_code == 302
    first = words_of(manager, "/console/insight/alerts/")
    assert "1 more open alert" in first and "alice" in first and "bea" not in first.split("What is watched")[0]
    assert "bea" in words_of(manager, "/console/insight/alerts/?show=open&beneath")


def test_settings_are_kept_whole_or_said_beside_what_was_typed(people_shop: Shop) -> None:
    manager = signed_in("manager")
    typed = {**FORM, "budget": "7", "on": "on", "orders-on": "on", "orders-most": "12", "redemptions-on": "on", "redemptions-freeze": "on", "staff": "mei = alice, 17\n\nli＝bea", "cashier": "cashier"}
    wrong = manager.post("/console/insight/alerts/watch/", {**typed, "orders-span": "0"})
    assert wrong.status_code == 422 and "orders.span" in wrong.content.decode() and 'value="12"' in wrong.content.decode()
    assert "can’t be read" in manager.post("/console/insight/alerts/watch/", {**typed, "staff": "mei"}).content.decode().replace("&#x27;", "’").replace("can't", "can’t")
    assert settings_of(people_shop.conn) == Settings()
    assert manager.post("/console/insight/alerts/watch/", typed).status_code == 302
    kept = settings_of(people_shop.conn)
    assert (kept.on, kept.budget, kept.rule("orders").most, kept.rule("loops").on, kept.rule("redemptions").freeze) == (True, 7, 12, False, True)
    assert [(one.by, one.member, one.cashier) for one in kept.staff] == [("mei", "alice", 17), ("li", "bea", None)]
    assert "mei = alice, 17" in manager.get("/console/insight/alerts/").content.decode()
    assert signed_in("agent").post("/console/insight/alerts/watch/", typed).status_code == 403
    assert people_shop.rows("SELECT set_by FROM watch_settings") == [("the-manager",)]



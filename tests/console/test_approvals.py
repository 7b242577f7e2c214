"""The console promises that a second person finds what waits, says yes or no to it, and is told in words why not."""

from datetime import timedelta

from journal.conftest import Shop

from console.people import NOW, PROGRAMME, signed_in
from regulars.approvals.operations import Adjustment, adjust_or_ask
from regulars.approvals.queries import request_of
from regulars.approvals.versions import apply_or_ask
from regulars.journal.programs import apply_version, versions_of

GUARDED = PROGRAMME + "approval: {programme: true, goodwill_above: 500}\n"


def guarded(shop: Shop) -> None:
    apply_version(shop.conn, GUARDED, by="the-owner", at=NOW - timedelta(minutes=5))


def test_a_manager_approves_what_an_owner_asked_for(people_shop: Shop) -> None:
    guarded(people_shop)
    goodwill = adjust_or_ask(people_shop.conn, people_shop.dsn, [Adjustment("alice", 700)], by="the-owner", at=NOW, reason="a broken cup", id="x")
    version = apply_or_ask(people_shop.conn, GUARDED.replace("multiplier: 2", "multiplier: 3"), by="the-owner", at=NOW, reason="dearer gold")
    client = signed_in("manager")
    page = client.get("/console/approvals/").content.decode()
    assert "a broken cup" in page and "alice" in page and "+700" in page and "dearer gold" in page and "Multiplies the base points by: 2 → 3" in page
    assert client.post(f"/console/approvals/{goodwill.id}/", {"answer": "approved"}).status_code == 302
    assert client.post(f"/console/approvals/{version.id}/", {"answer": "refused", "why": ""}).status_code == 302
    assert "say why" in client.get("/console/approvals/").content.decode()
    client.post(f"/console/approvals/{version.id}/", {"answer": "refused", "why": "not now"})
    assert [request_of(people_shop.conn, one.id).answer for one in (goodwill, version)] == ["approved", "refused"]
    assert people_shop.balance("alice")[0] == 123 + 700 and len(versions_of(people_shop.conn)) == 2
    client.cookies["django_language"] = "zh-hans"
    assert "已批准" in client.get("/console/approvals/").content.decode()


def test_an_author_only_takes_it_back(people_shop: Shop) -> None:
    guarded(people_shop)
    asked = adjust_or_ask(people_shop.conn, people_shop.dsn, [Adjustment("alice", 700)], by="the-owner", at=NOW, reason="a cup", id="x")
    client = signed_in("owner")
    assert 'value="approved"' not in client.get("/console/approvals/").content.decode()
    client.post(f"/console/approvals/{asked.id}/", {"answer": "approved"})
    assert "nobody approves what they asked for" in client.get("/console/approvals/").content.decode()
    client.post(f"/console/approvals/{asked.id}/", {"answer": "withdrawn"})
    assert request_of(people_shop.conn, asked.id).answer == "withdrawn"

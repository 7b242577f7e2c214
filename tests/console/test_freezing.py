"""The programme promises that staff freeze a member with one form, that it says so to everybody, and that only whoever may lets the points be used again."""

import re

from django.test import Client
from journal.conftest import Shop

from console.people import signed_in
from regulars.journal.frozen import frozen_of
from regulars.journal.queries import member_id_of
from regulars.portal.links import token_of


def words_of(client: Client, path: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(path).content.decode()))


def test_a_member_is_frozen_seen_to_be_and_let_free(people_shop: Shop) -> None:
    agent, manager = signed_in("agent"), signed_in("manager")
    path = "/console/member/alice/freeze/"
    assert "Freeze points" in words_of(agent, "/console/member/alice/")
    assert "say why the member is frozen" in agent.post(path, {"do": "freeze", "reason": " "}, follow=True).content.decode()
    assert not frozen_of(people_shop.conn, "alice").since_us
    for _ in range(2):  # the same form sent twice
        agent.post(path, {"do": "freeze", "reason": "card stolen", "id": "form-1"})
    assert frozen_of(people_shop.conn, "alice").by == "the-agent"
    seen = words_of(agent, "/console/member/alice/")
    assert "by the-agent: card stolen" in seen and "points are earned, and none can be used (card stolen)" in seen and "be used again" not in seen
    assert "has been frozen since" in agent.post(path, {"do": "freeze", "reason": "again", "id": "form-2"}, follow=True).content.decode()
    assert agent.post(path, {"do": "unfreeze"}).status_code == 403
    member = Client()
    member.get(f"/me/enter/{token_of(member_id_of(people_shop.conn, 'alice'))}/")
    assert "be used at the moment" in member.get("/me/").content.decode()
    manager.cookies["django_language"] = "zh-hans"
    assert "由 the-agent 冻结：card stolen" in words_of(manager, "/console/member/alice/")
    manager.cookies["django_language"] = "en"
    assert "Let the points be used again" in words_of(manager, "/console/member/alice/")
    manager.post(path, {"do": "unfreeze", "id": "form-3"})
    assert not frozen_of(people_shop.conn, "alice").since_us
    assert "Not frozen any more" in words_of(manager, "/console/member/alice/")
    assert manager.post("/console/member/nobody/freeze/", {"do": "freeze", "reason": "x"}).status_code == 404

"""A member promises to see their own page, all of it, and nobody else's."""

import re

import pytest
from console.people import signed_in
from django.core import signing
from django.test import Client
from journal.conftest import Shop

from regulars.journal.queries import member_id_of
from regulars.members.profiling import profiling_of
from regulars.portal.links import LinkExpired, member_of, token_of


def page_of(shop: Shop, ref: str, language: str = "en") -> tuple[Client, str]:
    client = Client()
    client.cookies["django_language"] = language
    client.get(f"/me/enter/{token_of(member_id_of(shop.conn, ref))}/")
    html = client.get("/me/").content.decode()
    return client, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_member_sees_balance_expiry_progress_and_why(people_shop: Shop) -> None:
    _, words = page_of(people_shop, "alice")
    assert "Hello, Alice Tanager" in words
    assert "Your points 123 points to spend" in words and "worth ¥1.23" in words
    assert "On the way to Gold" in words and "¥876.55 to go" in words
    assert "When they expire" in words and "“A point a yuan” gave 123 points" in words


def test_a_member_reads_it_in_their_language(people_shop: Shop) -> None:
    assert "升级至金卡会员" in page_of(people_shop, "alice", "zh-hans")[1]
    assert "升級至金卡會員" in page_of(people_shop, "alice", "zh-hant")[1]


def test_a_member_sees_nothing_of_another(people_shop: Shop) -> None:
    client, words = page_of(people_shop, "dana")
    assert "Alice" not in words and "123" not in words
    for path in ("/console/", "/console/member/dana/", "/console/members/?q=alice"):
        assert client.get(path).status_code == 302, path


def test_a_link_leaves_the_address_bar_and_is_not_passed_on(people_shop: Shop) -> None:
    client = Client()
    answer = client.get(f"/me/enter/{token_of(member_id_of(people_shop.conn, 'alice'))}/")
    assert answer["Location"] == "/me/" and answer["Referrer-Policy"] == "no-referrer"
    cookie = client.cookies["member"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/me/"


def test_a_link_does_not_name_the_member(people_shop: Shop) -> None:
    token = token_of(member_id_of(people_shop.conn, "alice"))
    assert "alice" not in token and "alice" not in str(signing.b64_decode(token.split(":")[0].encode()))


def test_a_link_that_is_old_or_changed_opens_nothing(people_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of(1)
    assert member_of(token) == 1
    body, stamp, signature = token.split(":")
    other = token_of(2).split(":")[0]
    for wrong in ("", "x", f"{other}:{stamp}:{signature}", token[:-1] + ("A" if token[-1] != "A" else "B"), signing.dumps(1)):
        with pytest.raises(LinkExpired):
            member_of(wrong)
    with pytest.raises(LinkExpired):
        member_of(token, days=-1)
    assert Client().get(f"/me/enter/{other}:{stamp}:{signature}/").status_code == 403
    assert body


def test_a_made_up_cookie_opens_nothing(people_shop: Shop) -> None:
    client = Client()
    for value in ("1", "1:x", signing.get_cookie_signer(salt="elsewhere").sign("1"), signing.get_cookie_signer(salt="member").sign("x")):
        client.cookies["member"] = value
        for path in ("/me/", "/me/movements/"):
            assert client.get(path).status_code == 403, value


def test_closing_the_page_ends_the_visit(people_shop: Shop) -> None:
    client, _ = page_of(people_shop, "alice")
    client.post("/me/leave/")
    assert client.get("/me/").status_code == 403


def test_the_button_in_the_console_makes_a_link_that_works(people_shop: Shop) -> None:
    html = signed_in("agent").post("/me/link/", {"ref": "bea"}).content.decode()
    link = re.search(r'value="(http://testserver(/me/enter/[^"]+))"', html)
    assert link
    member = Client()
    member.get(link[2])
    assert "Gold" in member.get("/me/").content.decode()
    assert signed_in("manager").post("/me/link/", {"ref": "nobody"}).status_code == 404


def test_every_movement_is_reached_a_page_at_a_time(people_shop: Shop) -> None:
    people_shop.post_many([people_shop.order("dana", f"o{n:02}", "2026-01-05", "1.00") for n in range(40)])
    client, _ = page_of(people_shop, "dana")
    path, seen = "/me/", 0
    while path:
        html = client.get(path).content.decode()
        seen += html.count("<details><summary>")
        following = re.search(r'href="(/me/movements/\?before=\d+)"', html)
        path = following[1] if following else ""
    assert seen == 42


def test_a_member_refuses_profiling_and_allows_it_as_easily(people_shop: Shop) -> None:
    client, words = page_of(people_shop, "alice")
    assert "You may refuse" in words and "Refuse" in words
    assert client.post("/me/profiling/", {"profiling": "refuse"})["Location"] == "/me/"
    assert profiling_of(people_shop.conn, "alice").by == "member" and profiling_of(people_shop.conn, "bea").allowed
    assert "popular with everybody" in client.get("/me/").content.decode() and "Allow again" in client.get("/me/").content.decode()
    assert client.post("/me/profiling/", {"profiling": "perhaps"}).status_code == 400
    client.post("/me/profiling/", {"profiling": "allow"})
    assert profiling_of(people_shop.conn, "alice").allowed
    assert "拒绝个性化推荐" in page_of(people_shop, "alice", "zh-hans")[1]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["member"] = client.cookies["member"].value
    assert strict.post("/me/profiling/", {"profiling": "refuse"}).status_code == 403 and profiling_of(people_shop.conn, "alice").allowed


def test_a_pages_answer_is_never_kept_by_a_cache(people_shop: Shop) -> None:
    client, _ = page_of(people_shop, "alice")
    assert "no-store" in client.get("/me/")["Cache-Control"]




def test_the_guide_is_open_to_everybody_and_speaks_their_language(people_shop):
    page = Client().get("/me/guide/", headers={"accept-language": "zh-hans"})
    assert page.status_code == 200
    assert "一笔 ¥100.00 的订单" in page.content.decode() and "alice" not in page.content.decode()

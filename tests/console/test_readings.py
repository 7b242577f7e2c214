"""The console promises that every page which opens personal data writes down who saw it, and that the owner can read that, filter it and take it along."""

import csv
import io
from typing import Any

import pytest
from django.urls import resolve
from journal.conftest import Shop

from console.people import NOW, PROGRAMME, open_shop, signed_in, tell_who_they_are
from console.test_access import ROUTES, routes
from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of
from regulars.members.readings import Asked, readings
from regulars.members.vault import Vault
from regulars.portal.links import token_of

CANARIES = ("Alice Tanager", "13800138000", "alice@example.com", "8800123456")
# The pages of staff that open a personal field. A new one that opens some is written down without being named here, and then this test asks for its name.
THAT_OPEN = {"members", "member", "merge", "cards", "quality"}


@pytest.fixture
def shop(django_database: Any) -> Any:
    with open_shop(django_database.dsn, django_database.owner_dsn) as shop:
        tell_who_they_are(shop)
        apply_version(shop.conn, PROGRAMME + "cards: {at_most: 3}\n", by="owner", at=NOW)
        yield shop


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every field a request opens, whoever notes it."""
    seen: list[str] = []
    really = Vault.open

    def counting(self: Vault, *args: Any, **named: Any) -> str:
        seen.append(named["column"])
        return really(self, *args, **named)

    monkeypatch.setattr(Vault, "open", counting)
    return seen


def test_every_page_that_opens_something_writes_it_down(shop: Shop, opened: list[str]) -> None:
    """The pages come from the URL resolver: whoever adds one has it tried."""
    owner, written = signed_in("owner"), set()
    for address, _route in routes():
        method, _ = ROUTES[address]
        if not address.startswith("console/"):
            continue
        path = "/" + address.replace("<path:ref>", "alice").replace("<int:version>", "1").replace("<int:id>", "1").replace("<slug:id>", "earn").replace("<str:item>", "1")
        forms = [{"goes": "bea"}, {"q": "138 0013 8000"}] if method == "GET" else [{"do": "issue"}]
        for form in forms:
            opened.clear()
            before = len(readings(Asked(), most=1_000))
            answer = getattr(owner, method.lower())(path, form)
            if answer.streaming:
                b"".join(answer.streaming_content)
            rows = readings(Asked(), most=1_000)[: len(readings(Asked(), most=1_000)) - before]
            if opened:
                assert rows, path
                assert {(row.kind, row.reader, row.place, row.address) for row in rows} == {("staff", "the-owner", resolve(path).view_name, "127.0.0.1")}, path
                written.add(resolve(path).url_name)
            else:
                assert not rows, path
    assert written == THAT_OPEN - {"quality"}  # it shows names where two look alike: the next test


def test_names_beside_a_suggested_merge_are_written_down(shop: Shop) -> None:
    from datetime import timedelta

    from regulars.members.operations import save_profile
    from regulars.members.quality.looking import look

    save_profile(member_id_of(shop.conn, "bea"), {"name": "Alice Tanager", "phone": "+8613800138000", "email": "alice@example.com"}, at=NOW)
    look((), by="a test", at=NOW + timedelta(days=1), today=NOW.date())
    assert readings(Asked()) == []  # looking shows nothing to anybody
    assert "Alice Tanager" in signed_in("agent").get("/console/quality/").content.decode()
    assert {(one.ref, one.place, one.fields) for one in readings(Asked())} == {("alice", "console:quality", ("name",)), ("bea", "console:quality", ("name",))}


def test_whoever_may_not_see_details_opens_none(shop: Shop, opened: list[str]) -> None:
    analyst = signed_in("analyst")
    for path in ("members/", "members/?q=alice", "member/alice/"):
        assert analyst.get("/console/" + path).status_code == 200
    assert opened == [] and readings(Asked()) == []


def test_a_page_that_cannot_be_written_down_is_not_shown(shop: Shop) -> None:
    agent = signed_in("agent")
    agent.raise_request_exception = False
    shop.conn.execute("SELECT 1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("regulars.members.reading.Reading.write", lambda self: 1 / 0)
        answer = agent.get("/console/member/alice/")
    assert answer.status_code == 500 and "Tanager" not in answer.content.decode()


def test_members_on_their_own_page_are_not_written_down(shop: Shop, opened: list[str]) -> None:
    from django.test import Client

    client = Client()
    client.get(f"/me/enter/{token_of(member_id_of(shop.conn, 'alice'))}/")
    assert "Alice Tanager" in client.get("/me/").content.decode() and opened
    assert readings(Asked()) == []


def test_the_owner_reads_filters_and_takes_the_log_along(shop: Shop) -> None:
    agent, owner = signed_in("agent"), signed_in("owner")
    assert agent.get("/console/readings/").status_code == 403
    assert "Nobody has read anything yet" in owner.get("/console/readings/").content.decode()
    agent.get("/console/member/alice/")
    agent.get("/console/member/bea/")
    agent.get("/console/members/", {"q": "Tanager"})
    page = owner.get("/console/readings/").content.decode()
    assert "the-agent" in page and "127.0.0.1" in page and "A member’s page" in page and "Birthday" not in page
    assert not [value for value in CANARIES if value in page]
    assert page.count('<td class="head">') == 2
    today = NOW.date().isoformat()
    for query, rows in (({"member": "alice"}, 2), ({"member": "dana"}, 0), ({"member": "no\0body"}, 0), ({"reader": "the-agent"}, 2), ({"reader": "bob"}, 0), ({"until": "2020-01-01"}, 0), ({"since": "2020-01-01", "until": "9999-12-31"}, 2), ({"since": today + "x"}, 2)):
        assert owner.get("/console/readings/", query).content.decode().count('<td class="head">') == rows, query
    lines = list(csv.DictReader(io.StringIO(b"".join(owner.get("/console/readings/list.csv", {"member": "alice"}).streaming_content).decode("utf-8-sig"))))
    assert [line["member"] for line in lines] == ["alice", "alice"] and {line["reader"] for line in lines} == {"the-agent"} and "name" in lines[0]["fields"]
    assert 'href="/console/readings/?member=alice"' in owner.get("/console/member/alice/").content.decode()
    assert "/console/readings/" not in agent.get("/console/member/alice/").content.decode()


@pytest.mark.parametrize(("language", "says"), [("zh-hans", ("查阅记录", "会员页面", "员工", "姓名")), ("zh-hant", ("查閱紀錄", "會員頁面", "員工", "姓名"))])
def test_it_speaks_chinese(shop: Shop, language: str, says: tuple[str, ...]) -> None:
    signed_in("agent").get("/console/member/alice/")
    owner = signed_in("owner")
    owner.cookies["django_language"] = language
    page = owner.get("/console/readings/").content.decode()
    assert [word for word in says if word not in page] == []


def test_the_log_is_read_a_page_at_a_time(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.console.readings.PAGE", 2)
    agent, owner = signed_in("agent"), signed_in("owner")
    for _ in range(3):
        agent.get("/console/member/alice/")
    page = owner.get("/console/readings/", {"reader": "the-agent"}).content.decode()
    assert page.count('<td class="head">') == 2 and "reader=the-agent&amp;before=" in page
    older = page.split("reader=the-agent&amp;before=")[1].split('"')[0]
    assert owner.get("/console/readings/", {"reader": "the-agent", "before": older}).content.decode().count('<td class="head">') == 1

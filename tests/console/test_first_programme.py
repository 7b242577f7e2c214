"""The console promises that a first programme can be drafted where nothing is applied yet: chosen, looked at, changed on forms, applied, and then it counts."""

import re

import psycopg
import pytest
from django.test import Client

from console.people import NOW, PROGRAMME, signed_in
from console.test_drafts import DRAFT, fields
from regulars.drafts.operations import change
from regulars.drafts.queries import draft_of
from regulars.journal.programs import apply_version, versions_of

GIVEN = {"starter": "shop", "name": "Nine Teapots", "currency": "USD", "timezone": "America/New_York", "receipt": "40"}


@pytest.fixture
def empty(django_database):
    with psycopg.connect(django_database.dsn, autocommit=True) as conn:
        yield conn


def text_of(client: Client, path: str = "", status: int = 200, language: str = "en") -> str:
    client.cookies["django_language"] = language
    answer = client.get(DRAFT + path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def begun(**other: str) -> Client:
    client = signed_in("manager")
    assert client.post(DRAFT + "first/", GIVEN | other).status_code == 302
    return client


def test_every_empty_page_leads_to_the_first_programme_for_whoever_may(empty) -> None:
    manager, agent = signed_in("manager"), signed_in("agent")
    for path in ("", "members/", "programme/", "tiers/", "quality/", "ledger/", "approvals/"):
        page = manager.get("/console/" + path).content.decode()
        assert 'href="/console/programme/draft/"' in page, path
    assert 'href="/console/programme/draft/"' not in agent.get("/console/").content.decode()
    assert agent.post(DRAFT + "first/", GIVEN).status_code == 403
    page = text_of(manager)
    assert re.findall(r'name="starter" value="(\w+)"', page) == ["shop", "hotel", "cafe", "blank"]


@pytest.mark.parametrize("starter", ["shop", "hotel", "cafe", "blank"])
def test_a_draft_is_looked_at_applied_and_counts(empty, starter: str) -> None:
    client = begun(starter=starter)
    overview = text_of(client)
    assert "Nothing is wrong or unwise in it." in overview and "What it says" in overview and "against version" not in overview
    plan = text_of(client, "plan/")
    assert "There are no members yet" in plan and 'class="example"' in plan
    apply = text_of(client, "apply/")
    assert 'name="from"' not in apply and "No plan was computed" not in apply
    for path in ("text/", "basics/", "wallets/", "earn/", "earn/1/", "levels/", "approval/"):
        text_of(client, path)
    assert versions_of(empty) == []
    assert client.post(DRAFT + "plan/ask/").status_code == 302
    edition = draft_of(empty, "the-manager").edition
    refused = client.post(DRAFT + "apply/", {"edition": edition, "reason": " ", "when": "now"})
    assert refused.status_code == 409 and versions_of(empty) == []
    assert client.post(DRAFT + "apply/", {"edition": edition, "reason": "we open", "when": "later", "from": "1999-01-01"}).headers["Location"] == "/console/programme/"
    only = versions_of(empty)[0]
    assert (only.version, only.in_force_from, only.applied_by, only.reason) == (1, None, "the-manager", "we open")
    assert draft_of(empty, "the-manager") is None
    assert "Nine Teapots" in client.get("/console/programme/").content.decode()


def test_it_is_changed_on_forms_before_anything_counts(empty) -> None:
    client = begun()
    posted = fields(text_of(client, "earn/1/"))
    assert client.post(DRAFT + "earn/1/", {**posted, "f/points/1/give": "3", "do": "save"}).status_code == 302
    assert "give: 3, of: net_amount" in draft_of(empty, "the-manager").document
    change(empty, "the-manager", lambda text: text.replace("give: 3", "give: lots"), at=NOW)
    assert "1 error" in text_of(client) and "put it right first" in text_of(client, "plan/") and "<textarea" not in text_of(client, "apply/")
    edition = draft_of(empty, "the-manager").edition
    assert client.post(DRAFT + "apply/", {"edition": edition, "reason": "x", "when": "now"}).status_code == 409
    change(empty, "the-manager", lambda _text: "a: [", at=NOW)
    assert text_of(client) and text_of(client, "text/")
    assert versions_of(empty) == []


def test_what_was_typed_stays_when_it_is_refused(empty) -> None:
    client = signed_in("manager")
    answer = client.post(DRAFT + "first/", GIVEN | {"receipt": "much", "starter": "cafe"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="Nine Teapots"' in page and 'value="much"' in page and 'value="cafe" checked' in page
    assert draft_of(empty, "the-manager") is None


def test_somebody_who_was_faster_is_told_and_nothing_is_lost(empty) -> None:
    client = begun()
    apply_version(empty, PROGRAMME, by="the-owner", at=NOW)
    edition = draft_of(empty, "the-manager").edition
    refused = client.post(DRAFT + "apply/", {"edition": edition, "reason": "we open", "when": "now"})
    assert refused.status_code == 409 and "version 1 was applied by the-owner" in refused.content.decode()
    overview = text_of(client)
    assert "What version 1 changed" in overview and "every 1 CNY of net spend earns 1 point" in overview
    assert client.post(DRAFT + "first/", GIVEN).headers["Location"] == DRAFT
    client.post(DRAFT + "go-on/", {"version": "1"})
    assert draft_of(empty, "the-manager").base_version == 1


def test_a_second_start_goes_on_with_the_draft(empty) -> None:
    client = begun()
    client.post(DRAFT + "first/", GIVEN | {"starter": "hotel"})
    assert "member-day" in draft_of(empty, "the-manager").document
    assert "the-manager has a draft too" in text_of(signed_in("owner"))


@pytest.mark.parametrize(("language", "says"), [("zh-hans", ("首个会员计划", "零售门店", "平均客单价")), ("zh-hant", ("首個會員計劃", "零售門市", "平均客單價"))])
def test_it_speaks_chinese(empty, language: str, says: tuple[str, ...]) -> None:
    client = signed_in("manager")
    page = text_of(client, language=language)
    assert all(word in page for word in says)
    client.post(DRAFT + "first/", GIVEN)
    assert text_of(client, "plan/", language=language)

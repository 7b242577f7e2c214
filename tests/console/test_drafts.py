"""The console promises that a programme is changed on forms: nothing typed is lost, nothing changes by itself, and nothing counts before it is applied."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from journal.conftest import Shop
from program.samples import EVERYTHING

from console.people import NOW, PROGRAMME, signed_in
from regulars.approvals.queries import requests
from regulars.console.shop import now
from regulars.drafts.operations import change
from regulars.drafts.planning import compute_plan
from regulars.drafts.queries import draft_of, last_plan, typed_at
from regulars.journal.programs import apply_version, versions_of
from regulars.program.forms.sections import sections

DRAFT = "/console/programme/draft/"
WHOLE = EVERYTHING.replace("grand-hotel.cn", "corner")
INPUT = re.compile(r"<(input|select|textarea)\b([^>]*)>(?:(.*?)</\1>)?", re.S)


def begun(role: str = "manager") -> Client:
    client = signed_in(role)
    assert client.post(DRAFT + "start/").status_code == 302
    return client


def document(shop: Shop, owner: str = "the-manager") -> str:
    return draft_of(shop.conn, owner).document


def written(shop: Shop, text: str, owner: str = "the-manager") -> None:
    change(shop.conn, owner, lambda _old: text, at=NOW)


def fields(page: str) -> dict[str, object]:
    """What a browser would send of the page's form, unchanged."""
    form = re.search(r'<form method="post" id="form".*?</form>', page, re.S)[0]
    found: dict[str, object] = {}
    for tag, attributes, inner in INPUT.findall(form):
        given = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', attributes)}
        name = given.get("name")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if tag == "textarea":
            found[name] = html.unescape(inner).removeprefix("\n")
        elif tag == "select":
            chosen = re.search(r'<option value="([^"]*)" selected>', inner)
            found[name] = html.unescape(chosen[1]) if chosen else html.unescape(re.search(r'<option value="([^"]*)"', inner)[1])
        elif given.get("type") == "checkbox":
            found.setdefault(name, [])
            if re.search(r"\bchecked\b", attributes):
                found[name].append(given["value"])
        else:
            found[name] = given.get("value", "")
    return found


def page_of(client: Client, path: str) -> str:
    answer = client.get(DRAFT + path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_every_page_saved_as_it_is_changes_not_a_byte(people_shop: Shop) -> None:
    client = begun()
    written(people_shop, WHOLE)
    for each in sections():
        count = 0 if each.kind == "form" else page_of(client, f"{each.id}/").count('<li class="rowline">')
        assert each.kind == "form" or count, each.id
        for path in [f"{each.id}/"] if each.kind == "form" else [f"{each.id}/{number}/" for number in range(1, count + 1)]:
            answer = client.post(DRAFT + path, {**fields(page_of(client, path)), "do": "save"})
            assert answer.status_code == 302, (path, re.findall(r'class="error"[^>]*>([^<]*)', answer.content.decode()))
            assert document(people_shop) == WHOLE, path


def test_a_changed_value_is_one_line_of_the_document(people_shop: Shop) -> None:
    client = begun()
    posted = fields(page_of(client, "earn/1/"))
    posted["f/points/1/give"] = "3"
    assert client.post(DRAFT + "earn/1/", {**posted, "do": "save"}).status_code == 302
    assert document(people_shop) == PROGRAMME.replace("give: 1, of: net_amount", "give: 3, of: net_amount")
    assert "give: 3" in page_of(client, "") or "3" in page_of(client, "")


def test_a_wrong_value_is_refused_at_its_field_and_nothing_typed_is_lost(people_shop: Shop) -> None:
    client = begun()
    posted = fields(page_of(client, "earn/1/"))
    posted |= {"f/points/1/give": "lots", "f/priority": "7"}
    answer = client.post(DRAFT + "earn/1/", {**posted, "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="lots"' in page and 'value="7"' in page
    assert re.search(r'value="lots"[^>]*aria-invalid="true"', page) and "is not a number" in page
    assert document(people_shop) == PROGRAMME
    again = page_of(client, "earn/1/")
    assert 'value="lots"' in again and "Not saved in the draft yet" in again
    client.post(DRAFT + "earn/1/", {**fields(again), "do": "forget"})
    assert 'value="lots"' not in page_of(client, "earn/1/")


def test_what_is_typed_is_kept_while_one_types(people_shop: Shop) -> None:
    client = begun()
    posted = fields(page_of(client, "earn/2/")) | {"f/group": "drinks"}
    assert client.post(DRAFT + "earn/2/", {**posted, "do": "keep"}).status_code == 204
    assert document(people_shop) == PROGRAMME
    assert 'value="drinks"' in page_of(client, "earn/2/") and typed_at(people_shop.conn, "the-manager", "earn/2") is not None


def test_a_rule_is_added_moved_copied_and_taken_away(people_shop: Shop) -> None:
    client = begun()
    posted = fields(page_of(client, "earn/new/")) | {"f/id": "tea", "f/points@a": "0"}
    posted = fields(client.post(DRAFT + "earn/new/", {**posted, "do": "redraw"}).content.decode())
    posted = fields(client.post(DRAFT + "earn/new/", {**posted, "f/points/0": "20", "f/when@p": "line.category", "do": "add:f/when"}).content.decode())
    assert client.post(DRAFT + "earn/new/", {**posted, "f/when/line.category/0": "tea", "do": "save"}).status_code == 302
    assert '- {id: tea, on: order.paid, when: {line.category: tea}, points: 20}' in document(people_shop)
    client.post(DRAFT + "earn/", {"do": "up:3", "key-3": "tea"})
    client.post(DRAFT + "earn/", {"do": "copy:1", "key-1": "base"})
    ids = re.findall(r"\{id: ([\w-]+), (?:name|on)", document(people_shop).split("earn:")[1])
    assert ids == ["base", "base-2", "tea", "coffee"]
    client.post(DRAFT + "earn/", {"do": "drop:2", "key-2": "tea"})
    assert "base-2" in document(people_shop), "another row stood there"
    client.post(DRAFT + "earn/", {"do": "drop:2", "key-2": "base-2"})
    assert "base-2" not in document(people_shop)


def test_a_yes_or_no_of_a_condition_can_be_taken_away(people_shop: Shop) -> None:
    client = begun()
    posted = fields(page_of(client, "earn/1/")) | {"f/when@p": "member.birthday", "do": "add:f/when"}
    page = client.post(DRAFT + "earn/1/", posted).content.decode()
    assert 'value="drop:f/when/member.birthday"' in page
    refused = client.post(DRAFT + "earn/1/", {**fields(page), "do": "save"})
    assert refused.status_code == 422, "nothing was chosen"
    page = client.post(DRAFT + "earn/1/", {**fields(refused.content.decode()), "do": "drop:f/when/member.birthday"}).content.decode()
    assert client.post(DRAFT + "earn/1/", {**fields(page), "do": "save"}).status_code == 302
    assert document(people_shop) == PROGRAMME


def test_two_windows_on_one_rule(people_shop: Shop) -> None:
    client = begun()
    first, second = fields(page_of(client, "earn/1/")), fields(page_of(client, "earn/1/"))
    client.post(DRAFT + "earn/1/", {**first, "f/points/1/give": "4", "do": "save"})
    answer = client.post(DRAFT + "earn/1/", {**second, "f/points/1/give": "9", "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "another window" in page and "give: 4" in page and 'value="9"' in page
    assert client.post(DRAFT + "earn/1/", {**fields(page), "do": "save"}).status_code == 302
    assert "give: 9" in document(people_shop)


def test_a_wallet_needs_an_id_of_its_own(people_shop: Shop) -> None:
    client = begun()
    posted = fields(page_of(client, "wallets/new/"))
    assert "Another one has this id" in client.post(DRAFT + "wallets/new/", {**posted, "key": "points", "do": "save"}).content.decode()
    assert "Say what it is called" in client.post(DRAFT + "wallets/new/", {**posted, "key": " ", "do": "save"}).content.decode()
    assert client.post(DRAFT + "wallets/new/", {**posted, "key": "stars", "f/kind": "qualifying", "do": "save"}).status_code == 302
    assert "  stars: {kind: qualifying}\n" in document(people_shop)


def test_the_text_is_saved_whatever_is_wrong_in_it(people_shop: Shop) -> None:
    client = begun()
    was = re.search(r'name="was" value="(\w+)"', page_of(client, "text/"))[1]
    broken = PROGRAMME.replace("multiplier: 2", "multiplier: lots") + "# end\n"
    assert client.post(DRAFT + "text/", {"text": broken, "was": was, "do": "save"}).status_code == 302
    page = page_of(client, "text/")
    assert "is not a number" in page and 'id="line-12"' in page
    assert "levels/2/" in page_of(client, "") and client.post(DRAFT + "plan/ask/").status_code == 302
    assert last_plan(people_shop.conn, "the-manager") is None
    stale = client.post(DRAFT + "text/", {"text": "mine: 1", "was": was, "do": "save"})
    assert stale.status_code == 409 and "mine: 1" in stale.content.decode() and document(people_shop) == broken


def test_text_that_is_no_yaml_sends_to_the_text(people_shop: Shop) -> None:
    client = begun()
    written(people_shop, "program: [")
    assert client.get(DRAFT + "earn/").headers["Location"].endswith("/text/")
    assert "YAML" in page_of(client, "text/")


def test_a_plan_is_computed_and_shown_then_applied(people_shop: Shop) -> None:
    client = begun()
    written(people_shop, PROGRAMME.replace("spend: 1000", "spend: 100"))
    assert client.post(DRAFT + "plan/ask/", {"replay": "1 year"}).status_code == 302
    assert "waits for the worker" in page_of(client, "plan/")
    plan = last_plan(people_shop.conn, "the-manager")
    compute_plan(people_shop.dsn, plan.id, at=now())
    page = page_of(client, "plan/")
    assert "Would rise" in page and "alice" in page and "1 from Regular to Gold" in page and "decided again" in page
    assert "alice,regular,regular,gold,next_event" in client.get(f"{DRAFT}plan/{plan.id}/moves.csv").content.decode()
    edition = draft_of(people_shop.conn, "the-manager").edition
    answer = client.post(DRAFT + "apply/", {"when": "now", "reason": "", "edition": edition})
    assert answer.status_code == 409 and "say why" in answer.content.decode()
    assert client.post(DRAFT + "apply/", {"when": "now", "reason": "gold for more", "edition": edition}).status_code == 302
    newest = versions_of(people_shop.conn)[-1]
    assert (newest.version, newest.applied_by, newest.reason) == (2, "the-manager", "gold for more") and "spend: 100," in newest.document
    assert draft_of(people_shop.conn, "the-manager") is None
    assert "gold for more" in client.get("/console/programme/versions/").content.decode()


def test_a_plan_that_is_refused_says_why(people_shop: Shop) -> None:
    client = begun()
    written(people_shop, PROGRAMME.replace("program: corner", "program: other"))
    client.post(DRAFT + "plan/ask/")
    compute_plan(people_shop.dsn, last_plan(people_shop.conn, "the-manager").id, at=now())
    assert "notice bad" in page_of(client, "plan/")


def test_a_version_applied_meanwhile_is_told_and_the_draft_stays(people_shop: Shop) -> None:
    client = begun()
    mine = PROGRAMME.replace("multiplier: 2", "multiplier: 3")
    written(people_shop, mine)
    apply_version(people_shop.conn, PROGRAMME.replace("give: 1,", "give: 2,"), by="the-owner", at=NOW + timedelta(seconds=1))
    edition = draft_of(people_shop.conn, "the-manager").edition
    answer = client.post(DRAFT + "apply/", {"when": "now", "reason": "mine", "edition": edition})
    assert answer.status_code == 409 and "version 2 was applied by the-owner meanwhile" in answer.content.decode()
    assert len(versions_of(people_shop.conn)) == 2 and document(people_shop) == mine
    page = page_of(client, "")
    assert "What version 2 changed" in page
    client.post(DRAFT + "go-on/", {"version": "2"})
    assert client.post(DRAFT + "apply/", {"when": "now", "reason": "mine", "edition": edition}).status_code == 302
    assert versions_of(people_shop.conn)[-1].document == mine


def test_a_draft_changed_after_it_was_looked_at_is_not_applied(people_shop: Shop) -> None:
    client = begun()
    written(people_shop, PROGRAMME.replace("multiplier: 2", "multiplier: 3"))
    assert client.post(DRAFT + "apply/", {"when": "now", "reason": "x", "edition": "1"}).status_code == 409
    assert len(versions_of(people_shop.conn)) == 1


def test_a_date_to_come_then_taken_back(people_shop: Shop) -> None:
    client = begun()
    written(people_shop, PROGRAMME.replace("multiplier: 2", "multiplier: 3"))
    edition = draft_of(people_shop.conn, "the-manager").edition
    sent = {"when": "later", "reason": "new year", "edition": edition}
    assert "past" in client.post(DRAFT + "apply/", {**sent, "from": "2020-01-01", "at": "00:00"}).content.decode()
    assert client.post(DRAFT + "apply/", {**sent, "from": "", "at": ""}).status_code == 409
    assert client.post(DRAFT + "apply/", {**sent, "from": "2199-01-01", "at": "06:30"}).status_code == 302
    version = versions_of(people_shop.conn)[-1]
    assert version.in_force_from.isoformat() == "2198-12-31T22:30:00+00:00"
    page = client.get("/console/programme/versions/").content.decode()
    assert "scheduled" in page and "/console/programme/withdraw/2/" in page
    assert client.post("/console/programme/withdraw/2/", {"reason": " "}).status_code == 409
    assert client.post("/console/programme/withdraw/2/", {"reason": "too dear"}).status_code == 302
    assert [one.kind for one in versions_of(people_shop.conn)] == ["applied", "applied", "withdrawal"]
    assert client.post("/console/programme/withdraw/1/", {"reason": "x"}).status_code == 409


def test_going_back_is_confirmed_with_a_reason(people_shop: Shop) -> None:
    apply_version(people_shop.conn, PROGRAMME.replace("multiplier: 2", "multiplier: 3"), by="the-owner", at=NOW - timedelta(minutes=1))
    client = signed_in("owner")
    page = client.get("/console/programme/rollback/").content.decode()
    assert "Go back to version 1" in page and 'name="present" value="2"' in page
    assert client.post("/console/programme/rollback/", {"present": "1", "reason": "x"}).status_code == 409
    assert client.post("/console/programme/rollback/", {"present": "2", "reason": "members were confused"}).status_code == 302
    newest = versions_of(people_shop.conn)[-1]
    assert (newest.kind, newest.about, newest.applied_by) == ("rollback", 1, "the-owner")


def test_where_two_are_needed_the_draft_waits_for_the_second(people_shop: Shop) -> None:
    guarded = PROGRAMME + "approval: {programme: true}\n"
    apply_version(people_shop.conn, guarded, by="the-owner", at=NOW - timedelta(minutes=1))
    client = begun()
    written(people_shop, guarded.replace("multiplier: 2", "multiplier: 3"))
    client.post(DRAFT + "plan/ask/")
    compute_plan(people_shop.dsn, last_plan(people_shop.conn, "the-manager").id, at=now())
    edition = draft_of(people_shop.conn, "the-manager").edition
    assert client.post(DRAFT + "apply/", {"when": "now", "reason": "dearer", "edition": edition}).headers["Location"].endswith("/approvals/")
    assert len(versions_of(people_shop.conn)) == 2
    asked = requests(people_shop.conn)[0]
    client.post(f"/console/approvals/{asked.id}/", {"answer": "approved"})
    assert len(versions_of(people_shop.conn)) == 2, "nobody approves what they asked for"
    owner = signed_in("owner")
    page = owner.get("/console/approvals/").content.decode()
    assert "Planned: 0 members would rise" in page and owner.get(re.search(r'href="([^"]*\?plan=\d+)"', page)[1]).status_code == 200
    owner.post(f"/console/approvals/{asked.id}/", {"answer": "approved"})
    newest = versions_of(people_shop.conn)[-1]
    assert (newest.version, newest.applied_by, newest.reason) == (3, "the-manager, the-owner", "dearer")


def test_where_two_are_needed_going_back_waits_too(people_shop: Shop) -> None:
    guarded = PROGRAMME + "approval: {programme: true}\n"
    apply_version(people_shop.conn, guarded, by="the-owner", at=NOW - timedelta(minutes=1))
    manager = signed_in("manager")
    assert manager.post("/console/programme/rollback/", {"present": "2", "reason": "back"}).headers["Location"].endswith("/approvals/")
    assert len(versions_of(people_shop.conn)) == 2
    owner = signed_in("owner")
    assert "Go back to version 1" in owner.get("/console/approvals/").content.decode()
    owner.post(f"/console/approvals/{requests(people_shop.conn)[0].id}/", {"answer": "approved"})
    assert versions_of(people_shop.conn)[-1].kind == "rollback"


def test_a_draft_is_ones_own(people_shop: Shop) -> None:
    manager = begun()
    written(people_shop, PROGRAMME.replace("multiplier: 2", "multiplier: 3"))
    owner = begun("owner")
    assert document(people_shop, "the-owner") == PROGRAMME and "the-manager has a draft too" in page_of(owner, "")
    assert owner.post(DRAFT + "throw-away/").status_code == 302 and draft_of(people_shop.conn, "the-owner") is not None
    owner.post(DRAFT + "throw-away/", {"sure": "yes"})
    assert draft_of(people_shop.conn, "the-owner") is None and "multiplier: 3" in document(people_shop)
    manager.post(DRAFT + "start/")
    assert "multiplier: 3" in document(people_shop), "beginning again goes on with the draft"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_the_forms_speak_chinese(people_shop: Shop, language: str) -> None:
    client = begun()
    client.cookies["django_language"] = language
    page = page_of(client, "earn/1/")
    assert {"zh-hans": "积分规则", "zh-hant": "積分規則"}[language] in page and {"zh-hans": "针对事件", "zh-hant": "針對事件"}[language] in page
    posted = fields(page) | {"f/points/1/give": "x"}
    assert {"zh-hans": "不是数字", "zh-hant": "不是數字"}[language] in client.post(DRAFT + "earn/1/", {**posted, "do": "save"}).content.decode()


def test_a_form_from_another_site_changes_no_draft(people_shop: Shop) -> None:
    client = begun()
    client.handler.enforce_csrf_checks = True
    for path in ("start/", "go-on/", "throw-away/", "text/", "plan/ask/", "apply/", "earn/", "earn/1/"):
        assert client.post(DRAFT + path, {"do": "save", "sure": "yes"}).status_code == 403, path
    for path in ("rollback/", "withdraw/1/"):
        assert client.post(f"/console/programme/{path}", {"reason": "x"}).status_code == 403, path


def test_odd_addresses_are_not_there(people_shop: Shop) -> None:
    client = begun()
    for path in ("nonsense/", "earn/0/", "earn/99/", "earn/x/", "basics/1/", "wallets/２/"):
        assert client.get(DRAFT + path).status_code == 404, path
    assert client.post(DRAFT + "earn/", {"do": "explode:1"}).status_code == 404

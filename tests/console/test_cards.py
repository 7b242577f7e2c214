"""Staff promise a member a new card for a lost one, and nobody without the right sees a number."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from journal.conftest import Shop

from console.people import NOW, PROGRAMME, open_shop, signed_in, tell_who_they_are
from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of
from regulars.members.cards.queries import cards_of
from regulars.members.operations import save_profile
from regulars.members.quality.looking import look

pytestmark = pytest.mark.usefixtures("the_test_reads")


@pytest.fixture
def shop(django_database):
    with open_shop(django_database.dsn, django_database.owner_dsn) as shop:
        tell_who_they_are(shop)
        apply_version(shop.conn, PROGRAMME + "cards: {at_most: 2}\n", by="owner", at=NOW)
        yield shop


def act(client: Client, ref: str, **form: str) -> str:
    return client.post(f"/console/member/{ref}/cards/", form, follow=True).content.decode()


def test_an_agent_gives_a_card_and_replaces_a_lost_one(shop: Shop) -> None:
    alice, agent = member_id_of(shop.conn, "alice"), signed_in("agent")
    assert "The member has a new card." in act(agent, "alice", do="issue", id="f1")
    act(agent, "alice", do="issue", id="f1")
    (first,) = [card for card in cards_of(alice) if card.issued_by != "import"]
    html = act(agent, "alice", do="replace", card=first.number, reason="lost", id="f2")
    assert "The old card is blocked" in html and "blocked since" in html
    again = act(agent, "alice", do="block", card=first.number, reason="whim")
    assert "a card is blocked for a reason" in again
    assert "The card is blocked." in act(agent, "alice", do="block", card=next(card.number for card in cards_of(alice) if not card.is_blocked), reason="stolen")


def test_an_analyst_sees_no_number_and_issues_none(shop: Shop) -> None:
    act(signed_in("agent"), "alice", do="issue")
    number = next(card.number for card in cards_of(member_id_of(shop.conn, "alice")) if card.issued_by != "import")
    analyst = signed_in("analyst")
    assert analyst.post("/console/member/alice/cards/", {"do": "issue"}).status_code == 403
    page = analyst.get("/console/member/alice/").content.decode()
    assert number not in page.replace(" ", "")
    assert analyst.get("/console/quality/").status_code == 403


@pytest.mark.parametrize(("language", "said"), [("en", "These may be one person"), ("zh-hans", "可能是同一人"), ("zh-hant", "逐項情況")])
def test_the_quality_page_lists_pairs_and_gives_a_list_without_values(shop: Shop, language: str, said: str) -> None:
    for ref in ("alice", "dana"):
        save_profile(member_id_of(shop.conn, ref), {"phone": "+8613912345670"}, at=NOW)
    look((), by="test", at=NOW, today=NOW.date())
    client = signed_in("manager")
    client.cookies["django_language"] = language
    html = client.get("/console/quality/").content.decode()
    assert said in html and "/console/member/alice/merge/?goes=dana" in html
    listed = b"".join(client.get("/console/quality/list.csv").streaming_content).decode()
    assert listed.splitlines()[0] == "\ufeffmember,field,problem,others" and "alice,phone,duplicate,1" in listed
    assert not re.search(r"1391234|@", listed)
    client.post("/console/quality/apart/", {"one": "dana", "other": "alice"})
    assert "goes=dana" not in client.get("/console/quality/").content.decode()


def test_the_merge_page_shows_both_side_by_side(shop: Shop) -> None:
    for ref, city in (("alice", "Porto"), ("dana", "Lisbon")):
        save_profile(member_id_of(shop.conn, ref), {"city": city}, at=NOW)
    html = signed_in("agent").get("/console/member/alice/merge/?goes=dana").content.decode()
    assert "Porto" in html and "Lisbon" in html and "they differ; what the one that stays has told counts" in html


def test_a_guest_has_a_page(shop: Shop) -> None:
    apply_version(shop.conn, PROGRAMME + "enrol: on_request\n", by="owner", at=NOW)
    shop.post(shop.order("newcomer", "n1", (NOW + timedelta(hours=8, minutes=2)).strftime("%Y-%m-%d %H:%M"), "10.00"))
    assert "has not joined" in signed_in("owner").get("/console/member/newcomer/").content.decode()

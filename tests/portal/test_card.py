"""A member promises to hold up the page, and the till to read it; what is not theirs stays away."""

from datetime import timedelta

import pytest
from console.people import NOW, PROGRAMME
from django.test import Client
from journal.conftest import Shop

from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of
from regulars.members.cards.issuing import issue
from regulars.members.cards.numbers import written
from regulars.portal.links import token_of
from regulars.program.document_cards import CardCode

pytestmark = pytest.mark.usefixtures("the_test_reads")

CARDS = PROGRAMME + 'cards: {pass: {apple_type: pass.com.example.club, apple_team: ABCDE12345, google_issuer: "3388000000012345678"}}\n'


@pytest.fixture
def shop(people_shop: Shop) -> Shop:
    apply_version(people_shop.conn, CARDS, by="owner", at=NOW)
    return people_shop


def as_member(shop: Shop, ref: str, language: str = "en") -> Client:
    client = Client()
    client.cookies["django_language"] = language
    client.get(f"/me/enter/{token_of(member_id_of(shop.conn, ref))}/")
    return client


def card_of(shop: Shop, ref: str) -> str:
    return issue(member_id_of(shop.conn, ref), CardCode(), at_most=9, asked=None, by="test", at=NOW + timedelta(seconds=5))[0].number


def test_a_member_holds_up_number_codes_level_and_points(shop: Shop) -> None:
    number = card_of(shop, "alice")
    client = as_member(shop, "alice")
    assert 'href="/me/card/"' in client.get("/me/").content.decode()
    answer = client.get("/me/card/")
    html = answer.content.decode()
    assert written(CardCode(), number) in html and "Alice Tanager" in html and "123 points to spend" in html
    assert html.count('role="img"') == 2 and "no-store" in answer.headers["Cache-Control"]
    assert "style=" not in html


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "结账时出示此页"), ("zh-hant", "結帳時出示此頁")])
def test_the_page_is_in_the_readers_language(shop: Shop, language: str, said: str) -> None:
    card_of(shop, "alice")
    assert said in as_member(shop, "alice", language).get("/me/card/").content.decode()


def test_nobody_sees_a_card_without_being_that_member(shop: Shop) -> None:
    number = card_of(shop, "alice")
    assert Client().get("/me/card/").status_code == 403
    assert Client().get("/me/card/apple/").status_code == 404
    other = as_member(shop, "dana").get("/me/card/").content.decode()
    assert number not in other.replace(" ", "") and "You have no card yet" in other


def test_no_wallet_is_offered_that_a_phone_would_refuse(shop: Shop) -> None:
    card_of(shop, "alice")
    client = as_member(shop, "alice")
    assert "Wallet" not in client.get("/me/card/").content.decode()
    assert client.get("/me/card/apple/").status_code == client.get("/me/card/google/").status_code == 404


def test_a_shop_without_cards_shows_none(people_shop: Shop) -> None:
    client = as_member(people_shop, "alice")
    assert "/me/card/" not in client.get("/me/").content.decode()
    assert "You have no card yet" in client.get("/me/card/").content.decode()

"""The programme promises that a card is good for one member, answers “blocked” once it is lost, and that nothing else changes with it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from regulars.members.cards.errors import Blocked, Mistyped, SeriesUsedUp, TooManyCards, UnknownCard
from regulars.members.cards.issuing import block, issue, issue_missing, replace, unblock
from regulars.members.cards.numbers import as_meant, written
from regulars.members.cards.queries import card_of, cards_of, every_card, good_cards_of, without_card
from regulars.members.operations import add_identities
from regulars.members.queries import find
from regulars.members.reading import Reader, read_by
from regulars.program.document_cards import CardCode

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ALICE, BEA, CARL = 11, 12, 13
CODE = CardCode()
pytestmark = pytest.mark.django_db


def given(member=ALICE, *, at_most=1, asked=None, code=CODE, at=AT):
    return issue(member, code, at_most=at_most, asked=asked, by="till 1", at=at)


def swapped(number: str) -> str:
    place = next(n for n in range(2, len(number) - 1) if number[n] != number[n + 1])
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def test_a_card_is_found_however_it_is_typed():
    card, new = given()
    assert new
    assert card_of(written(CODE, card.number), CODE) == card
    assert card_of(f" {card.number[:4]}-{card.number[4:]} ", CODE).member_id == ALICE


def test_the_same_id_again_gives_the_same_card():
    first, _ = given(asked="req-1")
    assert given(asked="req-1") == (first, False)
    assert given(BEA, asked="req-1")[0].number != first.number


def test_no_more_cards_than_the_programme_allows():
    given(at_most=2)
    given(at_most=2)
    with pytest.raises(TooManyCards):
        given(at_most=2)
    assert len(good_cards_of(ALICE)) == 2


def test_a_mistyped_number_is_refused_as_mistyped_and_another_as_unknown():
    card, _ = given()
    with pytest.raises(Mistyped):
        card_of(swapped(card.number), CODE)
    with pytest.raises(Mistyped):
        card_of(card.number[:-1] + str((int(card.number[-1]) + 1) % 10), CODE)
    with pytest.raises(UnknownCard):
        card_of("4006381333931", CODE)
    with pytest.raises(UnknownCard):
        card_of(swapped(card.number), None)
    for nonsense in ("", " ", "\0", "a" * 500, "-- --"):
        with pytest.raises(UnknownCard):
            card_of(nonsense, CODE)


def test_a_lost_card_answers_blocked_and_the_new_one_stands_for_the_same_member():
    old, _ = given()
    new, made = replace(ALICE, written(CODE, old.number), CODE, reason="lost", asked=None, by="ann", at=AT + timedelta(days=2))
    assert made and new.member_id == ALICE and new.number != old.number
    with pytest.raises(Blocked) as refused:
        card_of(old.number, CODE)
    assert refused.value.facts == {"reason": "lost", "blocked_on": "2026-03-03"}
    assert card_of(new.number, CODE) == new
    assert [card.is_blocked for card in cards_of(ALICE)] == [False, True]
    assert [hit.member_id for hit in find(old.number)] in ([], [ALICE])  # staff still find whose it was, where the journal knows the member


def test_replacing_twice_gives_one_successor():
    old, _ = given()
    first, _ = replace(ALICE, old.number, CODE, reason="lost", asked="a", by="ann", at=AT)
    assert replace(ALICE, old.number, CODE, reason="lost", asked="b", by="ben", at=AT) == (first, False)
    assert len(good_cards_of(ALICE)) == 1


def test_nobody_replaces_or_blocks_somebody_elses_card():
    card, _ = given()
    for verb in (lambda: block(BEA, card.number, reason="lost", by="x", at=AT), lambda: replace(BEA, card.number, CODE, reason="lost", asked=None, by="x", at=AT)):
        with pytest.raises(UnknownCard):
            verb()
    assert card_of(card.number, CODE).member_id == ALICE


def test_a_found_card_is_good_again_unless_it_was_replaced():
    card, _ = given()
    block(ALICE, card.number, reason="lost", by="ann", at=AT)
    block(ALICE, card.number, reason="stolen", by="ben", at=AT)
    assert cards_of(ALICE)[0].reason == "lost"
    assert not unblock(ALICE, card.number, at_most=1).is_blocked
    replace(ALICE, card.number, CODE, reason="damaged", asked=None, by="ann", at=AT)
    with pytest.raises(Blocked):
        unblock(ALICE, card.number, at_most=5)


def test_a_blocked_card_makes_room_and_a_found_one_takes_it():
    card, _ = given()
    block(ALICE, card.number, reason="lost", by="ann", at=AT)
    given()
    with pytest.raises(TooManyCards):
        unblock(ALICE, card.number, at_most=1)


def test_cards_of_an_older_scheme_are_found_blocked_and_replaced_too():
    add_identities(ALICE, [("card", "Old-4711")], at=AT)
    assert card_of("old-4711", CODE).issued_by == "import"
    new, _ = replace(ALICE, "OLD-4711", CODE, reason="damaged", asked=None, by="ann", at=AT)
    with pytest.raises(Blocked):
        card_of("old-4711", CODE)
    assert card_of(new.number, CODE).member_id == ALICE


def test_a_number_an_older_scheme_gave_out_is_passed_over():
    tiny = CardCode(prefix="7", pattern="####")
    series = [issue(100 + n, tiny, at_most=1, asked=None, by="x", at=AT)[0].number for n in range(3)]
    from regulars.members.cards.numbers import Numbers
    from regulars.members.vault import vault

    fourth = Numbers(tiny, vault().keyring.secrets.index.key).number(3)
    add_identities(BEA, [("card", fourth)], at=AT)
    assert given(code=tiny)[0].number not in {*series, fourth}


def test_a_series_ends_by_name_and_nothing_is_half_done():
    tiny = CardCode(prefix="7", pattern="####", charset="ABCDE", check="damm")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO card_series VALUES (%s, %s)", (tiny.series, tiny.many - 1))
    assert given(code=tiny)[1]
    for _ in range(2):
        with pytest.raises(SeriesUsedUp):
            given(BEA, code=tiny)
    assert cards_of(BEA) == []


def test_everybody_without_a_card_gets_one_once(known_members):
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO member_state (member_id, version, active, pending, held, debt, tier, state) VALUES (%s, 1, 0, 0, 0, 0, 'x', '[]')", [(id,) for id in known_members.values()])
    given(ALICE)
    left = [id for some in without_card() for id in some]
    assert sorted(left) == sorted(set(known_members.values()) - {ALICE})
    assert issue_missing(left, CODE, by="batch", at=AT) == 3
    assert issue_missing(left, CODE, by="batch", at=AT) == 0
    assert sorted(ref for ref, _ in every_card(only_by="batch")) == ["C-BEA", "C-CARL", "D-DANA"]
    assert len({card.number for _, card in every_card()}) == 4


def test_no_number_stands_readable_in_a_table():
    card, _ = given()
    block(ALICE, card.number, reason="lost", by="ann", at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text FROM member_card m UNION ALL SELECT i::text FROM member_identity i UNION ALL SELECT s::text FROM card_series s")
        assert not any(card.number in row[0] or card.number.encode().hex() in row[0] for row in cursor.fetchall())


def test_as_meant_is_what_is_stored():
    card, _ = given()
    assert as_meant(CODE, written(CODE, card.number)) == card.number


def test_two_tills_at_once_give_one_member_no_second_card(django_database):
    """Sixteen tills ask at one moment, each for itself: one card, fifteen refusals."""
    told: list[str] = []

    def ask(n: int) -> None:
        try:
            with read_by(Reader("key", f"till {n}", "POST /v1/cards")):
                told.append(given(asked=f"till-{n}")[0].number)
        except TooManyCards:
            told.append("")
        finally:
            connections.close_all()

    tills = [threading.Thread(target=ask, args=(n,)) for n in range(16)]
    for till in tills:
        till.start()
    for till in tills:
        till.join()
    assert sorted(map(bool, told)) == [False] * 15 + [True]

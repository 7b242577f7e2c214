import re
import threading
from datetime import date

import psycopg
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from regulars.kit.errors import Invalid, NotFound, Problem
from regulars.members.errors import IdentityTaken, Tampered
from regulars.members.operations import add_identities, remove_identity, save_profile
from regulars.members.profile import GENDERS, Profile
from regulars.members.queries import Known, find, identities_of, profile_of

from .conftest import ALICE, AT, BEA

WHOLE = {
    "name": "王小明",
    "given_name": "小明",
    "family_name": "王",
    "phone": "+86 138 0013 8000",
    "email": "Ming@Example.com",
    "birthday": "1990-05-17",
    "gender": "male",
    "language": "zh-Hans",
    "address": "上海市 南京西路 1 号",
    "postcode": "200041",
    "city": "上海",
    "attributes": {"age_band": "35-44", "household_size": 3, "homeowner": True},
}


@pytest.mark.django_db
def test_a_profile_reads_back_as_it_was_given():
    save_profile(ALICE, WHOLE, at=AT)
    assert profile_of(ALICE) == Profile(
        **{**WHOLE, "phone": "+8613800138000", "email": "ming@example.com", "birthday": date(1990, 5, 17)}
    )


@pytest.mark.django_db
def test_fields_left_out_stay_and_a_null_takes_one_back():
    save_profile(ALICE, WHOLE, at=AT)
    save_profile(ALICE, {"city": "苏州", "email": None, "address": ""}, at=AT)
    known = profile_of(ALICE)
    assert (known.name, known.city, known.email, known.address) == ("王小明", "苏州", "", "")


@pytest.mark.django_db
def test_a_member_who_told_nothing_has_an_empty_profile():
    assert profile_of(ALICE) == Profile()
    save_profile(ALICE, {}, at=AT)
    assert profile_of(ALICE) == Profile()


TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60)


class AnyProfile(TestCase):
    @given(
        st.fixed_dictionaries(
            {},
            optional={
                "name": TEXT,
                "city": TEXT,
                "gender": st.sampled_from(GENDERS),
                "birthday": st.dates(date(1900, 1, 1), date(2026, 1, 1)).map(date.isoformat),
                "attributes": st.dictionaries(
                    st.from_regex(r"[a-z_]{1,9}", fullmatch=True), st.booleans() | TEXT, max_size=4
                ),
            },
        )
    )
    def test_saving_twice_is_saving_once(self, given_profile):
        save_profile(ALICE, given_profile, at=AT)
        once = profile_of(ALICE)
        save_profile(ALICE, given_profile, at=AT)
        assert profile_of(ALICE) == once
        assert once.name == "" or "name" in given_profile


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("profile", "code"),
    [
        ({"nickname": "A"}, "profile.unknown_field"),
        ({"phone": "12"}, "profile.phone_unreadable"),
        ({"phone": 13800138000}, "profile.not_text"),
        ({"email": "ann"}, "profile.email_unreadable"),
        ({"birthday": "1990-02-30"}, "profile.birthday_unreadable"),
        ({"birthday": "2026-03-02"}, "profile.birthday_in_future"),
        ({"gender": "x"}, "profile.gender_unknown"),
        ({"language": "?"}, "profile.language_unreadable"),
        ({"name": "x" * 129}, "profile.too_long"),
        ({"address": "x" * 513}, "profile.too_long"),
        ({"name": "a\0b"}, "profile.control_character"),
        ({"name": "a\nb"}, "profile.control_character"),
        ({"name": "\ud800"}, "profile.control_character"),
        ({"attributes": {"Age": 1}}, "profile.attributes_unreadable"),
        ({"attributes": {"age": 1.5}}, "profile.attributes_unreadable"),
        ({"attributes": {"age": 2**60}}, "profile.attributes_unreadable"),
        ({"attributes": {f"a{n}": 1 for n in range(33)}}, "profile.attributes_unreadable"),
        ([], "profile.unreadable"),
    ],
)
def test_a_profile_that_cannot_be_read_changes_nothing_and_is_refused_by_name(profile, code):
    save_profile(ALICE, {"name": "Alice"}, at=AT)
    with pytest.raises(Invalid) as refused:
        save_profile(ALICE, {"city": "Elsewhere", **profile} if isinstance(profile, dict) else profile, at=AT)
    assert refused.value.code == code
    for language in ("en", "zh-Hans", "zh-Hant"):
        assert "{" not in refused.value.sentence(language)
    assert profile_of(ALICE) == Profile(name="Alice")


@pytest.mark.django_db
def test_an_identity_belongs_to_one_member_and_the_refusal_tells_only_its_kind():
    add_identities(ALICE, [("card", "a-1"), ("phone", "+8613800138000")], at=AT)
    with pytest.raises(IdentityTaken) as refused:
        add_identities(BEA, [("card", "b-1"), ("phone", "+86 138-0013-8000")], at=AT)
    assert refused.value.facts == {"kind": "phone"}
    assert identities_of(BEA) == []  # all or none


@pytest.mark.django_db
def test_an_identity_added_again_is_fine_and_a_removed_one_is_free_again():
    add_identities(ALICE, [("card", "a-1")], at=AT)
    add_identities(ALICE, [("card", "A-1 "), ("card", "a-1")], at=AT)
    assert identities_of(ALICE) == [Known("card", "A-1", AT)]
    remove_identity(ALICE, "card", "a-1")
    add_identities(BEA, [("card", "a-1")], at=AT)
    assert identities_of(ALICE) == []
    with pytest.raises(NotFound, match="no such card"):
        remove_identity(ALICE, "card", "a-1")


@pytest.mark.django_db
def test_one_value_under_two_kinds_is_two_identities():
    add_identities(ALICE, [("card", "777")], at=AT)
    add_identities(BEA, [("locker", "777")], at=AT)
    assert [known.kind for known in identities_of(BEA)] == ["locker"]


@pytest.mark.django_db
def test_a_field_moved_to_another_member_is_noticed():
    save_profile(ALICE, {"name": "Alice"}, at=AT)
    save_profile(BEA, {"name": "Bea"}, at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE member_profile SET name = (SELECT name FROM member_profile WHERE member_id = %s) WHERE member_id = %s",
            (ALICE, BEA),
        )
    with pytest.raises(Tampered) as refused:
        profile_of(BEA)
    assert refused.value.facts == {"column": "name"}
    assert profile_of(ALICE).name == "Alice"


def test_many_tills_taking_one_card_end_with_one_owner(django_database):
    results, start = [], threading.Barrier(6)

    def take(member_id):
        start.wait()
        try:
            add_identities(member_id, [("card", "only-one")], at=AT)
            results.append(member_id)
        except Problem as refused:
            results.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(member_id,)) for member_id in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, results))[1:] == ["identity.taken"] * 5


def test_nothing_personal_can_be_read_in_either_database(django_database):
    """Every column of every table of both databases is searched for what was told: as text, as bytes, in hexadecimal.

    The last four digits of a telephone are searched for standing alone: inside a key's or a time's digits they fall by chance.
    """
    canaries = {
        "name": "Canarino Canarini",
        "given_name": "Canarino",
        "family_name": "Canarini",
        "phone": "+8613912345678",
        "email": "canarino@example.com",
        "birthday": "1987-06-05",
        "gender": "other",
        "language": "zh-Hant-TW",
        "address": "Canary Wharf 99",
        "postcode": "CNRY99",
        "city": "Canarias",
        "attributes": {"canary_band": "canary value"},
    }
    save_profile(ALICE, canaries, at=AT)
    add_identities(
        ALICE, [("card", "CANARY-CARD-1"), ("phone", "+8613912345678"), ("email", "canarino@example.com")], at=AT
    )
    assert profile_of(ALICE).city == "Canarias"
    words = [*(str(value) for value in canaries.values()), "13912345678", "canary", "CANARY-CARD-1", "other"]
    kept = _everything(django_database.owner_dsn) + _everything(django_database.keys_dsn)
    assert b"member_search_token" in kept and b"data_key" in kept and len(kept) > 3_000
    lowered = kept.lower()
    rows = lowered.replace(b"member_profile", b"").replace(b"member_identity", b"")
    for word in words:
        assert word.lower().encode() not in rows, word
        assert word.lower().encode().hex().encode() not in rows, word
        assert word.encode().hex().encode() not in rows, word
    assert not re.search(rb"(?<![0-9a-z])(5678|35363738)(?![0-9a-z])", rows)


def _everything(dsn: str) -> bytes:
    """Each of our tables as text, one value a line, bytes raw and then in hexadecimal."""
    kept = b""
    with psycopg.connect(dsn) as database:
        tables = database.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            " AND tablename NOT LIKE 'django%' AND tablename NOT LIKE 'auth%' AND tablename NOT LIKE 'procrastinate%'"
        ).fetchall()
        for (table,) in tables:
            kept += table.encode()
            for row in database.execute(f'SELECT * FROM "{table}"').fetchall():
                for value in row:
                    kept += b"\n" + (
                        value + b"\n" + value.hex().encode() if isinstance(value, bytes) else str(value).encode()
                    )
    return kept


@pytest.mark.django_db
def test_the_same_name_is_never_stored_the_same_way():
    for member_id in range(1, 21):
        save_profile(member_id, {"name": "Ann Li"}, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT name) FROM member_profile")
        assert cursor.fetchone() == (20,)


@pytest.mark.django_db
def test_a_changed_name_is_no_longer_found_by_the_old_one(known_members):
    save_profile(ALICE, {"name": "Alice Old", "given_name": "Alicia"}, at=AT)
    save_profile(ALICE, {"name": "Alice New"}, at=AT)
    assert find("old") == []
    assert [hit.name for hit in find("new")] == ["Alice New"]
    assert [hit.name for hit in find("alicia")] == ["Alice New"]

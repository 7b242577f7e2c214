"""The programme promises a score for each field, a list to work through, and merges to think about, with nothing personal in what it keeps."""

from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import connection

from regulars.kit.errors import Refused
from regulars.members.conflict_report import conflict_report
from regulars.members.merging import bring_along, give_back
from regulars.members.operations import add_identities, save_profile
from regulars.members.quality import looking
from regulars.members.quality.looking import MOST_ALIKE, look
from regulars.members.quality.queries import keep_apart, report, suggestions, to_fix

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 1)
PHONE, OTHER_PHONE = "+8613912345670", "+8613912345671"
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(known_members):
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO member_state (member_id, version, active, pending, held, debt, tier, state) VALUES (%s, 1, 0, 0, 0, 0, 'x', '[]')", [(id,) for id in known_members.values()]
        )
    return known_members


def told(people, **profiles):
    for ref, profile in profiles.items():
        save_profile(people[f"C-{ref.upper()}" if ref != "dana" else "D-DANA"], profile, at=AT)


def looked(fields=("name", "phone", "birthday")):
    assert look(fields, by="test", at=AT, today=TODAY) == 4
    return report()


def test_a_score_for_each_field_and_a_list_to_work_through(people):
    """Name: four of four told, one a placeholder. Phone: three told, two of them the same. Birthday: two told, one impossible."""
    told(
        people,
        alice={"name": "Alice Tanager", "phone": PHONE, "birthday": "1990-05-17"},
        bea={"name": "Bea Oriole", "phone": PHONE},
        carl={"name": "test", "phone": OTHER_PHONE, "birthday": "1901-01-01"},
        dana={"name": "Dana Swift"},
    )
    seen = looked()
    assert {field.field: (field.score, field.told, field.problems) for field in seen.fields} == {
        "name": (75, 4, {"placeholder": 1}),
        "phone": (25, 3, {"duplicate": 2, "missing": 1}),
        "birthday": (25, 2, {"missing": 2, "impossible": 1}),
    }
    assert (seen.members, seen.score, seen.suggestions) == (4, 41, 1)
    assert list(to_fix(field="phone")) == [("C-ALICE", "phone", "duplicate", 1), ("C-BEA", "phone", "duplicate", 1), ("D-DANA", "phone", "missing", 0)]
    assert len(list(to_fix())) == 7


def test_pairs_that_may_be_one_person_are_suggested_and_not_again_once_somebody_said_no(people):
    told(
        people,
        alice={"name": "王小明", "email": "ming+a@gmail.com", "birthday": "1990-05-17", "phone": PHONE},
        bea={"family_name": "王", "given_name": "小明", "email": "m.ing@gmail.com", "birthday": "1990-05-17"},
        carl={"name": "Carl", "phone": PHONE},
    )
    add_identities(people["C-CARL"], [("card", "4711-22")], at=AT)
    add_identities(people["D-DANA"], [("barcode", "471122")], at=AT)
    looked()
    assert [tuple(pair) for pair in suggestions()] == [
        ("C-ALICE", "C-BEA", ["email", "name_birthday"]), ("C-CARL", "D-DANA", ["card"]), ("C-ALICE", "C-CARL", ["phone"]),
    ]  # fmt: skip
    keep_apart("C-CARL", "C-ALICE", by="ann", at=AT)
    assert len(suggestions()) == 2
    looked()
    assert len(suggestions()) == report().suggestions == 2
    bring_along(people["C-BEA"], people["C-ALICE"], at=AT)
    assert [pair.one for pair in suggestions()] == ["C-CARL"]  # merged, they are no question any more
    assert look(("name",), by="test", at=AT, today=TODAY) == 3


def test_a_phone_that_everybody_has_suggests_nobody(known_members):
    ids = range(1000, 1000 + MOST_ALIKE + 1)
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO member_state (member_id, version, active, pending, held, debt, tier, state) VALUES (%s, 1, 0, 0, 0, 0, 'x', '[]')", [(id,) for id in ids])
        cursor.executemany("INSERT INTO member_ref (ref, member_id) VALUES (%s, %s)", [(f"R{id}", id) for id in ids])
    for id in ids:
        save_profile(id, {"phone": PHONE}, at=AT)
    look(("phone",), by="test", at=AT, today=TODAY)
    assert suggestions() == []
    assert {row.others for row in to_fix()} == {MOST_ALIKE}


def test_a_member_whose_key_is_gone_is_a_problem_of_that_member_alone(people):
    told(people, alice={"name": "Alice", "phone": PHONE}, bea={"name": "Bea"})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE member_profile SET name = %s WHERE member_id = %s", (b"\x01nonsense", people["C-BEA"]))
    seen = looked(("name",))
    assert seen.fields[0].problems == {"missing": 2, "unreadable": 1}


def test_nothing_personal_is_kept_or_logged(people, caplog):
    told(people, alice={"name": "Alice Tanager", "phone": PHONE, "email": "alice@tanager.example"}, bea={"phone": PHONE})
    looked()
    with connection.cursor() as cursor:
        cursor.execute("SELECT q::text FROM quality_look q UNION ALL SELECT p::text FROM quality_problem p UNION ALL SELECT k::text FROM quality_key k UNION ALL SELECT s::text FROM suggested_merge s")
        kept = " ".join(row[0] for row in cursor.fetchall())
    for secret in ("Tanager", "Alice", PHONE[3:], "tanager.example"):
        assert secret not in kept and secret not in caplog.text


def test_only_the_last_look_is_kept(people):
    looked()
    looked()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), (SELECT count(*) FROM quality_key), (SELECT count(DISTINCT look) FROM quality_problem) FROM quality_look")
        assert cursor.fetchone() == (1, 0, 1)


def test_nobody_has_looked(people):
    assert report() is None and list(to_fix()) == [] and suggestions() == []


def test_the_conflict_report_says_whose_counts_before_and_after(people):
    alice, bea = people["C-ALICE"], people["C-BEA"]
    told(people, alice={"name": "Alice", "city": "Porto", "birthday": "1990-05-17"}, bea={"name": "Alice", "city": "Lisbon", "phone": PHONE, "postcode": "1000"})
    add_identities(bea, [("card", "4711")], at=AT)
    before = conflict_report(alice, bea)
    assert [(line.field, line.whose, line.why) for line in before.lines] == [
        ("name", "both", "conflict.alike"),
        ("phone", "goes", "conflict.only_goes"),
        ("birthday", "stays", "conflict.only_stays"),
        ("postcode", "goes", "conflict.only_goes"),
        ("city", "stays", "conflict.stays_counts"),
    ]
    assert (before.merged, before.identities, [line.field for line in before.conflicts]) == (False, {"card": 1}, ["city"])
    bring_along(bea, alice, at=AT)
    save_profile(alice, {"postcode": "4000"}, at=AT)
    after = conflict_report(alice, bea)
    assert {line.field: line.why for line in after.lines} == {
        "name": "conflict.alike", "phone": "conflict.came_along", "birthday": "conflict.only_stays", "postcode": "conflict.changed_since", "city": "conflict.stays_counts",
    }  # fmt: skip
    assert (after.merged, after.identities) == (True, {"card": 1})
    give_back(bea, at=AT)
    assert not conflict_report(alice, bea).merged


def test_two_looks_at_once_are_one(people):
    """Another connection holds the lock, as a worker would."""
    with _another() as other:
        other.execute("SELECT pg_advisory_lock(%s)", (looking._LOOKING,))
        with pytest.raises(Refused, match="somebody is looking"):
            look((), by="test", at=AT, today=TODAY)
        other.execute("SELECT pg_advisory_unlock(%s)", (looking._LOOKING,))
    assert look((), by="test", at=AT, today=TODAY) == 4


def _another() -> psycopg.Connection:
    parameters = {name: value for name, value in connection.get_connection_params().items() if name in ("host", "port", "user", "password", "dbname")}
    return psycopg.connect(**parameters, autocommit=True)

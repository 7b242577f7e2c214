"""The room promises that nobody reads what is kept of a person without its being written down, and that the log can be added to only."""

import re
from pathlib import Path
from typing import get_args

import psycopg
import pytest
from django.db import connection

import regulars
from members.conftest import ALICE, AT, BEA, CARL
from regulars.members import queries, reading
from regulars.members.operations import add_identities, save_profile
from regulars.members.reading import NoReader, Purpose, Reader, now_reads, read_by, unseen, written_down
from regulars.members.readings import Asked, every_reading, readers, readings

AGENT = Reader("staff", "amy", "console:member", "192.0.2.7")
TILL = Reader("key", "till 0a1b", "POST /v1/cards/find")
CANARIES = ("Alice Tanager", "Tanager", "13800138000", "alice@canary.example", "8800123456")
pytestmark = pytest.mark.usefixtures("known_members")


@pytest.fixture(autouse=True)
def _told(known_members: object) -> None:
    save_profile(ALICE, {"name": "Alice Tanager", "phone": "+8613800138000", "email": "alice@canary.example", "birthday": "1990-02-28"}, at=AT)
    save_profile(BEA, {"name": "Bea"}, at=AT)
    add_identities(ALICE, [("card", "8800123456")], at=AT)


def logged() -> list[tuple[str, int, tuple[str, ...]]]:
    return [(one.reader, one.member_id, one.fields) for one in readings(Asked())]


def test_a_reader_is_written_down_with_member_fields_and_place() -> None:
    with read_by(AGENT):
        assert queries.profile_of(ALICE).name == "Alice Tanager"
        assert queries.identities_of(ALICE)[0].value == "8800123456"
    (one,) = readings(Asked())
    assert (one.kind, one.reader, one.place, one.address, one.member_id, one.ref) == ("staff", "amy", "console:member", "192.0.2.7", ALICE, "C-ALICE")
    assert one.fields == ("birthday", "email", "identity", "name", "phone")
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM personal_read r")
        kept = cursor.fetchall()[0][0]
    assert not [value for value in CANARIES if value in kept]


def test_only_what_was_opened_is_named() -> None:
    with read_by(AGENT):
        queries.names_of([ALICE, BEA, CARL])  # Carl told nothing
    assert sorted(logged()) == [("amy", ALICE, ("name",)), ("amy", BEA, ("name",))]


def test_without_a_reader_nothing_opens() -> None:
    with read_by(None):
        with pytest.raises(NoReader):
            queries.profile_of(ALICE)
        now_reads(AGENT)
        assert queries.profile_of(ALICE).name
    assert logged()
    with read_by(AGENT):
        pass
    assert len(logged()) == 1


def test_what_was_read_before_an_error_is_in_the_log() -> None:
    with pytest.raises(ZeroDivisionError), read_by(AGENT):
        queries.profile_of(BEA)
        raise ZeroDivisionError
    assert logged() == [("amy", BEA, ("name",))]


def test_what_is_compared_and_not_shown_is_no_reading() -> None:
    with read_by(AGENT):
        with unseen("search"):
            queries.profile_of(ALICE)
        queries.birthdays_of([ALICE])
        assert [hit.member_id for hit in queries.find("nobody-like-this")] == []
    assert logged() == []
    with pytest.raises(AssertionError), unseen("fun"):  # type: ignore[arg-type]
        pass


def test_whoever_searches_a_phone_and_finds_its_owner_has_read_it() -> None:
    with read_by(AGENT):
        queries.find("+86 138 0013 8000")
    assert logged() == [("amy", ALICE, ("name", "phone"))]
    with read_by(AGENT):
        queries.find("8800123456")
    assert logged()[0] == ("amy", ALICE, ("identity", "name"))


def test_members_who_read_their_own_are_not_written_down() -> None:
    with read_by(Reader("member", "", "portal:me")):
        queries.profile_of(ALICE)
    assert logged() == []


def test_reading_everybody_is_written_down_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_NOTED", 1)
    with read_by(AGENT):
        queries.names_of([ALICE, BEA])
        assert [row[1] for row in logged()] == [ALICE]
        written_down()
        assert [row[1] for row in logged()] == [BEA, ALICE]
    assert len(logged()) == 2


def test_the_log_is_asked_by_member_reader_and_time_and_read_in_pages() -> None:
    for reader in (AGENT, TILL):
        with read_by(reader):
            queries.names_of([ALICE, BEA])
    assert [one.reader for one in readings(Asked(member_id=BEA))] == ["till 0a1b", "amy"]
    assert {one.member_id for one in readings(Asked(reader="amy"))} == {ALICE, BEA}
    newest = readings(Asked(), most=1)[0]
    assert [one.id for one in readings(Asked(), before=newest.id)] == [one.id for one in readings(Asked())][1:]
    assert readings(Asked(until=newest.at)) == [one for one in readings(Asked()) if one.at < newest.at]
    assert readings(Asked(since=newest.at))[0] == newest
    assert len(list(every_reading(Asked()))) == 4
    assert readers() == ["amy", "till 0a1b"]


def test_nobody_changes_the_log(database: object) -> None:
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner, psycopg.connect(database.dsn, autocommit=True) as programs:
        programs.execute("INSERT INTO personal_read (member_id, kind, reader, place, address, fields) VALUES (1, 'staff', 'amy', 'console:member', '', '{name}')")
        for statement in ("UPDATE personal_read SET reader = 'bob'", "DELETE FROM personal_read", "TRUNCATE personal_read"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                programs.execute(statement)
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
                owner.execute(statement)
        assert owner.execute("SELECT reader FROM personal_read").fetchall() == [("amy",)]


def test_a_field_opens_in_one_place_and_every_exception_is_on_the_list() -> None:
    """By construction: ``Vault.open`` is the only way to a value, and it notes; what is opened unseen says for what."""
    sources = {path: path.read_text(encoding="utf-8") for path in Path(regulars.__file__).parent.rglob("*.py")}
    assert [path.name for path, text in sources.items() if re.search(r"\bunseal\(", text) and path.name != "sealing.py"] == ["vault.py"]
    assert [path.name for path, text in sources.items() if ".decrypt(" in text] == ["sealing.py"]
    said = [purpose for text in sources.values() for purpose in re.findall(r'\bunseen\("(\w+)"\)', text)]
    assert set(said) == set(get_args(Purpose))

"""The programme promises that a database of the shop's own is made ready, and that an unsafe one is refused."""

import psycopg
import pytest

from regulars.cli.database import app_address, parts_of, prepare, url_of
from regulars.kit.errors import Invalid, Unavailable


@pytest.fixture
def another(home):
    """An address of an empty database, owned by a user of its own who may create what ``rights`` say."""
    made = []

    def make(rights: str) -> str:
        name = f"another_{len(made)}"
        with psycopg.connect(home.server.dsn(), autocommit=True) as admin:
            admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'apple' {rights}")
            admin.execute(f"CREATE DATABASE {name} OWNER {name}")
        made.append(name)
        return home.server.dsn(name, name, "apple")

    yield make
    with psycopg.connect(home.server.dsn(), autocommit=True) as admin:
        for name in made:
            for database in (f"{name}_keys", name):
                admin.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            for role in (f"{name}_app", name):
                admin.execute(f"DROP ROLE IF EXISTS {role}")


def test_an_owner_who_may_gets_a_role_apart_and_a_database_for_keys(another):
    ready = prepare(another("CREATEROLE CREATEDB"))
    assert ready.notes == []
    assert parts_of(ready.dsn)["user"] == "another_0_app"
    with psycopg.connect(ready.dsn) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("DELETE FROM event")
    with psycopg.connect(ready.keys_dsn) as keys:
        assert keys.info.dbname == "another_0_keys"
        keys.execute("INSERT INTO data_key VALUES (1, 1, 'w1', '')")
    assert prepare(ready.owner_dsn) == ready  # again: nothing to do


def test_an_owner_who_may_not_is_told_what_is_weaker(another):
    ready = prepare(another(""))
    assert [code for code, _ in ready.notes] == ["database.one_role", "database.keys_inside"]
    assert ready.dsn == ready.owner_dsn
    with psycopg.connect(ready.keys_dsn) as keys:
        assert keys.execute("SELECT to_regclass('keys.data_key')::text").fetchone() == ("data_key",)


def test_a_database_that_may_forget_what_it_confirmed_is_refused(another):
    address = another("CREATEROLE CREATEDB")
    with psycopg.connect(address, autocommit=True) as conn:
        conn.execute("ALTER DATABASE another_0 SET synchronous_commit = off")
    with pytest.raises(Unavailable) as refused:
        prepare(address)
    assert refused.value.code == "database.unsafe"
    assert "synchronous_commit" in str(refused.value)


def test_a_database_nobody_answers_at_is_said_plainly():
    with pytest.raises(Unavailable) as refused:
        prepare("postgresql://x:y@127.0.0.1:1/z")
    assert refused.value.code == "database.unreachable"


def test_an_address_that_is_none_is_bad_input():
    with pytest.raises(Invalid) as refused:
        prepare("mysql://shop")
    assert refused.value.code == "database.unreadable_url"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:p%40ss%2F@db.example.com:6432/shop?sslmode=require",
        "host=/run/postgresql dbname=shop user=me",
        "postgresql://me@[::1]:5432/shop",
    ],
)
def test_an_address_survives_being_taken_apart(address):
    assert parts_of(url_of(parts_of(address))) == parts_of(address)


def test_the_programs_password_follows_from_the_owners_and_from_nothing_weaker():
    first, other = (app_address(f"postgresql://me:{secret}@db/shop") for secret in ("one", "two"))
    assert first != other
    assert app_address("postgresql://me:one@db/shop") == first
    assert app_address("postgresql://me@db/shop") is None


def test_a_role_that_came_with_a_restore_is_given_its_rights(another):
    ready = prepare(another("CREATEROLE CREATEDB"))
    with psycopg.connect(ready.owner_dsn, autocommit=True) as owner:  # what pg_restore --no-privileges leaves
        owner.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM another_0_app")
    assert prepare(ready.owner_dsn) == ready
    with psycopg.connect(ready.dsn) as conn:
        assert conn.execute("SELECT count(*) FROM event").fetchone() == (0,)


def test_a_role_that_may_too_much_is_put_in_its_place(another):
    ready = prepare(another("CREATEROLE CREATEDB"))
    with psycopg.connect(ready.owner_dsn, autocommit=True) as owner:
        owner.execute("GRANT UPDATE ON event TO another_0_app")
    prepare(ready.owner_dsn)
    with psycopg.connect(ready.dsn) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("UPDATE event SET type = 'x'")

"""A data folder and its database."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege


def test_the_programs_role_owns_nothing_and_cannot_change_what_happened(database):
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        owned = conn.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user").fetchone()
        assert owned == (0,)
        for table in ("event", "transfer", "program_version"):
            for attempt in (f"DELETE FROM {table}", f"TRUNCATE {table}", f"ALTER TABLE {table} DISABLE TRIGGER ALL"):
                with pytest.raises(InsufficientPrivilege):
                    conn.execute(attempt)
        with pytest.raises(InsufficientPrivilege):
            conn.execute("CREATE TABLE mine ()")


def test_not_even_the_owner_changes_what_happened_by_accident(database):
    with psycopg.connect(database.owner_dsn, autocommit=True) as conn:
        for attempt in (
            "UPDATE event SET type = ''",
            "TRUNCATE event",
            "TRUNCATE transfer",
            "TRUNCATE program_version",
        ):
            try:
                conn.execute(attempt)
            except psycopg.errors.IntegrityConstraintViolation:
                continue
            assert attempt.startswith("UPDATE")  # no rows yet, so no row trigger fired


def test_two_tests_never_share_a_database(database, module_database):
    with psycopg.connect(database.dsn) as one, psycopg.connect(module_database.dsn) as other:
        assert one.info.dbname != other.info.dbname


def test_djangos_tables_are_in_the_programs_reach(db):
    from django.contrib.auth.models import Group

    Group.objects.create(name="till")
    assert Group.objects.filter(name="till").exists()

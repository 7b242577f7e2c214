"""The programme promises that a start asks cheaply whether anything is new, and is right about it."""

import psycopg

from regulars.cli import migrating


def test_our_list_of_migrations_is_djangos_own():
    from django.db.migrations.loader import MigrationLoader

    assert migrating.wanted() == set(MigrationLoader(None).disk_migrations)


def test_a_prepared_database_lacks_nothing(database):
    with psycopg.connect(database.owner_dsn) as conn:
        assert migrating.pending(conn) == set()


def test_a_new_migration_is_noticed(database):
    with psycopg.connect(database.owner_dsn) as conn:
        conn.execute("DELETE FROM django_migrations WHERE app = 'journal' AND name = '0001_initial'")
        assert migrating.pending(conn) == {("journal", "0001_initial")}

"""What every room's tests share: one PostgreSQL for the session, and as many fresh databases as they like.

A database is a clone of a migrated template (0.03 s in memory, 0.3 s on a disk): the journal refuses to be emptied, so a test never cleans up after another.

    def test_…(database):                        # a fresh database of this test's own
        with psycopg.connect(database.dsn) …     # the programs' role; database.owner_dsn may change tables, database.keys_dsn holds keys
    def test_…(module_database):                 # one for the whole file
    def test_…(db):                              # Django's own, rolled back after the test (pytest.mark.django_db works too)
    def test_…(django_database):                 # Django on a fresh database of this test's own, for what commits or uses threads
"""

import contextlib
import gc
import itertools
import os
import shutil
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from unittest import mock

import psycopg
import pytest
from psycopg import sql

from regulars.cli.database import django_database as in_djangos_words
from regulars.cli.database import parts_of, url_of
from regulars.cli.home import Home, open_home
from regulars.members.reading import Reader, read_by

_numbers = itertools.count(1)
MEMORY, LEAST_FREE = Path("/dev/shm"), 6 << 30


os.nice = lambda increment: 0  # type: ignore[assignment]  # a command that steps back for the tills is played in the tests' own process, which couldn't step forward again


class Database:
    """Addresses of one clone: ``dsn`` is the programs' role, ``owner_dsn`` may change tables. The keys' database is cloned when asked for."""

    def __init__(self, home: Home, admin: psycopg.Connection) -> None:
        self._home, self._admin, self._made = home, admin, []
        self._name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}_{os.getpid()}_{next(_numbers)}"
        self._clone(home.owner_dsn, self._name)
        self.dsn = _at(home.dsn, self._name)
        self.owner_dsn = _at(home.owner_dsn, self._name)

    @cached_property
    def keys_dsn(self) -> str:
        self._clone(self._home.keys_dsn, f"{self._name}_keys")
        return _at(self._home.keys_dsn, f"{self._name}_keys")

    def _clone(self, template: str, name: str) -> None:
        in_memory = self._home.folder.is_relative_to(MEMORY)
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY {}").format(
            sql.Identifier(name),
            sql.Identifier(parts_of(template)["dbname"]),
            sql.Identifier(parts_of(self._home.owner_dsn)["user"]),
            sql.SQL("FILE_COPY" if in_memory else "WAL_LOG"),
        )
        for _ in range(200):
            try:
                self._admin.execute(command)
                break
            except psycopg.errors.ObjectInUse:  # another worker is just looking whether the template is up to date
                time.sleep(0.02)
        self._made.append(name)

    def drop(self) -> None:
        for name in self._made:
            self._admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _at(dsn: str, name: str) -> str:
    return url_of({**parts_of(dsn), "dbname": name})


LONGEST = (
    "api/test_openapi.py", "simulation/test_machine_families.py", "insight/spark/test_spark.py", "browser/test_pages.py", "cli/test_bench.py", "console/test_drafts.py", "simulation/test_simulator.py",
    "insight/figures/test_figures.py", "faults/test_database.py", "browser/test_drafts.py", "simulation/test_machine.py", "console/test_insight.py", "simulation/test_simulator_4.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first (``--no-loadscope-reorder``), so that no worker waits at the end for the other's long one."""
    place = {name: number for number, name in enumerate(LONGEST)}
    here = Path(__file__).parent
    items.sort(key=lambda item: place.get(item.path.relative_to(here).as_posix(), len(LONGEST)))


def pytest_unconfigure() -> None:
    """An intake has the collector pass over what was loaded (``gc.freeze``): DuckDB's binding would take that for leaks, and a page about it hide a failure."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The session's home: its database is the migrated template. With DATABASE_URL set, that server is used instead of our own."""
    folder = _where_it_lives(tmp_path_factory.getbasetemp())
    with mock.patch.dict(os.environ), open_home(folder) as opened:
        yield opened
    if opened.server is not None and not opened.server.is_running():
        shutil.rmtree(folder / "postgres" / "data", ignore_errors=True)
        if folder.is_relative_to(MEMORY):
            shutil.rmtree(folder, ignore_errors=True)


def _where_it_lives(base: Path) -> Path:
    """One folder for all workers: in memory where there is room, since hundreds of clones are thousands of small files each."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}")
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > LEAST_FREE:
        return MEMORY / f"regulars-tests-{run[:12]}"
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "home"


@contextlib.contextmanager
def _cloned(home: Home) -> Iterator[Database]:
    admin_dsn = home.server.dsn() if home.server is not None else _at(home.owner_dsn, "postgres")
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        clone = Database(home, admin)
        try:
            yield clone
        finally:
            clone.drop()


@pytest.fixture
def database(home: Home) -> Iterator[Database]:
    with _cloned(home) as clone:
        yield clone


@pytest.fixture(scope="module")
def module_database(home: Home) -> Iterator[Database]:
    with _cloned(home) as clone:
        yield clone


@contextlib.contextmanager
def _django_on(clone: Database, key_file: Path) -> Iterator[None]:
    from django.conf import settings
    from django.db import connections

    address = connections.settings["default"]  # the very dict every thread's connection reads
    before, ours = dict(address), (settings.REGULARS_DSN, settings.KEYS_DSN, settings.KEY_FILE)
    connections["default"].close()
    address.update(in_djangos_words(clone.dsn))
    settings.REGULARS_DSN, settings.KEYS_DSN, settings.KEY_FILE = clone.dsn, clone.keys_dsn, key_file
    try:
        yield
    finally:
        connections["default"].close()
        address.update(before)
        settings.REGULARS_DSN, settings.KEYS_DSN, settings.KEY_FILE = ours


@pytest.fixture(scope="session")
def django_db_setup(home: Home, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), _cloned(home) as clone, _django_on(clone, home.key_file):
        yield


@pytest.fixture
def django_database(database: Database, home: Home, django_db_blocker: pytest.FixtureRequest) -> Iterator[Database]:
    with django_db_blocker.unblock(), _django_on(database, home.key_file):
        yield database


@pytest.fixture
def the_test_reads() -> Iterator[None]:
    """For a test that asks the room ``members`` itself: it reads as a member does, and is not written down."""
    with read_by(Reader("member", "", "a test")):
        yield

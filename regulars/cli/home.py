"""A data folder and its database, ready to work with.

    with open_home() as home:
        psycopg.connect(home.dsn)

REGULARS_HOME names the folder (default ./var); DATABASE_URL replaces the embedded server; REGULARS_KEYS_URL the database of members' keys.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regulars.cli import sentences  # noqa: F401  registers what is said when the folder is not as it should be
from regulars.kit.errors import Invalid, Unavailable

DATABASE = "regulars"
OWNER = "regulars_owner"
SHORTEST_KEY = 50


@dataclass(frozen=True)
class Home:
    """What a command works with. ``dsn`` is the programs' role, which owns nothing; ``owner_dsn`` may change tables."""

    folder: Path
    dsn: str
    owner_dsn: str
    keys_dsn: str
    secret_key: str = field(repr=False)
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()
    key_file: Path = Path()  # the shop's own keys (members.keyfile); in no database and no dump
    server: Any = None  # cli.postgres.Server when embedded

    def environment(self) -> dict[str, str]:
        """What regulars.config.settings reads, here or in a child process. The owner's address is not part of it."""
        return {
            "DJANGO_SETTINGS_MODULE": "regulars.config.settings",
            "REGULARS_DSN": self.dsn,
            "REGULARS_KEYS_DSN": self.keys_dsn,
            "REGULARS_KEY_FILE": str(self.key_file),
            "REGULARS_SECRET_KEY": self.secret_key,
            "REGULARS_SNAPSHOT": os.environ.get("REGULARS_SNAPSHOT") or str(self.folder / "snapshot"),
        }

    def django(self) -> None:
        """Make Django's models usable in this process."""
        os.environ.update(self.environment())
        import django

        django.setup()


def connect(dsn: str) -> Any:
    """A connection of a command's own; what it does counts at once."""
    import psycopg

    return psycopg.connect(dsn, autocommit=True)


def folder_in_use() -> Path:
    return Path(os.environ.get("REGULARS_HOME") or "var").absolute()


def snapshot_folder() -> Path:
    """Where the snapshot lies: REGULARS_SNAPSHOT, or ``snapshot`` in the data folder."""
    return Path(os.environ.get("REGULARS_SNAPSHOT") or folder_in_use() / "snapshot").absolute()


@contextlib.contextmanager
def open_home(folder: Path | None = None) -> Iterator[Home]:
    """Start or reuse the database, bring it up to date, and leave it as it was found: what was started is stopped, unless others use it.

    Raises Unavailable ``home.* | database.*``, Invalid ``database.unreadable_url``.
    """
    from regulars.cli.database import prepare
    from regulars.cli.postgres import Server

    folder = (folder or folder_in_use()).absolute()
    secret_key = _secret_key(folder)
    key_file = Path(os.environ.get("REGULARS_KEY_FILE") or folder / "member-keys")
    os.environ.update({"REGULARS_SECRET_KEY": secret_key, "REGULARS_KEY_FILE": str(key_file)})
    url, keys_url = os.environ.get("DATABASE_URL"), os.environ.get("REGULARS_KEYS_URL")
    with contextlib.ExitStack() as stack:
        server = None
        if url:
            ready = prepare(url, keys_url=keys_url)
        else:
            server = Server(folder)
            server.attach()
            stack.callback(server.detach)
            ready = prepare(_owner_address(server), admin_dsn=server.dsn(), keys_url=keys_url)
        home = Home(
            folder, ready.dsn, ready.owner_dsn, ready.keys_dsn, secret_key, tuple(ready.notes), key_file, server
        )
        os.environ.update(home.environment())
        yield home


def _owner_address(server: Any) -> str:
    """The owner of the embedded database; it and the database are made the first time."""
    import hashlib
    import hmac

    from psycopg import sql

    from regulars.cli.database import connect

    password = hmac.new(server.password.encode(), b"regulars owner", hashlib.sha256).hexdigest()
    address: str = server.dsn(DATABASE, OWNER, password)
    try:
        connect(address).close()
        return address
    except Unavailable:
        pass
    with connect(server.dsn()) as admin:
        admin.execute("SELECT pg_advisory_lock(1)")
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone():
            admin.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(OWNER), sql.Literal(password))
            )
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
    return address


def _secret_key(folder: Path) -> str:
    """A key of this home's own, made at the first start and kept in a file that only we may read."""
    file = folder / "secret-key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            draft = folder / f".secret-key.{os.getpid()}"
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as secret:
                secret.write(secrets.token_urlsafe(64))
            with contextlib.suppress(FileExistsError):
                os.link(draft, file)  # the first of several processes wins; the others read its key
            draft.unlink()
        key = file.read_text().strip()
    except OSError as error:
        code = "home.disk_full" if error.errno == 28 else "home.not_writable"
        raise Unavailable(code, folder=str(folder), why=error.strerror or str(error)) from error
    if len(key) < SHORTEST_KEY:
        raise Invalid("home.secret_key_too_short", file=str(file), least=SHORTEST_KEY)
    return key

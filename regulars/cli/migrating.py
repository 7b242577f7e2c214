"""Migrations: is there anything new, and doing it. Asking is cheap (two folders and one query), so every start can ask."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from regulars.cli import sentences  # noqa: F401  registers what is said when it fails
from regulars.kit.errors import Unavailable

# Whose migrations Django runs besides our own rooms': app label -> where they lie. A test compares this with Django's own list.
ELSEWHERE = {
    "contenttypes": ("django", "contrib/contenttypes/migrations"),
    "auth": ("django", "contrib/auth/migrations"),
    "sessions": ("django", "contrib/sessions/migrations"),
    "axes": ("axes", "migrations"),
    "procrastinate": ("procrastinate", "contrib/django/migrations"),
}
_ROOMS = Path(__file__).resolve().parent.parent


def wanted() -> set[tuple[str, str]]:
    """Every migration this release brings: (app label, name)."""
    folders = {room.name: room / "migrations" for room in _ROOMS.iterdir()}
    for label, (package, place) in ELSEWHERE.items():
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            folders[label] = Path(spec.origin).parent / place
    return {
        (label, file.stem)
        for label, folder in folders.items()
        for file in folder.glob("*.py")
        if file.stem[0] not in "_~"
    }


def pending(conn: psycopg.Connection[Any]) -> set[tuple[str, str]]:
    """What the database still lacks."""
    exists = conn.execute("SELECT to_regclass('public.django_migrations')").fetchone()
    if exists is None or exists[0] is None:
        return wanted()
    return wanted() - set(conn.execute("SELECT app, name FROM public.django_migrations").fetchall())


def migrate(owner_dsn: str) -> None:
    """Run every migration as the owner; the caller holds the lock. In a process of its own: Django reads its address once, and ours
    must be the programs' role."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "regulars.config.settings",
        "REGULARS_DSN": owner_dsn,
        "REGULARS_POOL": "off",
    }
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise Unavailable("database.not_migrated", why=said[-1])

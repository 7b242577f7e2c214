"""What a home needs once before people can use it: the static files in place, and somebody who may sign in."""

import fcntl
import json
import os
import secrets
from pathlib import Path

from regulars.cli.home import Home

OWNER_NAME = "owner"


def first_steps(home: Home) -> tuple[str, str] | None:
    """Both, one process at a time: several may start on a new home at once."""
    with (home.folder / "first-steps.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        collect_static(home.folder / "static")
        return first_sign_in(home)


def collect_static(target: Path) -> None:
    """Static files under names that carry their content's hash (settings.STATIC_ROOT); done again when any of them changed."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = sorted(
        (path, storage.get_modified_time(path).isoformat())
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    stamp, fingerprint = target / ".collected", json.dumps(found)
    if not stamp.exists() or stamp.read_text() != fingerprint:
        call_command("collectstatic", interactive=False, verbosity=0, clear=target.exists())
        stamp.write_text(fingerprint)


def first_sign_in(home: Home) -> tuple[str, str] | None:
    """A name and password for a shop nobody can sign in to yet. The password is kept in ``first-sign-in`` (0600), so that the next start
    can show it again; once it has been changed, the file says nothing true any more and is removed. None: people have their own."""
    from django.contrib.auth import get_user_model

    from regulars.cli.staffing import create_staff

    file = home.folder / "first-sign-in"
    users = get_user_model().objects
    if not users.exists():
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        create_staff(OWNER_NAME, "owner", password)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as secret:
            json.dump([OWNER_NAME, password], secret)
        return OWNER_NAME, password
    if not file.exists():
        return None
    name, password = json.loads(file.read_text())
    owner = users.filter(username=name, is_active=True).first()
    if owner is not None and owner.check_password(password):
        return name, password
    file.unlink()
    return None

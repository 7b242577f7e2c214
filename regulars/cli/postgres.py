"""The embedded PostgreSQL: a server of our own under the data folder, for a shop, a demo or the tests.

Every process that uses a data folder attaches to its server; the first starts it, the last stops it. Whoever dies by kill -9 leaves
nothing behind that the next one cannot put right: the locks are the kernel's, a server left running is adopted, stale files are swept.

    var/postgres/data            PostgreSQL's own folder, owned by the user it runs as
    var/postgres/log             what it said
    var/postgres/password        of its superuser, 0600
    var/postgres/port            chosen once; chosen again when somebody else took it
    var/postgres/starting.lock   held while starting or stopping
    var/postgres/using.lock      held, shared, by everybody who uses the server
"""

import contextlib
import errno
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from regulars.cli.binaries import RunAs, binaries, run_as
from regulars.cli.postmaster import environment, here, postmaster_of, settings
from regulars.kit.errors import Unavailable

SUPERUSER = "postgres"
_LARGEST_LOG = 10_000_000
_LONGEST_START_S = 600  # a crash recovery may replay a few gigabytes; pg_ctl's ten seconds would give up on it
_LONGEST_STOP_S = 60

_left_to_others: list[
    subprocess.Popen[bytes]
] = []  # children of ours that run on after we left: kept, or Python warns about them


class Server:
    """One data folder's PostgreSQL. ``attach`` before use, ``detach`` after; ``revive`` when it died."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "postgres"
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self._child: subprocess.Popen[bytes] | None = None
        self._using: IO[str] | None = None
        self._log_from = 0

    @property
    def port(self) -> int:
        return int((self.folder / "port").read_text())

    @property
    def password(self) -> str:
        return (self.folder / "password").read_text().strip()

    def dsn(self, database: str = "postgres", user: str = SUPERUSER, password: str | None = None) -> str:
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def attach(self) -> None:
        """Start the server, or use the one that runs. Raises Unavailable ``home.* | database.*``."""
        with _told_plainly(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._starting():
                self._ensure_running()
                self._using = (self.folder / "using.lock").open("w")
                fcntl.flock(self._using, fcntl.LOCK_SH)

    def revive(self) -> bool:
        """Start the server again when it has died. True when it had."""
        with _told_plainly(self.folder), self._starting():
            return self._ensure_running()

    def detach(self) -> None:
        """Leave the server; the last one to leave stops it."""
        if self._using is None:
            return
        with self._starting():
            try:
                fcntl.flock(self._using, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:  # somebody else still uses it
                if self._child is not None:
                    _left_to_others.append(self._child)
                    self._child = None
            else:
                self._stop()
            self._using.close()
            self._using = None

    def is_running(self) -> bool:
        if self._child is not None and self._child.poll() is not None:  # poll also reaps: no zombies
            self._child = None
        return postmaster_of(self.data) is not None

    # ── starting ──

    @contextlib.contextmanager
    def _starting(self) -> Iterator[None]:
        with (self.folder / "starting.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _ensure_running(self) -> bool:
        if self.is_running() and self._wait_until_ready():
            return False
        user = run_as()
        programs = binaries(user)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(programs, user)
        self._give_to(user)
        for attempt in range(100):
            self._sweep()
            self._choose_port()
            self._launch(programs, user)
            if self._wait_until_ready():
                return True
            why = self._last_words()
            # After a kill -9 of the server its own children may need a moment to notice and let go of the shared memory.
            if attempt == 99 or not (
                "still in use" in why or "could not bind" in why or "could not create any TCP" in why
            ):
                raise Unavailable(*_reason(why), folder=str(self.folder), why=why, log=str(self.log))
            time.sleep(0.1)
        raise AssertionError("unreachable")

    def _initialise(self, programs: Path, user: RunAs) -> None:
        if self.data.exists():
            shutil.rmtree(self.data)  # a first start that was cut short; without PG_VERSION it never held anything
        self.data.mkdir(mode=0o700)
        self._give_to(user)
        password = secrets.token_urlsafe(24)
        _write_private(self.folder / "password", password)
        reading, writing = os.pipe()
        if user.uid is not None:
            os.fchown(reading, user.uid, user.gid or -1)
        os.write(writing, f"{password}\n".encode())
        os.close(writing)
        command = [
            str(programs / "initdb"),
            "-D",
            here(self.data),
            "-U",
            SUPERUSER,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ]
        command += ["--locale-provider=builtin", "--auth=scram-sha-256", "--pwfile=/dev/stdin"]
        try:
            made = subprocess.run(
                command,
                stdin=reading,
                cwd=self.data,
                capture_output=True,
                text=True,
                check=False,
                env=environment(),
                **user.arguments(),
            )
        finally:
            os.close(reading)
        if made.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            why = (made.stderr.strip() or "initdb failed").splitlines()[0]
            raise Unavailable(*_reason(made.stderr), folder=str(self.folder), why=why, log=str(self.log))

    def _give_to(self, user: RunAs) -> None:
        """The data belongs to the server's user; a folder that was copied or restored by root may not."""
        if user.uid is None or self.data.stat().st_uid == user.uid:
            return
        for folder, folders, files in os.walk(self.data):
            for name in (*folders, *files):
                os.chown(os.path.join(folder, name), user.uid, user.gid or -1, follow_symlinks=False)
        os.chown(self.data, user.uid, user.gid or -1)

    def _sweep(self) -> None:
        """Remove what a dead server left. Called only when no postmaster lives in this folder.

        PostgreSQL itself trips over a process number that is a zombie or was given to another program. Its own guard against two
        servers on one folder, the shared memory keyed by the folder, stays in place.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for lock in self.data.glob(".s.PGSQL.*"):
            lock.unlink(missing_ok=True)

    def _choose_port(self) -> None:
        with contextlib.suppress(FileNotFoundError, ValueError):
            if _is_free(self.port):
                return
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._remember_port(probe.getsockname()[1])

    def _remember_port(self, port: int) -> None:
        draft = self.folder / f"port.{os.getpid()}"
        draft.write_text(str(port))
        draft.replace(self.folder / "port")  # whole or not at all: others read it without a lock

    def _launch(self, programs: Path, user: RunAs) -> None:
        if self._child is not None:
            self._child.wait(_LONGEST_STOP_S)  # it is dead or dying: no zombie stays behind
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old"))
        switches = [
            f"-c{name}={value}"
            for name, value in {**settings(), "port": self.port, "unix_socket_directories": here(self.data)}.items()
        ]
        with self.log.open("ab") as log:
            self._log_from = log.tell()
            # A session of its own: Ctrl-C in the terminal is for us, and we stop the server last.
            self._child = subprocess.Popen(
                [programs / "postgres", "-D", here(self.data), *switches],
                cwd=self.data,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **user.arguments(),
            )

    def _wait_until_ready(self) -> bool:
        """True as soon as it takes connections, False when it died (or is being stopped, and then has)."""
        deadline = time.monotonic() + _LONGEST_START_S
        while time.monotonic() < deadline:
            child_lives = self._child is not None and self._child.poll() is None
            postmaster = postmaster_of(self.data)
            if postmaster is None and not child_lives:
                return False
            if postmaster is not None and postmaster.status == "ready":
                self._remember_port(postmaster.port)
                return True
            time.sleep(0.01)
        why = f"it was not ready after {_LONGEST_START_S} seconds"
        raise Unavailable("database.not_started", folder=str(self.folder), why=why, log=str(self.log))

    def _last_words(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._log_from)
            lines = log.read().decode(errors="replace").splitlines()
        telling = [
            line.partition("FATAL:")[2] or line.partition("PANIC:")[2]
            for line in lines
            if "FATAL:" in line or "PANIC:" in line
        ]
        bound = [line for line in lines[-12:] if "could not bind" in line]
        return (bound or telling or lines or ["it said nothing"])[-1].strip()

    # ── stopping ──

    def _stop(self) -> None:
        for sign in (signal.SIGINT, signal.SIGQUIT):  # fast shutdown; then at once, to be recovered at the next start
            postmaster = postmaster_of(self.data)
            if postmaster is None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(postmaster.pid, sign)
            deadline = time.monotonic() + _LONGEST_STOP_S
            while self.is_running() and time.monotonic() < deadline:
                time.sleep(0.005)
        if self._child is not None:
            self._child.wait()
            self._child = None


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of our last server may still linger
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _reason(why: str) -> tuple[str]:
    return ("home.disk_full",) if "No space left" in why else ("database.not_started",)


@contextlib.contextmanager
def _told_plainly(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Unavailable("home.disk_full", folder=str(folder)) from error
        raise Unavailable("home.not_writable", folder=str(folder), why=error.strerror or str(error)) from error


def _write_private(file: Path, text: str) -> None:
    """Write a secret that only we may read, whole or not at all."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as secret:
        secret.write(text)
        secret.flush()
        os.fsync(secret.fileno())
    draft.replace(file)

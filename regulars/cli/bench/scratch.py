"""A home that is thrown away: its own PostgreSQL, the grocer's programme, members who have joined."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import psycopg

from regulars.cli.bench.more_rules import with_rules
from regulars.cli.home import Home, open_home


@contextlib.contextmanager
def scratch_home(folder: Path, rules: int = 0) -> Iterator[Home]:
    """rules: how many the programme is filled up to; 0 leaves it as it is."""
    from regulars.journal.programs import apply_version

    os.environ["REGULARS_HOME"] = str(folder)
    with open_home(folder) as home:
        home.django()
        with psycopg.connect(home.owner_dsn) as conn:
            document = (files("regulars.demo") / "programs" / "grocer.yaml").read_text()
            apply_version(conn, with_rules(document, rules), by="bench", at=datetime.now(UTC))
        yield home


def enrol(home: Home, count: int) -> list[str]:
    """Members who joined a day ago; their references."""
    from regulars.engine.event_names import ENROLLED
    from regulars.engine.events import Event, MemberEnrolled
    from regulars.journal.bulk import post_all
    from regulars.journal.posting import Posting

    now_us = time.time_ns() // 1_000
    refs = [f"member-{n}" for n in range(count)]
    joined = Event("joined", "bench", ENROLLED, now_us - 86_400_000_000, MemberEnrolled())
    post_all(home.dsn, (Posting(ref, joined, b"{}", now_us) for ref in refs))
    return refs


def new_key(scopes: Sequence[str] = ("events:write",)) -> str:
    from django.db import connections

    from regulars.api.keys import create_key

    key = create_key(scopes=list(scopes), name="bench", created_by="bench", at=datetime.now(UTC))
    connections.close_all()
    return key


@contextlib.contextmanager
def served(home: Home) -> Iterator[int]:
    """The real server, all of it, on a free port of loopback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "regulars.cli.main", "serve", "--port", str(port)]
    with (home.folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "REGULARS_HOME": str(home.folder)})
        try:
            _wait_until_ready(process, port)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with opener.open(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not become ready")

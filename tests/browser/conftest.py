"""The real thing: ``regulars serve`` on a shop of its own, looked at with Debian's Chromium."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from console.people import open_shop
from console.refreshed import refresh
from playwright.sync_api import Browser, sync_playwright

from regulars.cli.home import open_home

CHROMIUM = "/usr/bin/chromium"


@dataclass(frozen=True)
class Served:
    address: str
    name: str
    password: str


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """``regulars serve`` on this home, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "regulars.cli.main", "serve", "--port", str(port)]
    with (folder / "serve.log").open("wb") as log:
        server = subprocess.Popen(command, env={**os.environ, "REGULARS_HOME": str(folder)}, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/readyz", folder / "serve.log")
        name, password = json.loads((folder / "first-sign-in").read_text())
        yield Served(address, name, password)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: pytest.FixtureRequest) -> Iterator[Served]:
    """A shop with a few members."""
    folder = tmp_path_factory.mktemp("served") / "home"
    with mock.patch.dict(os.environ), django_db_blocker.unblock(), open_home(folder) as home, open_shop(home.dsn, home.owner_dsn) as shop:
        refresh(shop)
        with serving(folder) as served:
            yield served


@pytest.fixture(scope="module")
def new_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A shop on its first day: nothing is applied, nobody has joined."""
    folder = tmp_path_factory.mktemp("new") / "home"
    with mock.patch.dict(os.environ), open_home(folder), serving(folder) as shop:
        yield shop


def _wait_for(address: str, log: Path) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(log.read_text()[-2000:])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
        yield browser
        browser.close()

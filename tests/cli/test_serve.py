"""The programme promises that a shop once started stays open, whatever is killed, and closes in order."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE_S = 90  # machines that run tests are busy


class Shop:
    def __init__(self, folder: Path, port: int = 0, web: int = 0) -> None:
        self.folder = folder
        self._said = folder.with_suffix(".said")
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DATABASE_"))
        }
        with self._said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "regulars.cli.main", "--lang", "en", "serve", "--port", str(port), "--web", str(web)],
                env={**environment, "REGULARS_HOME": str(folder)},
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
        self.port = int(self.wait_for(lambda: re.search(r"http://localhost:(\d+)/console/", self.said()))[1])

    def said(self) -> str:
        return self._said.read_text()

    def wait_for(self, wish):
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if found := wish():
                return found
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)
        raise AssertionError(self.said())

    def get(self, path: str) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        with contextlib.closing(connection):
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read().decode()

    def child(self, module: str) -> int | None:
        """The process number of a child that runs ``module``; zombies do not count."""
        return next(iter(self.children(module)), None)

    def children(self, module: str) -> set[int]:
        found = set()
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                parent, command = (
                    (process / "stat").read_text().rpartition(")")[2].split()[1],
                    (process / "cmdline").read_bytes(),
                )
                if int(parent) == self.process.pid and module.encode() in command:
                    found.add(int(process.name))
        return found

    def database(self) -> int:
        return int((self.folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def is_alive(pid: int) -> bool:
    """Neither gone nor a zombie that process 1 has not fetched yet."""
    with contextlib.suppress(OSError):
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = Shop(tmp_path_factory.mktemp("serve") / "shop")
    yield shop
    shop.process.kill()
    shop.process.wait()


def test_the_first_start_shows_a_way_to_sign_in(shop):
    name, password = re.search(r"Sign in\s+(\S+)\s+(\S+)", shop.said()).groups()
    assert name == "owner"
    assert len(password) >= 16
    assert (shop.folder / "first-sign-in").stat().st_mode & 0o077 == 0


def test_the_front_door_leads_staff_to_the_sign_in_page_under_a_strict_policy(shop):
    assert shop.get("/")[1]["location"] == "/console/"
    status, headers, page = shop.get("/accounts/login/")
    assert status == 200
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    style = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    assert re.search(r"\.[0-9a-f]{12}\.css$", style)
    status, headers, _ = shop.get(style)
    assert status == 200
    assert "immutable" in headers["cache-control"]


@pytest.mark.parametrize("module", ["regulars.cli.web", "regulars.cli.worker"])
def test_a_killed_process_comes_back(shop, module):
    killed = shop.wait_for(lambda: shop.child(module))
    count = len(shop.children(module))
    os.kill(killed, signal.SIGKILL)
    assert shop.wait_for(lambda: killed not in shop.children(module) and len(shop.children(module)) == count)
    assert shop.get("/livez")[0] == 200  # nobody is refused meanwhile: they wait a moment


def test_a_killed_database_comes_back(shop):
    killed = shop.database()
    os.kill(killed, signal.SIGKILL)

    def is_back() -> bool:
        with contextlib.suppress(OSError, IndexError, ValueError):
            return shop.database() != killed and "away" not in shop.get("/readyz")[2]
        return False

    assert shop.wait_for(is_back)


def test_a_shop_killed_at_once_opens_again_at_the_same_address(shop):
    """Its web process, its worker and its database are left behind: the first two leave by themselves, the database is adopted."""
    left = [shop.wait_for(lambda name=name: shop.child(f"regulars.cli.{name}")) for name in ("web", "worker")]
    database = shop.database()
    shop.process.kill()
    shop.process.wait()
    again = Shop(shop.folder, shop.port)
    shop.process = again.process
    assert shop.get("/livez")[0] == 200
    assert shop.database() == database
    assert shop.wait_for(lambda: not any(is_alive(pid) for pid in left))


def test_being_told_to_stop_ends_everything_in_order(shop):
    children = [shop.wait_for(lambda name=name: shop.child(f"regulars.cli.{name}")) for name in ("web", "worker")]
    shop.process.send_signal(signal.SIGTERM)
    assert shop.process.wait(PATIENCE_S) == 0
    assert not any(is_alive(pid) for pid in children)
    assert not (shop.folder / "postgres" / "data" / "postmaster.pid").exists()


def test_a_taken_port_is_said_before_anything_is_started(tmp_path):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [
            sys.executable,
            "-m",
            "regulars.cli.main",
            "--lang",
            "en",
            "serve",
            "--port",
            str(taken.getsockname()[1]),
        ]
        done = subprocess.run(
            command,
            env={**os.environ, "REGULARS_HOME": str(tmp_path / "shop")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "[serve.port_taken]" in done.stderr
    assert not (tmp_path / "shop").exists()

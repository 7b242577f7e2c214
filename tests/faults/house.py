"""A whole `regulars serve` of its own, to be killed: everything through the commands and addresses a shop has."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

PROGRAMME = """
program: faults
currency: {code: EUR, minor_digits: 2}
timezone: Europe/Berlin
enrol: on_first_event
wallets: {points: {kind: spendable, expire: {rolling: 1 year}}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}]
"""


class House:
    """One home, one address. ``start`` again after ``kill``: the data is the same."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        handed_down = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REGULARS_KEYS_URL")}
        self._environment = {**handed_down, "REGULARS_HOME": str(folder)}
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        programme = folder / "programme.yaml"
        programme.write_text(PROGRAMME)
        self.command("program", "apply", str(programme), "--by", "faults")
        self.key = self.command("api-key", "create", "--scope", "events:write", "--scope", "members:read", "--json")["key"]

    def command(self, *arguments: str) -> Any:
        """A command's JSON, or nothing. A command that fails fails the test."""
        done = subprocess.run([sys.executable, "-m", "regulars.cli.main", *arguments], env=self._environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-3_000:] + done.stdout[-3_000:]
        return json.loads(done.stdout) if "--json" in arguments else None

    def start(self) -> None:
        log = (self.folder / "serve.log").open("ab")
        command = [sys.executable, "-m", "regulars.cli.main", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        log.close()
        self.wait_until_ready()

    def wait_until_ready(self, within_s: float = 90) -> None:
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            with contextlib.suppress(httpx.HTTPError), httpx.Client(trust_env=False, timeout=2) as client:
                if client.get(f"http://127.0.0.1:{self.port}/readyz").status_code == 200:
                    return
            assert self._process is not None and self._process.poll() is None, (self.folder / "serve.log").read_text()[-3_000:]
            time.sleep(0.05)
        raise AssertionError("not ready: " + (self.folder / "serve.log").read_text()[-3_000:])

    def kill(self) -> None:
        """kill -9 of the process that answers and of the one that watches over it; the database is left as it is."""
        assert self._process is not None
        for pid in (*_children(self._process.pid, "regulars.cli.web"), self._process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def postmaster(self) -> int:
        return int((self.folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)
            self._process = None

    def get(self, path: str) -> Any:
        with httpx.Client(trust_env=False, timeout=20, headers={"authorization": f"Bearer {self.key}"}) as client:
            answer = client.get(f"http://127.0.0.1:{self.port}{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def events_of(self, ref: str) -> list[str]:
        """The ids of every event that moved points of the member, once per transfer."""
        found, cursor = [], ""
        while True:
            page = self.get(f"/v1/members/{ref}/transfers?limit=200{cursor}")
            found += [transfer["event_id"] for transfer in page["transfers"]]
            if page["next"] is None:
                return found
            cursor = f"&cursor={page['next']}"


def _children(parent: int, named: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                who = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if who == parent and named.encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found

"""``regulars serve``: PostgreSQL, one web process and one worker, started in order, watched, and stopped in order."""

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Annotated

import typer

from regulars.cli.doors import Doors, hosts
from regulars.cli.home import Home, open_home
from regulars.cli.language import spoken
from regulars.cli.lifeline import VARIABLE as LIFELINE
from regulars.cli.output import tell, tell_code
from regulars.cli.supervisor import Child
from regulars.kit.errors import Invalid, Unavailable
from regulars.kit.phrases import phrases, say

app = typer.Typer(rich_markup_mode=None)

MOST_WEB_PROCESSES = 4

phrases(
    {
        "serve.port_taken": (
            "Port {port} on {host} is not free: {why}. Choose another with --port",
            "{host} 的端口 {port} 无法使用：{why}。请用 --port 指定其他端口",
            "{host} 的連接埠 {port} 無法使用：{why}。請用 --port 指定其他連接埠",
        ),
        "serve.unknown_part": (
            "“{part}” is not a part of the server: choose api, people or worker",
            "“{part}”不是服务的组成部分：可选 api、people、worker",
            "「{part}」不是服務的組成部分：可選 api、people、worker",
        ),
        "serve.came_back": (
            "{name} ended ({code}); starting it again",
            "{name} 已退出（{code}），正在重新启动",
            "{name} 已結束（{code}），正在重新啟動",
        ),
        "serve.ready": ("Regulars is ready.", "Regulars 已就绪。", "Regulars 已就緒。"),
        "serve.people": (
            "  Staff     {address}/console/\n  Members   {address}/me/",
            "  员工  {address}/console/\n  会员  {address}/me/",
            "  員工  {address}/console/\n  會員  {address}/me/",
        ),
        "serve.api": ("  Programs  {address}/v1", "  接口  {address}/v1", "  介面  {address}/v1"),
        "serve.sign_in": (
            "  Sign in   {name}  {password}",
            "  登录  {name}  {password}",
            "  登入  {name}  {password}",
        ),
        "serve.stopping": ("Stopping…", "正在停止…", "正在停止…"),
    }
)


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for the whole network.")] = "127.0.0.1",
    only: Annotated[str, typer.Option(help="Run one part alone: api, people or worker.")] = "",
    demo: Annotated[bool, typer.Option("--demo", help="Load the demo shop behind, unless it is there.")] = False,
    web: Annotated[int, typer.Option(min=0, max=16, help="How many web processes share the address and the members; 0: one a core, at most four.")] = 0,
) -> None:
    """Run the shop until it is told to stop (Ctrl-C or SIGTERM)."""
    if only not in ("", "api", "people", "worker"):
        raise Invalid("serve.unknown_part", part=only)
    told = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, lambda *_: told.set())
    doors = None if only == "worker" else Doors(host, port, web or min(os.cpu_count() or 1, MOST_WEB_PROCESSES))
    with open_home() as home:
        for code, facts in home.notes:
            tell_code(code, **facts)
        Shop(home, doors, host, only, demo).run(told)


class Shop:
    """Everything that runs. The lifeline's other end is held here: when this process is gone, the children stop by themselves."""

    def __init__(self, home: Home, doors: Doors | None, host: str, only: str, demo: bool) -> None:
        self._home, self._doors, self._only, self._demo = home, doors, only, demo
        self._lifeline, self._held = os.pipe()
        self._loading: subprocess.Popen[bytes] | None = None
        handed_down = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REGULARS_KEYS_URL")
        }
        self._environment = {**handed_down, **home.environment(), LIFELINE: str(self._lifeline)}
        self._children: list[Child] = []
        if doors is not None:
            os.environ["REGULARS_STATIC"] = str(home.folder / "static")
            self._environment |= {"REGULARS_STATIC": os.environ["REGULARS_STATIC"], "REGULARS_ONLY": only, "REGULARS_POOL": "on", "REGULARS_HOSTS": hosts(host)}
            count = len(doors.listeners)
            for number in range(count):
                arguments, more, descriptors = doors.of(number)
                command = [sys.executable, "-m", "regulars.cli.web", *arguments]
                name = "web" if count == 1 else f"web {number + 1}"
                self._children.append(Child(name, command, self._environment | more, (self._lifeline, *descriptors)))
        if only in ("", "worker"):
            without_pool = {**self._environment, "REGULARS_POOL": "off"}
            self._children.append(
                Child("worker", [sys.executable, "-m", "regulars.cli.worker"], without_pool, (self._lifeline,))
            )

    def run(self, told: threading.Event) -> None:
        try:
            sign_in = self._first_steps()
            for child in self._children:
                child.start()
            if self._doors is not None and self._wait_until_ready(told):
                self._announce(sign_in)
            while not told.wait(0.1):
                self._watch()
            tell(say("serve.stopping", {}, spoken()))
        finally:
            self._stop()

    def _first_steps(self) -> tuple[str, str] | None:
        if self._doors is None:
            return None
        from django.db import connections

        from regulars.cli.first_steps import first_steps

        self._home.django()
        sign_in = first_steps(self._home)
        connections.close_all()
        return sign_in

    def _wait_until_ready(self, told: threading.Event) -> bool:
        """Until the web process answers; a death on the way is mended as later on."""
        import http.client

        assert self._doors is not None
        address, port = self._doors.address, self._doors.port
        while not told.is_set():
            self._watch()
            connection = http.client.HTTPConnection(
                "127.0.0.1" if address in ("0.0.0.0", "::") else address, port, timeout=2
            )
            try:
                connection.request("GET", "/livez")
                if connection.getresponse().status == 200:
                    return True
            except OSError:
                pass
            finally:
                connection.close()
            time.sleep(0.02)
        return False

    def _announce(self, sign_in: tuple[str, str] | None) -> None:
        assert self._doors is not None
        address, port = self._doors.address, self._doors.port
        shown = "localhost" if address in ("0.0.0.0", "::", "127.0.0.1") else address
        where = {"address": os.environ.get("REGULARS_PUBLIC_URL") or f"http://{shown}:{port}"}
        tell(say("serve.ready", where, spoken()))
        if self._only != "api":
            tell(say("serve.people", where, spoken()))
        if self._only != "people":
            tell(say("serve.api", where, spoken()))
        if sign_in is not None and self._only != "api":
            tell(say("serve.sign_in", {"name": sign_in[0], "password": sign_in[1]}, spoken()))
        if self._demo:
            command = [sys.executable, "-m", "regulars.cli.main", "demo", "load", "--lang", spoken()]
            environment = {**os.environ, LIFELINE: str(self._lifeline)}
            self._loading = subprocess.Popen(command, env=environment, pass_fds=(self._lifeline,))

    def _watch(self) -> None:
        server = self._home.server
        try:
            if server is not None and not server.is_running() and server.revive():
                tell(say("serve.came_back", {"name": "PostgreSQL", "code": "-"}, spoken()))
        except Unavailable as why:
            tell(why.sentence(spoken()))
            time.sleep(1)
            return
        for child in self._children:
            child.watch(lambda name, code: tell(say("serve.came_back", {"name": name, "code": code}, spoken())))
        if self._loading is not None and self._loading.poll() is not None:
            self._loading = None

    def _stop(self) -> None:
        """The doors first, so that what was accepted is answered; then the worker; the database last, by open_home."""
        if self._loading is not None and self._loading.poll() is None:
            self._loading.send_signal(signal.SIGINT)
        for child in self._children:
            child.ask_to_stop()
        for child in self._children:
            child.stop(within_s=8)
        if self._loading is not None:
            try:
                self._loading.wait(5)
            except subprocess.TimeoutExpired:
                self._loading.kill()
                self._loading.wait()
        if self._doors is not None:
            self._doors.close()
        os.close(self._held)
        os.close(self._lifeline)

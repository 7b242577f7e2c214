"""``regulars serve``: PostgreSQL, one web process and one worker, started in order, watched, and stopped in order."""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Annotated

import typer

from regulars.cli.home import Home, open_home
from regulars.cli.language import spoken
from regulars.cli.lifeline import VARIABLE as LIFELINE
from regulars.cli.output import tell, tell_code
from regulars.cli.supervisor import Child
from regulars.kit.errors import Invalid, Unavailable
from regulars.kit.phrases import phrases, say

app = typer.Typer(rich_markup_mode=None)

_PATIENCE_WITH_PORT_S = 5

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
    web: Annotated[int, typer.Option(min=1, max=16, help="How many web processes share the address; each holds a dozen database connections.")] = 1,
) -> None:
    """Run the shop until it is told to stop (Ctrl-C or SIGTERM)."""
    if only not in ("", "api", "people", "worker"):
        raise Invalid("serve.unknown_part", part=only)
    told = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, lambda *_: told.set())
    listener = None if only == "worker" else _listen(host, port)
    with open_home() as home:
        for code, facts in home.notes:
            tell_code(code, **facts)
        Shop(home, listener, host, only, demo, web).run(told)


class Shop:
    """Everything that runs. The lifeline's other end is held here: when this process is gone, the children stop by themselves."""

    def __init__(self, home: Home, listener: socket.socket | None, host: str, only: str, demo: bool, web: int) -> None:
        self._home, self._listener, self._only, self._demo = home, listener, only, demo
        self._lifeline, self._held = os.pipe()
        self._loading: subprocess.Popen[bytes] | None = None
        handed_down = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REGULARS_KEYS_URL")
        }
        self._environment = {**handed_down, **home.environment(), LIFELINE: str(self._lifeline)}
        self._children: list[Child] = []
        if listener is not None:
            self._environment |= {"REGULARS_ONLY": only, "REGULARS_POOL": "on", "REGULARS_HOSTS": _hosts(host)}
            command = [sys.executable, "-m", "regulars.cli.web", str(listener.fileno())]
            for number in range(1, web + 1):
                name = "web" if web == 1 else f"web {number}"
                self._children.append(Child(name, command, self._environment, (self._lifeline, listener.fileno())))
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
            if self._listener is not None and self._wait_until_ready(told):
                self._announce(sign_in)
            while not told.wait(0.1):
                self._watch()
            tell(say("serve.stopping", {}, spoken()))
        finally:
            self._stop()

    def _first_steps(self) -> tuple[str, str] | None:
        if self._listener is None:
            return None
        from django.db import connections

        from regulars.cli.first_steps import first_steps

        os.environ["REGULARS_STATIC"] = self._environment["REGULARS_STATIC"] = str(self._home.folder / "static")
        self._home.django()
        sign_in = first_steps(self._home)
        connections.close_all()
        return sign_in

    def _wait_until_ready(self, told: threading.Event) -> bool:
        """Until the web process answers; a death on the way is mended as later on."""
        import http.client

        assert self._listener is not None
        address, port = self._listener.getsockname()[:2]
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
        assert self._listener is not None
        address, port = self._listener.getsockname()[:2]
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
        os.close(self._held)
        os.close(self._lifeline)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens at once: a taken port is said before anything is started.

    After a kill -9 of serve its web process needs a moment to notice and let go of the port.
    """
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    deadline = time.monotonic() + _PATIENCE_WITH_PORT_S
    while True:
        listener = socket.socket(kind, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen(2048)
            return listener
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                why = (error.strerror or str(error)).lower()
                raise Invalid("serve.port_taken", host=host, port=port, why=why) from error
            time.sleep(0.1)


def _hosts(host: str) -> str:
    """The names people may type. Listening to the whole network means this machine's own name and addresses, not any name at all."""
    named = [os.environ.get("REGULARS_HOSTS", ""), host if host not in ("0.0.0.0", "::") else ""]
    if host in ("0.0.0.0", "::"):
        name = socket.gethostname()
        named.append(name)
        with contextlib.suppress(OSError):
            named += {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    return ",".join(dict.fromkeys(part for part in named if part))

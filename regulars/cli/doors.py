"""The sockets of the web processes, held by ``serve``: one that died and came back never refused anybody, they waited a moment."""

import contextlib
import errno
import os
import shutil
import socket
import tempfile
import time
from pathlib import Path

from regulars.kit.errors import Invalid

_PATIENCE_WITH_PORT_S = 5


class Doors:
    """``count`` sockets on one address, and where the processes behind them meet each other."""

    def __init__(self, host: str, port: int, count: int) -> None:
        first = _free(host, port)
        address, taken = first.getsockname()[:2]
        if count > 1:  # each its own queue: the system spreads callers evenly, where one queue gives most of them to whoever wakes first
            first.close()
            self.listeners = [_bound(host, taken, shared=True) for _ in range(count)]
        else:
            self.listeners = [first]
        for listener in self.listeners:
            listener.listen(2048)
        self.address, self.port = str(address), int(taken)
        self._folder = Path(tempfile.mkdtemp(prefix="regulars-")) if count > 1 else None  # a socket's path must be short, a home's may be long
        self._meeting = [_meeting_at(self._folder / str(n)) for n in range(count)] if self._folder is not None else []

    def of(self, number: int) -> tuple[list[str], dict[str, str], tuple[int, ...]]:
        """What one process is started with: its arguments, its environment and the descriptors it inherits."""
        listener = self.listeners[number].fileno()
        if self._folder is None:
            return [str(listener)], {}, (listener,)
        meeting = self._meeting[number].fileno()
        paths = [str(self._folder / str(n)) for n in range(len(self.listeners))]
        return [str(listener)], {"REGULARS_BESIDE": ":".join([str(number), str(meeting), *paths])}, (listener, meeting)

    def close(self) -> None:
        for one in (*self.listeners, *self._meeting):
            one.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _free(host: str, port: int) -> socket.socket:
    """A socket bound alone: a taken port is said before anything is started.

    After a kill -9 of serve its web process needs a moment to notice and let go of the port. Raises Invalid.
    """
    deadline = time.monotonic() + _PATIENCE_WITH_PORT_S
    while True:
        try:
            return _bound(host, port, shared=False)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                why = (error.strerror or str(error)).lower()
                raise Invalid("serve.port_taken", host=host, port=port, why=why) from error
            time.sleep(0.1)


def _bound(host: str, port: int, *, shared: bool) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _meeting_at(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen(64)
    return listener


def hosts(host: str) -> str:
    """The names people may type. Listening to the whole network means this machine's own name and addresses, not any name at all."""
    named = [os.environ.get("REGULARS_HOSTS", ""), host if host not in ("0.0.0.0", "::") else ""]
    if host in ("0.0.0.0", "::"):
        name = socket.gethostname()
        named.append(name)
        with contextlib.suppress(OSError):
            named += {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    return ",".join(dict.fromkeys(part for part in named if part))

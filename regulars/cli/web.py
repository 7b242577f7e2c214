"""The web process: ``python -m regulars.cli.web``, started by ``regulars serve`` on a socket it already listens on.

Keeping the socket in the parent means that a web process that died and came back never refused anybody: they waited a moment.
"""

import os
import socket
import sys

from regulars.cli.lifeline import hold_lifeline


def main(descriptor: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.config.settings")
    import django
    import uvicorn

    django.setup()  # before the protocol is loaded, which is before the app is
    hold_lifeline()
    behind_proxy = bool(os.environ.get("REGULARS_PUBLIC_URL"))
    config = uvicorn.Config(
        "regulars.config.asgi:app",
        loop="uvloop",
        http="regulars.api.short_way:TillProtocol",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,  # Django's LOGGING speaks for the whole process
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips=os.environ.get("REGULARS_PROXIES", "127.0.0.1"),
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
        backlog=2048,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]))

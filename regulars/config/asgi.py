"""What each web process runs: a raw dispatcher in front of the machines' door, the people's pages and the static files.

The scope is not touched: mounting Django under a prefix would make it strip the prefix and find none of its pages.
REGULARS_ONLY narrows a process to ``api`` or ``people``, so that a slow page never holds up a till.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.config.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import get_resolver
from starlette.routing import Router

people = get_asgi_application()  # first: it sets Django up, which the rooms below need

from regulars.api.app import Api, is_api_path  # noqa: E402
from regulars.api.peers import Beside  # noqa: E402
from regulars.config.static import HashedFiles  # noqa: E402

only = os.environ.get("REGULARS_ONLY", "")
if only != "api":
    get_resolver().url_patterns  # noqa: B018  a page that cannot be imported stops the start, not the first reader
api = Api(settings.REGULARS_DSN, beside=Beside.read(os.environ.get("REGULARS_BESIDE", "")))
static = HashedFiles(settings.STATIC_ROOT) if settings.STATIC_ROOT else None


@asynccontextmanager
async def _life(_: Any) -> AsyncIterator[None]:
    async with api.open():
        yield


_lifespan = Router(lifespan=_life)


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return await _lifespan(scope, receive, send)  # a websocket is closed by it
    path = scope["path"]
    if is_api_path(path) and not (only == "people" and path.startswith("/v1")):
        await api(scope, receive, send)
    elif static is not None and path.startswith("/static/") and only != "api":
        await static(scope, receive, send)
    elif only == "api" or is_api_path(path):
        await _lifespan(scope, receive, send)  # not here: 404
    else:
        await people(scope, receive, send)

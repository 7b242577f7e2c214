"""Style sheets, scripts and pictures. Their names carry a hash of the content, so a browser may keep them for a year."""

import re
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
_PREFIX = "/static"


class HashedFiles:
    def __init__(self, folder: str) -> None:
        self._files = StaticFiles(directory=folder)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"].removeprefix(_PREFIX)
        keep = b"public, max-age=31536000, immutable" if _HASHED.search(path) else b"no-cache"

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {
                    **message,
                    "headers": [*message["headers"], (b"cache-control", keep), (b"x-content-type-options", b"nosniff")],
                }
            await send(message)

        try:
            await self._files({**scope, "path": path, "root_path": ""}, receive, send_with_headers)
        except HTTPException as refusal:
            await PlainTextResponse("", status_code=refusal.status_code)(scope, receive, send)

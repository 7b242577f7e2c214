"""``Needs("members:read")``: a route's dependency that admits only keys holding one of the scopes."""

from typing import Any

from fastapi import Depends, Request

from regulars.api.keys import Key


class _Needs:
    def __init__(self, scopes: tuple[str, ...]) -> None:
        self.scopes = scopes

    async def __call__(self, request: Request) -> Key:
        return await request.app.state.services.admit(request.headers.get("authorization"), self.scopes)  # type: ignore[no-any-return]


def Needs(*scopes: str) -> Any:
    """The key of whoever asks. Raises NotAllowed ``key.*`` (401, 403) before the route runs. Any one of ``scopes`` is enough."""
    return Depends(_Needs(scopes))

"""``Needs("members:read")``: a route's dependency that admits only keys holding one of the scopes."""

from typing import Any

from fastapi import Depends, Request

from regulars.api.keys import Key
from regulars.kit.errors import Refused
from regulars.kit.phrases import phrases
from regulars.members.reading import Reader, now_reads

phrases(
    {
        "sandbox.nobody_real": (
            "nobody in a sandbox is real: it keeps no names, phones or cards; use a key of the shop",
            "沙盒中没有真实会员，不保存姓名、电话或会员卡；请使用商店的密钥",
            "沙盒中沒有真實會員，不儲存姓名、電話或會員卡；請使用商店的金鑰",
        ),
    }
)


async def NOBODY_REAL(request: Request) -> None:
    """Keeps sandboxes out of what is kept of people: their members' numbers are not the shop's. Raises Refused ``sandbox.nobody_real``."""
    if getattr(request.app.state, "sandbox", ""):
        raise Refused("sandbox.nobody_real")


class _Needs:
    def __init__(self, scopes: tuple[str, ...]) -> None:
        self.scopes = scopes

    async def __call__(self, request: Request) -> Key:
        key: Key = await request.app.state.services.admit(request.headers.get("authorization"), self.scopes)
        route = request.scope.get("route")
        place = f"{request.method} {route.path if route is not None else ''}"  # as it is declared: the address itself holds a reference
        now_reads(Reader("key", f"{key.name} {key.id}".strip(), place, request.client.host if request.client else ""))
        return key


def Needs(*scopes: str) -> Any:
    """The key of whoever asks. Raises NotAllowed ``key.*`` (401, 403) before the route runs. Any one of ``scopes`` is enough."""
    return Depends(_Needs(scopes))

"""Whoever a key acts for: what two people have to agree on is asked and answered by people, over the API too."""

from typing import Any

from fastapi import Request

from regulars.api.keys import Key
from regulars.approvals.people import check_may
from regulars.kit.errors import NotAllowed, Refused
from regulars.kit.phrases import phrases

phrases(
    {
        "key.no_person": (
            "this API key acts for nobody: give it a staff member (regulars api-key change ID --for NAME)",
            "该 API 密钥不代表任何员工：请为其指定员工（regulars api-key change ID --for NAME）",
            "該 API 金鑰不代表任何員工：請為其指定員工（regulars api-key change ID --for NAME）",
        ),
        "sandbox.nobody_approves": (
            "nobody approves anything in a sandbox: use a key of the shop",
            "沙盒中没有审批：请使用门店密钥",
            "沙盒中沒有審批：請使用門市金鑰",
        ),
    }
)


def person_of(key: Key) -> str:
    """Raises NotAllowed ``key.no_person``."""
    if not key.person:
        raise NotAllowed("key.no_person")
    return key.person


def check_in_shop(request: Request) -> None:
    """Raises Refused ``sandbox.nobody_approves``."""
    if getattr(request.app.state, "sandbox", None) is not None:
        raise Refused("sandbox.nobody_approves")


def check_person_may(conn: Any, person: str, ability: str) -> None:
    """Asked of the database at the moment it matters: somebody dismissed acts through no key. Raises NotAllowed ``approval.may_not``."""
    check_may(conn, person, ability)

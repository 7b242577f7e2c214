"""``/v1/adjustments`` and ``/v1/approvals``: points by hand, what waits for a second person, and that person's answer."""

import hashlib
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from regulars.api.acting import check_in_shop, check_person_may, person_of
from regulars.api.keys import Key
from regulars.api.shapes import Shape
from regulars.api.signing_in import Needs
from regulars.approvals import operations, queries
from regulars.journal.posting import LONGEST_ID, LONGEST_REF
from regulars.kit.periods import instant
from regulars.kit.points import LARGEST_POINTS

router = APIRouter(tags=["approvals"])
MOST_AT_ONCE = 1_000
_NO_NUL = r"^[^\x00]*$"
_Number = Annotated[int, Path(ge=1, le=2**53)]


def _whole(number: object) -> object:
    """5.0 is a 5: JSON knows no integers."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class OneAdjustment(_Sent):
    member: str = Field(min_length=1, max_length=LONGEST_REF, pattern=_NO_NUL, description="Your own reference.")
    points: Annotated[int, BeforeValidator(_whole)] = Field(ge=-LARGEST_POINTS, le=LARGEST_POINTS, description="In the wallet's unit; negative takes away, 0 is refused.")
    wallet: str = Field("", max_length=64, description="By default the first.")


class Adjustments(_Sent):
    id: str = Field(min_length=1, max_length=LONGEST_ID, pattern=_NO_NUL, description="Names the whole for ever: sent again it counts once, and asks once.")
    reason: str = Field(min_length=1, max_length=500, pattern=_NO_NUL, description="Why; members and auditors read it.")
    adjustments: list[OneAdjustment] = Field(min_length=1, max_length=MOST_AT_ONCE)


class Approval(Shape):
    id: int
    kind: Literal["programme", "goodwill", "bulk"]
    status: Literal["waiting", "expired", "approved", "refused", "withdrawn"]
    asked_by: str
    asked_at: str
    expires_at: str
    reason: str
    answered_by: str | None
    answered_at: str | None
    why: str
    done_at: str | None = Field(description="When an approved one was carried out.")
    result: dict[str, Any] | None
    asks: dict[str, Any] = Field(description="The document, or each adjustment.")


class Approvals(Shape):
    approvals: list[Approval] = Field(description="Newest first.")


class Adjusted(Shape):
    waiting: bool = Field(description="True: it waits for a second person, as `request` says.")
    created: int = 0
    duplicate: int = 0
    refused: int = 0
    problems: list[list[str]] = Field(default=[], description="(event id, code) of those that were not made.")
    request: Approval | None = None


class Say(_Sent):
    answer: Literal["approved", "refused", "withdrawn"]
    why: str = Field("", max_length=500, pattern=_NO_NUL, description="Needed to refuse; kept for ever.")


@router.post(
    "/v1/adjustments",
    summary="Give or take points by hand",
    description="At once, or where it is more than one person may do alone, as a request that a second person answers (202). The key acts for a staff member. Needs the scope `points:adjust`.",
    status_code=201,
    responses={200: {"model": Adjusted, "description": "The same again."}, 202: {"model": Adjusted, "description": "It waits for a second person."}},
)
async def adjust(request: Request, response: Response, sent: Adjustments, key: Annotated[Key, Needs("points:adjust")]) -> Adjusted:
    check_in_shop(request)
    person, at, services = person_of(key), instant(request.app.state.now_us()), request.app.state.services
    wanted = [operations.Adjustment(one.member, one.points, one.wallet) for one in sent.adjustments]
    id = "adjust-" + hashlib.sha256(f"{person}/{sent.id}".encode()).hexdigest()[:24]

    def work(conn: Any) -> Any:
        check_person_may(conn, person, "ask_changes")
        return operations.adjust_or_ask(conn, services.dsn, wanted, by=person, at=at, reason=sent.reason, id=id)

    done = await services.reading(work)
    if isinstance(done, queries.Request):
        response.status_code = 202
        return Adjusted(waiting=True, request=_told(done, at))
    response.status_code = 201 if done["created"] else 200
    return Adjusted(waiting=False, **done)


@router.get("/v1/approvals", summary="What waits for a second person, and what was answered", description="Needs the scope `approvals:read` or `approvals:answer`.", dependencies=[Needs("approvals:read", "approvals:answer")])
async def read_approvals(
    request: Request, status: Literal["waiting", "expired", "approved", "refused", "withdrawn"] | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> Approvals:
    check_in_shop(request)
    at = instant(request.app.state.now_us())
    every = await request.app.state.services.reading(lambda conn: queries.requests(conn, limit=limit, status=status, at=at))
    return Approvals(approvals=[_told(one, at) for one in every])


@router.get("/v1/approvals/{id}", summary="One request with everything it asks for", description="Needs the scope `approvals:read` or `approvals:answer`.", dependencies=[Needs("approvals:read", "approvals:answer")])
async def read_approval(request: Request, id: _Number) -> Approval:
    check_in_shop(request)
    found = await request.app.state.services.reading(lambda conn: queries.request_of(conn, id))
    return _told(found, instant(request.app.state.now_us()))


@router.post(
    "/v1/approvals/{id}/answer",
    summary="Approve, refuse or withdraw a request",
    description="What is approved is carried out at once. Nobody answers what they asked for, or points for an account of their own; its author withdraws it. The key acts for a staff member. Needs the scope `approvals:answer`.",
)
async def answer(request: Request, id: _Number, said: Say, key: Annotated[Key, Needs("approvals:answer")]) -> Approval:
    check_in_shop(request)
    person, at, services = person_of(key), instant(request.app.state.now_us()), request.app.state.services
    found = await services.reading(lambda conn: operations.answer(conn, services.dsn, id, said.answer, by=person, at=at, why=said.why))
    return _told(found, at)


def _told(one: queries.Request, at: Any) -> Approval:
    return Approval(**one.told(at))

"""``POST /v1/merges`` and ``/v1/merges/undo``: two references are one person, or are not after all."""

from contextlib import suppress
from typing import Any

from fastapi import APIRouter, Request, Response

from regulars.api.exchange import Head
from regulars.api.messages import Message, Ref, read_message
from regulars.api.routes_gifts import moved_response
from regulars.api.services import in_thread
from regulars.api.signing_in import Needs
from regulars.journal.moving import Merge, Moved
from regulars.journal.queries import member_id_of
from regulars.kit.errors import Unavailable
from regulars.kit.periods import instant
from regulars.members.merging import catch_up

router = APIRouter(tags=["merges"], include_in_schema=False, dependencies=[Needs("members:manage")])  # described in openapi_moving.py


class MergeMessage(Message):
    """``stays``, ``goes``: your own references; the one goes on, the other becomes part of it."""

    stays: Ref
    goes: Ref


@router.post("/v1/merges")
async def merge(request: Request) -> Response:
    return await _done(request, "merge")


@router.post("/v1/merges/undo")
async def undo(request: Request) -> Response:
    return await _done(request, "unmerge")


async def _done(request: Request, verb: str) -> Response:
    language = Head(request.scope).language_asked()  # type: ignore[arg-type]
    asked = await read_message(request, MergeMessage)
    services, now_us = request.app.state.services, request.app.state.now_us()
    moved: Moved = await getattr(services.mover, verb)(Merge(asked.stays, asked.goes, asked.source, asked.id, asked.at_us), now_us)
    if moved.state == "arrived" and not getattr(request.app.state, "sandbox", ""):  # nobody in a sandbox is real
        with suppress(Unavailable):  # the person follows within a minute
            await in_thread(_catch_up, [await services.reading(lambda conn: member_id_of(conn, asked.goes))], now_us)
    return moved_response(request, moved, language)


def _catch_up(members: list[int], now_us: int) -> Any:
    catch_up(members, at=instant(now_us))

"""``POST /v1/gifts``: points from one member to another, begun and carried to the end in one request."""

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from regulars.api.exchange import Head
from regulars.api.messages import Message, Points, Ref, read_message, whole
from regulars.api.problems import encode
from regulars.api.signing_in import Needs
from regulars.engine.explain import sentences
from regulars.journal.answers import answer_bytes
from regulars.journal.moving import Gift, Moved
from regulars.kit.errors import Refused

router = APIRouter(tags=["gifts"], include_in_schema=False)  # described in openapi_moving.py

_STATUS = {"arrived": 201, "on_its_way": 202}


class GiftMessage(Message):
    """``from``, ``to``: your own references. ``wallet``: by default the programme's wallet for gifts."""

    giver: Ref = msgspec.field(name="from")
    to: Ref
    points: Points
    wallet: str = ""


@router.post("/v1/gifts", dependencies=[Needs("events:write")])
async def give(request: Request) -> Response:
    language = Head(request.scope).language_asked()  # type: ignore[arg-type]
    asked = await read_message(request, GiftMessage)
    state = request.app.state
    gift = Gift(asked.giver, asked.to, whole(asked.points), asked.wallet, asked.source, asked.id, asked.at_us)
    moved = await state.services.mover.give(gift, state.now_us())
    return moved_response(request, moved, language)


def moved_response(request: Request, moved: Moved, language: str | None) -> Response:
    """201 arrived, 200 the same again, 202 on its way. Raises Refused (409) for what was refused, here or at the receiver's."""
    if moved.state in ("refused", "came_back"):
        raise Refused(moved.why, **refusal_facts(moved))
    document: dict[str, Any] = msgspec.json.decode(answer_bytes(moved.answer)) | {"state": moved.state}
    if language is not None:
        program = request.app.state.services.program
        for reason, text in zip(document["because"], sentences(document["because"], language, program), strict=True):
            reason["text"] = text
    status = 200 if moved.answer.status == "duplicate" and moved.state == "arrived" else _STATUS[moved.state]
    return Response(encode(document), status, media_type="application/json")


def refusal_facts(moved: Moved) -> dict[str, Any]:
    reason = moved.because[0] if moved.because else next(iter(moved.answer.because), {})
    facts = {name: value for name, value in reason.items() if name != "code"}
    return {**facts, "id": moved.answer.id, "state": moved.state}

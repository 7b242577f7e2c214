"""``/v1/members/{ref}/freeze``: nothing leaves a member's points while somebody looks into it."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from regulars.api.keys import Key
from regulars.api.openapi_words import NO_NUL
from regulars.api.references import Reference
from regulars.api.shapes import Frozen
from regulars.api.signing_in import Needs
from regulars.engine.reading import LONGEST_TEXT
from regulars.journal.frozen import Freeze, frozen_of, set_frozen
from regulars.kit.errors import Refused
from regulars.kit.periods import instant

router = APIRouter(tags=["members"])

_SOURCE = "api"
_AS_ASKED = ("member.frozen_already", "member.not_frozen")


class ToldFreeze(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    frozen: bool = Field(description="True: nothing leaves the member's points any more, they go on earning. False: as before.")
    reason: str = Field(min_length=1, max_length=LONGEST_TEXT, pattern=NO_NUL, description="Why. Staff and the member may read it.")


@router.get("/v1/members/{ref:path}/freeze", summary="Whether a member's points are frozen", dependencies=[Needs("members:read")])
async def read_freeze(request: Request, ref: Reference) -> Frozen:
    found = await request.app.state.services.reading(lambda conn: frozen_of(conn, ref))
    since = instant(found.since_us).isoformat() if found.since_us else None
    return Frozen(member=ref, frozen=bool(found.since_us), since=since, reason=found.reason, by=found.by)


@router.put("/v1/members/{ref:path}/freeze", summary="Freeze a member's points, or let them be used again; it counts at once")
async def change_freeze(request: Request, ref: Reference, told: ToldFreeze, key: Annotated[Key, Needs("members:manage")]) -> Frozen:
    """Saying what is so already changes nothing."""
    state = request.app.state
    now_us = state.now_us()
    ask = Freeze(ref, told.frozen, told.reason, key.person or key.name or f"api key {key.id}", _SOURCE, secrets.token_hex(12), now_us)
    moved = await set_frozen(state.services.mover, ask, now_us)
    if moved.state == "refused" and moved.why not in _AS_ASKED:
        raise Refused(moved.why, **{name: fact for name, fact in next(iter(moved.answer.because), {}).items() if name != "code"})
    return await read_freeze(request, ref)

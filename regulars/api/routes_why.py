"""``GET /v1/members/{ref}/why``: one event explained, or the member's level."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from regulars.api.references import Reference
from regulars.api.shapes import WhyEvent, WhyEvents, WhyTier
from regulars.api.signing_in import Needs
from regulars.journal.posting import LONGEST_ID
from regulars.journal.why import Why, why_event, why_tier

router = APIRouter(tags=["members"], dependencies=[Needs("members:read")])

_Id = Annotated[str | None, Query(min_length=1, max_length=LONGEST_ID)]


# Included before the member's own route: a reference may hold slashes, and this path is the longer one.
@router.get("/v1/members/{ref:path}/why", summary="Why an event gave what it gave, or why a member has their level")
async def read_why(
    request: Request, ref: Reference, event: _Id = None, source: _Id = None, lang: Annotated[Literal["en", "zh-Hans", "zh-Hant"], Query()] = "en"
) -> WhyEvents | WhyTier:
    """``event``: the event's id (``source`` where several use it); left out: why this level, and what is missing for the next."""
    state = request.app.state
    versions, now_us = state.services.versions, state.now_us()
    if event is None:
        why = await state.services.reading(lambda conn: why_tier(conn, versions, ref, now_us, lang))
        return WhyTier(member=ref, **why._asdict())
    told = await state.services.reading(lambda conn: why_event(conn, versions, ref, event, lang, source))
    return WhyEvents(member=ref, events=[_why(one) for one in told])


def _why(one: Why) -> WhyEvent:
    movement, outcome = one.movement, one.movement.outcome
    return WhyEvent(
        seq=movement.seq,
        source=movement.source,
        id=movement.id,
        type=movement.type,
        occurred_at=movement.occurred_at.isoformat(),
        status=outcome.status,
        program_version=outcome.version,
        tier=outcome.tier_used,
        got=one.got,
        not_got=one.not_got,
        moved=one.moved,
        about=_why(one.about) if one.about is not None else None,
    )

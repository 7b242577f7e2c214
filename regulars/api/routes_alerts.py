"""``/v1/insight/alerts``: what looks wrong, with what speaks for it, and what somebody found out."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from regulars.api.keys import Key
from regulars.api.routes_groups import BOTH
from regulars.api.shapes_insight import Alert, AlertAnswer, AlertEvent, AlertReason, Alerts, RealisedAlerts
from regulars.api.signing_in import NOBODY_REAL, Needs
from regulars.insight.watch import alerts as kept
from regulars.insight.watch.acting import freeze_for
from regulars.insight.watch.settings import settings_of
from regulars.kit.errors import Refused
from regulars.kit.periods import instant

router = APIRouter(tags=["insight"], dependencies=[Depends(NOBODY_REAL)])

MOST_LISTED = 500
_Lang = Annotated[Literal["en", "zh-Hans", "zh-Hant"], Query(description="The language of the sentences.")]
_Status = Literal["open", "looked_into", "frozen", "harmless"]


class ToldAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    status: _Status = Field(description="frozen: the member's points are frozen first. looked_into: something was wrong. harmless: nothing was.")


@router.get("/v1/insight/alerts", summary="What looks wrong, the newest day first, the most at risk first", dependencies=BOTH)
async def read_alerts(
    request: Request,
    status: Annotated[_Status | None, Query(description="Only these; by default all of them.")] = None,
    lang: _Lang = "en",
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> Alerts:
    def read(conn: Any) -> tuple[Any, ...]:
        return kept.alerts(conn, status=status or "", limit=limit, offset=offset), kept.realised(conn), settings_of(conn)

    found, realised, settings = await request.app.state.services.reading(read)
    told = [RealisedAlerts(rule=one.rule, alerts=one.alerts, answered=one.answered, right=one.right, share=one.share, low=one.low, high=one.high) for one in realised]
    return Alerts(on=settings.on, budget=settings.budget, alerts=[_shown(one, lang) for one in found], realised=told)


@router.put("/v1/insight/alerts/{id}", summary="Answer an alert; `frozen` freezes the member's points first")
async def answer_alert(
    request: Request, id: Annotated[int, Path(ge=1, lt=2**63)], told: ToldAnswer, key: Annotated[Key, Needs("members:manage")], lang: _Lang = "en"
) -> Alert:
    services, at = request.app.state.services, instant(request.app.state.now_us())
    by = key.person or key.name or f"api key {key.id}"
    found = await services.reading(lambda conn: kept.alert(conn, id))
    if told.status == kept.FROZEN and found.status != kept.FROZEN:
        if not found.ref:
            raise Refused("watch.nobody_to_freeze", id=id)
        await freeze_for(services.mover, id, found.ref, by=by, at=at)
    return _shown(await services.reading(lambda conn: kept.answer(conn, id, told.status, by=by, at=at)), lang)


def _shown(one: kept.Alert, lang: str) -> Alert:
    return Alert(
        id=one.id,
        rule=one.rule,
        member=one.ref or None,
        person=one.person or None,
        day=one.day.isoformat(),
        found_at=one.found_at.isoformat(),
        points=one.points,
        risk=one.risk,
        because=[AlertReason(code=reason.code, facts=reason.facts, text=text) for reason, text in zip(one.sentences, one.words(lang), strict=True)],
        events=[AlertEvent(member=ref, seq=seq, type=type, occurred_at=when.isoformat()) for ref, seq, type, when in one.events],
        status=one.status,
        answers=[AlertAnswer(status=status, by=by, at=at.isoformat()) for status, by, at in one.history],
    )

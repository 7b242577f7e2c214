"""``/v1/insight``: what the last refresh said of the shop and of its members, and what to show a member next. Nothing is worked out here."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from regulars.api.keys import Key
from regulars.api.references import Reference
from regulars.api.routes_groups import BOTH
from regulars.api.shapes_insight import (
    Chance,
    Figure,
    Figures,
    Listed,
    Loyalty,
    Members,
    MembersInsight,
    Money,
    Next,
    Persona,
    Profiling,
    Reason,
    Rfm,
    ShownKept,
    Visits,
)
from regulars.api.signing_in import NOBODY_REAL, Needs
from regulars.insight import store
from regulars.insight.asking import sentences_people  # noqa: F401  registers the names of personas
from regulars.insight.store.names import MOST_PERSONAS
from regulars.insight.store.reviews import figure_of
from regulars.insight.store.shapes import Item, MemberInsight, Refreshed, Slot, Told
from regulars.kit.money import text_of
from regulars.kit.periods import instant
from regulars.kit.phrases import say
from regulars.members.profiling import profiling_of, set_profiling

router = APIRouter(tags=["insight"], dependencies=[Depends(NOBODY_REAL)])

READ, NEW = "insight:read", "insight.recommend.new"
MOST_LISTED, MOST_SHOWN = 1_000, 10
_Lang = Annotated[Literal["en", "zh-Hans", "zh-Hant"], Query(description="The language of titles and reasons.")]
_Class = Literal["high", "mid", "potential", "churn_risk", "dormant"]
_Stage = Literal["new", "growing", "active", "at_risk", "lapsed", "won_back"]


class ToldProfiling(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    allowed: bool = Field(description="False: the member refuses to be profiled.")


class ToldShown(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    member: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$", description="The shop's own reference.")]
    sku: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$", description="`new_product.sku` of `/next`.")]


@router.get("/v1/insight", summary="What the last refresh worked out, and what it can't say", dependencies=[Needs(READ)])
async def read_index(request: Request, lang: _Lang = "en") -> Figures:
    found, names = await request.app.state.services.reading(lambda conn: (store.require_refreshed(conn), store.figure_names(conn)))
    return Figures(
        refreshed_at=found.refreshed_at.isoformat(),
        as_of=found.as_of.isoformat(),
        members=found.members,
        refused_profiling=found.kept.get("refused", 0),
        figures=names,
        cannot_say=found.kept.get("cannot_say", {}).get(lang, []),
    )


@router.get("/v1/insight/figures/{name}", summary="One figure with its formula, window, denominator and SQL", dependencies=[Needs(READ)])
async def read_figure(
    request: Request,
    name: Annotated[str, Path(min_length=1, description="One of `figures` of `/v1/insight`.")],
    lang: _Lang = "en",
    month: Annotated[str, Query(pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$", description="Of `review`: another month than the last that is over, as 2026-03.")] = "",
) -> Figure:
    return Figure(**await request.app.state.services.reading(lambda conn: figure_of(conn, name, month, lang)))


@router.get("/v1/insight/classes/{name}/members", summary="The members of a class, those expected to bring most first", dependencies=BOTH)
async def read_class(
    request: Request,
    name: _Class,
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> Members:
    return await _members(request, {"class_": name}, limit, offset)


@router.get("/v1/insight/stages/{name}/members", summary="The members at a stage, those expected to bring most first", dependencies=BOTH)
async def read_stage(
    request: Request,
    name: _Stage,
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> Members:
    return await _members(request, {"stage": name}, limit, offset)


@router.get("/v1/insight/grades/{name}/members", summary="The members of a value grade, those expected to bring most first", dependencies=BOTH)
async def read_grade(
    request: Request,
    name: Literal["A", "B", "C", "D", "E"],
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> Members:
    return await _members(request, {"grade": name}, limit, offset)


@router.get("/v1/insight/personas/{name}/members", summary="The members of a persona, those expected to bring most first", dependencies=BOTH)
async def read_of_persona(
    request: Request,
    name: Annotated[int, Path(ge=1, le=MOST_PERSONAS, description="The persona's number.")],
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> Members:
    return await _members(request, {"persona": str(name)}, limit, offset)


@router.get("/v1/insight/visitors/{name}/members", summary="Who visits the web shop like this, those expected to bring most first", dependencies=BOTH)
async def read_visitors(
    request: Request,
    name: Literal["keen", "curious", "cooling", "gone"],
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> Members:
    return await _members(request, {"visitor": name}, limit, offset)


async def _members(request: Request, which: dict[str, str], limit: int, offset: int) -> Members:
    def read(conn: Any) -> tuple[Refreshed, list[store.Listed]]:
        return store.require_refreshed(conn), store.members_of(conn, **which, limit=limit, offset=offset)

    found, rows = await request.app.state.services.reading(read)
    listed = [
        Listed(member=one.ref, stage=one.stage or None, buys=one.told.buys, margin=_money(one.told.margin, found), **{"class": one.class_ or None}) for one in rows
    ]
    return Members(as_of=found.as_of.isoformat(), members=listed)


# Declared first: a reference may hold slashes, and this path is the longer one.
@router.get("/v1/insight/members/{ref:path}/next", summary="What to show a member next, each with its reason", response_model=Next, dependencies=[Needs(READ)])
async def read_next(request: Request, ref: Reference, lang: _Lang = "en", limit: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = MOST_SHOWN) -> Response:
    """The same call for everybody: whoever refused to be profiled, or has bought nothing yet, gets what is popular with all (`personal` is false)."""
    own = store.lists_of(await request.app.state.services.row(store.NEXT, (ref,))) if "\x00" not in ref else None
    if own is not None:
        as_of, lists = own
        return _next(ref, True, as_of, lists.again[:limit], lists.new[:limit], lang, lists.slot)
    found: MemberInsight = await request.app.state.services.reading(lambda conn: store.member(conn, ref))
    return _next(ref, found.is_personal, found.refreshed.as_of, found.buy_again[:limit], found.try_new[:limit], lang, found.told.slot if found.told is not None else None)


@router.post("/v1/insight/shown", summary="The new product of `next` was really shown; what is bought later is weighed by its chance", status_code=201, dependencies=[Needs(READ)])
async def tell_shown(request: Request, told: ToldShown) -> ShownKept:
    """Tell it when the article was on the screen, not when it was fetched. Telling it again changes nothing: the first show of an article to a member counts."""
    at = instant(request.app.state.now_us())
    kept = await request.app.state.services.reading(lambda conn: store.tell_shown(conn, told.member, told.sku, at))
    return ShownKept(member=told.member, sku=told.sku, chance=kept.chance, is_new=kept.is_new)


@router.get("/v1/insight/members/{ref:path}", summary="A member's class, stage, worth, and why they may leave", dependencies=BOTH)
async def read_member_insight(request: Request, ref: Reference, lang: _Lang = "en") -> MembersInsight:
    found: MemberInsight = await request.app.state.services.reading(lambda conn: store.member(conn, ref))
    told, last = found.told, found.refreshed
    if told is None:
        return MembersInsight(member=ref, profiled=found.profiled, as_of=last.as_of.isoformat(), refreshed_at=last.refreshed_at.isoformat())
    return MembersInsight(
        member=ref,
        profiled=True,
        as_of=last.as_of.isoformat(),
        refreshed_at=last.refreshed_at.isoformat(),
        class_before=told.class_before or None,
        stage=found.stage or None,
        grade=told.grade or None,
        buys=Chance(chance=told.buys, days=last.horizon_days) if told.buys is not None and last.horizon_days else None,
        margin=_money(told.margin, last),
        clv=Money(amount=_money(told.clv, last) or "0", days=last.clv_days) if told.clv is not None and last.clv_days else None,
        rfm=Rfm(recency=told.rfm[0], frequency=told.rfm[1], monetary=told.rfm[2]) if told.rfm is not None else None,
        days_since=told.recency if told.frequency else None,
        purchase_days=told.frequency,
        revenue=_money(told.monetary, last) or "0",
        rhythm_days=told.rhythm,
        persona=_persona(found, told, lang),
        visits=Visits(kind=told.visitor, recency=told.rfe[0], frequency=told.rfe[1], engagement=told.rfe[2], days=told.visit_days, days_since=told.visit_since or 0) if told.rfe is not None else None,
        loyalty=Loyalty(kind=told.loyalty, attitude=told.attitude, behaviour=told.behaviour) if told.attitude is not None and told.behaviour is not None else None,
        margin_told=last.margin is not None,
        reasons=[Reason(group=group, text=text) for group, text in zip(told.reasons, found.reasons(lang), strict=True)],
        **{"class": found.class_ or None},
    )


@router.get("/v1/members/{ref:path}/profiling", summary="Whether a member may be profiled", dependencies=[Needs("members:read", READ)])
async def read_profiling(request: Request, ref: Reference) -> Profiling:
    return _profiling(ref, await request.app.state.services.reading(lambda conn: profiling_of(conn, ref)))


@router.put("/v1/members/{ref:path}/profiling", summary="A member refuses to be profiled, or allows it again; it counts at once")
async def change_profiling(request: Request, ref: Reference, told: ToldProfiling, key: Annotated[Key, Needs("members:write")]) -> Profiling:
    at = instant(request.app.state.now_us())
    by = key.person or key.name
    return _profiling(ref, await request.app.state.services.reading(lambda conn: set_profiling(conn, ref, allowed=told.allowed, by=by, at=at)))


def _profiling(ref: str, found: Any) -> Profiling:
    return Profiling(member=ref, allowed=found.allowed, since=found.since.isoformat() if found.since is not None else None, by=found.by)


def _next(ref: str, personal: bool, as_of: date, again: list[Item], new: list[Item], lang: str, slot: Slot | None) -> Response:
    """``Next``, written without being checked once more: a till waits."""
    told = {"member": ref, "personal": personal, "as_of": as_of, "buy_again": [_shown(one, lang) for one in again], "try_new": [_shown(one, lang) for one in new]}
    told["new_product"] = {**_shown(Item(slot.sku, NEW), lang), "chance": slot.chance} if slot is not None else None
    return Response(msgspec.json.encode(told), media_type="application/json")


def _shown(one: Item, lang: str) -> dict[str, Any]:
    return {"sku": one.sku, "code": one.code, "facts": one.facts, "text": say(one.code, one.facts, lang)}


def _persona(found: MemberInsight, told: Told, lang: str) -> Persona | None:
    codes = found.persona_traits
    if told.persona is None or not codes:
        return None
    return Persona(number=told.persona + 1, traits=[say(code, {}, lang) for code in codes], version=found.refreshed.ruler("personas").get("version", 1))


def _money(minor: int | None, last: Refreshed) -> str | None:
    return None if minor is None else text_of(minor, last.exponent)



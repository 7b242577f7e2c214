"""The member's own page: balance, expiry, progress, and why."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from regulars.engine.compiled import Versions
from regulars.engine.explain import event_name, level_name, sentences
from regulars.engine.guide.writing import guide_of
from regulars.engine.outlook import outlook
from regulars.engine.pace import chances
from regulars.engine.standing import by_last_day, standing
from regulars.engine.state import MemberState
from regulars.journal.errors import NoProgram, UnknownMember
from regulars.journal.goals import goals
from regulars.journal.pool_view import pool_of
from regulars.journal.programs import Version, compile_known, versions_of
from regulars.journal.queries import movements_of, ref_of, state_of
from regulars.journal.quests import honours, pursued
from regulars.journal.statement import Entry, entry
from regulars.journal.versioning import in_force
from regulars.kit.formats import Wording, local_day
from regulars.kit.periods import NEVER, microseconds
from regulars.members.profiling import profiling_of
from regulars.members.queries import profile_of
from regulars.members.referring import referral_code
from regulars.portal.links import COOKIE, COOKIE_AGE_S
from regulars.program.document import Program

PAGE = 15
_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


class Reader(NamedTuple):
    """The member who is looking, and how they read numbers."""

    member_id: int
    ref: str
    versions: Versions
    program: Program
    wallet: str
    at_us: int
    w: Wording


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    if reader is None:
        return render(request, "portal/closed.html", status=403)
    state = state_of(database(), reader.ref)
    stands = standing(reader.versions, state, reader.at_us)
    points = next(wallet for wallet in stands.wallets if wallet.id == reader.wallet)
    wallet = reader.program.wallet(reader.wallet)
    entries, before = _entries(reader, None)
    language, program = reader.w.language, reader.program
    worth = None
    if wallet.point_value is not None:
        worth = int(points.active * wallet.point_value * 10**reader.w.digits / 10**wallet.scale)
    context = {
        "w": reader.w,
        "shop_name": program.name.read(language) or program.id,
        "name": profile_of(reader.member_id).display_name,
        "tier": level_name(stands.tier, language, program),
        "next_tier": level_name(stands.progress["next"], language, program) if stands.progress else "",
        "any_of": stands.progress.get("how") == "any",
        "goals": goals(stands.progress.get("criteria", ()), program, reader.w.today, language),
        "stands": stands,
        "why_tier": sentences([*outlook(reader.versions, state, reader.at_us).why, *chances(reader.versions, state, reader.at_us)], language, program),
        "points": points,
        "worth": worth,
        "review_on": stands.review_on if stands.review_on < NEVER else None,
        "lots": by_last_day(points.lots),
        "waiting": [replace(lot, event=event_name(lot.event, language, program)) if lot.event else lot for lot in points.waiting],
        "challenges": pursued(stands.challenges, program, language),
        "has_card": reader.program.cards is not None,
        "profiling_allowed": profiling_of(database(), reader.ref).allowed,
        "code": referral_code(reader.member_id) if program.referral is not None else "",
        "badges": honours(stands.badges, program, language),
        **_pool(reader, state),
        "entries": entries,
        "before": before,
    }
    return render(request, "portal/me.html", context)


page.ability = None  # type: ignore[attr-defined]  # the member's own cookie decides, and shows nobody else


@never_cache
@require_safe
def older(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    if reader is None:
        return render(request, "portal/closed.html", status=403)
    text = request.GET.get("before", "")
    entries, before = _entries(reader, int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None)
    return render(request, "parts/movements.html", {"w": reader.w, "entries": entries, "before": before, "own": True})


older.ability = None  # type: ignore[attr-defined]


@never_cache
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """How the programme works, with worked examples; the same for everybody, so it needs no cookie."""
    every = versions_of(database())
    if not every:
        return render(request, "portal/closed.html", status=404)
    now = datetime.now(UTC)
    chosen = in_force(every, now)
    program, language = chosen.read(), _LANGUAGES.get((get_language() or "en").lower(), "en")
    written = guide_of(program, language, today=local_day(now, program.timezone), version=chosen.version)
    return render(request, "portal/guide.html", {"guide": written, "shop_name": program.name.read(language) or program.id})


guide.ability = None  # type: ignore[attr-defined]  # it tells the rules, and nobody's points


def reader_of(request: HttpRequest) -> Reader | None:
    """Whose cookie this is; None without a valid one, or when the member is gone."""
    try:
        member_id = int(request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=COOKIE_AGE_S))
        ref = ref_of(database(), member_id)
        versions = _compiled(tuple(versions_of(database())))
    except (KeyError, signing.BadSignature, ValueError, UnknownMember, NoProgram):
        return None
    now = datetime.now(UTC)
    program = versions.at(microseconds(now)).program
    wallet = next((wallet for wallet in program.wallets if wallet.kind == "spendable"), program.wallets[0])
    w = Wording(
        _LANGUAGES.get((get_language() or "en").lower(), "en"),
        program.currency.code,
        program.currency.minor_digits,
        wallet.scale,
        program.timezone,
        local_day(now, program.timezone),
    )
    return Reader(member_id, ref, versions, program, wallet.id, microseconds(now), w)


@lru_cache(maxsize=4)
def _compiled(documents: tuple[Version, ...]) -> Versions:
    return compile_known(documents)


def database() -> psycopg.Connection[Any]:
    connection.ensure_connection()
    return connection.connection


def _entries(reader: Reader, before: int | None) -> tuple[list[Entry], int | None]:
    some = movements_of(database(), reader.ref, before=before, limit=PAGE)
    return [entry(one, reader.program, reader.w.language, reader.wallet) for one in some.movements], some.before


def _pool(reader: Reader, state: MemberState) -> dict[str, Any]:
    """The pool the member is in: how much lies there, how much of it is their own and how much they may still spend. Nobody else's part."""
    view = pool_of(database(), reader.versions, state, reader.at_us, reader.w.language)
    if view is None:
        return {"pool": None}
    own = next((one for one in view.members if one.ref == reader.ref), None)
    return {
        "pool": view,
        "pool_points": sum(one.active for one in view.wallets),
        "pool_left": sum(own.left.values()) if own is not None else 0,
        "pool_may_spend": own.may_spend if own is not None else 0,
    }


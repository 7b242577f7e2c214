"""The member's card: a page to hold up at the till, and the same for a phone's wallet."""

import time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from regulars.engine.explain import level_name
from regulars.kit.errors import Problem, Refused
from regulars.members.cards.apple import MEDIA_TYPE, pkpass, signer_from
from regulars.members.cards.face import Face, face_of
from regulars.members.cards.google import account_from, loyalty, save_link
from regulars.members.cards.pictures import barcode, qr
from regulars.portal.me import Reader, database, reader_of


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    if reader is None:
        return render(request, "portal/closed.html", status=403)
    face = _face(reader)
    context: dict[str, Any] = {"shop_name": reader.program.name.read(reader.w.language) or reader.program.id, "w": reader.w, "face": face}
    if face is not None:
        passes = face.cards.passes
        context |= {
            "level": level_name(face.tier, reader.w.language, reader.program),
            "qr": qr(face.number),
            "bars": barcode(face.number, face.cards.barcode),
            "apple": bool(passes and passes.apple_type and settings.APPLE_PASS_CERTIFICATE),
            "google": bool(passes and passes.google_issuer and settings.GOOGLE_WALLET_KEY),
        }
    return render(request, "portal/card.html", context)


page.ability = None  # type: ignore[attr-defined]  # the member's own cookie decides, and shows nobody else


@never_cache
@require_safe
def apple(request: HttpRequest) -> HttpResponse:
    """The signed pass. Without a certificate there is none for members: a phone would not take it."""
    face = _face_or_404(request)
    signer = signer_from(settings.APPLE_PASS_CERTIFICATE, settings.APPLE_WWDR_CERTIFICATE)
    if signer is None:
        raise Http404
    return HttpResponse(pkpass(face, signer), content_type=MEDIA_TYPE, headers={"Content-Disposition": 'attachment; filename="card.pkpass"'})


apple.ability = None  # type: ignore[attr-defined]


@never_cache
@require_safe
def google(request: HttpRequest) -> HttpResponse:
    """On to Google, with the card in a signed link."""
    face = _face_or_404(request)
    account = account_from(settings.GOOGLE_WALLET_KEY)
    if account is None:
        raise Http404
    return redirect(save_link(loyalty(face, public_url=settings.PUBLIC_URL), account, at_s=int(time.time())))


google.ability = None  # type: ignore[attr-defined]


@cache_control(max_age=86_400, public=True)
@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """The shop's mark as Google's wallet fetches it; it tells nothing of anybody."""
    from regulars.members.cards.apple import mark

    return HttpResponse(mark(), content_type="image/png")


logo.ability = None  # type: ignore[attr-defined]


def _face(reader: Reader) -> Face | None:
    """None: the programme has no cards, or the member has none that is good."""
    try:
        return face_of(database(), reader.versions, reader.member_id, reader.at_us)
    except Refused:
        return None


def _face_or_404(request: HttpRequest) -> Face:
    reader = reader_of(request)
    if reader is None:
        raise Http404
    try:
        return face_of(database(), reader.versions, reader.member_id, reader.at_us)
    except Problem:
        raise Http404 from None

"""The member's way in and out, and the staff's button that makes a link."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from regulars.journal.errors import UnknownMember
from regulars.journal.queries import member_id_of
from regulars.kit.roles import ROLES, may
from regulars.portal.links import COOKIE, COOKIE_AGE_S, DAYS, LinkExpired, member_of, token_of


@never_cache
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Open the page once with the link, then go by a cookie, so that the link leaves the address bar."""
    try:
        member_id = member_of(token)
    except LinkExpired:
        return render(request, "portal/closed.html", status=403)
    response = redirect("portal:me")
    response.set_signed_cookie(
        COOKIE,
        str(member_id),
        salt=COOKIE,
        max_age=COOKIE_AGE_S,
        path="/me/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


enter.ability = None  # type: ignore[attr-defined]  # the link itself is the key


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    response = redirect("portal:me")
    response.delete_cookie(COOKIE, path="/me/")
    return response


leave.ability = None  # type: ignore[attr-defined]


@never_cache
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """For staff: a link to give to one member."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("console:members"))
    roles = set(request.user.groups.filter(name__in=ROLES).values_list("name", flat=True))
    if not (request.user.is_superuser or may(roles, make.ability)):  # type: ignore[attr-defined]
        raise PermissionDenied
    ref = request.POST.get("ref", "")
    connection.ensure_connection()
    try:
        member_id = member_id_of(connection.connection, ref)
    except UnknownMember:
        raise Http404 from None
    return render(request, "portal/link.html", {"ref": ref, "days": DAYS, "link": address(token_of(member_id), request)})


make.ability = "make_member_link"  # type: ignore[attr-defined]


def address(token: str, request: HttpRequest | None = None) -> str:
    """The whole address: under the public one, else the one the request came to; without either, only the path."""
    path = reverse("portal:enter", args=[token])
    if settings.PUBLIC_URL:
        return f"{settings.PUBLIC_URL}{path}"
    return request.build_absolute_uri(path) if request is not None else path

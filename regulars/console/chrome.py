"""What stands around every page: navigation, the reader's language and colours, who is signed in."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.console.access import can, public, roles_of
from regulars.console.insight import words  # noqa: F401  registers the pages' words
from regulars.kit.phrases import say

HTML_LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
THEMES = ("light", "dark")
THEME_COOKIE = "theme"


class Entry(NamedTuple):
    name: str
    short: str
    href: str
    icon: str
    current: bool


def reader_language() -> str:
    """The reader's language as the rooms name it: en, zh-Hans or zh-Hant."""
    return HTML_LANGUAGES.get((get_language() or "en").lower(), "en")


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every template."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    found = {
        "LANGUAGE_CODE": (get_language() or "en").lower(),
        "languages": settings.LANGUAGES,
        "html_lang": reader_language(),
        "theme": theme if theme in THEMES else "",
        "here": request.get_full_path(),
    }
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        roles = roles_of(request)
        found |= {"nav": _nav(request), "may_begin": can(request, "change_programme"), "role_name": role_name(roles[0]) if roles else _("No role yet")}
    return found


def role_name(role: str) -> str:
    return {
        "owner": pgettext("role", "Owner"),
        "manager": pgettext("role", "Manager"),
        "agent": pgettext("role", "Agent"),
        "analyst": pgettext("role", "Analyst"),
    }[role]


def _nav(request: HttpRequest) -> list[Entry]:
    pages = (
        ("today", "today", _("Today"), _("Today"), "see_figures"),
        ("members", "members", _("Members"), _("Members"), "see_members"),
        ("insight", "insight", say("insight.console.name", {}, reader_language()), say("insight.console.name", {}, reader_language()), "see_figures"),
        ("programme", "programme", _("Programme"), _("Programme"), "see_programme"),
        ("approvals", "check", _("Approvals"), _("Approvals"), "answer_requests"),
        ("ledger", "ledger", _("Ledger health"), _("Ledger"), "see_ledger"),
    )
    here = request.path
    entries = []
    for name, icon, title, short, ability in pages:
        if can(request, ability):
            href = reverse(f"console:{name}")
            current = here == href if name == "today" else here.startswith(href) or (name == "members" and "/console/member/" in here)
            entries.append(Entry(title, short, href, icon, current))
    return entries


@public
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie; anything else follows the system."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if safe else "/")
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(THEME_COOKIE, theme, max_age=365 * 86_400, samesite="Lax", httponly=True, secure=request.is_secure())
    else:
        response.delete_cookie(THEME_COOKIE)
    return response

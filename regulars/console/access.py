"""Who may open which page. Every view says so itself; a test reads it back from the URL resolver."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from regulars.kit.roles import ROLES, may

View = Callable[..., HttpResponse]


def roles_of(request: HttpRequest) -> tuple[str, ...]:
    """The signed-in person's roles: Django groups of those names; a superuser is an owner. Asked once per request."""
    known = getattr(request, "_regulars_roles", None)
    if known is None:
        user = request.user
        known = () if not user.is_authenticated else tuple(user.groups.filter(name__in=ROLES).values_list("name", flat=True))
        if user.is_authenticated and user.is_superuser:
            known = ("owner", *known)
        request._regulars_roles = known  # type: ignore[attr-defined]
    return known  # type: ignore[no-any-return]


def can(request: HttpRequest, ability: str) -> bool:
    return may(roles_of(request), ability)


def needs(ability: str) -> Callable[[View], View]:
    """The view is for staff with this ability: others sign in first, or are told that it is not for their role."""

    def around(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not can(request, ability):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_store=True)  # nothing of a member stays in a shared computer's cache
            return response

        guarded.ability = ability  # type: ignore[attr-defined]
        return guarded

    return around


def public(view: View) -> View:
    """The view shows nothing of the shop: anybody may open it."""
    view.ability = None  # type: ignore[attr-defined]
    return view

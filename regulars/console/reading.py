"""Who is looking at a page: told to the room ``members`` before a view runs, written down before the page goes out."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from regulars.members.reading import Reader, now_reads, read_by


class PersonalReading:
    """Middleware. Staff are who signed in; on the portal it is the member, whose own page it is. A page that cannot be written down is not shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with read_by(None):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: Any) -> None:
        match = request.resolver_match
        if match is None or match.namespace not in ("console", "portal"):
            return
        address = request.META.get("REMOTE_ADDR") or ""
        if match.namespace == "portal":
            now_reads(Reader("member", "", match.view_name, address))
        elif request.user.is_authenticated:
            now_reads(Reader("staff", request.user.get_username(), match.view_name, address))

"""The machines' door as one ASGI app: raw routes for events and quotes, FastAPI for the rest of ``/v1``, health and figures.

``Api(dsn)`` is what ``config/asgi.py`` wires in: ``async with api.open():`` around the server's life, then ``await api(scope, receive, send)``
for every path ``is_api_path`` claims.
"""

import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from regulars.api import (
    hot,
    routes_alerts,
    routes_approvals,
    routes_cards,
    routes_clock,
    routes_enrol,
    routes_freeze,
    routes_gifts,
    routes_groups,
    routes_health,
    routes_insight,
    routes_members,
    routes_merges,
    routes_people,
    routes_pools,
    routes_programs,
    routes_versions,
    routes_why,
)
from regulars.api.bodies import Receive
from regulars.api.exchange import Head, Scope, Send
from regulars.api.hot import HOT_PATHS, HotRoutes
from regulars.api.metrics import Metrics
from regulars.api.openapi import document_of
from regulars.api.peers import Beside, Peers
from regulars.api.problems import MEDIA_TYPE, HttpProblem, headers_of, problem_bytes, status_of
from regulars.api.sandboxes import Sandboxes, is_for_a_sandbox
from regulars.api.services import Services
from regulars.kit.errors import Problem

log = logging.getLogger("regulars.api")

INDEX_PATH, OPENAPI_PATH = "/v1", "/v1/openapi.json"
INDEX = {
    "name": "Regulars",
    "version": "1",
    "openapi": OPENAPI_PATH,
    "events": "/v1/events",
    "quotes": "/v1/quotes",
    "members": "/v1/members/{ref}",
    "program": "/v1/programs/current",
}
_OWN_PATHS = ("/livez", "/readyz", "/metrics")


def is_api_path(path: str) -> bool:
    """Whether this door answers ``path`` (matched on whole segments)."""
    return path == "/v1" or path.startswith("/v1/") or path in _OWN_PATHS


def clock_us() -> int:
    return time.time_ns() // 1_000


class Api:
    """``beside``: how this process meets the server's other web processes; None: it is alone."""

    def __init__(self, dsn: str, now_us: Callable[[], int] = clock_us, beside: Beside | None = None) -> None:
        self._dsn = dsn
        self._beside = beside
        self._now_us = now_us
        self._metrics = Metrics()
        self._rest = _rest(self._metrics, now_us)
        self._hot: HotRoutes | None = None
        self._sandboxes: Sandboxes | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Services]:
        """Start the intake and its connections; stop them, answering what waits, at the end."""
        async with Services(self._dsn).running() as services:
            self._rest.state.services = services
            self._rest.state.figures = self._figures
            self._services = services
            self._hot = HotRoutes(services, self._metrics, self._now_us)
            self._sandboxes = Sandboxes(self._dsn, services, _rest)
            if self._beside is not None:
                self._hot.peers = Peers(self._beside, self._hot.take, self._own_figures)
                await self._hot.peers.open()
            hot.serve(self._hot)
            try:
                yield services
            finally:
                hot.serve(None)
                if self._hot.peers is not None:
                    await self._hot.peers.close()
                self._hot = None
                await self._sandboxes.close()

    def _own_figures(self) -> dict[str, Any]:
        return self._metrics.figures() | {"gauges": self._services.gauges()}

    async def _figures(self) -> list[Mapping[str, Any]]:
        peers = self._hot.peers if self._hot is not None else None
        return await peers.figures() if peers is not None else [self._own_figures()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if self._sandboxes is not None and is_for_a_sandbox(scope):
            return await self._sandboxes(scope, receive, send)
        if self._hot is not None and path in HOT_PATHS:
            return await self._hot(scope, receive, send)
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        # Routing on the path as sent keeps a member's reference whole: `a%2Fb` is one segment, not two.
        sent = scope.get("raw_path") or quote(path).encode()
        await self._rest({**scope, "path": sent.decode("latin-1"), "root_path": ""}, receive, send)  # type: ignore[arg-type]


def _without_body(send: Send) -> Send:
    """What GET would have answered, its head alone."""

    async def head_only(message: dict[str, Any]) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return head_only


def _rest(metrics: Metrics, now_us: Callable[[], int]) -> FastAPI:
    rest = FastAPI(title="Regulars", version="1", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    rest.state.metrics = metrics
    rest.state.now_us = now_us
    rest.include_router(routes_why.router)
    rest.include_router(routes_alerts.router)
    rest.include_router(routes_groups.router)
    rest.include_router(routes_insight.router)  # a member's profiling, before the member
    rest.include_router(routes_freeze.router)
    rest.include_router(routes_cards.router)
    rest.include_router(routes_enrol.router)
    rest.include_router(routes_people.router)  # its paths are longer than a member's
    rest.include_router(routes_members.router)
    rest.include_router(routes_programs.router)
    rest.include_router(routes_versions.router)
    rest.include_router(routes_approvals.router)
    rest.include_router(routes_pools.router)
    rest.include_router(routes_gifts.router)
    rest.include_router(routes_clock.router)
    rest.include_router(routes_merges.router)
    rest.include_router(routes_health.router)

    @rest.get(OPENAPI_PATH, include_in_schema=False)
    async def openapi(request: Request) -> dict[str, Any]:
        return document_of(rest, request.app.state.services.program_if_any)

    @rest.get(INDEX_PATH, include_in_schema=False)
    async def index() -> dict[str, str]:
        return INDEX

    rest.add_exception_handler(Problem, _on_problem)
    rest.add_exception_handler(RequestValidationError, _on_validation)
    rest.add_exception_handler(HTTPException, _on_http)
    rest.add_exception_handler(Exception, _on_mistake)
    return rest


def _problem_response(request: Request, problem: Problem) -> Response:
    language = Head(request.scope).language_of_problems()  # type: ignore[arg-type]
    headers = {name.decode(): value.decode() for name, value in headers_of(problem)}
    return Response(
        problem_bytes(problem, language),
        status_of(problem),
        {**headers, "content-language": language},
        media_type=MEDIA_TYPE.decode(),
    )


async def _on_problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return _problem_response(request, problem)


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return _problem_response(
        request, HttpProblem(422, "request.parameter", name=str(first["loc"][-1])[:80], reason=first["msg"])
    )


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        allowed = ", ".join(_methods_at(request)) or (error.headers or {}).get("Allow", "GET")
        return _problem_response(
            request, HttpProblem(405, "request.method", ((b"allow", allowed.encode()),), allowed=allowed)
        )
    if error.status_code == 400:  # a body that is no JSON text at all
        return _problem_response(request, HttpProblem(422, "request.parameter", name="body", reason=str(error.detail)))
    return _problem_response(request, HttpProblem(error.status_code, "request.not_found"))


def _methods_at(request: Request) -> list[str]:
    """What the address answers, each method a route of its own: those of the first path that fits."""
    entries = [each for entry in request.app.routes for each in (entry.original_router.routes if hasattr(entry, "original_router") else [entry])]
    routes = [route for route in entries if isinstance(route, Route)]
    path = next((route.path for route in routes if route.matches(request.scope)[0] != Match.NONE), None)
    return sorted({method for route in routes if route.path == path for method in route.methods or ()} - {"HEAD"})


async def _on_mistake(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(6)
    log.error("%s failed, reference %s", request.url.path, reference, exc_info=error)
    return _problem_response(request, HttpProblem(500, "service.mistake", reference=reference))

"""``/livez``: the process answers. ``/readyz``: it can do its work. ``/metrics``: for a key with ``metrics:read``."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from regulars.api.metrics import text_of
from regulars.api.signing_in import Needs
from regulars.kit.errors import Unavailable

router = APIRouter(tags=["health"])


@router.get("/livez", response_class=PlainTextResponse, summary="The process answers")
async def livez() -> str:
    return "ok\n"


@router.get("/readyz", response_class=PlainTextResponse, summary="The database answers")
async def readyz(request: Request) -> Response:
    try:
        await request.app.state.services.check_ready()
    except Unavailable as reason:
        return PlainTextResponse(f"not ready: {reason}\n", status_code=503, headers={"Retry-After": "1"})
    return PlainTextResponse("ready\n")


@router.get("/metrics", response_class=PlainTextResponse, summary="Figures for Prometheus", dependencies=[Needs("metrics:read")])
async def metrics(request: Request) -> Response:
    return PlainTextResponse(text_of(await request.app.state.figures()), media_type="text/plain; version=0.0.4; charset=utf-8")

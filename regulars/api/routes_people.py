"""``PATCH /v1/members/{ref}/profile``, ``…/identities`` and ``/v1/segments``: what a shop tells about its members beside events."""

from typing import Annotated, Any
from urllib.parse import unquote_to_bytes

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from regulars.api.envelopes import check_json
from regulars.api.problems import HttpProblem, encode
from regulars.api.references import Reference
from regulars.api.services import in_thread
from regulars.api.signing_in import NOBODY_REAL, Needs
from regulars.journal.queries import member_id_of
from regulars.kit.errors import Invalid
from regulars.kit.periods import instant
from regulars.members.enrolment import MOST_IDENTITIES
from regulars.members.operations import change_identities, save_profile
from regulars.members.segments import LONGEST_NAME, MOST_MEMBERS, drop_segment, put_segment, segment_name, segments

router = APIRouter(tags=["members"], include_in_schema=False, dependencies=[Depends(NOBODY_REAL)])  # described in openapi_people.py

LARGEST_BODY = 64 * 1024 * 1024


class _List(msgspec.Struct, forbid_unknown_fields=True):
    members: list[str]
    skip_unknown: bool = False


class _Identity(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    value: str


class _Identities(msgspec.Struct, forbid_unknown_fields=True):
    add: Annotated[list[_Identity], msgspec.Meta(max_length=MOST_IDENTITIES)] = []
    remove: Annotated[list[_Identity], msgspec.Meta(max_length=MOST_IDENTITIES)] = []


_read_identities = msgspec.json.Decoder(_Identities).decode
_read_list = msgspec.json.Decoder(_List).decode


def _name(name: str) -> str:
    """A segment's name as the shop wrote it; routing leaves it percent-encoded."""
    try:
        return segment_name(unquote_to_bytes(name).decode())
    except UnicodeDecodeError:
        raise Invalid("segment.name", most=LONGEST_NAME) from None


Name = Annotated[str, Depends(_name)]


@router.patch("/v1/members/{ref:path}/profile", dependencies=[Needs("members:write")])
async def change_profile(request: Request, ref: Reference) -> Response:
    """Fields left out stay; null takes one back. Answers how complete the profile is, where the programme asks for it."""
    profile = check_json(await _body(request))
    services, now_us = request.app.state.services, request.app.state.now_us()
    every = services.program.birthdays.change_every
    member_id = await services.reading(lambda conn: member_id_of(conn, ref))
    await in_thread(lambda: save_profile(member_id, profile, at=instant(now_us), birthday_every=every))
    percent = await services.complete_profile(ref, now_us)
    return _answer({"member": ref, "complete_percent": percent})


@router.patch("/v1/members/{ref:path}/identities", dependencies=[Needs("members:write")])
async def change_known_by(request: Request, ref: Reference) -> Response:
    """All of it or nothing; what the member has already is fine to add."""
    body = await _body(request)
    check_json(body)
    try:
        asked = _read_identities(body)
    except msgspec.ValidationError as error:
        raise Invalid("message.unreadable", why=str(error)) from None
    at = instant(request.app.state.now_us())
    member_id = await request.app.state.services.reading(lambda conn: member_id_of(conn, ref))
    add, remove = ([(one.kind, one.value) for one in part] for part in (asked.add, asked.remove))
    await in_thread(lambda: change_identities(member_id, add, remove, at=at))
    return _answer({"member": ref, "added": len(add), "removed": len(remove)})


@router.get("/v1/segments", dependencies=[Needs("members:read")])
async def list_segments() -> Response:
    found = await in_thread(segments)
    return _answer({"segments": [_segment(one.name, one.members, one.changed_at.isoformat()) for one in found]})


@router.put("/v1/segments/{name}", dependencies=[Needs("members:write")])
async def replace_segment(request: Request, name: Name) -> Response:
    """The segment holds exactly these members afterwards."""
    body = await _body(request)
    check_json(body)
    try:
        asked = _read_list(body)
    except msgspec.ValidationError as error:
        raise Invalid("message.unreadable", why=str(error)) from None
    if any("\0" in ref for ref in asked.members):
        raise Invalid("json.null_character")
    if len(asked.members) > MOST_MEMBERS:
        raise HttpProblem(413, "request.too_many_events", limit=MOST_MEMBERS)
    at = instant(request.app.state.now_us())
    count, unknown = await in_thread(lambda: put_segment(name, asked.members, at=at, skip_unknown=asked.skip_unknown))
    return _answer({**_segment(name, count, at.isoformat()), "unknown": unknown})


@router.delete("/v1/segments/{name}", dependencies=[Needs("members:write")])
async def remove_segment(name: Name) -> Response:
    await in_thread(drop_segment, name)
    return Response(status_code=204)


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise HttpProblem(413, "request.too_large", limit_bytes=LARGEST_BODY)
    return body


def _segment(name: str, members: int, changed_at: str) -> dict[str, Any]:
    return {"segment": name, "members": members, "changed_at": changed_at}


def _answer(document: dict[str, Any]) -> Response:
    return Response(encode(document), media_type="application/json")

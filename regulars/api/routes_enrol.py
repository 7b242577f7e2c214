"""``POST /v1/members``: one call to make somebody a member, known by your own reference; the same again changes nothing and says how they stand."""

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from regulars.api.exchange import Head
from regulars.api.messages import Plain, Ref, Time, read_plain
from regulars.api.problems import encode
from regulars.api.routes_cards import card_shown
from regulars.api.services import Waiting, in_thread
from regulars.api.signing_in import Needs
from regulars.engine.event_names import ENROLLED
from regulars.engine.events import Event
from regulars.engine.explain import sentences
from regulars.engine.reading import read_data
from regulars.engine.standing import standing
from regulars.journal.answers import Answer, answer_bytes
from regulars.journal.errors import UnknownMember
from regulars.journal.posting import Posting
from regulars.journal.queries import member_of
from regulars.kit.errors import Refused
from regulars.kit.periods import instant, microseconds
from regulars.members import enrolment
from regulars.members.cards.issuing import issue_missing
from regulars.members.cards.queries import good_cards_of

router = APIRouter(tags=["members"], include_in_schema=False)  # described in openapi_people.py

SOURCE, ID = "enrol", "enrolled"  # one enrolment per reference, whoever asks and whenever
_BEFORE = ("event.conflict", "member.already_enrolled")


class EnrolMessage(Plain):
    """``member``: your own reference. ``time``: of joining, for somebody who joined before; now, when left out. The rest as in ``member.enrolled``."""

    member: Ref
    time: Time | None = None
    profile: dict[str, Any] | None = None
    identities: list[Any] | None = None
    signals: list[Any] | None = None
    referred_by: str | None = None


@router.post("/v1/members", dependencies=[Needs("events:write")])
async def enrol(request: Request) -> Response:
    """201 for a new member; 200 with ``status: known`` for somebody who is one already, however they became one."""
    asked = await read_plain(request, EnrolMessage)
    services, now_us = request.app.state.services, request.app.state.now_us()
    language = Head(request.scope).language_asked()  # type: ignore[arg-type]
    at_us = microseconds(asked.time) if asked.time is not None else now_us
    told = {name: value for name in ("profile", "identities", "signals", "referred_by") if (value := getattr(asked, name)) is not None}
    body, personal = enrolment.split_personal(told, today=instant(now_us).date())
    data = read_data(ENROLLED, body, services.versions.at(at_us).program)
    waiting = Waiting(Posting(asked.member, Event(ID, SOURCE, ENROLLED, at_us, data), body, now_us), personal or None)
    document: dict[str, Any] = {}
    if not await _is_member(services, asked.member):
        answer: Answer = await services.post(waiting)
        if answer.code and answer.code not in _BEFORE:
            raise Refused(answer.code, **{name: fact for name, fact in (answer.because[0] if answer.because else {}).items() if name != "code"})
        if not answer.code and answer.status == "created":
            document = {**msgspec.json.decode(answer_bytes(answer)), "status": "created"}
    if not document:
        document = await _as_they_stand(services, asked.member, personal, now_us)
    if language is not None:
        program = services.versions.at(at_us).program
        for reason, text in zip(document["because"], sentences(document["because"], language, program), strict=True):
            reason["text"] = text
    return Response(
        encode({"member": asked.member, **document, **await _with_card(request, asked.member, now_us)}),
        201 if document["status"] == "created" else 200,
        media_type="application/json",
    )


async def _is_member(services: Any, ref: str) -> bool:
    """Somebody who joined; a guest has not."""
    try:
        _, state = await services.reading(lambda conn: member_of(conn, ref))
    except UnknownMember:
        return False
    return not state.guest


async def _as_they_stand(services: Any, ref: str, personal: enrolment.Personal, now_us: int) -> dict[str, Any]:
    """What is told of somebody of whom nothing is kept yet is kept (the first call may have been cut off); nothing else changes."""
    member_id, state = await services.reading(lambda conn: member_of(conn, ref))
    if personal and not services.is_sandbox:
        await in_thread(enrolment.refuse_taken, ref, personal)
        await in_thread(lambda: enrolment.store(member_id, personal, at=instant(now_us), again=True))
    now = standing(services.versions, state, now_us)
    return {
        "id": ID,
        "status": "known",
        "points": {"earned": 0, "active": now.points.active, "pending": now.points.pending},
        "tier": now.tier,
        "progress": now.progress,
        "because": [],
    }


async def _with_card(request: Request, ref: str, now_us: int) -> dict[str, Any]:
    """The card, where the programme gives one at enrolment."""
    services = request.app.state.services
    cards = services.versions.at(now_us).program.cards
    if cards is None or cards.issue != "at_enrolment" or services.is_sandbox:
        return {}
    member_id, _ = await services.reading(lambda conn: member_of(conn, ref))
    await in_thread(lambda: issue_missing([member_id], cards.code, by="enrolment", at=instant(now_us)))
    good = await in_thread(good_cards_of, member_id)
    return {"card": card_shown(ref, good[0], cards)} if good else {}

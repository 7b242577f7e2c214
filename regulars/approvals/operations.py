"""Ask, answer, carry out. The moment and the person are handed in."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import psycopg

from regulars.approvals.errors import Answered, NotYours
from regulars.approvals.goodwill import Message, one_after_another
from regulars.approvals.people import check_may_answer, check_not_own
from regulars.approvals.queries import OPEN_DAYS, Request, request_of
from regulars.approvals.requests import ask_once, done
from regulars.approvals.versions import carry_out_version, check_fresh
from regulars.engine.approving import Alone, needs_second_for
from regulars.engine.event_names import ADJUSTED
from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.journal.bulk import post_all
from regulars.journal.posting import HOUSE, Posting
from regulars.journal.programs import versions_of
from regulars.journal.queries import member_id_of, member_of, recorded_time
from regulars.journal.versioning import in_force
from regulars.kit.errors import Invalid, Refused
from regulars.kit.periods import microseconds
from regulars.program.document import Program

Conn = psycopg.Connection[Any]


class Adjustment(NamedTuple):
    """Points for one member, in the wallet's unit; negative takes away. ``wallet``: empty for the first."""

    ref: str
    points: int
    wallet: str = ""


def adjust_or_ask(conn: Conn, dsn: str, adjustments: Sequence[Adjustment], *, by: str, at: datetime, reason: str, id: str) -> dict[str, Any] | Request:
    """Post adjustments at once, or where they are above what one person may give, ask for a second one.

    id: names the whole for ever, so that sending it again counts once. Raises Invalid ``approval.reason_needed | approval.nothing | points.*``,
    UnknownMember, NotAllowed ``approval.own_account``.
    """
    if not reason.strip():
        raise Invalid("approval.reason_needed")
    if not adjustments:
        raise Invalid("approval.nothing")
    program = in_force(versions_of(conn), at).read()
    ids = [f"{id}-{n}" for n in range(1, len(adjustments) + 1)]
    for one in adjustments:
        read_data(ADJUSTED, _data(one, by, reason), program)
    members = [member_id_of(conn, one.ref) for one in adjustments]
    check_not_own(conn, by, members)
    kind = "goodwill" if len(adjustments) == 1 else "bulk"
    if not needs_second_for(program, [(one.wallet, one.points) for one in adjustments]):
        stand_for = [member_of(conn, one.ref)[0] for one in adjustments] if program.approval.goodwill_in_all else members
        alone = [Alone(member_id, one.wallet, one.points) for member_id, one in zip(stand_for, adjustments, strict=True)]
        with one_after_another(conn, program, Message(by, HOUSE, ids, alone), at) as over:
            if over is None:
                return _post(dsn, program, adjustments, by=by, reason=reason, at=recorded_time(conn, members, HOUSE, ids) or at, id=id)
    return ask_once(conn, kind, by, at, reason, {"id": id, "adjustments": [one._asdict() for one in adjustments]})


def answer(conn: Conn, dsn: str, id: int, answer: str, *, by: str, at: datetime, why: str = "") -> Request:
    """Approve, refuse or (its author) withdraw a request; what is approved is carried out at once.

    answer: approved | refused | withdrawn. Raises NotFound ``approval.unknown``, NotAllowed ``approval.not_staff | approval.own | approval.own_account``,
    Refused ``approval.answered | approval.expired | approval.outdated``, Invalid ``approval.reason_needed`` for a refusal without one.
    """
    with conn.transaction():
        request = request_of(conn, id)
        if request.answer is not None:
            raise Answered(id=id, answer=request.answer, who=request.answered_by)
        if request.status(at) == "expired":
            raise Refused("approval.expired", id=id, days=OPEN_DAYS)
        _check_who(conn, request, answer, by)
        if answer == "refused" and not why.strip():
            raise Invalid("approval.reason_needed")
        if answer == "approved" and request.kind == "programme":
            check_fresh(conn, request)
        try:
            with conn.transaction():
                conn.execute(
                    "INSERT INTO approval_answer (request_id, answer, answered_by, answered_at, why) VALUES (%s, %s, %s, %s, %s)", (id, answer, by, at, why)
                )
        except psycopg.errors.UniqueViolation:
            first = request_of(conn, id)
            raise Answered(id=id, answer=first.answer, who=first.answered_by) from None
        if answer == "approved" and request.kind == "programme":
            carry_out_version(conn, request, by, at)
    if answer == "approved" and request.kind != "programme":
        carry_out(conn, dsn, id, at=at)
    return request_of(conn, id)


def carry_out(conn: Conn, dsn: str, id: int, *, at: datetime) -> None:
    """Post what an approved request asks for; done already, or not approved: nothing. Run again after a crash it counts once."""
    request = request_of(conn, id)
    if request.answer != "approved" or request.done_at is not None or request.kind == "programme":
        return
    assert request.answered_at is not None
    adjustments = [Adjustment(**one) for one in request.body["adjustments"]]
    program = in_force(versions_of(conn), request.answered_at).read()
    reason = f"{request.reason} (approved by {request.answered_by})"
    result = _post(dsn, program, adjustments, by=request.asked_by, reason=reason, at=request.answered_at, id=f"approval-{id}")
    done(conn, id, at, result)


def link(conn: Conn, name: str, ref: str, *, by: str, at: datetime) -> None:
    """Remember which member a staff member is. Raises UnknownMember."""
    conn.execute(
        "INSERT INTO staff_link (staff_name, member_id, linked_at, linked_by) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (staff_name) DO UPDATE SET member_id = excluded.member_id, linked_at = excluded.linked_at, linked_by = excluded.linked_by",
        (name, member_id_of(conn, ref), at, by),
    )


def _check_who(conn: Conn, request: Request, answer: str, by: str) -> None:
    is_author = by.casefold() == request.asked_by.casefold()
    if answer == "withdrawn":
        if not is_author:
            raise NotYours()
        return
    check_may_answer(conn, by)
    if is_author:
        raise NotYours()
    if answer == "approved" and request.kind != "programme":
        check_not_own(conn, by, [member_id_of(conn, one["ref"]) for one in request.body["adjustments"]])


def _data(one: Adjustment, by: str, reason: str) -> bytes:
    return json.dumps({"points": one.points, "reason": reason, "by": by, **({"wallet": one.wallet} if one.wallet else {})}, ensure_ascii=False).encode()


def _post(dsn: str, program: Program, adjustments: Sequence[Adjustment], *, by: str, reason: str, at: datetime, id: str) -> dict[str, Any]:
    """One event each, whose id is made from ``id`` and its place."""
    postings = []
    for n, one in enumerate(adjustments, 1):
        body = _data(one, by, reason)
        event = Event(f"{id}-{n}", HOUSE, ADJUSTED, microseconds(at), read_data(ADJUSTED, body, program))
        postings.append(Posting(one.ref, event, body, microseconds(at), enrol=False))
    posted = post_all(dsn, postings, parts=1)
    return {"created": posted.created, "duplicate": posted.duplicate, "refused": posted.refused, "problems": [list(one) for one in posted.problems]}

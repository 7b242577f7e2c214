"""Versions of the programme that two people agree on: a new one, going back, and taking back one that does not count yet."""

from datetime import datetime
from typing import Any

import psycopg

from regulars.approvals.queries import Request
from regulars.approvals.requests import ask, done
from regulars.journal.programs import Version, apply_version, check_same_points, versions_of
from regulars.journal.versioning import before_now, check_begins, in_force, roll_back, version_numbered, withdraw
from regulars.kit.errors import Invalid, Refused
from regulars.program.reading import require

Conn = psycopg.Connection[Any]


def apply_or_ask(
    conn: Conn, text: str, *, by: str, at: datetime, in_force_from: datetime | None = None, reason: str = "", after_version: int | None = None
) -> Version | Request:
    """Apply a document, or where the programme in force wants a second person, ask for one. after_version: the newest version as the author knew it.

    Raises as ``apply_version`` does, and Invalid ``program.starts_in_the_past``; the first version covers all earlier time, whatever is asked.
    """
    every = versions_of(conn)
    if every and in_force_from is not None:
        check_begins(in_force_from, at)
    if after_version is not None and every and every[-1].version != after_version:
        raise Refused("journal.version_race", version=every[-1].version)
    if not every or not in_force(every, at).read().approval.programme or (every[-1].document == text and in_force_from is None):
        return apply_version(conn, text, by=by, at=at, in_force_from=in_force_from, reason=reason, after_version=after_version)
    check_same_points(every[-1].read(), require(text))
    body = {"document": text, "starts": in_force_from.isoformat() if in_force_from else None, "after_version": every[-1].version}
    return ask(conn, "programme", by, at, reason or "a new version of the programme", body)


def roll_back_or_ask(conn: Conn, *, by: str, at: datetime, reason: str) -> Version | Request:
    """Go back, or ask: what counts changes by going back as much as by going on. Raises as ``roll_back`` does."""
    every = versions_of(conn)
    if not every or not in_force(every, at).read().approval.programme:
        return roll_back(conn, by=by, at=at, reason=reason)
    _need(reason)
    _, before = before_now(every, at)
    return ask(conn, "programme", by, at, reason, {"do": "rollback", "about": before.version, "document": before.document, "starts": None, "after_version": every[-1].version})


def withdraw_or_ask(conn: Conn, number: int, *, by: str, at: datetime, reason: str) -> Version | Request:
    """Take back a version to come, or ask: two people agreed on what counts from that day, and one alone does not undo it. Raises as ``withdraw`` does."""
    every = versions_of(conn)
    if not every or not in_force(every, at).read().approval.programme:
        return withdraw(conn, number, by=by, at=at, reason=reason)
    _need(reason)
    version = version_numbered(every, number)
    if version.in_force_from is None or version.in_force_from <= at:
        raise Refused("program.counts_already", version=number, since=version.in_force_from.isoformat() if version.in_force_from else "the beginning")
    goes_on = in_force([one for one in every if one is not version], version.in_force_from).document
    body = {"do": "withdraw", "about": number, "document": goes_on, "starts": version.in_force_from.isoformat(), "after_version": every[-1].version}
    return ask(conn, "programme", by, at, reason, body)


def check_fresh(conn: Conn, request: Request) -> None:
    """Raises Refused ``approval.outdated`` when another version was made since the request."""
    newest = versions_of(conn)[-1].version
    if newest != request.body["after_version"]:
        raise Refused("approval.outdated", version=newest)


def carry_out_version(conn: Conn, request: Request, by: str, at: datetime) -> None:
    """In the answer's own transaction: what was approved is done, or neither is written."""
    who, body = f"{request.asked_by}, {by}", request.body
    match body.get("do", "apply"):
        case "rollback":
            now, before = before_now(versions_of(conn), at)
            if before.version != body["about"]:  # a version that was to come counts by now
                raise Refused("approval.outdated", version=now.version)
            version = roll_back(conn, by=who, at=at, reason=request.reason)
        case "withdraw":
            version = withdraw(conn, body["about"], by=who, at=at, reason=request.reason)
        case _:
            starts = datetime.fromisoformat(body["starts"]) if body["starts"] else None
            version = apply_version(conn, body["document"], by=who, at=at, in_force_from=starts, reason=request.reason, after_version=body["after_version"])
    done(conn, request.id, at, {"version": version.version})


def _need(reason: str) -> None:
    if not reason.strip():
        raise Invalid("program.reason_needed")

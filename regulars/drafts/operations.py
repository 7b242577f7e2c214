"""Begin a draft, change it, keep what is typed, apply it. The moment and the person are handed in."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg

from regulars.approvals.queries import Request
from regulars.approvals.versions import apply_or_ask
from regulars.drafts.errors import ChangedElsewhere, Overtaken
from regulars.drafts.queries import Draft, need_draft
from regulars.journal.errors import NoProgram
from regulars.journal.programs import Version, versions_of
from regulars.journal.versioning import in_force, version_numbered
from regulars.kit.errors import Invalid, Refused
from regulars.program.yaml_lines import LARGEST_BYTES

Conn = psycopg.Connection[Any]


def begin(conn: Conn, owner: str, *, at: datetime, version: int = 0) -> Draft:
    """A draft of the version in force (or of the one asked for); one that is there already stays as it is.

    It is based on the newest version either way: applying it means to replace that. Raises NoProgram, NotFound ``program.no_such_version``.
    """
    with conn.transaction():
        every = versions_of(conn)
        if not every:
            raise NoProgram()
        chosen = version_numbered(every, version) if version else in_force(every, at)
        conn.execute(
            "INSERT INTO programme_draft (owner, base_version, document, edition, begun_at, changed_at) VALUES (%s, %s, %s, 1, %s, %s) ON CONFLICT (owner) DO NOTHING",
            (owner, every[-1].version, chosen.document, at, at),
        )
        return need_draft(conn, owner)


def begin_first(conn: Conn, owner: str, document: str, *, at: datetime) -> Draft:
    """A draft of the very first programme, based on version 0; one that is there already stays as it is. Raises Refused ``draft.programme_exists``."""
    with conn.transaction():
        every = versions_of(conn)
        if every:
            raise Refused("draft.programme_exists", version=every[-1].version)
        conn.execute(
            "INSERT INTO programme_draft (owner, base_version, document, edition, begun_at, changed_at) VALUES (%s, 0, %s, 1, %s, %s) ON CONFLICT (owner) DO NOTHING",
            (owner, document, at, at),
        )
        return need_draft(conn, owner)


def discard(conn: Conn, owner: str) -> None:
    conn.execute("DELETE FROM programme_draft WHERE owner = %s", (owner,))


def change(conn: Conn, owner: str, edit: Callable[[str], str], *, at: datetime, edition: int | None = None, place: str = "") -> Draft:
    """Replace the draft's document by what ``edit`` makes of it, and forget what was typed at ``place``.

    edition: the one the reader saw, where the whole text is replaced. Raises NoDraft, ChangedElsewhere, Invalid ``draft.too_large``; what ``edit`` raises passes through.
    """
    with conn.transaction():
        draft = need_draft(conn, owner, lock=True)
        if edition is not None and edition != draft.edition:
            raise ChangedElsewhere(now="…")
        text = edit(draft.document)
        if len(text.encode("utf-8", "surrogatepass")) > LARGEST_BYTES:
            raise Invalid("draft.too_large", limit=LARGEST_BYTES)
        if text != draft.document:
            conn.execute(
                "UPDATE programme_draft SET document = %s, edition = edition + 1, changed_at = %s WHERE owner = %s", (text.replace("\x00", "\ufffd"), at, owner)
            )
        if place:
            forget(conn, owner, place)
        return need_draft(conn, owner)


def keep(conn: Conn, owner: str, place: str, names: dict[str, str], was: str, *, at: datetime) -> None:
    """Keep what stands in a form, unsaved. Without a draft there is nothing to keep it for."""
    conn.execute(
        "INSERT INTO programme_draft_typed (owner, place, names, was, kept_at) SELECT owner, %s, %s::jsonb, %s, %s FROM programme_draft WHERE owner = %s"
        " ON CONFLICT (owner, place) DO UPDATE SET names = excluded.names, was = excluded.was, kept_at = excluded.kept_at",
        (place[:200], json.dumps(names).replace("\\u0000", ""), was, at, owner),
    )


def forget(conn: Conn, owner: str, place: str) -> None:
    conn.execute("DELETE FROM programme_draft_typed WHERE owner = %s AND place = %s", (owner, place[:200]))


def catch_up(conn: Conn, owner: str, *, version: int, at: datetime) -> Draft:
    """The draft is meant to replace ``version`` now: its author has seen what that one changed. Raises NoDraft, Overtaken when there is a newer one still."""
    with conn.transaction():
        draft, every = need_draft(conn, owner, lock=True), versions_of(conn)
        if not every:
            return draft
        newest = every[-1]
        if newest.version != version:
            raise Overtaken(version=newest.version, who=newest.applied_by, base=draft.base_version)
        conn.execute("UPDATE programme_draft SET base_version = %s, changed_at = %s WHERE owner = %s", (version, at, owner))
        return need_draft(conn, owner)


def apply_draft(conn: Conn, owner: str, *, edition: int, at: datetime, starts: datetime | None, reason: str) -> Version | Request:
    """Apply a draft, or ask for the second person where the programme wants one. The draft is gone then; refused, it stays as it is.

    The first programme counts from the beginning of time, whatever ``starts`` says. edition: the draft as its author saw it. Raises NoDraft, Overtaken, ChangedElsewhere, Invalid ``program.reason_needed | programme.invalid``,
    Refused ``draft.same | journal.version_race``, OtherProgram.
    """
    if not reason.strip():
        raise Invalid("program.reason_needed")
    with conn.transaction():
        draft = need_draft(conn, owner, lock=True)
        if draft.edition != edition:
            raise ChangedElsewhere(now="…")
        every = versions_of(conn)
        if every and every[-1].version != draft.base_version:
            raise Overtaken(version=every[-1].version, who=every[-1].applied_by, base=draft.base_version)
        if every and every[-1].document == draft.document and starts is None:
            raise Refused("draft.same", version=every[-1].version)
        done = apply_or_ask(conn, draft.document, by=owner, at=at, in_force_from=starts, reason=reason.strip(), after_version=len(every))
        discard(conn, owner)
        return done


def fingerprint(text: str) -> str:
    """A short name of what somebody saw, to tell whether it is still so."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

"""The programme's versions in the database: applied, never edited."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import psycopg

from regulars.engine.compiled import Versions
from regulars.engine.compiling import compile_versions
from regulars.journal.errors import NoProgram, OtherProgram
from regulars.kit.errors import Refused
from regulars.kit.periods import microseconds
from regulars.program.document import Program
from regulars.program.reading import require

_COLUMNS = "version, program, document, in_force_from, applied_at, applied_by, kind, about, reason"
SELECT = f"SELECT {_COLUMNS} FROM program_version ORDER BY version"
INSERT = f"INSERT INTO program_version ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"


class Version(NamedTuple):
    version: int
    program: str
    document: str
    in_force_from: datetime | None  # None: covers all earlier time
    applied_at: datetime
    applied_by: str
    kind: str = "applied"  # applied | rollback | withdrawal
    about: int | None = None  # rollback: whose document counts again; withdrawal: which version never counts
    reason: str = ""

    def read(self) -> Program:
        return _read(self.document)


@lru_cache(maxsize=64)
def _read(document: str) -> Program:
    return require(document)


def versions_of(conn: psycopg.Connection[Any]) -> list[Version]:
    """Every version ever applied, oldest first."""
    return [Version(*row) for row in conn.execute(SELECT)]


def load_versions(conn: psycopg.Connection[Any]) -> Versions:
    """The versions, compiled. Raises NoProgram when none has been applied."""
    return compile_known(versions_of(conn))


def compile_known(versions: Sequence[Version], known_version: int | None = None) -> Versions:
    """The versions up to and including ``known_version`` (None: all), as the engine saw them then. Raises NoProgram."""
    known = [one for one in versions if known_version is None or one.version <= known_version]
    if not known:
        raise NoProgram()
    return compile_versions(
        [(microseconds(one.in_force_from) if one.in_force_from else None, one.version, one.read()) for one in known]
    )


class Shelf:
    """Compiled versions as they were known at any time: replay sees what the engine saw."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self.versions = list(versions)
        self._compiled: dict[int, Versions] = {}

    def known(self, version: int) -> Versions:
        found = self._compiled.get(version)
        if found is None:
            found = self._compiled[version] = compile_known(self.versions, version)
        return found

    @property
    def latest(self) -> Versions:
        if not self.versions:
            raise NoProgram()
        return self.known(self.versions[-1].version)

    @property
    def newest(self) -> int:
        return self.versions[-1].version if self.versions else 0


def apply_version(
    conn: psycopg.Connection[Any],
    text: str,
    *,
    by: str,
    at: datetime,
    in_force_from: datetime | None = None,
    reason: str = "",
    after_version: int | None = None,
) -> Version:
    """Apply a document: the first version covers all earlier time, each later one counts from ``in_force_from`` (None: ``at``).

    Applying the newest document again, byte for byte and without a date, changes nothing and gives that version.
    after_version: the newest version as the author knew it. Raises Invalid ``programme.invalid`` (errors in it; warnings never stop it), OtherProgram,
    and Refused ``journal.version_race`` when somebody else applied one at the same moment, or after ``after_version``.
    """
    program = require(text)
    with conn.transaction():
        before = versions_of(conn)
        if after_version is not None and len(before) != after_version:
            raise Refused("journal.version_race", version=len(before))
        if before:
            newest = before[-1]
            if newest.document == text and in_force_from is None:
                return newest
            check_same_points(newest.read(), program)
        return add_version(conn, before, Version(len(before) + 1, program.id, text, (in_force_from or at) if before else None, at, by, reason=reason))


def add_version(conn: psycopg.Connection[Any], before: Sequence[Version], version: Version) -> Version:
    """Write the next version, inside the caller's transaction. Raises Refused ``journal.version_race``."""
    try:
        conn.execute(INSERT, version)
    except psycopg.errors.UniqueViolation:
        raise Refused("journal.version_race", version=version.version) from None
    if before and version.in_force_from is not None:  # it may review by another calendar: the clock looks at everybody again on its first day
        day = version.in_force_from.astimezone(ZoneInfo(version.read().timezone)).date()
        conn.execute("UPDATE member_state SET next_due_on = %s WHERE next_due_on IS NULL OR next_due_on > %s", (day, day))
    return version


def check_same_points(old: Program, new: Program) -> None:
    """Raises OtherProgram when ``new`` would change what the points already in the journal are."""
    if old.id != new.id:
        raise OtherProgram(what="program", old=old.id, new=new.id)
    if old.currency != new.currency:
        raise OtherProgram(what="currency", old=old.currency.code, new=new.currency.code)
    scales = {wallet.id: wallet.scale for wallet in old.wallets}
    for wallet in new.wallets:
        if scales.get(wallet.id, wallet.scale) != wallet.scale:
            raise OtherProgram(what=f"wallets.{wallet.id}.scale", old=scales[wallet.id], new=wallet.scale)

"""The line of versions in time: what counts now, what is to come, taking one back before it counts, and going back to the one before.

Nothing is ever edited: a withdrawal and a rollback are versions of their own. A version that begins at the same moment as an earlier number
takes its place, so a withdrawn version never counts for anybody, while the log still knows that it was to come.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import psycopg

from regulars.journal.errors import NoProgram
from regulars.journal.programs import Version, add_version, versions_of
from regulars.kit.errors import Invalid, NotFound, Refused
from regulars.kit.phrases import phrases

ROLLBACK_DAYS = 30  # how long a version can be taken back in one step

phrases(
    {
        "program.no_such_version": ("there is no version {version}", "没有第 {version} 版", "沒有第 {version} 版"),
        "program.counts_already": (
            "version {version} counts since {since}; it can be rolled back, not withdrawn",
            "第 {version} 版已于 {since} 生效，只能回滚，不能撤回",
            "第 {version} 版已於 {since} 生效，只能回復，不能撤回",
        ),
        "program.never_counts": (
            "version {version} never comes to count: another one took its place",
            "第 {version} 版不会生效：已被其他版本取代",
            "第 {version} 版不會生效：已被其他版本取代",
        ),
        "program.nothing_before": (
            "version {version} is the first: there is nothing to go back to",
            "第 {version} 版是最早的版本，没有可回滚的版本",
            "第 {version} 版是最早的版本，沒有可回復的版本",
        ),
        "program.rollback_too_late": (
            "version {version} counts for more than {days} days; apply the document you want as a new version",
            "第 {version} 版生效已超过 {days} 天，请将所需文档作为新版本启用",
            "第 {version} 版生效已超過 {days} 天，請將所需文件作為新版本啟用",
        ),
        "program.starts_in_the_past": (
            "{starts} is past: a version can not begin before now; leave the moment out to begin at once",
            "{starts} 已过去：新版本不能早于现在生效；不填时间即立即生效",
            "{starts} 已過去：新版本不能早於現在生效；不填時間即立即生效",
        ),
        "program.reason_needed": ("say why: the reason is kept with the version", "请填写原因：原因会随版本保存", "請填寫原因：原因會隨版本保存"),
    }
)



class Placed(NamedTuple):
    """A version and its place in time: ``status`` is past, in_force, scheduled, withdrawn, replaced; ``until`` where another one ends it."""

    version: Version
    status: str
    until: datetime | None


def in_force(every: Sequence[Version], at: datetime) -> Version:
    """The version that counts at ``at``. Raises NoProgram when there is none."""
    if not every:
        raise NoProgram()
    counting = [version for version in every if version.in_force_from is None or version.in_force_from <= at]
    return max(counting, key=_place)


def line_of(every: Sequence[Version], at: datetime) -> list[Placed]:
    """Every version with its status at ``at``, oldest number first."""
    if not every:
        return []
    now = in_force(every, at)
    counting = _counting(every)
    placed = []
    for version in every:
        if version not in counting:
            by = max((one for one in every if one.in_force_from == version.in_force_from), key=lambda one: one.version)
            placed.append(Placed(version, "withdrawn" if by.kind == "withdrawal" else "replaced", None))
            continue
        after = next((one.in_force_from for one in counting if _place(one) > _place(version)), None)
        scheduled = version.in_force_from is not None and version.in_force_from > at
        placed.append(Placed(version, "scheduled" if scheduled else "in_force" if version is now else "past", after))
    return placed


def withdraw(conn: psycopg.Connection[Any], number: int, *, by: str, at: datetime, reason: str) -> Version:
    """Take back a version that does not count yet; the document before it goes on counting. Gives the version that says so.

    Raises NotFound ``program.no_such_version``, Refused ``program.counts_already | program.never_counts | journal.version_race``,
    Invalid ``program.reason_needed``.
    """
    _need_reason(reason)
    with conn.transaction():
        every = versions_of(conn)
        version = version_numbered(every, number)
        if version.in_force_from is None or version.in_force_from <= at:
            raise Refused("program.counts_already", version=number, since=_text(version.in_force_from))
        if version not in _counting(every) or version.kind == "withdrawal":
            raise Refused("program.never_counts", version=number)
        before = in_force([one for one in every if one is not version], version.in_force_from)
        return add_version(
            conn,
            every,
            Version(len(every) + 1, version.program, before.document, version.in_force_from, at, by, "withdrawal", number, reason),
        )


def roll_back(conn: psycopg.Connection[Any], *, by: str, at: datetime, reason: str) -> Version:
    """The document that counted before the present one counts again from now, as a new version. What is scheduled stays scheduled.

    Orders keep the version they were priced under: only what happens from now on meets the old rules again. Raises Refused
    ``program.nothing_before | program.rollback_too_late | journal.version_race``, Invalid ``program.reason_needed``.
    """
    _need_reason(reason)
    with conn.transaction():
        every = versions_of(conn)
        now, before = before_now(every, at)
        if now.in_force_from is not None and at - now.in_force_from > timedelta(days=ROLLBACK_DAYS):
            raise Refused("program.rollback_too_late", version=now.version, days=ROLLBACK_DAYS)
        return add_version(
            conn, every, Version(len(every) + 1, before.program, before.document, at, at, by, "rollback", before.version, reason)
        )


def before_now(every: Sequence[Version], at: datetime) -> tuple[Version, Version]:
    """(the version in force, the one a rollback goes back to). Raises Refused ``program.nothing_before``."""
    now = in_force(every, at)
    earlier = [one for one in _counting(every) if _place(one) < _place(now) and one.document != now.document]
    if not earlier:
        raise Refused("program.nothing_before", version=now.version)
    return now, earlier[-1]


def check_begins(starts: datetime, at: datetime) -> None:
    """What was decided before now stays decided. Raises Invalid ``program.starts_in_the_past``."""
    if starts < at:
        raise Invalid("program.starts_in_the_past", starts=starts.isoformat(timespec="minutes"))


def version_numbered(every: Sequence[Version], number: int) -> Version:
    """Raises NotFound ``program.no_such_version``."""
    for version in every:
        if version.version == number:
            return version
    raise NotFound("program.no_such_version", version=number)


def _counting(every: Sequence[Version]) -> list[Version]:
    """Those that count at some time, in the order of time: of several that begin at one moment the highest number."""
    latest = {version.in_force_from: version for version in every}
    return sorted(latest.values(), key=_place)


def _place(version: Version) -> tuple[float, int]:
    return (version.in_force_from.timestamp() if version.in_force_from is not None else float("-inf"), version.version)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("program.reason_needed")


def _text(at: datetime | None) -> str:
    return at.isoformat(timespec="minutes") if at is not None else "the beginning"

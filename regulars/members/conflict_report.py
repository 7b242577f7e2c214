"""Two members side by side: which details differ, whose counts in a merge, and why; before it, and after it."""

from typing import Literal, NamedTuple

from django.db import connection

from regulars.kit.phrases import phrases
from regulars.members.merging import texts
from regulars.members.profile import FIELDS
from regulars.members.queries import identities_of, profiles_of

Whose = Literal["stays", "goes", "both"]

phrases(
    {
        "conflict.alike": ("both say the same", "双方一致", "雙方一致"),
        "conflict.stays_counts": ("they differ; what the one that stays has told counts", "两者不同，以保留方为准", "兩者不同，以保留方為準"),
        "conflict.only_stays": ("only the one that stays has told it", "仅保留方有此项", "僅保留方有此項"),
        "conflict.only_goes": ("only the other has told it: it comes along", "仅另一方有此项，将随之并入", "僅另一方有此項，將隨之併入"),
        "conflict.came_along": ("it came along in the merge", "合并时并入", "合併時併入"),
        "conflict.changed_since": ("it came along, and was changed since", "并入后又有更改", "併入後又有更改"),
        "conflict.identity_moves": ("{count} of the other's ways to be known ({kinds}) come along", "另一方的 {count} 个标识（{kinds}）随之并入", "另一方的 {count} 個標識（{kinds}）隨之併入"),
        "conflict.identity_came": ("{count} of the other's ways to be known ({kinds}) came along", "另一方的 {count} 个标识（{kinds}）已并入", "另一方的 {count} 個標識（{kinds}）已併入"),
    }
)


class Line(NamedTuple):
    """``why``: a code. ``stays`` and ``goes`` are personal: for those who may see them."""

    field: str
    whose: Whose
    why: str
    stays: str
    goes: str

    @property
    def differs(self) -> bool:
        return bool(self.stays and self.goes and self.stays != self.goes)


class ConflictReport(NamedTuple):
    """``merged``: told after the merge. ``identities``: kinds of what comes, or came, along, with how many of each."""

    merged: bool
    lines: list[Line]
    identities: dict[str, int]

    @property
    def conflicts(self) -> list[Line]:
        return [line for line in self.lines if line.differs]


def conflict_report(stays: int, goes: int) -> ConflictReport:
    """Of two members, merged or not yet; fields neither told are left out. In the order of a profile."""
    brought = _brought(stays, goes)
    told = profiles_of([stays, goes])
    ours, theirs = texts(told[stays]), texts(told[goes])
    lines = [_line(field, ours[field], theirs[field], brought) for field in FIELDS if ours[field] or theirs[field]]
    return ConflictReport(brought is not None, lines, _kinds(stays, goes, merged=brought is not None))


def _line(field: str, ours: str, theirs: str, brought: set[str] | None) -> Line:
    if brought is not None and field in brought:
        return Line(field, "goes" if ours == theirs else "stays", "conflict.came_along" if ours == theirs else "conflict.changed_since", ours, theirs)
    if not theirs:
        return Line(field, "stays", "conflict.only_stays", ours, theirs)
    if not ours:
        return Line(field, "goes", "conflict.only_goes", ours, theirs)
    return Line(field, "both", "conflict.alike", ours, theirs) if ours == theirs else Line(field, "stays", "conflict.stays_counts", ours, theirs)


def _brought(stays: int, goes: int) -> set[str] | None:
    """Fields that came along when the two were merged; None: they are two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM member_merge WHERE member_id = %s AND survivor_id = %s AND undone_at IS NULL", (goes, stays))
        row = cursor.fetchone()
    return None if row is None else set(row[0])


def _kinds(stays: int, goes: int, *, merged: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    if not merged:
        for one in identities_of(goes):
            found[one.kind] = found.get(one.kind, 0) + 1
        return found
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, count(*) FROM member_identity WHERE member_id = %s AND brought_by = %s GROUP BY kind ORDER BY kind", (stays, goes))
        return dict(cursor.fetchall())

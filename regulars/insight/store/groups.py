"""The members of any group, by one name for each (``class:high``, ``rfm:543``, ``cohort:2026-03:2``: who came back in the second month after), in pages that follow one another."""

import re
from typing import Any, NamedTuple

import msgspec
import psycopg

from regulars.insight.store.marks import MARK, MOST_MONTHS
from regulars.insight.store.names import CLASSES, STAGES
from regulars.insight.store.reading import LISTS, require_refreshed
from regulars.insight.store.shapes import Listed, Refreshed, Told
from regulars.kit.errors import Invalid, Refused
from regulars.kit.phrases import phrases

Conn = psycopg.Connection[Any]
MOST_LISTED = 1_000
KINDS = {kind.rstrip("_"): kind for kind in LISTS}
_told = msgspec.json.Decoder(Told).decode
_PAGE = """
SELECT (SELECT min(ref) FROM member_ref r WHERE r.member_id = m.member_id), m.member_id, m.class, m.stage, m.told::text, m.margin
  FROM {among}
 WHERE {first}.refresh = %(refresh)s AND {which} AND {first}.margin <= %(margin)s AND ({first}.margin < %(margin)s OR {first}.member_id > %(member)s)
   AND NOT EXISTS (SELECT 1 FROM profiling_refusal p WHERE p.member_id = m.member_id)
 ORDER BY {first}.margin DESC, {first}.member_id LIMIT %(limit)s
"""
_LATER = re.compile(r"(cohort:([0-9]{4}-[0-9]{2})):([0-9]{1,2})", re.ASCII)
_OF_MARK = "k.marks @> ARRAY[%(mark)s::text] AND (k.months >> %(after)s::integer) & %(bit)s = %(bit)s"

phrases(
    {
        "insight.no_group": (
            "there is no group “{group}”: class:high, stage:active, grade:A, persona:1, visitor:keen, rfm:543, rf:54, reason:price, price:mostly, cohort:2026-02 or cohort:2026-02:3 (who came back in the third month after)",
            "没有“{group}”这一分组：可用 class:high、stage:active、grade:A、persona:1、visitor:keen、rfm:543、rf:54、reason:price、price:mostly、cohort:2026-02 或 cohort:2026-02:3（第三个月又购买者）",
            "沒有「{group}」這一分組：可用 class:high、stage:active、grade:A、persona:1、visitor:keen、rfm:543、rf:54、reason:price、price:mostly、cohort:2026-02 或 cohort:2026-02:3（第三個月又購買者）",
        ),
        "insight.list_is_older": (
            "everything has been worked out anew since the page before: begin the list again",
            "自上一页以来结果已重新计算：请从头读取名单",
            "自上一頁以來結果已重新計算：請從頭讀取名單",
        ),
    }
)


class ListIsOlder(Refused):
    code = "insight.list_is_older"


class Place(NamedTuple):
    """After whom a page begins: the last member of the page before, in which refresh."""

    refresh: int
    margin: int
    member_id: int


class Page(NamedTuple):
    """``following``: where the next page begins; None: these were the last."""

    refreshed: Refreshed
    members: list[Listed]
    following: Place | None


def check_group(group: str) -> tuple[str, str, int | None]:
    """Kind, name, and of a cohort's later month its number. Raises Invalid ``insight.no_group``."""
    kind, _, name = group.partition(":")
    after = None
    if found := _LATER.fullmatch(group):
        group, name, after = found[1], found[2], int(found[3])
    known = name in LISTS[KINDS[kind]][0] if kind in KINDS else MARK.fullmatch(group) is not None
    if not known or (after is not None and after > MOST_MONTHS):
        raise Invalid("insight.no_group", group=group[:40])
    return kind, name, after


def page_of(conn: Conn, group: str, *, place: Place | None = None, limit: int = 50) -> Page:
    """Those expected to bring most first; who refused profiling is not among them. Nobody is left out or told twice while the refresh stays.

    limit: 1 to 1,000. Raises Invalid ``insight.no_group``, NotRefreshed, ListIsOlder where ``place`` is of an earlier refresh.
    """
    kind, name, after = check_group(group)
    last = require_refreshed(conn)
    if place is not None and place.refresh != last.number:
        raise ListIsOlder()
    start = place or Place(last.number, 2**63 - 1, 2**63 - 1)
    asked: dict[str, Any] = {"refresh": last.number, "margin": start.margin, "member": start.member_id, "limit": min(limit, MOST_LISTED) + 1}
    if kind in KINDS:
        names, column = LISTS[KINDS[kind]]
        sql = _PAGE.format(among="insight_member m", first="m", which=f"{column} = %(name)s")
        asked["name"] = names.index(name)
    else:
        sql = _PAGE.format(among="insight_marked k JOIN insight_member m USING (member_id, refresh)", first="k", which=_OF_MARK)
        asked |= {"mark": f"{kind}:{name}", "after": after or 0, "bit": 0 if after is None else 1}
    rows = conn.execute(sql, asked).fetchall()
    shown = rows[: asked["limit"] - 1]
    members = [Listed(ref, id, _name(CLASSES, at), _name(STAGES, stage), _told(told)) for ref, id, at, stage, told, _ in shown]
    return Page(last, members, Place(last.number, shown[-1][5], shown[-1][1]) if len(rows) > len(shown) else None)


def _name(names: tuple[str, ...], place: int | None) -> str:
    return names[place] if place is not None else ""

"""Reviews of other months than the last, kept with every refresh under a name of their own."""

import re
from typing import Any

import psycopg

from regulars.insight.review import sentences  # noqa: F401  (registers what is said)
from regulars.insight.store.reading import figure, require_refreshed
from regulars.insight.store.shapes import Refreshed
from regulars.kit.errors import NotFound, Refused
from regulars.kit.phrases import phrases

Conn = psycopg.Connection[Any]

phrases(
    {
        "insight.review.not_kept": (
            "Insight keeps the reviews since {since}; of “{month}” say `regulars insight review --month {month}`",
            "系统保留 {since} 以来的月报；“{month}”的请运行 `regulars insight review --month {month}`",
            "系統保留 {since} 以來的月報；「{month}」的請執行 `regulars insight review --month {month}`",
        ),
        "insight.month_of_review": (
            "A month is asked of the figure “review” alone, not of “{name}”",
            "只有“review”可以指定月份，“{name}”不行",
            "只有「review」可以指定月份，「{name}」不行",
        ),
    }
)


class NotKept(Refused):
    """A month whose review is too old to be kept."""

    code = "insight.review.not_kept"


def review_name(month: str) -> str:
    return f"review@{month}"


def months_of(found: Refreshed) -> list[str]:
    """Months that can be asked for beside the last that is over, the latest first; none where the last refresh kept none."""
    return list(found.kept.get("reviews", {}).get("months", ()))


def review(conn: Conn, month: str, language: str = "en") -> dict[str, Any]:
    """The kept review of a month, YYYY-MM; "": the last that is over, as ``figure`` gives it.

    Raises NotFound ``insight.review.no_month`` for another text, a month before the first order or after the running one; NotKept for one too long ago.
    """
    last = require_refreshed(conn)
    document = figure(conn, "review", language)
    if not month or (document["rows"] and document["rows"][0]["facts"].get("at_month") == month):
        return document
    try:
        return figure(conn, review_name(month), language)
    except NotFound:
        spans = last.kept.get("reviews", {"months": [], "first": "", "running": ""})
        if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month) and spans["first"] <= month <= spans["running"] and spans["months"]:
            raise NotKept(month=month, since=min(spans["months"])) from None
        raise NotFound("insight.review.no_month", month=month[:20], first=spans["first"], last=spans["running"]) from None


def figure_of(conn: Conn, name: str, month: str, language: str = "en") -> dict[str, Any]:
    """As ``figure``, or with a month the review of it. Raises as both, and NotFound ``insight.month_of_review`` for a month of another figure."""
    if month and name != "review":
        figure(conn, name, language)  # of a name nobody knows, that is what is said
        raise NotFound("insight.month_of_review", name=name[:40])
    return review(conn, month, language) if month else figure(conn, name, language)

"""What to do next: at most three sentences, each from a rule that names the figure it reads. No rule fires on what chance may have done."""

import math
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from regulars.insight.review.saying import Sentence, Value

if TYPE_CHECKING:
    from regulars.insight.review.reviewing import Page

MOST = 3
LEAST_MATURED = 30  # members, before the steps between purchases may advise


def suggestions(page: "Page") -> Iterator[Sentence]:
    """The first three rules that hold, in this order; where none does, that."""
    found = list(islice(_rules(page), MOST))
    yield from found
    if not found:
        yield page.say("next", "next.none", "months", {})


def _rules(page: "Page") -> Iterator[Sentence]:
    alerts = page.alerts()
    if alerts:  # unusual days in the month
        yield page.say("next", "next.alerts", "anomalies", {"alerts": len(alerts)}, alerts=Value("count", len(alerts)))
    fell = {row["step"]: row for row in page.figure("month_moved") if row["moved_high"] < 0}
    if "members" in fell:  # fewer members, and 95 of 100 redraws say so
        risk = next((row for row in page.figure("classes") if row["class"] == "churn_risk" and row["members"]), None)
        if risk is not None:
            yield page.say("next", "next.call", "classes", risk, members=Value("count", risk["members"]))
    if "aov" in fell:  # a smaller average order, and 95 of 100 redraws say so
        pair = next(iter(page.figure("pairing")), None)
        if pair is not None:
            yield page.say("next", "next.basket", "pairing", pair, sku=pair["sku"], goes_with=pair["goes_with"])
        else:
            yield page.say("next", "next.smaller", "month_moved", fell["aov"])
    by_month = {row["at_month"]: row for row in page.figure("months")}
    now, before = by_month.get(page.month.text), by_month.get(page.month.before)
    if now is not None and before is not None and page.is_whole(page.month.before):
        new, then = now["new_members"], before["new_members"]
        if then - new > 1.96 * math.sqrt(then + new):  # two Poisson counts
            yield page.say("next", "next.new", "months", now, new=Value("count", new), new_before=Value("count", then))
    steps = [row for row in page.figure("purchase_steps") if row["matured"] >= LEAST_MATURED]
    second = next(iter(page.figure("second_purchase")), None)
    if len(steps) > 1 and second is not None and second["median_days"] is not None and all(steps[0]["high"] < row["low"] for row in steps[1:]):
        share, days = Value("share", steps[0]["went_on_rate"]), Value("count", second["median_days"])
        yield page.say("next", "next.second", "purchase_steps", steps[0], share=share, days=days)

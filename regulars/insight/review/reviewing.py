"""The review of a month: sentences, each from a row of a figure, in the order a manager reads them. Deterministic: the same rows, the same page."""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from regulars.insight.anomalies.alerts import TOGETHER
from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.errors import CannotSay
from regulars.insight.figures.figure import Figure
from regulars.insight.figures.proportions import newcombe
from regulars.insight.review.months import Month, month_of, moved_by, named, span_of
from regulars.insight.review.saying import Sentence, Value, query_id
from regulars.insight.review.suggesting import suggestions
from regulars.insight.targets.kpis import FIGURES, kpis_of
from regulars.insight.targets.lights import light

Answer = Callable[[str], Figure]
Row = Mapping[str, Any]
MOST_LEVELS, MOST_TARGETS = 2, 6
_WORST = ("missed", "near", "met")


def review(models: Models, answer: Answer) -> Rows:
    """Rows of topic, sentence, query, figure, and the facts the sentence stands on. Raises as ``month_of``."""
    month = month_of(models.facts, models.month)
    page = Page(models, answer, month)
    told = list(page.sentences())
    if not month.is_over:
        page.unsaid.append(CannotSay("insight.review.unfinished", month=month.text))
    elif not month.is_last:
        page.unsaid.append(CannotSay("insight.review.past", month=month.text))
    rows = [(one.topic, one, one.query, one.figure, dict(one.row)) for one in told]
    return Rows(("topic", "sentence", "query", "figure", "facts"), rows, tuple(page.unsaid))


class Page:
    """``unsaid``: what could not be said on the way."""

    def __init__(self, models: Models, answer: Answer, month: Month) -> None:
        self.models, self.month, self.unsaid = models, month, list[Any]()
        self._answer = answer

    def figure(self, name: str) -> list[Row]:
        """Its rows; why it has none is told at the foot of the page."""
        found = self._answer(name)
        if not found.rows:
            self.unsaid += [one for one in found.cannot_say if one not in self.unsaid]
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    def say(self, topic: str, code: str, figure: str, row: Row, **facts: Value | str) -> Sentence:
        facts_ = self.models.facts
        return Sentence(topic, f"insight.review.{code}", facts, figure, query_id(figure, self._answer(figure).sql), row, facts_.currency, facts_.exponent)

    def sentences(self) -> Iterator[Sentence]:
        yield from self._went() if self.month.is_over else self._so_far("went", self.month)
        yield from self._moved()
        if self.month.is_over:
            yield from self._levels()
            yield from self._people()
            yield from self._where()
        if self.month.is_last:
            yield from self._leaving()
        yield from self._points()
        if self.month.is_last:
            yield from self._alerts()
            yield from self._targets()
            running = Month(self.models.facts.as_of.strftime("%Y-%m"), False, False)
            if running.text != self.month.text:
                yield from self._so_far("running", running)
            yield from suggestions(self)

    def _went(self) -> Iterator[Sentence]:
        """The month, the one before (by the day too, where that turns the sign), the same a year ago."""
        by_month = {row["at_month"]: row for row in self.figure("months")}
        month, now = self.month, by_month.get(self.month.text)
        if now is None:
            now = {"at_month": month.text, "members": 0, "new_members": 0, "known_members": 0, "orders": 0, "revenue": 0}
        yield self.say("went", "went", "months", now, month=named(month.text), revenue=Value("money", now["revenue"]), orders=Value("count", now["orders"]))
        for other in (month.before, month.year_before):
            if not self._whole_or_told(other):
                continue
            before = by_month.get(other)
            if before is None or before["revenue"] <= 0:
                continue
            change = now["revenue"] / before["revenue"] - 1
            yield self.say("went", "than", "months", before, other=named(other), change=Value("change", change), before=Value("money", before["revenue"]))
            days, days_before = (int((span[1] - span[0]).days + 1) for span in (span_of(month.text), span_of(other)))
            by_day = (1 + change) * days_before / days - 1
            if by_day * change < 0:
                yield self.say("went", "than.days", "months", now, month=named(month.text), other=named(other), change=Value("change", by_day), days=str(days), days_before=str(days_before))

    def _so_far(self, topic: str, month: Month) -> Iterator[Sentence]:
        """A month that is not over, beside the same first days of the others."""
        by_month = {row["at_month"]: row for row in self.figure("months_so_far")}
        now = by_month.get(month.text)
        if now is None:
            return
        facts: dict[str, Value | str] = {"days": str(now["days"]), "revenue": Value("money", now["revenue"]), "orders": Value("count", now["orders"])}
        yield self.say(topic, "went.so_far", "months_so_far", now, month=named(month.text), **facts)
        for other in (month.before, month.year_before):
            before = by_month.get(other)
            if self._whole_or_told(other) and before is not None and before["revenue"] > 0:
                change = Value("change", now["revenue"] / before["revenue"] - 1)
                yield self.say(topic, "than.so_far", "months_so_far", before, other=named(other), before=Value("money", before["revenue"]), change=change)

    def _whole_or_told(self, other: str) -> bool:
        first = self.models.facts.first_day
        if first is not None and first <= span_of(other)[0]:
            return True
        if first is not None and other == self.month.before:
            self.unsaid.append(CannotSay("insight.review.cut_short", other=other, first=first.isoformat()))
        return False

    def _moved(self) -> Iterator[Sentence]:
        steps = self.figure("month_moved")
        if steps:
            sure = [row for row in steps if row["moved_low"] > 0 or row["moved_high"] < 0]
            largest = max(sure or steps, key=lambda row: abs(row["moved"]))
            facts = {name: Value("moved", largest[key]) for name, key in (("moved", "moved"), ("low", "moved_low"), ("high", "moved_high"))}
            yield self.say("moved", "moved.sure" if sure else "moved.unsure", "month_moved", largest, step=Value("code", f"insight.page.step.{largest['step']}"), **facts)

    def _levels(self) -> Iterator[Sentence]:
        first, last = span_of(self.month.text)
        found = [row for row in self.figure("change_points") if first <= row["week_of"] <= last]
        for row in sorted(found, key=lambda row: (-abs(math.log(1 + row["level_change"])), row["series"]))[:MOST_LEVELS]:
            facts = {name: Value("change", row[key]) for name, key in (("change", "level_change"), ("low", "change_low"), ("high", "change_high"))}
            yield self.say("moved", "level", "change_points", row, week=Value("day", row["week_of"]), series=Value("code", f"insight.series.{row['series']}"), **facts)

    def _people(self) -> Iterator[Sentence]:
        by_month = {row["at_month"]: row for row in self.figure("months")}
        now, before = by_month.get(self.month.text), by_month.get(self.month.before)
        if now is not None and before is not None and self.is_whole(self.month.before):
            counts = {"members": now["members"], "new": now["new_members"], "members_before": before["members"], "new_before": before["new_members"]}
            yield self.say("people", "people", "months", now, other=named(self.month.before), **{name: Value("count", value) for name, value in counts.items()})
        kept = {row["first_month"]: row for row in self.figure("retention") if row["kind"] == "month" and row["stayed"] is not None}
        last, earlier = kept.get(self.month.before), kept.get(moved_by(self.month.text, -2))
        if last is not None and earlier is not None and self.is_whole(moved_by(self.month.text, -2)):
            low, high = newcombe(int(last["stayed"]), int(last["members"]), int(earlier["stayed"]), int(earlier["members"]))
            facts = {"members": Value("count", last["members"]), "share": Value("share", last["stayed_rate"]), "points": Value("points", last["stayed_rate"] - earlier["stayed_rate"])}
            yield self.say("people", "kept.up" if low > 0 or high < 0 else "kept.same", "retention", last, month=named(self.month.text), other=named(self.month.before), **facts)

    def is_whole(self, other: str) -> bool:
        first = self.models.facts.first_day
        return first is not None and first <= span_of(other)[0]

    def _where(self) -> Iterator[Sentence]:
        if not self.is_whole(self.month.before):
            return
        channels = self._differences("channel_months")
        if len(channels) > 1:
            yield self._difference("channel", "channel_months", max(channels, key=lambda one: (abs(one[1] - one[0]), one[2]["name"])))
        categories = self._differences("category_months")
        if len(categories) > 1:
            gain, loss = (pick(categories, key=lambda one: (one[1] - one[0], one[2]["name"])) for pick in (max, min))
            if gain[1] > gain[0]:
                yield self._difference("gain", "category_months", gain)
            if loss[1] < loss[0]:
                yield self._difference("loss", "category_months", loss)

    def _differences(self, name: str) -> list[tuple[int, int, Row]]:
        """(revenue of the month before, of the month, its row) of each name that either has."""
        by_name: dict[str, dict[str, Row]] = {}
        for row in self.figure(name):
            if row["at_month"] in (self.month.before, self.month.text):
                by_name.setdefault(row["name"], {})[row["at_month"]] = row
        found = []
        for one in by_name.values():
            before, now = one.get(self.month.before), one.get(self.month.text)
            row = now if now is not None else {**(before or {}), "at_month": self.month.text, "revenue": 0}
            found.append((int(before["revenue"]) if before is not None else 0, int(row["revenue"]), row))
        return found

    def _difference(self, code: str, figure: str, one: tuple[int, int, Row]) -> Sentence:
        before, now, row = one
        facts = {"moved": Value("moved", now - before), "before": Value("money", before), "now": Value("money", now)}
        return self.say("where", f"where.{code}", figure, row, name=row["name"] or Value("code", "insight.page.unnamed"), **facts)

    def _leaving(self) -> Iterator[Sentence]:
        classes = self.figure("classes")
        everybody = sum(row["members"] for row in classes)
        risk = next((row for row in classes if row["class"] == "churn_risk"), None)
        if risk is None or not everybody:
            return
        facts = {"members": Value("count", risk["members"]), "share": Value("share", risk["members"] / everybody)}
        yield self.say("leaving", "leaving", "classes", risk, as_of=Value("day", self.models.facts.as_of), **facts)
        came = [row for row in self.figure("class_moves") if row["class"] == "churn_risk" and row["class_before"] != "churn_risk"]
        if came:
            yield self.say("leaving", "leaving.came", "class_moves", came[0], members=Value("count", sum(row["members"] for row in came)))

    def _points(self) -> Iterator[Sentence]:
        row = next((row for row in self.figure("roll_forward") if row["month"] == self.month.text), None)
        if row is not None:
            facts = {"issued": row.get("issued") or 0, "redeemed": -(row.get("redeemed") or 0), "closing": row["closing"]}
            yield self.say("points", "points", "roll_forward", row, **{name: Value("count", value) for name, value in facts.items()})

    def alerts(self) -> list[Row]:
        """The days of the month of which one thing is unlikely. The figure ranks as many every day, so a day that has nothing but its place there is none.

        Of the last 30 days only: nothing is told of a month that is known in part.
        """
        first, last = span_of(self.month.text)
        if not self._knows_alerts():
            return []
        return [row for row in self.figure("anomalies") if row["ref"] and first <= row["day"] <= last and any(one.code != TOGETHER for one in row["evidence"])]

    def _knows_alerts(self) -> bool:
        return span_of(self.month.text)[0] >= self.models.facts.as_of - timedelta(days=31)

    def _alerts(self) -> Iterator[Sentence]:
        if not self._knows_alerts():
            return
        found = self.alerts()
        if found:
            worst = max(found, key=lambda row: (row["risk"], row["day"]))
            yield self.say("alerts", "alerts", "anomalies", {"day": worst["day"], "risk": worst["risk"]}, month=named(self.month.text), alerts=Value("count", len(found)), day=Value("day", worst["day"]))
        elif not self._answer("anomalies").cannot_say:
            yield self.say("alerts", "alerts.none", "anomalies", {}, month=named(self.month.text))

    def _targets(self) -> Iterator[Sentence]:
        """Targets with their lights, those that are missed first."""
        targets = self.models.targets
        if not targets:
            return
        found = []
        for kpi in kpis_of({name: self._answer(name).document("en") for name in FIGURES}):
            target = targets.get(kpi.kind.id)
            seen = light(kpi, target) if target is not None else None
            if target is not None and seen is not None and kpi.value is not None:
                found.append((_WORST.index(seen), kpi, kpi.value, target, seen))
        for _, kpi, value, target, seen in sorted(found, key=lambda one: one[0])[:MOST_TARGETS]:
            facts = {name: self._as(kpi.kind.unit, number) for name, number in (("value", value), ("aim", target.aim))}
            yield self.say("targets", f"target.{seen}", kpi.kind.figure, {"watched": kpi.kind.id, "value": value, "target": target.aim}, name=Value("code", f"insight.kpi.{kpi.kind.id}"), **facts)

    def _as(self, unit: str, value: float) -> Value:
        match unit:
            case "money":
                return Value("money", value * 10**self.models.facts.exponent)
            case "ratio":
                return Value("share", value)
            case "change":
                return Value("change", value)
            case "count":
                return Value("count", value)
            case _:
                return Value("number", value)

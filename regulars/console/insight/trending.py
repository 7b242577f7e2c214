"""The sheets of changes and prices: steps between purchases, retention by period, level changes, the programme's steps, discounts, categories together."""

from datetime import date
from typing import Any

from regulars.console.insight import charts
from regulars.console.insight.modelled import generic
from regulars.console.insight.results import Document, Results
from regulars.console.insight.sheets import Sheet, Words, count, num, percent, text
from regulars.insight.figures.proportions import newcombe
from regulars.insight.review import sentences  # noqa: F401  registers the topics
from regulars.kit.formats import MINUS, day, month, number
from regulars.kit.phrases import say

MOST_PERIODS, MOST_PAIRS = 24, 15


def purchase_steps(results: Results, words: Words, document: Document) -> Sheet:
    """First to second, second to third, third to fourth."""
    told = [row for row in document["rows"] if row["went_on_rate"] is not None]
    named = [(words("purchase_step", n=row["purchase"], next=row["purchase"] + 1), row) for row in told]
    rows = tuple(
        (text(name), count(row["members"]), count(row["matured"]), count(row["went_on"]), num(percent(row["went_on_rate"])), num(reach(row["low"], row["high"]))) for name, row in named
    )
    heads = (words("step"), words.page("size"), words("purchase_steps.matured"), words("column.within_90"), words.page("share"), words("range"))
    if not named:
        return Sheet(document, "", heads, ())
    drawn = [{"name": name, "value": row["went_on_rate"], "words": percent(row["went_on_rate"])} for name, row in named]
    weakest = min(named, key=lambda pair: pair[1]["went_on_rate"])
    says = words("purchase_steps.says" if weakest[1]["went_on_rate"] < 0.5 else "purchase_steps.most", step=weakest[0], share=percent(weakest[1]["went_on_rate"]))
    return Sheet(document, says, heads, rows, charts.bars(drawn, language=words.language, x=words("share_90"), percent=True))


def retention(results: Results, words: Words, document: Document) -> Sheet:
    """Months, quarters and years, the latest first."""
    by_kind = {kind: [row for row in document["rows"] if row["kind"] == kind][-MOST_PERIODS:] for kind in ("month", "quarter", "year")}
    rows = tuple(
        (text(words(f"kind.{row['kind']}")), text(month(row["first_month"], words.language)), count(row["members"]), num(percent(row["known_share"])), count(row["stayed"]), num(percent(row["stayed_rate"])), num(reach(row["low"], row["high"])))
        for kind in by_kind.values()
        for row in reversed(kind)
    )  # fmt: skip
    heads = (words("period"), words("column.first_month"), words.page("size"), words("column.known_share"), words("column.stayed"), words("column.stayed_rate"), words("range"))
    drawn = [{"label": month(row["first_month"], words.language), "series": "", "order": 0, "value": row["stayed_rate"] * 100, "words": percent(row["stayed_rate"])} for row in by_kind["month"] if row["stayed_rate"] is not None]
    last = next((row for row in reversed(by_kind["month"]) if row["stayed_rate"] is not None), None)
    says = words("retention.says", month=month(last["first_month"], words.language), members=number(last["members"]), share=percent(last["stayed_rate"])) if last else ""
    chart = charts.stacked_periods(drawn, language=words.language, x=words("month"), y=words("column.stayed_rate") + " (%)") if drawn else None
    return Sheet(document, says, heads, rows, chart)


def changes(results: Results, words: Words, document: Document) -> Sheet:
    """When which level changed, and by how much."""
    last = document["rows"][0]
    says = words("changes.says", week=day(date.fromisoformat(str(last["week_of"])), words.language), series=words(f"series.{last['series']}"), change=percent(last["level_change"], signed=True))
    made = generic(results, words, document)
    return Sheet(document, says, made.heads, made.rows)


def programme(results: Results, words: Words, document: Document) -> Sheet:
    """What each step did to the share of newcomers that redeems."""
    named = [(words(f"step.{row['step']}"), row) for row in document["rows"]]
    rows = tuple(
        (text(name), num(f"{percent(row['rate_before'])} / {number(row['of_before'])}"), num(f"{percent(row['rate_now'])} / {number(row['of_now'])}"), num(percent(row["change"], signed=True)),
         num(reach(row["change_low"], row["change_high"])), num(percent(row["part"], signed=True, digits=2)), num(reach(row["part_low"], row["part_high"], digits=2)))
        for name, row in named
    )  # fmt: skip
    heads = (words("step"), words.page("before"), words.page("now"), words("change"), words("range"), words("part_of_end"), words("range"))
    largest = max(document["rows"], key=lambda row: abs(row["part"]))
    whole = sum(row["part"] for row in document["rows"])
    says = words("programme.same")
    if any(row["change"] for row in document["rows"]):
        says = words("programme.says", change=percent(whole, signed=True), step=words(f"step.{largest['step']}"), part=percent(largest["part"], signed=True))
    drawn = [{"name": name, "value": round(row["part"] * 100, 4), "low": row["part_low"] * 100, "high": row["part_high"] * 100, "words": percent(row["part"], signed=True, digits=2)} for name, row in named]
    return Sheet(document, says, heads, rows, charts.moved(drawn, language=words.language, x=words("part_of_end") + " (%)"), told=(words("moved.range"),))


def price_groups(results: Results, words: Words, document: Document) -> Sheet:
    made = generic(results, words, document)
    place = list(document["rows"][0]).index("members")
    led = tuple(
        (*cells[:place], count(row["members"], f"mark=price:{row['price_group']}"), *cells[place + 1 :]) for cells, row in zip(made.rows, document["rows"], strict=True)
    )
    members = sum(row["members"] for row in document["rows"])
    drawn = [{"name": words(f"price_group.{row['price_group']}"), "value": row["members"] / members, "words": percent(row["members"] / members)} for row in document["rows"]]
    mostly = sum(row["members"] for row in document["rows"] if row["price_group"] == "mostly")
    says = words("price.says", share=percent(mostly / members))
    return Sheet(document, says, made.heads, led, charts.bars(drawn, language=words.language, x=words("share_members"), percent=True))


def price_first(results: Results, words: Words, document: Document) -> Sheet:
    """The two beginnings beside one another, with the interval of their difference."""
    rows = tuple(
        (text(words(f"first_purchase.{row['first_purchase']}")), count(row["members"]), count(row["matured"]), count(row["went_on"]), num(percent(row["went_on_rate"])), num(reach(row["low"], row["high"])), num(percent(row["later_discounted_share"])))
        for row in document["rows"]
    )  # fmt: skip
    heads = (words("column.first_purchase"), words.page("size"), words("column.matured"), words("column.within_90"), words("share_90"), words("range"), words("column.later_discounted_share"))
    by = {row["first_purchase"]: row for row in document["rows"]}
    says = ""
    if len(by) == 2 and all(row["matured"] for row in by.values()):
        one, other = by["discount"], by["full_price"]
        low, high = newcombe(one["went_on"], one["matured"], other["went_on"], other["matured"])
        says = words("price_first.says", discount=percent(one["went_on_rate"]), full=percent(other["went_on_rate"]), range=reach(low, high))
    return Sheet(document, says, heads, rows)


def pairs(results: Results, words: Words, document: Document) -> Sheet:
    made = generic(results, words, document)
    drawn = [{"name": f"{row['name']} → {row['also']}", "value": row["lift"], "words": f"{row['lift']:.2f}×"} for row in document["rows"][:MOST_PAIRS]]
    first = document["rows"][0]
    says = words("pairs.says", name=first["name"], also=first["also"], share=percent(first["also_share"]), everybody=percent(first["everybody_share"]))
    return Sheet(document, says, made.heads, made.rows, charts.bars(drawn, language=words.language, x=words("column.lift"), percent=False), told=made.told)


def review(results: Results, words: Words, document: Document) -> Sheet:
    rows = tuple((text(say(f"insight.review.topic.{row['topic']}", {}, words.language)), text(row["sentence"]), text(row["query"])) for row in document["rows"])
    return Sheet(document, "", (month_told(document["rows"], words.language), words("sentence"), words("query")), rows)


def month_told(rows: list[dict[str, Any]], language: str) -> str:
    """Of the first sentence: how the month went."""
    return month(rows[0]["facts"]["at_month"], language) if rows and "at_month" in rows[0]["facts"] else ""


def reach(low: float | None, high: float | None, digits: int = 1) -> str:
    if low is None or high is None:
        return "–"
    return f"{percent(low, digits=digits).replace('-', MINUS)} … {percent(high, digits=digits)}"

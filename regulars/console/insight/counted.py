"""The sheets of what was: months, what moved, the best fifth, who stays, when they come back, where they bought."""

from collections.abc import Callable
from typing import Any

from regulars.console.insight import charts
from regulars.console.insight.results import Document, Results
from regulars.console.insight.sheets import NOTHING, Row, Sheet, Words, count, num, percent, text, thinned
from regulars.insight.targets.kpis import FIGURES, Kpi, kpis_of
from regulars.kit.formats import month, number

MOST_COHORTS, MOST_MONTHS, MOST_NAMES, MOST_BARS = 24, 12, 50, 12
CURVE_DAYS = 730
SHARES = ("foreseen", "precision", "of_the_alone", "of_the_contacted", "everybody")

Made = Callable[[Results, Words, Document], Sheet]


def value_words(words: Words, kpi: Kpi, value: float | None) -> str:
    """A watched figure, or its target, as people write it."""
    if value is None:
        return NOTHING
    match kpi.kind.unit:
        case "money":
            return words.big(value) if kpi.kind.id == "revenue" else words.money(value)
        case "ratio":
            return percent(value)
        case "change":
            return percent(value, signed=True)
        case "count":
            return number(round(value))
        case "days":
            return f"{value:,.1f}".removesuffix(".0")
        case _:
            return f"{value:,.2f}"


def watched(results: Results) -> tuple[Kpi, ...]:
    return kpis_of({name: found for name in FIGURES if (found := results.figure(name)) is not None})


def kpi(results: Results, words: Words, document: Document) -> Sheet:
    rows = tuple(
        (text(one.kind.name(words.language)), num(value_words(words, one, one.value)), text(one.kind.formula(words.language)), text(one.window), text(one.denominator))
        for one in watched(results)
    )  # fmt: skip
    heads = tuple(words(each) for each in ("figure", "value", "formula", "window", "among"))
    return Sheet(document, words("kpi.says"), heads, rows)


def months(results: Results, words: Words, document: Document) -> Sheet:
    series = (words.page("known"), words.page("new"))
    drawn = [
        {"label": month(row["at_month"], words.language), "series": name, "order": order, "value": value, "words": number(value)}
        for row in document["rows"]
        for order, (name, value) in enumerate(zip(series, (row["known_members"], row["new_members"]), strict=True))
    ]
    last = document["rows"][-1]
    says = ""
    if last["members"]:
        says = words.page("months.says", month=month(last["at_month"], words.language), known=number(last["known_members"]), members=number(last["members"]), share=percent(last["known_members"] / last["members"]))
    heads = (words("month"), words.page("members"), *reversed(series), words.page("orders"), words.page("revenue"))
    rows = tuple(
        (text(month(row["at_month"], words.language)), count(row["members"]), count(row["new_members"]), count(row["known_members"]), count(row["orders"]), num(words.money(row["revenue"])))
        for row in reversed(document["rows"])
    )
    return Sheet(document, says, heads, rows, charts.stacked_periods(drawn, language=words.language, x=words("month"), y=words.page("members")), series)


def moved(results: Results, words: Words, document: Document) -> Sheet:
    largest = max(document["rows"], key=lambda row: abs(float(row["moved"])))
    spans = {bool(row["is_latest"]): row for row in results.rows("two_periods")}
    says = ""
    if len(spans) == 2 and document["name"] == "moved":
        says = words.page(
            "moved.says", days=spans[True]["days"], now=words.big(spans[True]["revenue"]), before=words.big(spans[False]["revenue"]),
            step=words.page(f"step.{largest['step']}"), moved=words.big(largest["moved"]),
        )  # fmt: skip

    def amount(name: str, value: Any) -> str:
        return words.money(value) if name == "aov" else f"{float(value):,.2f}" if name == "frequency" else number(round(float(value)))

    named = [(words.page(f"step.{row['step']}"), row) for row in document["rows"]]
    rows = tuple(
        (text(name), num(amount(row["step"], row["before"])), num(amount(row["step"], row["now"])), num(words.big(row["moved"])), num(f"{words.big(row['moved_low'])} … {words.big(row['moved_high'])}"))
        for name, row in named
    )  # fmt: skip
    drawn = [{"name": name, "value": float(row["moved"]), "low": float(row["moved_low"]), "high": float(row["moved_high"]), "words": words.big(row["moved"])} for name, row in named]
    heads = tuple(words.page(each) for each in ("step", "before", "now", "moved.by", "range"))
    return Sheet(document, says, heads, rows, charts.moved(drawn, language=words.language, x=words.page("moved.by") + words.in_currency), told=(words("moved.range"),))


def pareto(results: Results, words: Words, document: Document) -> Sheet:
    told = (results.rows("concentration") or [{"top20_share": None}])[0]
    if told["top20_share"] is None:
        return Sheet(document)
    says = words.page("pareto.says", share=percent(told["top20_share"]), gini=f"{told['gini']:.2f}")
    drawn = [{"x": 0.0, "y": 0.0}] + [{"x": row["top_percent"] / 100, "y": row["share"]} for row in document["rows"]]
    rows = tuple(
        (text(f"{row['top_percent']} %"), num(words.money(row["amount"])), num(percent(row["share"])))
        for row in document["rows"]
        if row["top_percent"] in (1, 5) or row["top_percent"] % 10 == 0
    )
    heads = (words("best"), words.page("revenue"), words.page("share"))
    return Sheet(document, says, heads, rows, charts.curve(drawn, x=words.page("pareto.x"), y=words.page("pareto.y"), percent_x=True, mark=0.2))


def cohorts(results: Results, words: Words, document: Document) -> Sheet:
    every = _cohorts(document["rows"])
    shown, whole = every[-MOST_COHORTS:], [one for one in every if one["active"]]
    size = sum(one["size"] for one in whole)
    says = words.page("cohorts.says", members=number(size), share=percent(sum(one["active"][0] for one in whole) / size)) if size else ""
    most = min(MOST_MONTHS, max((len(one["active"]) for one in shown), default=0))
    drawn = [
        {"x": after + 1, "y": month(one["cohort"], words.language), "value": active / one["size"], "words": f"{percent(active / one['size'])} ({number(active)} / {number(one['size'])})"}
        for one in shown
        for after, active in enumerate(one["active"][:most])
    ]
    heads = (words.page("cohort"), words.page("size"), *(words.page("month_n", n=n + 1) for n in range(most)))
    rows = tuple(
        (text(month(one["cohort"], words.language)), count(one["size"], f"mark=cohort:{one['cohort']}"), *(num(percent(active / one["size"]), f"mark=cohort:{one['cohort']}&after={n + 1}" if active else "") for n, active in enumerate(one["active"][:most])), *(text("") for _ in range(most - len(one["active"]))))
        for one in shown
    )  # fmt: skip
    chart = charts.heat(drawn, x=words("months_after"), y=words.page("cohort"), what=words("active"), height=26 * len(shown) + 40) if drawn else None
    return Sheet(document, says, heads, rows, chart, told=(words("heat"),) if chart else ())


def _cohorts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry per cohort, its months in a row: the figure has one row per cohort and month."""
    cohorts: dict[int, dict[str, Any]] = {}
    for row in rows:
        born = row["born"]
        one = cohorts.setdefault(born, {"cohort": f"{born // 12}-{born % 12 + 1:02}", "size": row["size"], "active": [0] * max(row["matured"], 0)})
        if row["months_after"] is not None:
            one["active"][row["months_after"] - 1] = row["active"]
    return list(cohorts.values())


def time_to_second(results: Results, words: Words, document: Document) -> Sheet:
    curve = [{"x": 0, "y": 0.0}] + [{"x": row["days"], "y": 1 - row["not_yet"]} for row in document["rows"] if row["days"] <= CURVE_DAYS]
    by = {day: [row for row in curve if row["x"] <= day][-1]["y"] for day in (7, 30, 60, 90, 180, 365) if day <= curve[-1]["x"]}
    says = words.page("time_to_second.says", days=90, share=percent(by[90])) if 90 in by else ""
    chart = charts.curve(thinned(curve), x=words.page("km.x"), y=words.page("km.y"), percent_x=False)
    rows = tuple((text(number(day)), num(percent(share))) for day, share in by.items())
    return Sheet(document, says, (words.page("km.x"), words.page("km.y")), rows, chart)


def intervals(results: Results, words: Words, document: Document) -> Sheet:
    at = {point: next(row["gap"] for row in document["rows"] if row["share_so_far"] >= point - 1e-12) for point in (0.25, 0.5, 0.75, 0.9)}
    curve = [{"x": 0, "y": 0.0}] + [{"x": row["gap"], "y": row["share_so_far"]} for row in document["rows"] if row["gap"] <= CURVE_DAYS]
    chart = charts.curve(thinned(curve), x=words.page("intervals.x"), y=words.page("intervals.y"), percent_x=False)
    rows = tuple((text(percent(point, digits=0)), num(number(gap))) for point, gap in at.items())
    says = words.page("intervals.says", half=at[0.5], most=at[0.9])
    return Sheet(document, says, (words.page("intervals.y"), words.page("intervals.x")), rows, chart)


def place(results: Results, words: Words, document: Document) -> Sheet:
    """Channels, stores, categories: who bought where."""
    named = [(row["name"] or words.page("unnamed"), row) for row in document["rows"]]
    drawn = [{"name": at, "value": row["share"] or 0, "words": percent(row["share"])} for at, row in named[:MOST_BARS]]
    heads = (words.page("name"), words.page("members"), words.page("orders"), words.page("revenue"), words.page("share"))
    rows = tuple((text(at), count(row["members"]), count(row["orders"]), num(words.money(row["revenue"])), num(percent(row["share"]))) for at, row in named[:MOST_NAMES])
    if len(named) == 1:
        return Sheet(document, words("place.one"), heads, rows)
    says = words("place.says", name=named[0][0], share=percent(named[0][1]["share"])) if named[0][1]["share"] is not None else ""
    told = (words("place.more", n=number(len(named) - MOST_NAMES)),) if len(named) > MOST_NAMES else ()
    return Sheet(document, says, heads, rows, charts.bars(drawn, language=words.language, x=words.page("share"), percent=True), told=told)


def baskets(results: Results, words: Words, document: Document) -> Sheet:
    sized = [("10+" if row["size"] == 10 else str(row["size"]), row) for row in document["rows"]]
    drawn = [{"label": size, "series": "", "order": 0, "value": row["orders"], "words": number(row["orders"])} for size, row in sized]
    heads = (words("lines"), words.page("orders"), words.page("revenue"), words("median_order"))
    rows = tuple((text(size), count(row["orders"]), num(words.money(row["revenue"])), num(words.money(row["median_amount"]))) for size, row in sized)
    return Sheet(document, "", heads, rows, charts.stacked_periods(drawn, language=words.language, x=words("lines"), y=words.page("orders")))


def one_row(results: Results, words: Words, document: Document) -> Sheet:
    """A figure of one row: its columns one under the other."""
    shown = [(name, value) for name, value in document["rows"][0].items() if not name.endswith("_orders")]
    rows: tuple[Row, ...] = tuple((text(words(f"column.{name}")), num(_plain(words, name, value))) for name, value in shown)
    return Sheet(document, "", (words("figure"), words("value")), rows)


def _plain(words: Words, column: str, value: Any) -> str:
    if value is None:
        return NOTHING
    if column.endswith(("rate", "growth", "90d", "share")) or column in SHARES:
        return percent(float(value))
    if column in ("revenue", "undone", "total"):
        return words.money(value)
    return f"{float(value):,.2f}".removesuffix("0").removesuffix(".0")

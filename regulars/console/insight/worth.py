"""The sheets of worth: values with their ranges, and how the models of repeat buying did on days they never saw."""

from typing import Any

from regulars.console.insight import charts
from regulars.console.insight.modelled import MODELS
from regulars.console.insight.results import Document, Results
from regulars.console.insight.sheets import NOTHING, Sheet, Words, count, num, percent, text
from regulars.kit.formats import number


def value(results: Results, words: Words, document: Document) -> Sheet:
    """What members are expected to bring, by tenths of them, the best first, each with its range; all together last."""
    told = document["rows"]
    all_of_them = next((row for row in told if row["tenth"] is None), None)
    name = words("value.all")
    rows = tuple(
        (num(name if row["tenth"] is None else str(row["tenth"])), count(row["members"]), num(words.money(row["margin"])), num(_range(words, row)), num(percent(row["share"])), num(words.money(row.get("margin_for_ever"))))
        for row in told
    )  # fmt: skip
    drawn = [
        {"name": str(row["tenth"]), "value": float(row["margin"]), "low": float(row["margin_low"] or row["margin"]), "high": float(row["margin_high"] or row["margin"]), "words": words.money(row["margin"])}
        for row in told
        if row["tenth"] is not None
    ]  # fmt: skip
    heads = (words("value.tenth"), words.page("size"), words("value.margin"), words("range"), words.page("share"), words("value.for_ever"))
    says = ""
    if all_of_them is not None:
        facts = {"total": words.big(all_of_them["margin"]), "share": percent(told[0]["share"])}
        says = words("value.says", **facts)
        if all_of_them["margin_low"] is not None:
            says += " " + words("value.sure", low=words.big(all_of_them["margin_low"]), high=words.big(all_of_them["margin_high"]))
    chart = charts.moved(drawn, language=words.language, x=words("value.margin") + words.in_currency)
    return Sheet(document, says, heads, rows, {**chart, "height": 26 * len(drawn)}, told=(words("value.range"),))


def clv_plot(results: Results, words: Words, document: Document) -> Sheet:
    """By how often members had come before: purchases made and foreseen in the days held out."""
    best, shown = _best(results, document["rows"])

    def name(row: dict[str, Any]) -> str:
        return words("clv.or_more", n=row["came_again"]) if row["or_more"] else str(row["came_again"])

    drawn = [
        {"x": row["came_again"], "series": words(f"clv.{series}"), "order": order, "value": row[series]}
        for row in shown
        for order, series in enumerate(("made", "foreseen"))
    ]  # fmt: skip
    rows = tuple((text(name(row)), count(row["members"]), num(f"{row['made']:.2f}"), num(f"{row['foreseen']:.2f}")) for row in shown)
    heads = (words("clv.came_again"), words.page("size"), words("clv.made"), words("clv.foreseen"))
    chart = charts.two_lines(drawn, language=words.language, x=words("clv.came_again"), y=words("clv.mean"))
    legend = (words("clv.made"), words("clv.foreseen"))
    return Sheet(document, words("clv_plot.says", model=best), heads, rows, chart, legend)


def clv_tracking(results: Results, words: Words, document: Document) -> Sheet:
    """Week by week, all repeat purchases so far; the rule is the day the model stops knowing."""
    best, shown = _best(results, document["rows"])
    drawn = [
        {"x": row["period"], "series": words(f"clv.{series}"), "order": order, "value": row[f"{series}_so_far"]}
        for row in shown
        for order, series in enumerate(("made", "foreseen"))
    ]  # fmt: skip
    cut = next((row["period"] - 1 for row in shown if row["held_out"]), None)
    rows = tuple((num(str(row["period"])), num(number(row["made_so_far"])), num(number(round(row["foreseen_so_far"]))), text(words("yes" if row["held_out"] else "no"))) for row in shown)
    heads = (words("clv.week"), words("clv.made"), words("clv.foreseen"), words("clv.held_out"))
    chart = charts.two_lines(drawn, language=words.language, x=words("clv.week"), y=words("clv.so_far"), mark=cut)
    legend = (words("clv.made"), words("clv.foreseen"))
    return Sheet(document, words("clv_tracking.says", model=best), heads, rows, chart, legend)


def _best(results: Results, rows: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """The model that erred least on the days held out, with its rows."""
    judged = {row["model"]: row["holdout_mae"] for row in results.rows("clv") if row["holdout_mae"] is not None}
    there = list(dict.fromkeys(row["model"] for row in rows))
    best = min(there, key=lambda name: judged.get(name, float("inf")))
    return MODELS.get(best, best), [row for row in rows if row["model"] == best]


def _range(words: Words, row: dict[str, Any]) -> str:
    return NOTHING if row.get("margin_low") is None else f"{words.money(row['margin_low'])} … {words.money(row['margin_high'])}"

"""The sheets of what models say: classes, stages, leaving, value, recommendations, points; each beside its baseline."""

from datetime import date
from typing import Any

from regulars.console.insight import charts
from regulars.console.insight.results import Document, Results
from regulars.console.insight.sheets import NOTHING, Cell, Sheet, Words, count, num, percent, text
from regulars.insight.asking import sentences_proxies  # noqa: F401
from regulars.insight.churn import sentences as churn_sentences  # noqa: F401  registers the classes' and reasons' names
from regulars.insight.groups import sentences as group_sentences  # noqa: F401
from regulars.kit.formats import day, month, number
from regulars.kit.phrases import known_codes, say

MOST_ROWS = 200
MODELS = {"pareto_nbd": "Pareto/NBD", "mbg_nbd": "MBG/NBD", "bg_nbd": "BG/NBD", "nbd": "NBD", "gamma_gamma": "Gamma-Gamma", "bg_bb": "BG/BB"}
_MONTHS, _DAYS = ("month", "earned_in", "first_month"), ("day", "week_of", "made_on")
SIMPLE = ("recency", "frequency")  # rankings a shop could make by hand
GLOBAL_CUT = "global cut"
_NAMED = {
    "class": "class", "class_before": "class", "stage": "stage", "reason": "churn.reason", "price_group": "insight.sheet.price_group",
    "proxy": "insight.proxy", "first_purchase": "insight.sheet.first_purchase", "series": "insight.sheet.series", "step": "insight.sheet.step", "kind": "insight.sheet.kind",
}  # fmt: skip
_MONEY = frozenset({"sold", "aov", "margin", "margin_low", "margin_high", "margin_for_ever", "monetary", "revenue", "for_points", "recognised", "liability", "debit", "credit", "at_stake"})


def classes(results: Results, words: Words, document: Document) -> Sheet:
    named = [(say(f"class.{row['class']}", {}, words.language), row) for row in document["rows"]]
    best = max(document["rows"], key=lambda row: row["margin_share"] or 0)
    says = words("classes.says", name=say(f"class.{best['class']}", {}, words.language), members=number(best["members"]), share=percent(best["margin_share"]))
    drawn = [{"name": name, "value": row["margin_share"] or 0, "words": percent(row["margin_share"])} for name, row in named]
    rows = tuple(
        (text(name, f"class={row['class']}"), count(row["members"], f"class={row['class']}"), num(percent(row["buy_probability"])), num(percent(row["margin_share"]))) for name, row in named
    )
    heads = (words.page("class"), words.page("size"), words.page("buys"), words.page("margin"))
    return Sheet(document, says, heads, rows, charts.bars(drawn, language=words.language, x=words.page("margin"), percent=True), told=(words("classes.how"), *two_risks(results, words)))


def stages(results: Results, words: Words, document: Document) -> Sheet:
    named = [(say(f"stage.{row['stage']}", {}, words.language), row) for row in document["rows"]]
    drawn = [{"name": name, "value": row["members"], "words": number(row["members"])} for name, row in named]
    rows = tuple((text(name, f"stage={row['stage']}"), count(row["members"], f"stage={row['stage']}"), num(_number(row["rhythm_days"], 0))) for name, row in named)
    heads = (words("stage"), words.page("size"), words("column.rhythm_days"))
    return Sheet(document, words("stages.says"), heads, rows, charts.bars(drawn, language=words.language, x=words.page("size"), percent=False), told=two_risks(results, words))


def two_risks(results: Results, words: Words) -> tuple[str, ...]:
    """Why as many are not in the class of those at risk as in the stage; none where either is not known."""
    in_class = next((row["members"] for row in results.rows("classes") if row["class"] == "churn_risk"), None)
    in_stage = next((row["members"] for row in results.rows("stages") if row["stage"] == "at_risk"), None)
    if in_class is None or in_stage is None:
        return ()
    facts = {"risk": say("class.churn_risk", {}, words.language), "at_risk": say("stage.at_risk", {}, words.language), "in_class": number(in_class), "in_stage": number(in_stage)}
    return (say("insight.console.two_risks", facts, words.language),)


def rfm_scores(results: Results, words: Words, document: Document) -> Sheet:
    by_rf: dict[tuple[int, int], int] = {}
    cells = {int(row["cell"]): row["members"] for row in document["rows"]}
    for cell, members in cells.items():
        at = cell // 100, cell // 10 % 10
        by_rf[at] = by_rf.get(at, 0) + members
    drawn = [{"x": r, "y": f, "value": members, "words": number(members)} for (r, f), members in sorted(by_rf.items())]
    chart = charts.heat(drawn, x=words.page("rfm.x"), y=words.page("rfm.y"), what=words.page("members"), height=270, descending=True)
    rows = tuple((text(str(row["cell"])), count(row["members"], f"mark=rfm:{row['cell']}"), num(words.money(row["monetary"]))) for row in sorted(document["rows"], key=lambda row: -int(row["cell"])))
    says = words("rfm.says", best=number(cells.get(555, 0)), lost=number(cells.get(111, 0)))
    return Sheet(document, says, (words("column.cell"), words.page("size"), words.page("revenue")), rows, chart, told=(words("heat.rfm"),))


def churn(results: Results, words: Words, document: Document) -> Sheet:
    """How the ranking did out of time, beside the last visit and the number of visits; said beside happened."""
    rows = tuple(
        (text(words(f"method.{row['ranking']}") + (words("chosen.mark") if row["is_used"] else "")), num(f"{row['auc']:.3f}"), num(_number(row["brier"], 3)), num(_times(row["lift_top_tenth"])))
        for row in document["rows"]
    )  # fmt: skip
    ours = max((row["auc"] for row in document["rows"] if row["is_used"]), default=None)
    theirs = max((row["auc"] for row in document["rows"] if row["ranking"] in SIMPLE), default=None)
    beside = None
    if ours is not None and theirs is not None:
        beats = ours > theirs
        beside = words("churn.beats" if beats else "churn.loses", ours=f"{ours:.3f}", theirs=f"{theirs:.3f}"), beats
    drawn = [{"x": one["said"], "y": one["happened"], "words": number(one["members"])} for one in results.rows("churn_plot")]
    chart = charts.said_and_happened(drawn, x=words("churn.said"), y=words("churn.happened"), what=words.page("size")) if drawn else None
    days = results.refreshed.horizon_days
    says = words("churn.says", days=days) if days else ""
    heads = (words("method"), "AUC", "Brier", words("lift"))
    return Sheet(document, says, heads, rows, chart, told=(words("churn.reading"),) if chart else (), beside=beside)


def clv(results: Results, words: Words, document: Document) -> Sheet:
    """Each model's error on purchases it never saw, beside “everybody goes on as before”."""
    judged = [row for row in document["rows"] if row["holdout_mae"] is not None]
    rows = tuple(
        (text(_model(row["model"])), num(_number(row["holdout_mae"], 3)), num(_number(row["same_rate_mae"], 3)), num(_number(row["holdout_correlation"], 2)), num(_number(row["log_likelihood"], 1)), text(row["parameters"]))
        for row in document["rows"]
    )  # fmt: skip
    heads = (words.page("model"), words("clv.error"), words("clv.same_rate"), words("correlation"), words("log_likelihood"), words("column.parameters"))
    if not judged:
        return Sheet(document, words("clv.says"), heads, rows)
    best = min(judged, key=lambda row: row["holdout_mae"])
    beats = bool(best["beats_same_rate"])
    facts = {"model": _model(best["model"]), "ours": _number(best["holdout_mae"], 3), "theirs": _number(best["same_rate_mae"], 3)}
    drawn = [{"name": _model(row["model"]), "value": row["holdout_mae"], "words": _number(row["holdout_mae"], 3), "order": 0} for row in judged]
    drawn.append({"name": words("clv.same_rate"), "value": best["same_rate_mae"], "words": facts["theirs"], "order": 1})
    chart = charts.bars(drawn, language=words.language, x=words("clv.axis"), percent=False)
    return Sheet(document, words("clv.says"), heads, rows, chart, beside=(words("clv.beats" if beats else "clv.loses", **facts), beats))


def recommendations(results: Results, words: Words, document: Document) -> Sheet:
    """Each list beside the simplest ways, on what members bought next; a list that does not win is off, and the figure says so."""
    judged = [row for row in document["rows"] if row["protocol"] == GLOBAL_CUT] or document["rows"]
    ours = {row["list"]: row["method"] for row in reversed(judged)}  # the first line of a list is its own
    drawn = [
        {"name": f"{words.named('list', row['list'])} · {words.named('method', row['method'])}", "value": row["recall_at_10"], "words": percent(row["recall_at_10"]), "order": int(row["method"] != ours[row["list"]])}
        for row in judged
    ]  # fmt: skip
    rows = tuple(
        (text(words.named("list", row["list"])), text(words.named("method", row["method"])), text(words.named("protocol", row["protocol"])), count(row["members"]), num(percent(row["recall_at_10"])), num(percent(row["ndcg_at_10"])), num(percent(row["hit_rate"])), num(percent(row.get("coverage"))), num(_number(row.get("novelty"), 1)))
        for row in document["rows"]
    )  # fmt: skip
    heads = (words("list"), words("way"), words("protocol"), words.page("size"), words("recall"), "NDCG", words("column.hit_rate"), words("shown_of_all"), words("novelty"))
    beats = not document.get("cannot_say")
    beside = words("recommendations.on") if beats else words("recommendations.off")
    chart = charts.bars(drawn, language=words.language, x=words("recall"), percent=True)
    return Sheet(document, words("recommendations.says"), heads, rows, chart, beside=(beside, beats))


def liability(results: Results, words: Words, document: Document) -> Sheet:
    """What will still be redeemed, by several ways, with ranges where the way has one."""
    named = [(words.named("method", row["method"]), row) for row in document["rows"]]
    drawn = [
        {"name": name, "value": row["points_to_come"], "low": row["points_to_come"] if row["low"] is None else row["low"], "high": row["points_to_come"] if row["high"] is None else row["high"], "words": number(row["points_to_come"])}
        for name, row in named
    ]  # fmt: skip
    rows = tuple((text(name), count(row["points_to_come"]), num(_range(row["low"], row["high"]))) for name, row in named)
    first = document["rows"][0]
    says = words("liability.says", points=number(first["points_to_come"])) if first["points_to_come"] is not None else ""
    heads = (words("way"), words("liability.to_come"), words("range"))
    return Sheet(document, says, heads, rows, charts.moved(drawn, language=words.language, x=words("liability.to_come")))


def roll_forward(results: Results, words: Words, document: Document) -> Sheet:
    """What was owed at the end of each month."""
    made = generic(results, words, document)
    drawn = [{"label": month(row["month"], words.language), "series": "", "order": 0, "value": row["closing"], "words": number(row["closing"])} for row in document["rows"]]
    last = document["rows"][-1]
    says = words("roll.says", month=month(last["month"], words.language), points=number(last["closing"]))
    return Sheet(document, says, made.heads, made.rows, charts.stacked_periods(drawn, language=words.language, x=words("month"), y=words("points")))


def liability_triangle(results: Results, words: Words, document: Document) -> Sheet:
    """How much of a month's points was redeemed so many months later."""
    made = generic(results, words, document)
    drawn = [
        {"x": row["months_later"], "y": month(row["earned_in"], words.language), "value": row["redeemed_so_far"] / row["issued"], "words": f"{percent(row['redeemed_so_far'] / row['issued'])} ({number(row['redeemed_so_far'])} / {number(row['issued'])})"}
        for row in document["rows"]
        if row["issued"]
    ]  # fmt: skip
    months = len({row["y"] for row in drawn})
    chart = charts.heat(drawn, x=words("column.months_later"), y=words("column.earned_in"), what=words("column.redeemed_so_far"), height=min(26 * months, 620) + 40) if drawn else None
    return Sheet(document, "", made.heads, made.rows, chart, told=made.told)


def generic(results: Results, words: Words, document: Document) -> Sheet:
    """Any figure as a table of its own columns: what has no sentence of its own is shown all the same."""
    rows = document["rows"]
    columns = [name for name in rows[0] if not any(isinstance(row.get(name), list | dict) for row in rows)]
    numeric = {name for name in columns if name in _MONEY or all(isinstance(row.get(name), int | float | None) and not isinstance(row.get(name), bool) for row in rows)}
    shown = tuple(tuple(_cell(words, name, row.get(name), name in numeric) for name in columns) for row in rows[:MOST_ROWS])
    told = (words("place.more", n=number(len(rows) - MOST_ROWS)),) if len(rows) > MOST_ROWS else ()
    return Sheet(document, "", tuple(words.named("column", name) for name in columns), shown, told=told)


def _cell(words: Words, name: str, value: Any, is_number: bool) -> Cell:
    if value is None:
        return Cell(NOTHING, is_number)
    if isinstance(value, bool):
        return text(words("yes" if value else "no"))
    if name in _MONEY:
        return num(words.money(value))
    if is_number:
        if _is_share(name):
            return num(percent(value, signed=_is_change(name)))
        if name == "by_chance":
            return num(f"{value:.4f}")
        return num(number(int(value)) if float(value).is_integer() else f"{value:,.2f}")
    if name in _MONTHS:
        return text(month(str(value), words.language))
    if name in _DAYS:
        return text(day(date.fromisoformat(str(value)[:10]), words.language))
    code = f"{_NAMED[name]}.{value}" if name in _NAMED else ""
    if code in known_codes():
        return text(say(code, {}, words.language))
    return text(words.named(name, value) if name in ("part", "index") else value)


def _is_share(name: str) -> bool:
    return name.endswith(("share", "_rate", "probability")) or name in ("said", "happened", "confidence", "coverage") or _is_change(name)


def _is_change(name: str) -> bool:
    return name in ("level_change", "change_low", "change_high")


def _range(low: float | None, high: float | None) -> str:
    return NOTHING if low is None or high is None else f"{number(round(low))} … {number(round(high))}"


def _model(name: str) -> str:
    return MODELS.get(name, name)


def _number(value: float | None, digits: int) -> str:
    return NOTHING if value is None else f"{value:,.{digits}f}"


def _times(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.1f}×"

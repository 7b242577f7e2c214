"""The sheet of the slot for a new product: what a show brings, as it was drawn and as other ways would have done."""

from regulars.console.insight import charts
from regulars.console.insight.results import Document, Results
from regulars.console.insight.sheets import NOTHING, Sheet, Words, count, num, percent, text


def slot(results: Results, words: Words, document: Document) -> Sheet:
    told = document["rows"]
    drawn = [
        {"name": words.named("slot.way", row["way"]), "value": 100 * row["bought_share"], "low": 100 * (row["bought_share"] if row["low"] is None else row["low"]), "high": 100 * (row["bought_share"] if row["high"] is None else row["high"]), "words": percent(row["bought_share"])}
        for row in told
    ]  # fmt: skip
    rows = tuple(
        (text(words.named("slot.way", row["way"])), count(row["shows"]), num(percent(row["bought_share"])), num(_range(row["low"], row["high"])), num(percent(row["ips"])), count(round(row["effective_shows"])))
        for row in told
    )  # fmt: skip
    heads = (words("slot.way"), words("slot.shows"), words("slot.bought"), words("range"), words("slot.ips"), words("slot.effective"))
    first = told[0]
    says = words("slot.says", shows=first["shows"], share=percent(first["bought_share"]))
    return Sheet(document, says, heads, rows, charts.moved(drawn, language=words.language, x=words("slot.bought") + " (%)"), told=(words("slot.how"),))


def _range(low: float | None, high: float | None) -> str:
    return NOTHING if low is None or high is None else f"{percent(low)} … {percent(high)}"

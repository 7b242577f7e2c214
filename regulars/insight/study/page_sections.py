"""The page's sections about what was: months, what moved, the best fifth, who stays, the second purchase, RFM, where it was bought."""

from collections.abc import Iterator

import numpy as np

from regulars.insight.study import charts
from regulars.insight.study.page_tools import Words, how_counted, percent, section, table
from regulars.insight.study.studying import Study
from regulars.kit.formats import month as month_words
from regulars.kit.formats import number

MOST_COHORTS, MOST_MONTHS, MOST_NAMES = 24, 12, 12


def base_sections(study: Study, words: Words) -> Iterator[str]:
    """Each is left out where there is nothing to show; why stands under what can't be said."""
    yield _months(study, words)
    if study.base.document["pareto"]["top20_share"] is not None:
        yield _pareto(study, words)
    if study.moved:
        yield _moved(study, words)
    if any(cohort["active"] for cohort in study.base.document["cohorts"]):
        yield _cohorts(study, words)
    if study.figures["time_to_second"].rows:
        yield _second(study, words)
        yield _intervals(study, words)
    if study.base.scores is not None:
        yield _rfm(study, words)


def place_sections(study: Study, words: Words) -> Iterator[str]:
    """By channel, store and category, where the orders name more than one."""
    for name in ("channels", "stores", "categories"):
        if len(study.figures[name].rows) > 1:
            yield _named(study, words, name)


def _months(study: Study, words: Words) -> str:
    found = study.figures["months"]
    series = [words("known"), words("new")]
    rows = []
    for month, _, new, known, _, _ in found.rows:
        label = month_words(month, words.language)
        rows += [{"month": label, "series": series[0], "members": known, "place": 0}, {"month": label, "series": series[1], "members": new, "place": 1}]
    month, members, _, known, _, _ = found.rows[-1]
    said = words("months.says", month=month_words(month, words.language), known=number(known), members=number(members), share=percent(known / members)) if members else ""
    return section(words("months"), said, charts.stacked_months(rows, colours=series), how_counted(words, found))


def _pareto(study: Study, words: Words) -> str:
    pareto = study.base.document["pareto"]
    rows = [{"x": 0, "y": 0}] + [{"x": percent_ / 100, "y": float(share)} for percent_, _, _, share in study.figures["pareto"].rows]
    said = words("pareto.says", share=percent(pareto["top20_share"]), gini=f"{pareto['gini']:.2f}")
    drawn = charts.curve(rows, x=words("pareto.x"), y=words("pareto.y"), percent_x=True, mark_x=0.2)
    return section(words("pareto"), said, drawn, how_counted(words, study.figures["concentration"]))


def _moved(study: Study, words: Words) -> str:
    assert study.moved is not None
    moved = study.moved
    largest = max(moved.steps, key=lambda step: abs(step.moved))
    said = words(
        "moved.says",
        days=moved.days,
        now=words.headline(moved.revenue_now),
        before=words.headline(moved.revenue_before),
        step=words(f"step.{largest.name}"),
        moved=words.headline(largest.moved),
    )
    heads = [words("step"), words("before"), words("now"), words("moved.by"), words("range")]
    rows = [
        [
            words(f"step.{step.name}"),
            _amount(words, step.name, step.before),
            _amount(words, step.name, step.now),
            words.headline(step.moved),
            f"{words.headline(step.low)} … {words.headline(step.high)}",
        ]
        for step in moved.steps
    ]
    return section(words("moved"), said, table(heads, rows), how_counted(words, study.figures["two_periods"]), wide=True)


def _amount(words: Words, step: str, value: float) -> str:
    return words.money(value) if step == "aov" else f"{value:,.2f}" if step == "frequency" else number(round(value))


def _cohorts(study: Study, words: Words) -> str:
    cohorts = study.base.document["cohorts"][-MOST_COHORTS:]
    whole = [cohort for cohort in study.base.document["cohorts"] if cohort["active"]]
    size = sum(cohort["size"] for cohort in whole)
    said = words("cohorts.says", members=number(size), share=percent(sum(cohort["active"][0] for cohort in whole) / size))
    months = min(MOST_MONTHS, max(len(cohort["active"]) for cohort in cohorts))
    heads = [words("cohort"), words("size"), *(words("month_n", n=n + 1) for n in range(months))]
    rows = [
        [month_words(cohort["cohort"], words.language), number(cohort["size"]), *(percent(active / cohort["size"]) for active in cohort["active"][:months])] for cohort in cohorts
    ]
    return section(words("cohorts"), said, table(heads, [row + [""] * (len(heads) - len(row)) for row in rows]), how_counted(words, study.figures["cohorts"]), wide=True)


def _second(study: Study, words: Words) -> str:
    found = study.figures["time_to_second"]
    rows = [{"x": 0, "y": 0.0}] + [{"x": days, "y": 1 - float(not_yet)} for days, _, _, not_yet in found.rows]
    within = [row for row in rows if row["x"] <= 90][-1]
    said = words("time_to_second.says", days=90, share=percent(within["y"])) if study.facts.days > 90 else ""
    return section(words("time_to_second"), said, charts.curve(_thinned(rows), x=words("km.x"), y=words("km.y"), percent_x=False), how_counted(words, found))


def _intervals(study: Study, words: Words) -> str:
    found = study.figures["intervals"]
    half, most = (next(gap for gap, _, share in found.rows if float(share) >= point - 1e-12) for point in (0.5, 0.9))
    rows = [{"x": 0, "y": 0.0}] + [{"x": gap, "y": float(share)} for gap, _, share in found.rows]
    said = words("intervals.says", half=half, most=most)
    drawn = charts.curve(_thinned(rows), x=words("intervals.x"), y=words("intervals.y"), percent_x=False)
    return section(words("intervals"), said, drawn, how_counted(words, found))


def _thinned(rows: list[dict[str, float]]) -> list[dict[str, float]]:
    """At most some 200 points of a curve, the last among them."""
    step = max(len(rows) // 200, 1)
    return [*rows[:-1:step], rows[-1]]


def _rfm(study: Study, words: Words) -> str:
    scores = study.base.scores
    assert scores is not None
    cells, counts = np.unique(scores.recency * 10 + scores.frequency, return_counts=True)
    rows = [{"x": int(cell) // 10, "y": int(cell) % 10, "members": int(count)} for cell, count in zip(cells, counts, strict=True)]
    cell = scores.cell
    days = number(int(study.base.document["rfm"]["recency_median"] + 0.5))
    said = words("rfm.says", best=number(int((cell == 555).sum())), lost=number(int((cell == 111).sum())), days=days)
    return section(words("rfm"), said, charts.grid(rows, x=words("rfm.x"), y=words("rfm.y")), how_counted(words, study.figures["rfm"]))


def _named(study: Study, words: Words, name: str) -> str:
    found = study.figures[name]
    heads = [words("name"), words("members"), words("orders"), words("revenue"), words("share")]
    rows = [
        [place or words("unnamed"), number(members), number(int(orders)), words.headline(int(revenue)), percent(None if share is None else float(share))]
        for place, members, orders, revenue, share in found.rows[:MOST_NAMES]
    ]
    return section(words(name), "", table(heads, rows), how_counted(words, found), wide=True)

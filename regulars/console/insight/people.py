"""The sheets of who members are: how they moved, personas, visitors, grades with their costs, the loyalty index."""

from datetime import date
from typing import Any

from regulars.console.insight import charts
from regulars.console.insight.flow import flows
from regulars.console.insight.modelled import generic
from regulars.console.insight.results import Document, Results
from regulars.console.insight.sheets import Row, Sheet, Words, count, num, percent, text
from regulars.insight.asking import sentences_people  # noqa: F401  registers the names of personas and visitors
from regulars.insight.groups import sentences as group_sentences  # noqa: F401
from regulars.insight.indices import sentences as index_sentences  # noqa: F401
from regulars.insight.store.names import CLASSES, STAGES
from regulars.kit.formats import day, number
from regulars.kit.phrases import known_codes, say

COLOURS = {"class": (0, 2, 3, 1, 4, 5), "stage": (3, 2, 0, 1, 4, 6, 5)}  # green holds, copper warns, red is lost, grey is not known
PARTS = ("rfm_recency", "rfm_frequency", "rfm_monetary", "rfm_cell", "class")


def class_moves(results: Results, words: Words, document: Document) -> Sheet:
    """Who was in which class at the refresh before, and is now, and how much of moving is luck."""
    noise = {row["measured"]: row["by_noise"] for row in results.rows("stability")}
    told = (words("moves.noise", share=percent(noise["class"])),) if "class" in noise else ()
    return _moves(words, document, "class", CLASSES, words("moves.before"), words("moves.now"), words("moves.nobody"), told)


def stage_moves(results: Results, words: Words, document: Document) -> Sheet:
    return _moves(words, document, "stage", STAGES, words("moves.four_weeks"), words("moves.stage_now"), words("moves.not_bought"), ())


def _moves(words: Words, document: Document, kind: str, known: tuple[str, ...], before: str, now: str, nobody: str, told: tuple[str, ...]) -> Sheet:
    def name(value: str | None) -> str:
        return nobody if value is None else say(f"{kind}.{value}", {}, words.language)

    drawn = [{"y": name(row[f"{kind}_before"]), "x": name(row[kind]), "value": row["members"], "words": number(row["members"])} for row in document["rows"]]
    moved = sum(row["members"] for row in document["rows"] if row[f"{kind}_before"] and row[kind] and row[f"{kind}_before"] != row[kind])
    both = sum(row["members"] for row in document["rows"] if row[f"{kind}_before"] and row[kind])
    rows: tuple[Row, ...] = tuple(
        (text(name(row[f"{kind}_before"])), text(name(row[kind]), f"{kind}={row[kind]}" if row[kind] else ""), count(row["members"])) for row in document["rows"]
    )
    says = words("moves.says", moved=number(moved), both=number(both), share=percent(moved / both)) if both else ""
    chart = flows(drawn, [*(name(each) for each in known), nobody], what=words.page("size"), before=before, now=now, colours=COLOURS[kind])
    return Sheet(document, says, (before, now, words.page("size")), rows, chart, told=told)


def stability(results: Results, words: Words, document: Document) -> Sheet:
    """By luck alone, beside what moved."""
    named = [(words(f"noise.{row['measured']}"), row) for row in document["rows"]]
    drawn = [{"name": name, "value": row["by_noise"], "words": percent(row["by_noise"])} for name, row in named]
    rows = tuple((text(name), num(percent(row["by_noise"])), num(percent(row.get("moved_share")))) for name, row in named)
    heads = (words("noise.measured"), words("noise.by_noise"), words("noise.moved"))
    return Sheet(document, words("noise.says"), heads, rows, charts.bars(drawn, language=words.language, x=words("noise.by_noise"), percent=True))


def personas(results: Results, words: Words, document: Document) -> Sheet:
    """Each by what sets it apart, with what its middle member does."""
    rows = tuple(
        (
            text(words("persona.n", n=row["persona"]), f"persona={row['persona']}"), text(named(words, row["traits"])), count(row["members"], f"persona={row['persona']}"), num(percent(row["share"])),
            num(f"{row['purchase_days']:g}"), num(number(row["days_since"])), num(words.money(row["mean_amount"])),
        )
        for row in document["rows"]
    )  # fmt: skip
    drawn = [{"name": f"{row['persona']} · {named(words, row['traits'])}", "value": row["share"], "words": percent(row["share"])} for row in document["rows"]]
    heads = (words("column.persona"), words("column.traits"), words.page("size"), words.page("share"), words("column.purchase_days"), words("column.days_since"), words("column.mean_amount"))
    says = words("personas.says", n=len(rows), stability=f"{document['rows'][0]['stability']:.2f}")
    return Sheet(document, says, heads, rows, charts.bars(drawn, language=words.language, x=words.page("share"), percent=True))


def named(words: Words, traits: str) -> str:
    return words("comma").join(traits.split("; "))


def rfe(results: Results, words: Words, document: Document) -> Sheet:
    """Everybody once: by how they visit, and whether they have bought."""
    series = (words("column.bought"), words("column.not_bought"))
    shown = [(say(f"visitor.{row['visitor']}", {}, words.language), row) for row in document["rows"]]
    drawn = [
        {"label": name, "series": title, "order": order, "value": value, "words": number(value)}
        for name, row in shown
        for order, (title, value) in enumerate(zip(series, (row["bought"], row["not_bought"]), strict=True))
    ]
    rows = tuple(
        (
            text(name, _visitors(row)), count(row["members"], _visitors(row)), count(row["bought"]), count(row["not_bought"]),
            num("–" if row["visit_days"] is None else f"{row['visit_days']:g}"), num("–" if row["days_since_visit"] is None else f"{row['days_since_visit']:g}"),
        )
        for name, row in shown
    )  # fmt: skip
    heads = (words("visitor"), words.page("size"), *series, words("column.visit_days"), words("column.days_since_visit"))
    looking = sum(row["not_bought"] for row in document["rows"] if row["visitor"] != "no_visit")
    keen = next((row["not_bought"] for row in document["rows"] if row["visitor"] == "keen"), 0)
    chart = charts.stacked_periods(drawn, language=words.language, x=words("visitor"), y=words.page("size"))
    return Sheet(document, words("rfe.says", looking=number(looking), keen=number(keen)), heads, rows, chart, series)


def _visitors(row: dict[str, Any]) -> str:
    return "" if row["visitor"] == "no_visit" else f"visitor={row['visitor']}"


def rfe_classes(results: Results, words: Words, document: Document) -> Sheet:
    def named(kind: str, row: dict[str, Any]) -> str:
        return say(f"{kind}.{row[kind]}", {}, words.language)

    drawn = [{"x": named("class", row), "y": named("visitor", row), "value": row["members"], "words": number(row["members"])} for row in document["rows"]]
    rows = tuple((text(named("visitor", row), f"visitor={row['visitor']}"), text(named("class", row)), count(row["members"])) for row in document["rows"])
    chart = charts.heat(drawn, x=words.page("class"), y=words("visitor"), what=words.page("size"), height=240)
    return Sheet(document, "", (words("visitor"), words.page("class"), words.page("size")), rows, chart)


def grades(results: Results, words: Words, document: Document) -> Sheet:
    """What each grade's members brought, what serving them cost, and what is left."""
    costs = ("returns", "contacts", "points", "delivery")
    rows = tuple(
        (
            text(row["grade"], f"grade={row['grade']}"), count(row["members"], f"grade={row['grade']}"), num(words.big(row["margin_before"])),
            *(num(words.big(row[f"cost_{cost}"])) for cost in costs), num(words.big(row["margin"])), num(percent(row["confidence"])),
        )
        for row in document["rows"]
    )  # fmt: skip
    drawn = [{"name": row["grade"], "value": float(row["margin"]), "words": words.big(row["margin"])} for row in document["rows"]]
    heads = (words("column.grade"), words.page("size"), words("column.margin_before"), *(words(f"column.cost_{cost}") for cost in costs), words("column.margin"), words("column.confidence"))
    chart = charts.bars(drawn, language=words.language, x=words("column.margin") + words.in_currency, percent=False)
    return Sheet(document, words("grades.says"), heads, rows, chart)


def loyalty(results: Results, words: Words, document: Document) -> Sheet:
    """Attitude and behaviour apart, then together; the four kinds of loyalty as bars."""
    kinds = [row for row in document["rows"] if row["value"] is None and row["coverage"] is None]
    made = generic(results, words, document)
    drawn = [{"name": say(f"loyalty.{row['part']}", {}, words.language), "value": row["members"], "words": number(row["members"])} for row in kinds]
    chart = charts.bars(drawn, language=words.language, x=words.page("size"), percent=False) if any(row["members"] for row in kinds) else None
    return Sheet(document, "", made.heads, made.rows, chart)


def rfm_cuts(results: Results, words: Words, document: Document) -> Sheet:
    rows = tuple(
        (text(words(f"noise.rfm_{row['measure']}")), *(num(str(row[f"cut_{n}"])) for n in range(1, 5)), text(_method(words, str(row["method"]))), count(row["version"]), text(day(date.fromisoformat(str(row["made_on"])), words.language)))
        for row in document["rows"]
    )
    heads = (words("noise.measured"), *(words("cut.n", n=n, next=n + 1) for n in range(1, 5)), words("column.method"), words("column.version"), words("column.made_on"))
    return Sheet(document, words("cuts.says"), heads, rows)


def _method(words: Words, name: str) -> str:
    code = f"insight.setting.method.{name}"
    return say(code, {}, words.language) if code in known_codes() else name


def loyalty_weights(results: Results, words: Words, document: Document) -> Sheet:
    rows = tuple(
        (text(words.named("part", row["part"])), text(words.named("item", row["item"])), num(percent(row["weight"])), num(percent(row["judged"])), num(percent(row["entropy"])), count(row["version"]))
        for row in document["rows"]
    )
    heads = tuple(words(f"column.{name}") for name in ("part", "item", "weight", "judged", "entropy", "version"))
    return Sheet(document, "", heads, rows)

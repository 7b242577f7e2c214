"""The study as one HTML file: three languages, charts drawn in, no script and nothing from the network."""

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from regulars.insight import page_words  # noqa: F401  (registers the page's words)
from regulars.insight.study.page_models import model_sections
from regulars.insight.study.page_sections import base_sections, place_sections
from regulars.insight.study.page_tools import Words, percent
from regulars.insight.study.page_visitors import visitor_sections
from regulars.insight.study.studying import Study
from regulars.kit.formats import day
from regulars.kit.phrases import LANGUAGES

_NAMES = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}


def page_of(study: Study, language: str = "en") -> str:
    """The whole page; ``language`` is the one it opens in."""
    style = files("regulars.insight.study").joinpath("page.css").read_text(encoding="utf-8")
    switches = "".join(
        f'<input class="tongue" type="radio" name="tongue" id="{each}"{" checked" if each == language else ""} aria-label="{_NAMES[each]}">' for each in LANGUAGES
    )
    labels = "".join(f'<label for="{each}" lang="{each}">{_NAMES[each]}</label>' for each in LANGUAGES)
    articles = "".join(_article(study, Words(study.facts, each)) for each in LANGUAGES)
    title = escape(Words(study.facts, language)("title"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{style}</style></head><body>{switches}<main><nav>{labels}</nav>{articles}</main></body></html>\n"
    )


def _article(study: Study, words: Words) -> str:
    facts = study.facts
    as_of = day(facts.as_of, words.language)
    span = words("span", first=day(facts.first_day, words.language), as_of=as_of, days=f"{facts.days:,}") if facts.first_day else words("span.none", as_of=as_of)
    parts = [f"<h1>{escape(words('title'))}</h1><p class=span>{escape(span)}</p>"]
    if unsaid := study.sentences(words.language):
        told = "".join(f"<li>{escape(sentence)}</li>" for sentence in unsaid)
        said = f'<section class="unsaid wide"><h2>{escape(words("unsaid"))}</h2><ul>{told}</ul></section>'
    else:
        said = ""
    parts.append(_tiles(study, words))
    parts.append(f'<div class=two>{"".join(_all(study, words))}{said}</div>')
    return f'<article lang="{words.language}">{"".join(parts)}</article>'


def _all(study: Study, words: Words) -> Iterable[str]:
    if study.figures["kpi"].rows[0][0]:
        yield from base_sections(study, words)
        yield from model_sections(study, words)
        yield from place_sections(study, words)
    if study.visiting is not None:
        yield from visitor_sections(study.visiting.document, words)


def _tiles(study: Study, words: Words) -> str:
    kpi = study.base.document["kpi"]
    shown = {
        "members": f"{kpi['members']:,}",
        "orders": f"{kpi['orders']:,}",
        "revenue": words.headline(study.figures["kpi"].rows[0][2]),
        "aov": words.money_text(kpi["aov"]),
        "frequency": "–" if kpi["frequency"] is None else f"{kpi['frequency']:.2f}",
        "repeat_rate": percent(kpi["repeat_rate"]),
        "repurchase_90d": percent(kpi["repurchase_90d"]),
        "median_days_to_second": "–" if kpi["median_days_to_second"] is None else f"{kpi['median_days_to_second']:g}",
    }
    return f'<div class=tiles>{"".join(f"<div class=tile><b>{escape(value)}</b><span>{escape(words(name))}</span></div>" for name, value in shown.items())}</div>'

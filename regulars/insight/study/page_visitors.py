"""The page's section about the web shop: each kind of visitor, how they visit, and where they stand as buyers."""

from collections.abc import Iterator
from typing import Any

from regulars.insight.study.page_tools import Words, section, table
from regulars.kit.formats import number
from regulars.kit.phrases import say

_MEASURES = ("frequency", "recency", "length", "depth")
_BOUGHT = ("recency", "frequency", "monetary")


def visitor_sections(document: dict[str, Any], words: Words) -> Iterator[str]:
    """document: as ``study.visitors.Visiting.document``."""
    kinds = document["rfe"]
    looking = sum(one["not_bought"] for one in kinds if one["visitor"] != "no_visit")
    keen = next(one["not_bought"] for one in kinds if one["visitor"] == "keen")
    said = words("visitors.says", days=document["window_days"], looking=number(looking), keen=number(keen))
    heads = [words("visitor"), words("size"), words("visitor.bought"), words("visitor.not_bought")]
    heads += [words(f"visitor.{name}") for name in _MEASURES] + [words(f"visitor.rfm.{name}") for name in _BOUGHT]
    rows = [
        [
            _kind(one["visitor"], words),
            *(number(one[name]) for name in ("members", "bought", "not_bought")),
            *(_shown(one[name]) for name in _MEASURES),
            *(_shown(one["rfm"][name]) for name in _BOUGHT[:2]),
            words.money_text(one["rfm"]["monetary"]),
        ]
        for one in kinds
    ]
    yield section(words("visitors"), said, table(heads, rows), wide=True)
    if document["classes"]:
        yield section(words("visitors.classes"), words("visitors.classes.says"), _classes(document["classes"], words), wide=True)


def _classes(joined: list[dict[str, Any]], words: Words) -> str:
    kinds, classes = (list(dict.fromkeys(one[key] for one in joined)) for key in ("visitor", "class"))
    counts = {(one["visitor"], one["class"]): one["members"] for one in joined}
    heads = [words("visitor"), *(say(f"class.{name}", {}, words.language) for name in classes)]
    return table(heads, [[_kind(kind, words), *(number(counts.get((kind, name), 0)) for name in classes)] for kind in kinds])


def _kind(name: str, words: Words) -> str:
    return say(f"visitor.{name}", {}, words.language)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:,.6g}"

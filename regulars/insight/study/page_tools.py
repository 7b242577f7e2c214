"""What every section of the page is made of: words, amounts, a table, the way a figure is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from regulars.insight.facts import Facts
from regulars.insight.figures import Figure
from regulars.kit.formats import MINUS, compact_money, money
from regulars.kit.phrases import say


@dataclass(frozen=True)
class Words:
    """The page's words and amounts in one language; ``words("title")``."""

    facts: Facts
    language: str

    def __call__(self, code: str, **facts: Any) -> str:
        return say(f"insight.page.{code}", facts, self.language)

    def money(self, minor: float) -> str:
        return money(round(minor), self.facts.currency, self.facts.exponent).strip("\u00a0")

    def money_text(self, text: str | None) -> str:
        return "–" if text is None else self.money(int(Decimal(text).scaleb(self.facts.exponent)))

    def headline(self, minor: float) -> str:
        return compact_money(round(minor), self.facts.currency, self.facts.exponent, self.language).strip("\u00a0").replace(MINUS, MINUS + "\u2060")


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def section(title: str, said: str, body: str, how: str = "", *, wide: bool = False) -> str:
    """``said`` is one plain sentence; ``body`` and ``how`` are HTML already."""
    kind = ' class="wide"' if wide else ""
    sentence = f"<p>{escape(said)}</p>" if said else ""
    return f"<section{kind}><h2>{escape(title)}</h2>{sentence}{body}{how}</section>"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<div class=scroll><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def how_counted(words: Words, figure: Figure) -> str:
    """Formula, window, denominator and the SQL itself, folded away."""
    language = words.language
    told = ((words("formula"), figure.formula(language)), (words("window"), figure.window(language)), (words("of"), figure.denominator(language)))
    terms = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in told)
    return f"<details><summary>{escape(words('how'))}</summary><dl>{terms}</dl><pre>{escape(figure.sql)}</pre></details>"

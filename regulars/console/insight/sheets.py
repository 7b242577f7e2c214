"""One figure as a page shows it: a sentence, a chart, a table, and how it is computed. Words and numbers in one reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from regulars.console.insight.results import Document
from regulars.insight import page_words  # noqa: F401  registers the study's words
from regulars.kit.formats import MINUS, compact_money, money, number, width_of
from regulars.kit.phrases import known_codes, say

NOTHING = "–"
LOW = 230
LONG = 22  # Latin characters, or half as many Chinese ones


@dataclass(frozen=True)
class Cell:
    """A table's cell: words, whether a number, and the members behind it as a query of the members' page."""

    words: str
    is_number: bool = False
    members: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether the members are a group by its mark, not a class or a stage."""
        return self.members.startswith("mark=")

    @property
    def is_long(self) -> bool:
        """Whether the words would make a column of single words on a phone."""
        return width_of(self.words) > LONG


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """``document``: the figure as it was kept, with formula, window, denominator and SQL. ``rows``: cells under ``heads``, in the same order.

    ``told``: sentences on what must be known beside the numbers. ``beside``: how a model did beside the simplest rule: words, and whether it beats it.
    """

    document: Document
    says: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    chart: dict[str, Any] | None = None
    legend: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    beside: tuple[str, bool] | None = None
    guide: str = ""  # a page of the documentation, such as algorithms/insight/churn.md

    @property
    def name(self) -> str:
        return str(self.document["name"])

    @property
    def title(self) -> str:
        return str(self.document["title"])

    @property
    def chart_id(self) -> str:
        return f"chart-{self.name}"

    @property
    def is_low(self) -> bool:
        """Whether the chart needs less than the usual room."""
        return self.chart is not None and int(self.chart.get("height", 999)) < LOW

    @property
    def head_cells(self) -> list[Cell]:
        """The heads, to the right where their column holds numbers."""
        first = self.rows[0] if self.rows else ()
        return [Cell(head, place < len(first) and first[place].is_number) for place, head in enumerate(self.heads)]

    @property
    def cannot_say(self) -> list[str]:
        return list(self.document.get("cannot_say", ()))

    @property
    def notes(self) -> list[str]:
        """What has to be known beside the rows; nothing is missing."""
        return list(self.document.get("told", ()))


@dataclass(frozen=True)
class Words:
    """The words and numbers of one reader. Money comes as decimal text, as figures carry it."""

    language: str
    currency: str
    exponent: int

    def __call__(self, code: str, **facts: Any) -> str:
        return say(f"insight.sheet.{code}", facts, self.language)

    def named(self, kind: str, name: str) -> str:
        """The word for a name a figure carries, such as a method's; the name itself where there is none."""
        code = f"insight.sheet.{kind}.{name}"
        return say(code, {}, self.language) if code in known_codes() else str(name).replace("_", " ")

    def page(self, code: str, **facts: Any) -> str:
        """The study's own words: one figure is told in one way everywhere."""
        return say(f"insight.page.{code}", facts, self.language)

    def minor(self, amount: str | float) -> int:
        return round(Decimal(str(amount)).scaleb(self.exponent))

    def money(self, amount: str | float | None) -> str:
        return NOTHING if amount is None else money(self.minor(amount), self.currency, self.exponent).strip("\u00a0")

    def big(self, amount: str | float | None) -> str:
        return NOTHING if amount is None else compact_money(self.minor(amount), self.currency, self.exponent, self.language).strip("\u00a0")

    @property
    def in_currency(self) -> str:
        return f" ({self.currency})" if self.currency else ""


def percent(share: float | None, *, signed: bool = False, digits: int = 1) -> str:
    if share is None:
        return NOTHING
    words = f"{abs(share):.{digits}%}"
    sign = MINUS if share < 0 and words.strip("0.%") else "+" if signed and share > 0 else ""
    return f"{sign}{words}"


def text(words: str, members: str = "") -> Cell:
    return Cell(words, False, members)


def num(words: str, members: str = "") -> Cell:
    return Cell(words, True, members)


def count(value: float | None, members: str = "") -> Cell:
    return Cell(NOTHING if value is None else number(int(value)), True, members if value else "")


def thinned(rows: Sequence[dict[str, float]], most: int = 240) -> list[dict[str, float]]:
    """At most so many points of a curve, the last among them."""
    step = max(len(rows) // most, 1)
    return [*rows[:-1:step], rows[-1]] if rows else []

"""Each setting by its name, as a text a person types; ``read_settings`` makes them the values the figures use."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal

from regulars.insight.settings import sentences  # noqa: F401  registers what is refused
from regulars.kit.errors import Invalid
from regulars.kit.money import scaled_from_text

Method = Literal["quantiles", "fixed", "k_means"]
Cuts = tuple[float, ...]
METHODS = ("quantiles", "fixed", "k_means")
SHORTEST, LONGEST = 28, 3_660  # days of a window
SCORES = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """None: the shop has not said, and the figures say so. Costs in the currency's smallest unit.

    margin: the share of what is paid that is margin, in (0, 1]. rfm_days: the window; None: all there is. rfm_cuts: recency in days, purchase
    days, revenue in the smallest unit, four rising points each (``fixed`` alone). attitude, behaviour: judgements, the upper triangle row by row.
    """

    margin: float | None = None
    contact_cost: int | None = None
    delivery_cost: int | None = None
    return_cost: int | None = None
    rfm_method: Method = "quantiles"
    rfm_days: int | None = None
    rfm_cuts: tuple[Cuts, Cuts, Cuts] | None = None
    attitude: tuple[float, ...] | None = None
    behaviour: tuple[float, ...] | None = None

    @property
    def share(self) -> float:
        """What margin figures multiply with: 1 while nobody has told the margin, so that they are revenue."""
        return 1.0 if self.margin is None else self.margin


def _margin(text: str, digits: int) -> float:
    share = _number(text.removesuffix("%").strip()) / (100 if text.endswith("%") else 1)
    if not 0 < share <= 1:
        raise Invalid("insight.setting.margin", text=text[:40])
    return float(share)


def _cost(text: str, digits: int) -> int:
    return scaled_from_text(text, digits)


def _method(text: str, digits: int) -> str:
    if text not in METHODS:
        raise Invalid("insight.setting.method", text=text[:40], known=", ".join(METHODS))
    return text


def _days(text: str, digits: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and SHORTEST <= int(text) <= LONGEST):
        raise Invalid("insight.setting.days", text=text[:40], least=SHORTEST, most=LONGEST)
    return int(text)


def _whole_cuts(text: str, digits: int) -> Cuts:
    return _rising(text, [float(_number(part)) for part in text.split()])


def _money_cuts(text: str, digits: int) -> Cuts:
    return _rising(text, [float(scaled_from_text(part, digits)) for part in text.split()])


def _rising(text: str, cuts: list[float]) -> Cuts:
    if len(cuts) != SCORES - 1 or cuts[0] < 0 or any(later <= one for one, later in itertools.pairwise(cuts)):
        raise Invalid("insight.setting.cuts", text=text[:60])
    return tuple(cuts)


def _judged(pairs: int) -> Callable[[str, int], tuple[float, ...]]:
    """How many times more each thing matters than each after it: ``3``, or ``1/3``, from 1/9 to 9 (Saaty's scale)."""

    def read(text: str, digits: int) -> tuple[float, ...]:
        try:
            values = tuple(float(Fraction(part)) for part in text.split())
        except (ValueError, ZeroDivisionError):
            values = ()
        if len(values) != pairs or not all(1 / 9 - 1e-9 <= one <= 9 for one in values):
            raise Invalid("insight.setting.judged", text=text[:60], pairs=pairs)
        return values

    return read


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Invalid("insight.setting.number", text=text[:40]) from None
    if not value.is_finite():
        raise Invalid("insight.setting.number", text=text[:40])
    return value


_READERS: dict[str, Callable[[str, int], Any]] = {
    "margin": _margin,
    "contact_cost": _cost,
    "delivery_cost": _cost,
    "return_cost": _cost,
    "rfm_method": _method,
    "rfm_days": _days,
    "rfm_recency": _whole_cuts,
    "rfm_frequency": _whole_cuts,
    "rfm_monetary": _money_cuts,
    "attitude": _judged(6),
    "behaviour": _judged(10),
}
NAMES = tuple(_READERS)
_CUTS = ("rfm_recency", "rfm_frequency", "rfm_monetary")


def read_settings(texts: Mapping[str, str], digits: int) -> Settings:
    """The values; a text that is empty is as if not told. digits: decimals of the currency.

    Raises Invalid ``insight.setting.*`` (``setting`` among its facts) for a name or a text that can't be read, or fixed cuts that are not all there.
    """
    values: dict[str, Any] = {}
    for name, text in texts.items():
        if name not in _READERS:
            raise Invalid("insight.setting.unknown", setting=name[:40], known=", ".join(NAMES))
        if not text.strip():
            continue
        try:
            values[name] = _READERS[name](text.strip(), digits)
        except Invalid as problem:
            problem.facts["setting"] = name
            raise
    if values.get("rfm_method") == "fixed" and not all(name in values for name in _CUTS):
        raise Invalid("insight.setting.cuts_missing", setting="rfm_method")
    cuts = [values.pop(name, None) for name in _CUTS]
    if all(one is not None for one in cuts):
        values["rfm_cuts"] = tuple(cuts)
    return Settings(**values)


def check(texts: Mapping[str, str], digits: int) -> dict[str, Invalid]:
    """What can't be read, by setting; nothing where all of it can."""
    wrong: dict[str, Invalid] = {}
    for name, text in texts.items():
        try:
            read_settings({name: text} if name != "rfm_method" else {name: text, **{cut: texts.get(cut, "") for cut in _CUTS if cut not in wrong}}, digits)
        except Invalid as problem:
            wrong.setdefault(str(problem.facts.get("setting", name)), problem)
    return wrong

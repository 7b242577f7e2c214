"""What is kept of a refresh, as values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from regulars.kit.phrases import say


class Item(msgspec.Struct, array_like=True, frozen=True):
    """An article to show. ``code`` and ``facts`` say why: ``sentence`` puts it into words."""

    sku: str
    code: str
    facts: dict[str, Any] = {}

    def sentence(self, language: str) -> str:
        return say(self.code, self.facts, language)


class Slot(msgspec.Struct, array_like=True, frozen=True):
    """The new product drawn for a member: with which chance, by taste alone with which, among how many."""

    sku: str
    chance: float
    taste: float
    among: int


class Told(msgspec.Struct, omit_defaults=True, frozen=True):
    """Of one member. Money in the smallest unit; None where a thing can't be said.

    buys: chance of buying within ``Refreshed.horizon_days``. margin: expected within a year; clv: until ``Refreshed.clv_days`` ahead, discounted.
    """

    class_before: str = ""  # where the refresh before had put them; "" the same, or nobody knew them
    buys: float | None = None
    margin: int | None = None
    clv: int | None = None
    rfm: tuple[int, int, int] | None = None  # scores 1 to 5
    recency: int = 0  # days since the last purchase
    frequency: int = 0  # purchase days
    monetary: int = 0
    rhythm: float | None = None  # days, the member's own usual gap
    grade: str = ""
    reasons: list[str] = []  # of churn.reasons.GROUPS, strongest first
    again: list[Item] = []
    new: list[Item] = []
    whys: list[str] = []  # beside ``reasons``: the signal that speaks most for the group, "" where it is the member's own rhythm
    sure: float | None = None  # of the grade: the chance that another such year gives the same
    left: int | None = None  # what the grade is of: margin of a year less what follows
    costs: tuple[int, int, int, int] | None = None  # returns, contacts, points, delivery
    persona: int | None = None  # a place in the personas' centres
    visitor: str = ""  # keen, curious, cooling, gone
    rfe: tuple[int, int, int] | None = None  # recency, frequency, engagement of visits, 1 to 5
    visit_days: int = 0
    visit_since: int | None = None  # days since the last visit
    attitude: float | None = None  # 0 to 100
    behaviour: float | None = None
    loyalty: str = ""  # true, latent, spurious, none
    slot: Slot | None = None

    def reasons_in_words(self, language: str) -> list[str]:
        """Each group, with what happened where a signal speaks for it."""
        whys = [*self.whys, *[""] * len(self.reasons)]
        return [reason_in_words(group, why, language) for group, why in zip(self.reasons, whys, strict=False)]


def reason_in_words(group: str, why: str, language: str) -> str:
    told = say(f"churn.reason.{group}", {}, language)
    if not why:
        return told
    happened = say(f"churn.why.{why}", {}, language)
    return f"{told} ({happened})" if language == "en" else f"{told}（{happened}）"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The last refresh. ``as_of``: the evening everything looks from."""

    number: int
    refreshed_at: datetime
    as_of: date
    snapshot: int
    members: int
    kept: dict[str, Any]

    @property
    def currency(self) -> str:
        return str(self.kept.get("currency", ""))

    @property
    def exponent(self) -> int:
        return int(self.kept.get("exponent", 2))

    @property
    def horizon_days(self) -> int | None:
        return self.kept.get("horizon_days")

    @property
    def clv_days(self) -> int | None:
        return self.kept.get("clv_days")

    @property
    def margin(self) -> float | None:
        """The share of what is paid that is margin; None: the shop has not told, and margin figures are revenue."""
        return self.kept.get("margin")

    def ruler(self, name: str) -> dict[str, Any]:
        """What ``name`` is measured by, with ``version`` and ``made_on``; empty where it can't be said."""
        found: dict[str, Any] = self.kept.get("rulers", {}).get(name, {})
        return found

    @property
    def personas(self) -> int:
        """How many there are."""
        return len(self.ruler("personas").get("named", ()))

    def traits(self, persona: int) -> tuple[str, ...]:
        named = self.ruler("personas").get("named", ())
        return tuple(named[persona]) if persona < len(named) else ()


@dataclass(frozen=True, slots=True)
class MemberInsight:
    """One member as of the last refresh. ``profiled`` False: the member has refused, and nothing but what is popular with all is said.

    class_: high, mid, potential, churn_risk, dormant. stage: new, growing, active, at_risk, lapsed, won_back. "": can't be said.
    ``told`` is None for whoever refused, had not bought by then, or joined later.
    """

    ref: str
    refreshed: Refreshed
    profiled: bool
    class_: str = ""
    stage: str = ""
    told: Told | None = None
    member_id: int = 0

    @property
    def persona_traits(self) -> tuple[str, ...]:
        """Codes of phrases: what sets the member's persona apart."""
        return self.refreshed.traits(self.told.persona) if self.told is not None and self.told.persona is not None else ()

    @property
    def is_personal(self) -> bool:
        return self.told is not None and bool(self.told.again or self.told.new)

    @property
    def buy_again(self) -> list[Item]:
        """The member's own list; what is popular with all, where there is none."""
        if self.told is not None and self.told.again:
            return self.told.again
        return [msgspec.convert(one, Item) for one in self.refreshed.kept.get("popular", ())]

    @property
    def try_new(self) -> list[Item]:
        return self.told.new if self.told is not None else []

    def reasons(self, language: str) -> list[str]:
        """Why the member is expected to leave, in words."""
        return self.told.reasons_in_words(language) if self.told is not None else []


@dataclass(frozen=True, slots=True)
class Listed:
    """A member in a list."""

    ref: str
    member_id: int
    class_: str
    stage: str
    told: Told

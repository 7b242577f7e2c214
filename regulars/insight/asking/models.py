"""What several answers stand on, each worked out once and only when somebody asks."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from regulars.insight.asking.coding import coded_of
from regulars.insight.asking.rulers import Rulers
from regulars.insight.asking.slot import ShowRow, Slot, slot_of
from regulars.insight.churn.purchases import Purchases
from regulars.insight.churn.shapes import Ints
from regulars.insight.churn.study_part import Leaving
from regulars.insight.churn.study_part import study_part as leaving_part
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.histories import Histories, histories
from regulars.insight.clv.ranges import Forecast, Range, ranges
from regulars.insight.clv.study_part import MODELS, Part
from regulars.insight.clv.study_part import study_part as clv_part
from regulars.insight.clv.value import Discount, Scores, score
from regulars.insight.errors import CannotSay
from regulars.insight.facts import Facts, PurchaseDays
from regulars.insight.facts.facts import day_number, day_of_number
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.insight.figures.rfm import Cuts, Rfm, cuts_of, rfm_of
from regulars.insight.figures.rfm import Scores as RfmScores
from regulars.insight.figures.rfm import score as score_rfm
from regulars.insight.groups.stages import Lifecycle, stages_at
from regulars.insight.happened import signals_of
from regulars.insight.recommend.baskets import Coded
from regulars.insight.recommend.offers import Shelf, stock
from regulars.insight.recommend.report import LIKENESSES, Report, offline_report
from regulars.insight.settings import Settings, check, read_settings
from regulars.insight.study.parts import LONGEST_HOLDOUT_DAYS
from regulars.insight.targets.lights import Target
from regulars.kit.errors import Problem
from regulars.kit.periods import MICROSECONDS

CLV_DAYS, DISCOUNT = 365, Discount(0.1)
ALERTS_A_DAY = 10  # where the shop has not told how many it can look at


class Stocked(NamedTuple):
    """``shelf.again`` and the rest are by place in ``coded.members`` (members of the facts); ``skus`` is by place in ``coded.items``."""

    shelf: Shelf
    coded: Coded
    report: Report
    skus: list[str]
    slot: Slot


class Valued(NamedTuple):
    """``scores`` in the order of ``who.member``; margin in the smallest unit."""

    model: str
    who: Histories
    scores: Scores
    forecast: Forecast


class Scored(NamedTuple):
    """RFM of every buyer, by cut points that stay for a quarter."""

    rfm: Rfm
    cuts: Cuts
    scores: RfmScores


class Models:
    """One shop's models. Whatever can't be said raises its Problem, each time it is asked for.

    settings: what the shop has told; default: as its snapshot has it. kept: the last refresh's ``kept``, for the rulers that go on.
    classes_now: everybody's class where it isn't the model's word alone (a refresh keeps them, ``standing``).
    shows: of the slot for a new product, as a refresh finds them in the shop's database.
    """

    def __init__(self, facts: Facts, *, settings: Settings | None = None, kept: Mapping[str, Any] | None = None) -> None:
        self.facts = facts
        self.settings = settings if settings is not None else told_by(facts)
        self.rulers = Rulers((kept or {}).get("rulers"))
        self.classes_now: Ints | None = None
        self.moves: Any = None
        self.alerts_a_day = ALERTS_A_DAY  # days that look wrong, as many as somebody can look at; a refresh takes what the shop has told
        self.month = ""  # of the review, as YYYY-MM; "": the last that is over
        self.targets: Mapping[str, Target] = {}  # of the shop, by watched figure
        self.answers: dict[str, Any] = {}  # what was answered already, by name
        self.personas_before: Mapping[int, int] = {}  # by place in the tables, as of the last refresh
        self.shows: list[ShowRow] = []
        self._made: dict[str, Any] = {}

    @property
    def margin(self) -> float:
        """The share of the spend that is margin; 1 while nobody has told it."""
        return self.settings.share

    @property
    def today(self) -> int:
        return day_number(self.facts.as_of)

    @cached_property
    def days(self) -> PurchaseDays:
        """Raises CannotSay ``insight.no_purchases_yet``."""
        found = self.facts.purchase_days()
        if not len(found):
            raise CannotSay("insight.clv.no_purchases")
        return found

    @cached_property
    def purchases(self) -> Purchases:
        days = self.days
        return Purchases.of(days.member, days.day, days.amount, until=day_number(self.facts.as_of) + 1)

    @cached_property
    def numbers(self) -> Ints | None:
        """The shop's own number of each member, by place in the tables; None where files tell of members by name only."""
        return np.asarray(self.facts.numbers(), np.int64) if isinstance(self.facts, SnapshotFacts) else None

    @property
    def leaving(self) -> Leaving:
        return self.once("leaving", self._leaving)  # type: ignore[no-any-return]

    @property
    def stages(self) -> Lifecycle:
        return self.once("stages", lambda: stages_at(self.purchases, self.purchases.until))  # type: ignore[no-any-return]

    @property
    def scored(self) -> Scored:
        return self.once("scored", self._scored)  # type: ignore[no-any-return]

    @property
    def clv(self) -> Part:
        return self.once("clv", self._clv)  # type: ignore[no-any-return]

    @property
    def value(self) -> Valued:
        return self.once("value", self._value)  # type: ignore[no-any-return]

    @property
    def stocked(self) -> Stocked:
        return self.once("stocked", self._stocked)  # type: ignore[no-any-return]

    @property
    def classes(self) -> Ints:
        """In the order of ``leaving.members``: places in ``churn.classes.NAMES``."""
        if self.classes_now is not None:
            return self.classes_now
        if self.leaving.classes is None:
            raise next(each for each in self.leaving.cannot_say if each.code.startswith("insight.classes."))
        return self.leaving.classes

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, or refuses, the first time."""
        if name not in self._made:
            try:
                self._made[name] = make()
            except Problem as refusal:
                self._made[name] = refusal
        if isinstance(self._made[name], Problem):
            raise self._made[name]
        return self._made[name]

    def _leaving(self) -> Leaving:
        days = self.days
        return leaving_part(days.member, days.day, days.amount, as_of=day_number(self.facts.as_of), margin=self.margin, numbers=self.numbers, signals=signals_of(self.facts))

    def _scored(self) -> Scored:
        """Raises CannotSay ``insight.rfm.too_few`` where cut points have to be found and there are too few buyers."""
        told = self.settings
        rfm = rfm_of(self.facts, days=told.rfm_days)
        like = [told.rfm_method, told.rfm_days, self.facts.exponent, told.rfm_cuts and [list(one) for one in told.rfm_cuts]]

        def make() -> dict[str, Any]:
            found = Cuts("fixed", rfm.as_of, *told.rfm_cuts) if told.rfm_method == "fixed" and told.rfm_cuts else cuts_of(rfm, told.rfm_method)
            return {"recency": list(found.recency), "frequency": list(found.frequency), "monetary": list(found.monetary)}

        one = self.rulers.ruler("rfm", self.today, like, make)
        points = (tuple(one[name]) for name in ("recency", "frequency", "monetary"))
        cuts = Cuts(told.rfm_method, day_of_number(one["made_on"]), *points, version=one["version"])
        return Scored(rfm, cuts, score_rfm(rfm, cuts))

    def _clv(self) -> Part:
        days = self.days
        return clv_part(member=days.member, day=days.day, amount=days.amount, as_of=day_number(self.facts.as_of), exponent=self.facts.exponent)

    def _value(self) -> Valued:
        """By the model that foresaw the held-out purchases best; a degenerate fit is not used."""
        part = self.clv
        sound = {name: part.document[name]["holdout"] for name in MODELS if name in part.fits and not part.fits[name].is_degenerate and name != "nbd"}
        spend = part.fits.get("gamma_gamma")
        if not sound or spend is None or spend.is_degenerate:
            raise CannotSay("insight.value.no_model")
        best = min(sound, key=lambda name: sound[name]["mae"] if sound[name] else float("inf"))
        days = self.days
        who = histories(days.member, days.day, days.amount, until=day_number(self.facts.as_of))
        p, q, gamma = (spend.params[name] for name in GammaGamma.names)
        in_minor = GammaGamma(p, q, gamma * 10**self.facts.exponent)
        told = Forecast(MODELS[best], part.fits[best], in_minor, spend, CLV_DAYS, DISCOUNT, self.margin)
        made = MODELS[best].of(part.fits[best])
        return Valued(best, who, score(who, made, in_minor, horizon_days=CLV_DAYS, discount=DISCOUNT, margin_share=self.margin), told)

    def ranges_of(self, groups: list[Ints]) -> list[Range]:
        """Of what groups of members are worth together; groups: places in ``value.who``. Raises CannotSay ``insight.clv.no_range``."""
        found = self.value
        return ranges(found.who, found.forecast, found.scores.margin, groups)

    def _stocked(self) -> Stocked:
        facts = self.facts
        coded, skus = coded_of(facts)
        cut = facts.as_of - timedelta(days=min(LONGEST_HOLDOUT_DAYS, facts.days // 5))
        report = offline_report(coded.baskets, (day_number(cut) + 1) * 86_400 * MICROSECONDS)
        slot = slot_of(facts, coded, skus, self.shows)
        shelf = stock(coded.baskets, LIKENESSES[report.likeness](coded.baskets), report, np.zeros(coded.baskets.members, bool), shown=slot.shown)
        return Stocked(shelf, coded, report, skus, slot)


def told_by(facts: Facts, asked: Mapping[str, str] | None = None) -> Settings:
    """What the snapshot says the shop has told of itself; of order files, nothing. What can't be read any more (another currency) is as if not told.

    asked: what to take instead for now. Raises Invalid ``insight.setting.*`` where that can't be read.
    """
    manifest = getattr(facts, "manifest", None)
    texts = dict(manifest.shop.settings) if manifest is not None else {}
    wrong = check(texts, facts.exponent)
    return read_settings({**{name: text for name, text in texts.items() if name not in wrong}, **(asked or {})}, facts.exponent)

"""One study: what was, what the models make of it, and every sentence about what can't be said."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from regulars.insight.errors import CannotSay
from regulars.insight.facts import Facts
from regulars.insight.facts.sentences import sentence_of
from regulars.insight.figures import Figure, figure
from regulars.insight.figures.figure import Sayable
from regulars.insight.figures.moved import Moved, what_moved
from regulars.insight.study import sentences  # noqa: F401  (registers what can't be said)
from regulars.insight.study.absent import absent
from regulars.insight.study.base import Base, base_of
from regulars.insight.study.parts import Part, buy_again_of, clv_of, leaving_of
from regulars.insight.study.visitors import Visiting, visitors_of
from regulars.kit.errors import Invalid
from regulars.kit.phrases import say


@dataclass(frozen=True)
class Study:
    """figures: by name, each with its SQL. The models' parts are None where they can't be said; ``cannot_say`` has the reason."""

    facts: Facts
    base: Base
    figures: dict[str, Figure]
    clv: Part | None
    leaving: Part | None
    moved: Moved | None
    buy_again: dict[str, Any]
    cannot_say: tuple[Sayable, ...]
    visiting: Visiting | None = None

    def document(self, language: str = "en") -> dict[str, Any]:
        """The one document: ratios in 0 … 1, money as decimal text, None for what can't be said."""
        said = self.leaving.document if self.leaving else {}
        document = {
            **self.base.document,
            "classes": said.get("classes", {}),
            "clv": self.clv.document if self.clv else {},
            "churn": said.get("churn", {"auc": None, "baseline_auc": None, "brier": None}),
            "buy_again": self.buy_again or {"recall_at_10": None, "baseline": None},
            "cannot_say": self.sentences(language),
        }
        if self.visiting is not None:
            document["visitors"] = self.visiting.document
        if missing := absent(document):
            document["cannot_say"].append(say("insight.absent", {"keys": ", ".join(missing)}, language))
        return document

    def sentences(self, language: str) -> list[str]:
        """What was left out of the files, then what can't be said; each sentence once."""
        told = [sentence_of(finding, language) for finding in self.facts.findings]
        return list(dict.fromkeys([*told, *(each.sentence(language) for each in self.cannot_say)]))


def study(facts: Facts, *, calibrate_until: date | None = None, period_days: int = 7) -> Study:
    """Everything at once. calibrate_until: the last day the lifetime models and "buy again" may see; period_days: 7 or 1, the models' unit of time.

    Raises Invalid ``insight.calibrate_outside`` for a cut that leaves nothing before or after it.
    """
    if calibrate_until and facts.first_day and not facts.first_day < calibrate_until < facts.as_of:
        raise Invalid(
            "insight.calibrate_outside", until=calibrate_until.isoformat(), first=facts.first_day.isoformat(), as_of=facts.as_of.isoformat()
        )
    figures: dict[str, Figure] = {}
    base = base_of(facts, figures)
    for name in ("rfm", "time_to_second", "pareto", "months", "channels", "stores", "categories", "baskets", "intervals", "two_periods", "returning"):
        figures[name] = figure(facts, name)
    told: list[Sayable] = list(base.cannot_say)
    if not len(base.rfm.member):
        visiting = visitors_of(facts, base.rfm, None, told)
        return Study(facts, base, figures, None, None, None, {}, tuple(told), visiting)
    days = facts.purchase_days()
    moved = None
    try:
        moved = what_moved(facts)
    except CannotSay as refusal:
        told.append(refusal)
    clv = clv_of(facts, days, calibrate_until, period_days, told)
    leaving = leaving_of(facts, days, told)
    again = buy_again_of(facts, calibrate_until, told)
    visiting = visitors_of(facts, base.rfm, leaving, told)
    return Study(facts, base, figures, clv, leaving, moved, again, tuple(told), visiting)



"""The part of a study that is about the web shop: who visits, how (RFE), and where each kind of visitor stands as a buyer (RFM). Everybody is in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.insight.facts import Facts
from regulars.insight.figures.figure import Sayable, money_text
from regulars.insight.figures.rfm import Rfm
from regulars.insight.study.parts import Part
from regulars.kit.errors import Problem

if TYPE_CHECKING:
    from regulars.insight.asking.visiting import Visitors

NOBODY = "no_visit"


@dataclass(frozen=True)
class Visiting:
    """document: ``{"window_days", "rfe": [one object a kind of visitor, and those who don't visit], "classes": [{"visitor", "class", "members"}]}``.

    Each kind has its members, how many of them bought, and medians: of all, ``frequency`` (days with a visit), ``recency`` (days since the last),
    ``length`` (seconds) and ``depth`` (pages) of a visit; of those who bought, ``rfm``. None: of nobody.
    """

    document: dict[str, Any]
    found: "Visitors"


def visitors_of(facts: Facts, rfm: Rfm, leaving: Part | None, told: list[Sayable]) -> Visiting | None:
    """None where no visit was given, and, with a sentence, where there are too few visitors."""
    if not facts.one("SELECT count(*) FROM visits")[0]:
        return None
    from regulars.insight.asking import sentences, sentences_people  # noqa: F401  (registers what can't be said, and the kinds of visitor)
    from regulars.insight.asking.models import Models
    from regulars.insight.asking.visiting import VISIT_DAYS, rfe_classes
    from regulars.insight.asking.visiting import visitors_of as seen_by

    models = Models(facts)
    if leaving is not None:
        models.once("leaving", lambda: leaving)
    try:
        found = seen_by(models)
        classes = rfe_classes(models)
    except Problem as refusal:
        told.append(refusal)
        return None
    told.extend(each for each in classes.cannot_say if each not in told)
    joined = [dict(zip(classes.columns, row, strict=True)) for row in classes.rows]
    return Visiting({"window_days": VISIT_DAYS, "rfe": _kinds(facts, rfm, found), "classes": joined}, found)


def _kinds(facts: Facts, rfm: Rfm, found: "Visitors") -> list[dict[str, Any]]:
    from regulars.insight.indices.visits import KINDS

    (members,) = facts.one("SELECT count(*) FROM members")
    kind_of = np.full(members, len(KINDS))
    kind_of[found.member] = found.kind
    kinds = []
    for place, name in enumerate((*KINDS, NOBODY)):
        mine, buyers = found.kind == place, kind_of[rfm.member] == place
        everybody = int(np.count_nonzero(kind_of == place))
        medians = {
            "frequency": _median(found.days[mine]),
            "recency": _median(found.since[mine]),
            "length": _median(found.seconds[mine]),
            "depth": _median(found.pages[mine]),
        }
        spent = _median(rfm.monetary[buyers])
        bought = {
            "recency": _median(rfm.recency[buyers]),
            "frequency": _median(rfm.frequency[buyers]),
            "monetary": None if spent is None else money_text(spent, facts.exponent),
        }
        kinds.append({"visitor": name, "members": everybody, "bought": int(buyers.sum()), "not_bought": everybody - int(buyers.sum()), **medians, "rfm": bought})
    return kinds


def _median(values: Any) -> float | None:
    return round(float(np.median(values)), 2) if len(values) else None

"""Why somebody is expected to leave: the largest terms of the logit that speak for leaving, by group.

Standardised terms are cheap and faithful: they are the very sum that the logit is. Nothing is said of a group nobody sent signals about.
"""

from dataclasses import dataclass

import numpy as np

from regulars.insight.churn.features import Features
from regulars.insight.churn.learning import Model
from regulars.insight.churn.shapes import Floats, Ints

GROUPS = ("drifted_away", "price", "service", "stock", "life_event")
SILENT = 0.05


@dataclass(frozen=True, slots=True)
class Reason:
    """group: one of ``GROUPS``; its sentence is ``churn.reason.<group>``. feature: the group's largest term. strength: log-odds the group adds."""

    group: str
    feature: str
    strength: float

    @property
    def signal(self) -> str:
        """What happened, by the signal's name: its sentence is ``churn.why.<signal>``; "" where the group is the member's own rhythm."""
        return "" if self.group == "drifted_away" else self.feature.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Reasons:
    """strength: (members, groups) log-odds each group adds beside the average member, >= 0. feature: (members, groups) place in ``names``."""

    members: Ints
    names: tuple[str, ...]
    strength: Floats
    feature: Ints
    heard: tuple[str, ...]

    def of(self, row: int, at_most: int = 3) -> tuple[Reason, ...]:
        """The member's strongest groups, strongest first; none where nothing speaks for leaving more than in the average member."""
        order = np.argsort(-self.strength[row], kind="stable")[:at_most]
        chosen = [place for place in order if self.strength[row, place] > SILENT]
        return tuple(
            Reason(GROUPS[place], self.names[int(self.feature[row, place])], float(self.strength[row, place]))
            for place in chosen
        )

    @property
    def main(self) -> list[str | None]:
        """Each member's strongest group, or None."""
        best = self.strength.argmax(axis=1)
        top = self.strength.max(axis=1)
        return [GROUPS[place] if most > SILENT else None for place, most in zip(best, top, strict=True)]


def reasons_for(model: Model, features: Features) -> Reasons:
    """Everybody's reasons at the features' cut.

    A group's strength is the sum of its terms that are told (``Logit.agrees``), where that sum speaks for leaving; 0 otherwise.
    Of what may have happened to a member only what did is told: nobody leaves for a complaint they never made.
    """
    logit = model.logit
    terms = np.where(logit.agrees, logit.terms(features), 0.0)
    happened = np.array([group != "drifted_away" for group in logit.groups])
    terms = np.where(happened & (features.plain[:, : len(happened)] <= 0), 0.0, terms)
    strength, feature = np.zeros((len(terms), len(GROUPS))), np.zeros((len(terms), len(GROUPS)), np.int64)
    for place, group in enumerate(GROUPS):
        mine = np.flatnonzero(np.array(logit.groups) == group)
        if len(mine):
            strength[:, place] = np.maximum(terms[:, mine].sum(axis=1), 0)
            feature[:, place] = mine[terms[:, mine].argmax(axis=1)]
    return Reasons(
        features.members, logit.names, strength, feature, tuple(group for group in GROUPS if group in logit.groups)
    )

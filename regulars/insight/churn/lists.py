"""Whom to call: as many as there is budget for, those with most to lose first; and how right the last list was."""

from dataclasses import dataclass

import numpy as np

from regulars.insight.churn.learning import Forecast
from regulars.insight.churn.purchases import Purchases, part_of
from regulars.insight.churn.shapes import Flags, Floats, Ints
from regulars.insight.churn.windows import left
from regulars.kit.errors import Invalid, Refused

PARTS = 10  # one part in ten of the list is left alone


@dataclass(frozen=True, slots=True)
class ContactList:
    """members: (n,) codes, most to lose first. leaves: P(leaves). at_stake: expected lost margin, smallest unit, rounded down.

    alone: members of the list nobody should contact: without them nobody can say whether contacting helped.
    """

    cut: int
    horizon: int
    members: Ints
    leaves: Floats
    at_stake: Ints
    alone: Flags

    @property
    def expected_lost_margin(self) -> int:
        return int(self.at_stake.sum())


@dataclass(frozen=True, slots=True)
class Realised:
    """What came of a list. expected: the mean P(leaves) it gave. precision: the share that left; of those left alone, and contacted, apart.

    None where there was nobody. everybody: the share of all members that left, what a list drawn blindly would have reached.
    """

    members: int
    expected: float
    precision: float
    of_the_alone: float | None
    of_the_contacted: float | None
    everybody: float


def contact_list(said: Forecast, margin: Floats, contacts: int, numbers: Ints | None = None) -> ContactList:
    """The ``contacts`` members with the largest P(leaves) x margin. margin: (members,) what each would bring, smallest unit, >= 0.

    numbers: the shop's own number of each code, where it has one: whoever is left alone by it is so on every list, on the pages as here.

    Raises Refused with no budget, or when nobody has anything to lose; Invalid when a margin isn't a finite number >= 0.
    """
    if contacts < 1:
        raise Refused("insight.churn.no_budget", contacts=contacts)
    if len(margin) != len(said.members):
        raise Invalid("insight.churn.arrays_differ", lengths=f"{len(said.members)}, {len(margin)}")
    if not np.all(np.isfinite(margin)) or margin.min(initial=0) < 0:
        raise Invalid("insight.classes.no_worth")
    stake = np.floor(said.leaves * margin).astype(np.int64)
    order = np.lexsort((said.members, -stake))[:contacts]
    order = order[stake[order] > 0]
    if not len(order):
        raise Refused("insight.churn.nobody_at_risk")
    members = said.members[order]
    lasting = members if numbers is None else numbers[members]
    return ContactList(said.cut, said.horizon, members, said.leaves[order], stake[order], part_of(lasting, PARTS) == 0)


def realised(last: ContactList, known: Purchases) -> Realised:
    """How many of the last list's members stayed away. Raises Refused while its window isn't full."""
    truth = left(known, last.cut, last.horizon)
    gone = truth[np.searchsorted(known.before(last.cut).codes, last.members)]
    shares = [float(gone[part].mean()) if part.any() else None for part in (last.alone, ~last.alone)]
    return Realised(len(gone), float(last.leaves.mean()), float(gone.mean()), shares[0], shares[1], float(truth.mean()))

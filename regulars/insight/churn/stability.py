"""How many would stand in another class had other members taught the model: what of a migration is noise."""

import numpy as np

from regulars.insight.churn.classes import classify, make_cuts
from regulars.insight.churn.features import Prior
from regulars.insight.churn.learning import foretell, learn
from regulars.insight.churn.moves import by_noise_alone
from regulars.insight.churn.purchases import Purchases, part_of
from regulars.insight.churn.worth import fit_worth

PARTS = 4


def noise_in_classes(known: Purchases, horizon: int, *, prior: Prior | None = None, trees: bool = True) -> float:
    """The share of members whose class as of ``known.until`` differs when each quarter of the members in turn teaches nothing.

    The cuts stay those of the whole. A migration report below this share tells of nothing. Raises Refused as ``learn`` and ``make_cuts``.
    """
    whole = learn(known, horizon, prior=prior, trees=trees)
    features = whole.at(known, known.until)
    buys, past = foretell(whole, features).buys, features.rich[:, 0]
    margin = fit_worth(known, horizon).yearly(features)
    cuts = make_cuts(buys, margin, past, made_on=known.until)
    again = []
    for part in range(PARTS):
        some = known.only(np.asarray(part_of(known.codes, PARTS) != part))
        model = learn(some, horizon, prior=prior, trees=trees)
        again.append(classify(cuts, foretell(model, features).buys, fit_worth(some, horizon).yearly(features), past))
    return by_noise_alone(classify(cuts, buys, margin, past), again)

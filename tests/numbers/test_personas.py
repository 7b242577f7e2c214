"""Personas of Complete Journey's first half of 2017 on recency, frequency and spend: three or five groups hold, four and six do not.

An independent trial found mean adjusted Rand indices over 20 bootstraps of .951 (3), .628 (4), .910 (5) and .782 (6).
"""

import numpy as np
from histories import complete_journey, day

from regulars.insight.churn.features import features_at
from regulars.insight.groups.personas import find_personas


def test_the_grocers_members_fall_into_three_or_five_groups():
    known = features_at(complete_journey(), day("2017-07-01"))
    recency_days_spent = np.column_stack([known.plain[:, :2], known.rich[:, 0]])
    found = find_personas(recency_days_spent, ("recency", "days", "spent"))
    assert len(found.centres) in (3, 5) and found.stability >= 0.8

"""What the points that are out will cost: how many will be redeemed, when that becomes revenue, and what was owed from month to month.

Start with ``moves`` for the columns of ``regulars ledger export``, then ``earned_and_redeemed`` or ``roll_forward``. docs/algorithms/insight/liability.md works the figures.
"""

from regulars.insight.liability import sentences as sentences

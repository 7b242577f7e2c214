"""What looks wrong: days that are unlikely for the member they belong to, the few worth looking at first, and how well that works.

Start with ``days``, then ``score`` and ``alerts``; ``inject`` measures. docs/algorithms/insight/anomalies.md has formulas and figures.
"""

from regulars.insight.anomalies import sentences as sentences

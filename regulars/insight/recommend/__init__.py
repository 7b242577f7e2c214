"""What to show a member next: buy again, try new, what goes with what, and the slot for a new product.

Start with ``code`` for order lines, ``offline_report`` for whether it works, ``stock`` and ``offers`` for one member. docs/algorithms/insight/recommendations.md has formulas and figures.
"""

from regulars.insight.recommend import sentences as sentences

"""How often a member will come, whether they still do, and what that is worth: models of repeat buying on (x, tx, T).

Start with ``study_part`` for a whole answer, or with ``histories`` and the model of your choice. docs/algorithms/insight/customer-value.md has the formulas.
"""

from regulars.insight.clv import sentences as sentences

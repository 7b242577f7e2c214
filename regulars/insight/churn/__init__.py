"""Who will not come in the next H days, why, and the five classes. Start at ``grading.judge`` and ``classes.classify``."""

import regulars.insight.churn.sentences  # noqa: F401  (registers what can't be said)

"""Lifecycle stages, value grades and personas."""

import regulars.insight.churn.sentences
import regulars.insight.groups.sentences  # noqa: F401  (registers what can't be said)

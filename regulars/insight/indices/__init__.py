"""Surveys, weights and the loyalty index: what members say beside what they do."""

import regulars.insight.indices.sentences  # noqa: F401  (registers what can't be said)

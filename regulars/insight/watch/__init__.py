"""What looks wrong while it happens: rules over what has just been written, alerts with their evidence, and what somebody found out about each.

Start with ``rules`` (pure), then ``following`` (what the journal holds that nobody has looked at yet) and ``alerts`` (kept, answered, counted).
docs/decisions/0007-rules-beside-the-ledger.md says why nothing of it stands in an order's way.
"""

from regulars.insight.anomalies import sentences as unusual_sentences
from regulars.insight.watch import sentences as sentences

__all__ = ["sentences", "unusual_sentences"]

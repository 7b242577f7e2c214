"""A shop's orders as the fixed tables that every figure and model reads. Begin with ``facts.of_files``."""

from regulars.insight.facts.facts import Facts, PurchaseDays
from regulars.insight.facts.files import Reading, UnreadableOrders, facts_of_files

__all__ = ["Facts", "PurchaseDays", "Reading", "UnreadableOrders", "facts_of_files"]

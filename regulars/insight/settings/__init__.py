"""What only the shop can tell: its margin, what serving a member costs, how RFM is cut, what counts how much in the loyalty index."""

from regulars.insight.settings.terms import NAMES, Settings, check, read_settings

__all__ = ["NAMES", "Settings", "check", "read_settings"]

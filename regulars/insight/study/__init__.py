"""``regulars study``: everything a shop's order history says, in one document and on one page. Begin with ``study``."""

from regulars.insight.study.studying import Study, study

__all__ = ["Study", "study"]

"""Every figure is one readable SQL file; its formula, window and denominator go with it. Begin with ``figure``."""

from regulars.insight.figures.figure import NAMES, OF_THE_JOURNAL, Figure, figure

__all__ = ["NAMES", "OF_THE_JOURNAL", "Figure", "figure"]

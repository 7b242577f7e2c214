"""Every figure and model by its name, in one manner: title, formula, window, denominator, rows, and what can't be said. Begin with ``answers.answer``."""

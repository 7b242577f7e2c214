"""The names of classes, stages, grades and visitors, in the order their numbers stand for. No library is needed to read them."""

CLASSES = ("high", "mid", "potential", "churn_risk", "dormant")
STAGES = ("new", "growing", "active", "at_risk", "lapsed", "won_back")
GRADES = ("A", "B", "C", "D", "E")
VISITORS = ("keen", "curious", "cooling", "gone")
MOST_PERSONAS = 6

"""What an owner wants a watched figure to reach, and the light it gets: met, near, missed."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from regulars.insight.targets.kpis import BY_ID, Kpi
from regulars.kit.errors import Invalid

Light = Literal["met", "near", "missed"]
NEAR = 0.1


@dataclass(frozen=True, slots=True)
class Target:
    """aim: in the figure's own unit (a share in 0 … 1, smallest unit of money, days). near: share of the aim by which it may be missed and still be near."""

    kpi: str
    aim: float
    near: float
    by: str
    at: datetime


def checked(kpi: str, aim: float, near: float) -> tuple[str, float, float]:
    """The same values, looked over. Raises Invalid ``insight.target.*``."""
    if kpi not in BY_ID:
        raise Invalid("insight.target.unknown", kpi=kpi[:40])
    if not (math.isfinite(aim) and math.isfinite(near) and 0 <= near <= 1):
        raise Invalid("insight.target.number", kpi=kpi)
    unit = BY_ID[kpi].unit
    if (unit == "ratio" and not 0 <= aim <= 1) or (unit == "change" and not -1 <= aim <= 100) or (unit not in ("ratio", "change") and not 0 <= aim < 1e15):
        raise Invalid("insight.target.range", kpi=kpi)
    return kpi, aim, near


def light(kpi: Kpi, target: Target) -> Light | None:
    """None where the figure itself can't be said. A figure equal to its aim has met it.

    ``near`` is a share of the aim's size: an aim of 75 % with 10 % is near from 67.5 % on, or up to 82.5 % where less is better.
    """
    if kpi.value is None:
        return None
    missing = (target.aim - kpi.value) * (1 if kpi.kind.higher_is_better else -1)
    if missing <= 1e-12:
        return "met"
    return "near" if missing <= abs(target.aim) * target.near + 1e-12 else "missed"

"""Common first targets, as values an owner may take over and change: nothing in the code depends on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from regulars.insight.targets.kpis import Kpi


@dataclass(frozen=True, slots=True)
class Preset:
    """``at``: the aim itself. ``times``: that many times what the figure is now."""

    kpi: str
    way: Literal["at", "times"]
    value: float

    def aim(self, now: float | None) -> float | None:
        """None where it stands on a figure that can't be said."""
        if self.way == "at":
            return self.value
        return None if now is None else now * self.value


PRESETS = (
    Preset("returning_rate", "at", 0.75),  # three in four of those who buy have bought before
    Preset("repurchase_90d", "times", 1.15),
    Preset("orders_change", "at", 0.15),
)


def preset_aims(kpis: Iterable[Kpi]) -> dict[str, float]:
    """The aims by figure, a share kept within 0 … 1."""
    now = {kpi.kind.id: kpi for kpi in kpis}
    found = {one.kpi: (one.aim(now[one.kpi].value), now[one.kpi].kind.unit) for one in PRESETS if one.kpi in now}
    return {kpi: min(aim, 1.0) if unit == "ratio" else aim for kpi, (aim, unit) in found.items() if aim is not None}

"""The published data of the models of repeat buying, as `lifetimes` carries them (MIT; the package itself is not imported)."""

from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from regulars.insight.clv.histories import Histories, Rows, bought_between, histories

END_OF_CALIBRATION = date(1997, 9, 30).toordinal()
END_OF_HOLDOUT = date(1998, 6, 30).toordinal()
HOLDOUT_DAYS = END_OF_HOLDOUT - END_OF_CALIBRATION


def folder() -> Path:
    found = find_spec("lifetimes")
    assert found and found.submodule_search_locations, "lifetimes is among the packages of requirements-dev"
    return Path(found.submodule_search_locations[0]) / "datasets"


@lru_cache
def sample() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(member, day, cents) of the lines of CDNOW's one-tenth sample: 2,357 customers, 6,919 lines."""
    lines = [line.split() for line in (folder() / "CDNOW_sample.txt").read_text().splitlines() if line.strip()]
    day = [date(int(line[2][:4]), int(line[2][4:6]), int(line[2][6:])).toordinal() for line in lines]
    return np.array([int(line[1]) for line in lines]), np.array(day), np.array([round(float(line[4]) * 100) for line in lines])


@lru_cache
def calibration() -> Histories:
    member, day, cents = sample()
    return histories(member, day, cents / 100, until=END_OF_CALIBRATION)


@lru_cache
def holdout() -> np.ndarray:
    member, day, _ = sample()
    return bought_between(calibration(), member, day, after=END_OF_CALIBRATION, through=END_OF_HOLDOUT)


@lru_cache
def donations() -> Rows:
    """11,104 donors with six yearly chances each."""
    lines = (folder() / "donations.csv").read_text().splitlines()[1:]
    table = np.array([[float(cell) for cell in line.split(",")] for line in lines if line.strip()])
    return Rows(table[:, 0], table[:, 1], table[:, 2], table[:, 3], np.arange(len(table)))

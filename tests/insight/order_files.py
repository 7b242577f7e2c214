"""Facts of small order files, written the way shops write them; and CDNOW's, which everybody has counted."""

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from regulars.insight.facts import Facts, Reading, facts_of_files
from regulars.kit.periods import MICROSECONDS

NOW_US = 1_600_000_000 * MICROSECONDS  # 2020-09-13 12:26:40 UTC
HEADER = "order_id,member,ordered_at,sku,quantity,amount\n"
READING = Reading("USD", 2, "UTC", NOW_US)


@contextlib.contextmanager
def facts_of(folder: Path, *texts: str | Path, timezone: str = "UTC", as_of: date | None = None, header: str = HEADER) -> Iterator[Facts]:
    """Facts of CSV files (texts without their header, or paths), each text one file."""
    paths = []
    for number, text in enumerate(texts, 1):
        path = text if isinstance(text, Path) else folder / f"orders-{number}.csv"
        if isinstance(text, str):
            path.write_text(header + text, encoding="utf-8")
        paths.append(path)
    store = folder / "store"
    store.mkdir()
    with facts_of_files(paths, Reading("USD", 2, timezone, NOW_US, as_of=as_of), store) as facts:
        yield facts


def cdnow_master(folder: Path) -> Path:
    """CDNOW's whole first-quarter-1997 cohort (Fader and Hardie), as the package ``lifetimes`` (MIT) carries it, in the import format.

    One order a line: 69,659 of them. Nothing but names is changed.
    """
    return _cdnow(folder, "CDNOW_master.txt", member=0)


def cdnow_sample(folder: Path) -> Path:
    """CDNOW's 1/10 sample of 2,357 members (the second number of its lines counts them)."""
    return _cdnow(folder, "CDNOW_sample.txt", member=1)


def _cdnow(folder: Path, name: str, *, member: int) -> Path:
    from importlib.util import find_spec

    package = find_spec("lifetimes")
    assert package is not None and package.origin is not None
    lines = (Path(package.origin).parent / "datasets" / name).read_text().splitlines()
    out = folder / name.replace(".txt", ".csv")
    with out.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for number, line in enumerate(lines, 1):
            cells = line.split()
            if not cells[0].isdigit():
                continue
            day, count, amount = cells[-3:]
            file.write(f"{number},{cells[member]},{day[:4]}-{day[4:6]}-{day[6:]},cd,{count},{amount}\n")
    return out

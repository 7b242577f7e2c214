"""Texts that are kept as they are told: a file of pages, each with its heading. With REWRITE_TOLD in the environment they are written anew."""

import os
from functools import cache
from pathlib import Path

TOLD = Path(__file__).parent / "documents" / "told"


def same(name: str, heading: str, lines: list[str], folder: Path = TOLD) -> None:
    """The page of this heading says exactly these lines."""
    if "REWRITE_TOLD" in os.environ:
        pages = _pages(folder / name) if (folder / name).exists() else {}
        folder.mkdir(exist_ok=True)
        text = "\n".join(f"# {each}\n" + "".join(f"{line}\n" for line in told) for each, told in {**pages, heading: lines}.items())
        (folder / name).write_text(text, encoding="utf-8")
    else:
        assert lines == _kept(folder / name).get(heading), "told in other words than before: if they are better, REWRITE_TOLD=1 and run the same test again"


def is_kept(name: str, folder: Path = TOLD) -> list[str]:
    """The headings of a file, in order."""
    return list(_pages(folder / name))


@cache
def _kept(file: Path) -> dict[str, list[str]]:
    return _pages(file)


def _pages(file: Path) -> dict[str, list[str]]:
    pages: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# "):
            lines = pages[line.removeprefix("# ")] = []
        elif line:
            lines.append(line)
    return pages

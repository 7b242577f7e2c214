"""The engine's hottest modules as machine code, where ``make install`` could build them; otherwise their sources run, with the same results.

A build belongs to the exact sources it was made from: its folder is named by their digest, and one that fits no more is never looked at.
``REGULARS_ENGINE=source`` runs the sources anyway.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).parent
BUILDS = PACKAGE.parent / "build" / "engine"
MODULES = (
    *(f"kit.{name}" for name in ("money", "points")),
    *(
        f"engine.{name}"
        for name in (
            "accruing", "activating", "assessing", "badges", "basket", "beside", "budgets", "clipping", "compiled", "compiling", "conditions", "counting", "criteria",
            "deciding", "earning", "freezing", "granting", "grants", "ladder", "limits", "lots", "measures", "membership", "moment", "orders",
            "passing", "questing", "quest_standing", "redeeming", "returning", "standing", "tracks", "wallets", "reading_orders",
        )
    ),
)


def sources() -> list[Path]:
    return [PACKAGE / f"{name.replace('.', '/')}.py" for name in MODULES]


def folder() -> Path:
    """Where the build of these very sources for this very Python is, or would be."""
    digest = hashlib.sha256(f"{sys.version} {sys.platform} {EXTENSION_SUFFIXES[0]}".encode())
    for name, source in zip(MODULES, sources(), strict=True):
        digest.update(f"\n{name} ".encode())
        digest.update(source.read_bytes())
    return BUILDS / digest.hexdigest()[:16]


def use() -> bool:
    """Take the build from now on, if there is one. Before any of the modules is imported."""
    if os.environ.get("REGULARS_ENGINE") == "source" or not BUILDS.is_dir():
        return False
    try:
        built = folder()
    except OSError:  # a module of the list is gone: no build can be of these sources
        return False
    if not (built / "done").exists():
        return False
    sys.meta_path.insert(0, _Finder(built))
    return True


class _Finder:
    """Finds the compiled modules, and the library they share, before their sources are found."""

    def __init__(self, built: Path) -> None:
        self._files = {
            ".".join(file.relative_to(built).parts).removesuffix(EXTENSION_SUFFIXES[0]): file
            for file in built.rglob(f"*{EXTENSION_SUFFIXES[0]}")
        }

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        file = self._files.get(name)
        return spec_from_file_location(name, file) if file is not None else None

"""What is known of every test, kept beside the build: the lines it runs, and its processor time."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOMS = ("kit", "program", "engine")


class Learned:
    def __init__(self, home: Path) -> None:
        self._home, self._file = home, home / "build" / "mutation" / "learned.json"
        tests = [path for path in (home / "tests").rglob("*.py") if not path.name.startswith("test_") and path.parent != Path(__file__).parent]
        sources = _digest([*(path for room in ROOMS for path in (home / "regulars" / room).rglob("*.py")), *tests])
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            kept = {}
        self._kept: dict[str, dict] = kept["tests"] if kept.get("sources") == sources else {}
        self._sources = sources

    def has(self, test: str) -> bool:
        return self._kept.get(test, {}).get("digest") == self._digest_of(test)

    def learn(self, test: str, seconds: float, lines: dict[str, Iterable[int]]) -> None:
        self._kept[test] = {"digest": self._digest_of(test), "seconds": round(seconds, 4), "lines": {file: hex(sum(1 << line for line in set(of))) for file, of in lines.items()}}

    def seconds(self, test: str) -> float:
        return float(self._kept[test]["seconds"])

    def lines(self, test: str) -> Iterator[tuple[str, list[int]]]:
        for file, bits in self._kept[test]["lines"].items():
            number = int(bits, 16)
            yield file, [line for line in range(number.bit_length()) if number >> line & 1]

    def keep(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps({"sources": self._sources, "tests": self._kept}), encoding="utf-8")

    def _digest_of(self, test: str) -> str:
        return _of_file(self._home / test.split("::")[0])


@cache
def _of_file(path: Path) -> str:
    return _digest([path])


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"\n{path} ".encode() + path.read_bytes())
    return digest.hexdigest()[:16]

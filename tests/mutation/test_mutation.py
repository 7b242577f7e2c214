"""The mistakes that are made on purpose are real ones, and are told from each other whatever else changes in the file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from changing import mutants, mutated, original
from telling import interval

HOME = Path(__file__).resolve().parents[2]


def _changes(tmp_path: Path, source: str) -> list[str]:
    (tmp_path / "shop.py").write_text(source, encoding="utf-8")
    return [mutant.change for mutant in mutants(tmp_path, "shop.py")]


@pytest.mark.parametrize(
    "line, changes",
    [
        ("return a < b", ["a < b → a <= b"]),
        ("return a <= b != c", ["a <= b != c → a < b != c", "a <= b != c → a <= b == c"]),
        ("return a and b", ["a and b → a or b"]),
        ("return a + b * c", ["a + b * c → a - b * c", "b * c → b // c"]),
        ("return not a", ["not a → a"]),
        ("return -a", ["-a → a"]),
        ("return 7", ["7 → 8"]),
        ("return True", ["True → False"]),
        ("return 'x'", ["'x' → 'XXxXX'"]),
        ("return max(a, b)", ["max(a, b) → min(a, b)"]),
        ("return a.startswith(b)", ["a.startswith(b) → a.endswith(b)"]),
        ("return call(a, key=b)", ["call(a, key=b) → call(a)"]),
        ("return b if a else c", ["a → not a"]),
        ("return [b for b in c if a]", ["a → not a"]),
        ("a.append(b)", ["a.append(b) → pass"]),
        ("raise a", ["raise a → pass"]),
        ("a = b", ["a = b → a = None"]),
        ("a += b", ["a += b → a -= b"]),
        ("for a in b: break", ["break → continue"]),
    ],
)
def test_one_node_is_changed_at_a_time(tmp_path: Path, line: str, changes: list[str]) -> None:
    assert _changes(tmp_path, f"def f(a, b, c):\n    {line}\n") == changes


def test_what_nobody_can_notice_is_left_alone(tmp_path: Path) -> None:
    source = 'LIMIT = 3\n@d(1)\ndef f(a: "int" = 5) -> "str":\n    """Says 1."""\n    b: "int"\n    assert a > 1\n    return zip(cast("list", a), a, strict=True)\n'
    assert _changes(tmp_path, source) == []


def test_a_mutant_keeps_its_name_when_lines_are_put_before_it(tmp_path: Path) -> None:
    source = "def f(a):\n    return a + 1 if a else a + 1\n"
    (tmp_path / "shop.py").write_text(source, encoding="utf-8")
    before = [mutant.key for mutant in mutants(tmp_path, "shop.py")]
    (tmp_path / "shop.py").write_text("\n\nX = 1\n" + source, encoding="utf-8")
    assert [mutant.key for mutant in mutants(tmp_path, "shop.py")] == before
    assert len(set(before)) == len(before) == 5
    assert "shop.py f: 1 → 2 #2" in before


@pytest.mark.parametrize("file", ["regulars/engine/lots.py", "regulars/program/reading.py"])
def test_every_mutant_is_another_module(file: str) -> None:
    for mutant in mutants(HOME, file):
        assert mutated(HOME, mutant) != original(HOME, file), mutant.key


@pytest.mark.parametrize(("killed", "tried", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)])
def test_the_interval_is_the_published_one(killed: int, tried: int, low: float, high: float) -> None:
    """Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3."""
    assert interval(killed / tried, tried) == pytest.approx((low, high), abs=0.00005)


def test_a_noticed_mistake_is_killed_and_an_unnoticed_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "regulars/engine").mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    shop = "def may(points):\n    return points >= 60\n\n\ndef forever(points):\n    while points > 0:\n        points -= 1\n    return points\n\n\ndef unseen(points):\n    return points + 1\n"
    (tmp_path / "regulars/engine/shop.py").write_text(shop, encoding="utf-8")
    (tmp_path / "tests/test_shop.py").write_text(
        "from regulars.engine.shop import forever, may\n\n\ndef test_may():\n    assert all(may(61) for _ in range(9_999)) and not may(3)\n\n\ndef test_forever():\n    assert forever(3) == 0\n", encoding="utf-8"
    )
    command = [sys.executable, str(Path(__file__).parent), "--all", "--jobs", "1", "--tests", "tests/test_shop.py"]
    here = {**os.environ, "MUTATION_HOME": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    told = subprocess.run(command, env=here, capture_output=True, text=True, timeout=200)
    assert told.returncode == 0, told.stderr
    last = (tmp_path / "build/mutation/last.json").read_text(encoding="utf-8")
    survivors, killed = last.split('"killed"')
    assert "points >= 60 → points > 60" in survivors  # nobody asks about exactly 60
    assert "may: 60 → 61" in survivors
    assert "points + 1 → points - 1" in survivors
    assert "points -= 1 → points += 1" in killed  # never ends
    assert "points > 0 → points >= 0" in killed
    assert "| **both** | 8 | 0 | 8 |" in told.stdout

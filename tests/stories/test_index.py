"""The index of the stories is true: every pain it must hold is there, and every story it names."""

import ast
import re
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
INDEX = re.findall(r"^\| (\d+) \| .+ \| `(tests/[\w/]+\.py)::(test_\w+)` \|$", (HOME / "tests" / "stories" / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
ABOUT_POINTS = {*range(1, 23), 25, 26, 27, 32}


def test_every_pain_about_points_has_a_story():
    assert {int(number) for number, _, _ in INDEX} >= ABOUT_POINTS


def test_every_story_named_is_there():
    for _, file, name in INDEX:
        tests = {node.name for node in ast.parse((HOME / file).read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}
        assert name in tests, (file, name)


def test_every_story_of_a_pain_is_in_the_index():
    named = {name for _, _, name in INDEX}
    for file in (HOME / "tests" / "stories").glob("test_pains_*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_") or node.name in named, (file.name, node.name)

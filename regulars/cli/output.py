"""What a command prints: figures on stdout, everything else on stderr, so that ``--json`` is exactly one document."""

import sys
from typing import Any

from regulars.cli.language import spoken
from regulars.kit.errors import Problem
from regulars.kit.phrases import say


def print_json(document: Any) -> None:
    """One JSON document, readable, and the only thing on stdout."""
    import msgspec

    sys.stdout.write(msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n")


def tell(text: str) -> None:
    """A line for the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


def tell_code(code: str, /, **facts: Any) -> None:
    tell(f"{say(code, facts, spoken())} [{code}]")


def tell_problem(problem: Problem) -> None:
    """One sentence and its code."""
    tell_code(problem.code, **problem.facts)

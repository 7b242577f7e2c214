"""Small programmes for the tests of this room."""

from pathlib import Path

from regulars.program.reading import Parsed, check

CORNER_GROCER = (Path(__file__).parent / "documents" / "corner_grocer.yaml").read_text(encoding="utf-8")
EVERYTHING = (Path(__file__).parent / "documents" / "everything.yaml").read_text(encoding="utf-8")

HEAD = """\
program: tea-house
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {point_value: 0.01}
  growth: {kind: qualifying, scale: 1}
"""
HEAD_LINES = HEAD.count("\n")


def read(rest: str = "", head: str = HEAD) -> Parsed:
    """A tea house's programme: the head above, then ``rest``."""
    return check(head + rest)


def rule(**keys: str) -> str:
    """``earn:`` with one rule; ``frm`` stands for ``from``."""
    given = {
        "id": "base",
        "on": "order.paid",
        "points": "5",
        **{key.replace("frm", "from"): text for key, text in keys.items()},
    }
    return "earn:\n  - {" + ", ".join(f"{key}: {text}" for key, text in given.items() if text) + "}\n"


def quest(**keys: str) -> str:
    """``challenges:`` with one challenge."""
    given = {"id": "goal", "on": "order.paid", "target": "{count: 5}", "reward": "{points: 9}", **keys}
    return "challenges:\n  - {" + ", ".join(f"{key}: {text}" for key, text in given.items() if text) + "}\n"


def levels(*items: str, more: str = "review: {every: month}") -> str:
    """``tiers:`` with one level per item, each on its own line."""
    return (
        "tiers:\n" + (f"  {more}\n" if more else "") + "  levels:\n" + "".join(f"    - {{{item}}}\n" for item in items)
    )


def codes(parsed: Parsed) -> list[tuple[str, int]]:
    return [(finding.code.removeprefix("programme."), finding.line) for finding in parsed.findings]

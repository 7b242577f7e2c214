"""What a command prints: figures on stdout, everything else on stderr, so that ``--json`` is exactly one document."""

import sys
from typing import Any

from regulars.cli.language import spoken
from regulars.kit.phrases import say

_printed = False  # whether this command's document is out


def print_json(document: Any) -> None:
    """One JSON document, readable, and the only thing on stdout."""
    import msgspec

    global _printed
    _printed = True
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n")


def tell(text: str) -> None:
    """A line for the person at the terminal."""
    print(_readable(text), file=sys.stderr, flush=True)


def tell_code(code: str, /, **facts: Any) -> None:
    tell(f"{say(code, facts, spoken())} [{code}]")


def begin() -> None:
    """A command begins: nothing of it is printed yet."""
    global _printed
    _printed = False


def tell_refusal(code: str, /, *, json: bool, **facts: Any) -> None:
    """Why a command ends here: one sentence, and with ``--json`` the same as the command's one document, unless that is out."""
    tell_code(code, **facts)
    if json and not _printed:
        shown = {name: fact if isinstance(fact, int | float | None) else _readable(fact) for name, fact in facts.items()}
        print_json({"ok": False, "code": code, "sentence": _readable(say(code, facts, spoken())), "facts": shown})


def _readable(fact: Any) -> str:
    return str(fact).encode("utf-8", "replace").decode()  # an argument may hold bytes that are no text

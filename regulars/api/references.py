"""A member's reference in a path, and the cursor of a page: text a caller may have bent, read strictly."""

from typing import Annotated
from urllib.parse import unquote_to_bytes

from fastapi import Depends, Path

from regulars.api.problems import HttpProblem
from regulars.journal.posting import LONGEST_REF


def reference(
    ref: Annotated[
        str,
        Path(min_length=1, description="Your own reference of the member, percent-encoded (a slash as %2F)."),
    ],
) -> str:
    """The reference as the shop wrote it; routing leaves it percent-encoded. Raises 422 ``request.reference``."""
    try:
        text = unquote_to_bytes(ref).decode()
    except UnicodeDecodeError:
        raise HttpProblem(422, "request.reference") from None
    if not 1 <= len(text) <= LONGEST_REF or "\0" in text:
        raise HttpProblem(422, "request.reference")
    return text


Reference = Annotated[str, Depends(reference)]


CURSOR = r"^[1-9][0-9]{0,15}\.[0-9]{1,4}$"


def cursor_of(seq: int, n: int) -> str:
    return f"{seq}.{n}"


def place_of_cursor(cursor: str) -> tuple[int, int]:
    """The inverse of ``cursor_of``; the route has checked it against ``CURSOR``."""
    seq, _, n = cursor.partition(".")
    return int(seq), int(n)

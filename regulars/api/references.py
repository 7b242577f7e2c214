"""A member's reference in a path, and the cursor of a page: text a caller may have bent, read strictly."""

import base64
import binascii
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


def cursor_of(seq: int, n: int) -> str:
    return base64.urlsafe_b64encode(f"{seq}.{n}".encode()).decode().rstrip("=")


def place_of_cursor(cursor: str) -> tuple[int, int]:
    """The inverse of ``cursor_of``. Raises 422 ``request.cursor`` for anything else."""
    try:
        seq, n = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii").split(".")
        place = int(seq), int(n)
    except (ValueError, binascii.Error):
        raise HttpProblem(422, "request.cursor") from None
    if cursor_of(*place) != cursor or not (0 < place[0] < 2**62 and 0 <= place[1] < 2**15):
        raise HttpProblem(422, "request.cursor")
    return place

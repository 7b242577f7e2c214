"""Where a thing stands in the document."""

from collections.abc import Mapping


class Lines:
    def __init__(self, lines: Mapping[str, int]) -> None:
        self._lines = lines

    def of(self, *path: str) -> int:
        """The line of ``earn.base.limit``, or of the nearest thing around it that is known."""
        for length in range(len(path), 0, -1):
            line = self._lines.get(".".join(path[:length]))
            if line is not None:
                return line
        return 1

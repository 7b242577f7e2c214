"""What a document may already say but this release does not count yet, said plainly before anybody relies on it.

Everything the grammar knows is counted now. A word that is read before it is built gets its warning here: ``notes.warning("not_yet_…", line)``.
"""

from collections.abc import Mapping

from regulars.program.document import Program
from regulars.program.findings import Finding, Notes


def not_yet(program: Program, lines: Mapping[str, int] | None = None) -> list[Finding]:
    """Warnings for everything in the document that has no effect yet."""
    return Notes().sorted()

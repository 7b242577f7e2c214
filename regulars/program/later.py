"""What a document may already say but this release does not count yet, said plainly before anybody relies on it.

The issue that builds a word takes its line out here.
"""

from collections.abc import Mapping

from regulars.kit.phrases import phrases
from regulars.program.document import Program
from regulars.program.findings import Finding, Notes
from regulars.program.lint.lines import Lines

phrases(
    {
        "programme.not_yet_approval": (
            "two-person approval is read but not asked for yet in this release",
            "本版本可读取双人审批设置，但尚未启用",
            "本版本可讀取雙人審批設定，但尚未啟用",
        ),
    }
)


def not_yet(program: Program, lines: Mapping[str, int] | None = None) -> list[Finding]:
    """Warnings for everything in the document that has no effect yet."""
    notes, places = Notes(), Lines(lines or {})
    if program.approval.programme or program.approval.goodwill_above is not None:
        notes.warning("not_yet_approval", places.of("approval"))
    return notes.sorted()

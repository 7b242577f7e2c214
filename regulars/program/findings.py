"""What is wrong, or unwise, in a programme document: a code, a line, and a sentence anybody can read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

from regulars.kit.phrases import say

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    code: str  # programme.<reason>, stable
    line: int  # 1 for the first line of the document
    severity: Severity = "error"
    facts: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str = "en") -> str:
        """The sentence; where the reading knows what was probably meant (fact ``meant``), it says that too."""
        sentence = say(self.code, self.facts, language)
        if self.facts.get("meant"):
            sentence += say("programme.did_you_mean", self.facts, language)
        return sentence


class Notes:
    """Collects findings while a document is read, so that one reading reports them all."""

    def __init__(self) -> None:
        self._findings: dict[tuple[str, int, str], Finding] = {}

    def error(self, code: str, line: int, /, **facts: Any) -> None:
        self._note(Finding(f"programme.{code}", line, "error", facts))

    def warning(self, code: str, line: int, /, **facts: Any) -> None:
        self._note(Finding(f"programme.{code}", line, "warning", facts))

    def _note(self, finding: Finding) -> None:
        self._findings.setdefault((finding.code, finding.line, repr(finding.facts)), finding)

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self._findings.values())

    def sorted(self) -> list[Finding]:
        """By line; findings of one line in the order they were made, errors first."""
        return sorted(self._findings.values(), key=lambda finding: (finding.line, finding.severity != "error"))


def meant(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` is probably a slip of, if one is close."""
    close = get_close_matches(word[:80], sorted(known), n=1, cutoff=0.7)
    return close[0] if close else None

"""What is wrong, or unwise, in a programme document: a code, a line, and a sentence anybody can read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from regulars.kit.phrases import say


@dataclass(frozen=True, slots=True)
class Finding:
    code: str  # programme.<reason>, stable
    line: int  # 1 for the first line of the document
    severity: Literal["error", "warning"] = "error"
    facts: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str = "en") -> str:
        return say(self.code, self.facts, language)

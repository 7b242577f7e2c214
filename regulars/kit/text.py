"""A text a shop wrote, in up to three languages."""

from dataclasses import dataclass, field

from regulars.kit.phrases import LANGUAGES


@dataclass(frozen=True, slots=True)
class Text:
    """``by_language`` keeps the order given; a missing language reads the first one given."""

    by_language: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def plain(cls, words: str) -> "Text":
        return cls(tuple((language, words) for language in LANGUAGES))

    def __bool__(self) -> bool:
        return bool(self.by_language)

    def read(self, language: str) -> str:
        for known, words in self.by_language:
            if known == language:
                return words
        return self.by_language[0][1] if self.by_language else ""


UNNAMED = Text()

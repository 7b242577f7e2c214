"""A text a shop wrote, in up to three languages."""

from dataclasses import dataclass, field

from regulars.kit.phrases import LANGUAGES

_OTHER_SCRIPT = {"zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Text:
    """``by_language`` keeps the order given; a missing Chinese reads the other Chinese, any other missing language the first one given."""

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
        other = _OTHER_SCRIPT.get(language)
        for known, words in self.by_language if other else ():
            if known == other:
                return words
        return self.by_language[0][1] if self.by_language else ""


UNNAMED = Text()

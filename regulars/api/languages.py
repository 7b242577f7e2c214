"""Which language the caller reads: ``?lang=`` first, then ``Accept-Language``, else English."""

from urllib.parse import parse_qs

from regulars.api.problems import HttpProblem
from regulars.kit.phrases import LANGUAGES


def language_asked(query: bytes) -> str | None:
    """The language of ``?lang=``; None when nobody asked. Raises ``request.unknown_language`` (422)."""
    if b"lang" not in query:
        return None
    given = parse_qs(query.decode("latin-1"), keep_blank_values=True, encoding="utf-8", errors="replace").get("lang")
    if not given:
        return None
    if given[-1] not in LANGUAGES:
        raise HttpProblem(422, "request.unknown_language", given=given[-1][:40])
    return given[-1]


def language_accepted(header: str) -> str:
    """The best of ``Accept-Language``: Taiwan, Hong Kong, Macau and Hant read 繁體, any other Chinese 简体, everybody else English."""
    best, weight = "en", 0.0
    for part in header[:200].lower().split(","):
        tag, _, rest = part.strip().partition(";")
        try:
            q = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            continue
        language = _spoken(tag)
        if language and q > weight:
            best, weight = language, q
    return best


def _spoken(tag: str) -> str | None:
    if tag.startswith("zh"):
        return "zh-Hant" if any(mark in tag for mark in ("hant", "-tw", "-hk", "-mo")) else "zh-Hans"
    return "en" if tag.startswith("en") else None

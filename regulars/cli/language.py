"""The language a command answers in: ``--lang``, else what the terminal speaks."""

import os

from regulars.kit.phrases import LANGUAGES

_chosen: str | None = None


def choose(language: str) -> bool:
    """Take ``--lang``. False when we do not speak it."""
    global _chosen
    known = _known(language)
    _chosen = known or _chosen
    return known is not None


def spoken() -> str:
    """``en``, ``zh-Hans`` or ``zh-Hant``."""
    if _chosen:
        return _chosen
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en"
    return _known(locale.partition(".")[0]) or "en"


def _known(name: str) -> str | None:
    name = name.replace("_", "-").lower()
    for language in LANGUAGES:
        if name == language.lower():
            return language
    if name.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
        return "zh-Hant"
    if name.startswith("zh"):
        return "zh-Hans"
    return "en" if name.startswith("en") else None

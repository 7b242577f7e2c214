"""The programme promises pages that can be read: words stand out from their ground by WCAG's AA (4.5), in the light and in the dark."""

import re
from pathlib import Path

import pytest

import regulars.console

CSS = (Path(regulars.console.__file__).parent / "static/console/regulars.css").read_text(encoding="utf-8")
WORDS = ("ink", "ink-2", "ink-3", "brand", "copper", "good", "bad", "warn", "tier-1", "tier-2", "tier-3", "tier-4", "tier-5")
ON = [(word, ground) for word in WORDS for ground in ("paper", "surface")] + [
    ("on-brand", "brand"),
    ("good", "good-wash"),
    ("bad", "bad-wash"),
    ("warn", "warn-wash"),
    ("copper", "copper-wash"),
    ("ink", "brand-wash"),
    ("ink-2", "sunken"),
    ("rail-ink", "rail"),
    ("rail-dim", "rail"),
]


def tokens(scheme: str) -> dict[str, str]:
    blocks = re.findall(r"(:root[^{]*)\{([^}]*)\}", CSS)
    light = next(body for where, body in blocks if where.strip() == ":root")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    if scheme != "light":
        chosen = ":root:not([data-theme=light])" if scheme == "dark by system" else ":root[data-theme=dark]"
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", next(body for where, body in blocks if where.strip() == chosen)))
    return found


def brightness(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark by system", "dark by choice"])
def test_every_word_stands_out_from_its_ground(scheme: str) -> None:
    colours = tokens(scheme)
    for word, ground in ON:
        lighter, darker = sorted((brightness(colours[word]), brightness(colours[ground])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (scheme, word, ground)


def test_the_dark_by_choice_is_the_dark_of_the_system() -> None:
    assert tokens("dark by system") == tokens("dark by choice")

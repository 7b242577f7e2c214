"""The programme promises that every way of writing something is told in the very same words, in three languages: `documents/told/`.

After a change of words: `REWRITE_TOLD=1 python -m pytest tests/program/test_told.py`, then read what changed as a member would.
"""

import pytest

from regulars.kit.phrases import LANGUAGES
from regulars.program.describe import describe
from regulars.program.difference import diff
from regulars.program.editing.locating import located
from regulars.program.editing.rewriting import rewrite
from regulars.program.reading import require

from .corners import ONE, PARTS, WALLETS
from .samples import CORNER_GROCER, EVERYTHING, HEAD
from .telling import is_kept, same
from .test_editing import COMMENTED, values
from .test_findings import ERRORS
from .test_lint import BASE, HEADS, UNWISE

WHOLE = {"everything": EVERYTHING, "the corner grocer": CORNER_GROCER, "hardly anything": HEAD}
PROGRAMMES = WHOLE | {name: ONE + text for name, text in WALLETS.items()} | {name: HEAD + text for name, text in PARTS.items()}
WRONG = {name: HEAD + rest for name, (rest, _, _) in ERRORS.items()}
UNWISELY = {name: HEAD + rest for name, (rest, *_) in UNWISE.items()} | {
    name: HEAD.replace("point_value: 0.01", keys) + "earn:\n" + BASE + "budget: {share_of_sales: 1}\n" for name, (keys, *_) in HEADS.items()
}


def sentences(text: str, language: str) -> list[str]:
    return [f"{section.title}: {one}" for section in describe(require(text), language) for one in section.sentences]


@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_programme_is_told_in_these_words(name: str) -> None:
    """Of the small ones, what they say beside what the head of every one of them says."""
    for language in LANGUAGES:
        usual = set(sentences(HEAD, language)) if name not in WHOLE else set()
        same(f"programmes.{language}.txt", name, [one for one in sentences(PROGRAMMES[name], language) if one not in usual])


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_in_these_words(name: str) -> None:
    found = located(WRONG[name]).findings
    for language in LANGUAGES:
        same(f"findings.{language}.txt", name, [f"{one.finding.line} {'.'.join(map(str, one.path))} {one.finding.severity}: {one.finding.sentence(language)}" for one in found])


@pytest.mark.parametrize("name", UNWISELY | PROGRAMMES)
def test_what_is_unwise_is_told_in_these_words(name: str) -> None:
    found = located((UNWISELY | PROGRAMMES)[name]).findings
    for language in LANGUAGES:
        same(f"warnings.{language}.txt", name, [f"{one.finding.line} {'.'.join(map(str, one.path))}: {one.finding.sentence(language)}" for one in found])


@pytest.mark.parametrize("name", PROGRAMMES)
def test_what_changed_is_told_in_these_words(name: str) -> None:
    before, after = require(ONE + "wallets: {points: {}}\n" if name in WALLETS else HEAD), require(PROGRAMMES[name])
    for language in LANGUAGES if name in WHOLE or name == "reviewed on one date" else ("en",):
        same(f"changes.{language}.txt", name, [one.sentence(language) for one in diff(before, after)])
        same(f"changes.{language}.txt", f"{name}, back", [one.sentence(language) for one in diff(after, before)])


@pytest.mark.parametrize("name", PARTS)
def test_what_is_written_anew_stands_so(name: str) -> None:
    """A short document becomes a longer one and back; one with comments keeps them."""
    text = HEAD + PARTS[name]
    for how, made in (("", rewrite(HEAD, values(text))), (", back", rewrite(text, values(HEAD))), (", with comments", rewrite(COMMENTED, values(text)))):
        same("rewritten.txt", name + how, [f"|{line}" for line in made.split("\n")])


def test_nothing_else_is_kept() -> None:
    for language in LANGUAGES:
        assert is_kept(f"programmes.{language}.txt") == list(PROGRAMMES)
        assert is_kept(f"findings.{language}.txt") == list(WRONG)
        assert is_kept(f"warnings.{language}.txt") == list(UNWISELY | PROGRAMMES)

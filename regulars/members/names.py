"""What of a name can be searched, without keeping the name: word beginnings, and Chinese characters by ones and twos. Pure.

A stored token is a keyed hash of one of these pieces (``blind.py``). ``docs/decisions/members-encryption.md`` says what that gives away.
"""

import unicodedata

SHORTEST_PREFIX = 2
LONGEST_PREFIX = 8  # longer beginnings say nothing more; the hit is checked against the opened name anyway


def plain(text: str) -> str:
    """Case, width and accents taken off: ``José`` and ``ＪＯＳＥ`` read ``jose``."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def words(text: str) -> list[str]:
    """Runs of letters and digits of one kind: Chinese (also kana and hangul) apart from the rest. ``王小明 Ann`` -> [王小明, ann]."""
    found: list[str] = []
    run = ""
    for letter in plain(text) + " ":
        same = run and letter.isalnum() and is_cjk(letter) == is_cjk(run[-1])
        if same:
            run += letter
            continue
        if run:
            found.append(run)
        run = letter if letter.isalnum() else ""
    return found


def pieces(text: str) -> set[str]:
    """Every piece kept for a name: characters and pairs of Chinese words, beginnings of 2 to 8 letters of the others."""
    kept: set[str] = set()
    for word in words(text):
        if is_cjk(word[0]):
            kept.update(word)
            kept.update(word[at : at + 2] for at in range(len(word) - 1))
        else:
            kept.update(word[:size] for size in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX) + 1))
    return kept


def asked(text: str) -> set[str]:
    """The pieces a name must have to answer this search. Empty when the search is too short (one Latin letter)."""
    wanted: set[str] = set()
    for word in words(text):
        if is_cjk(word[0]):
            wanted.update({word} if len(word) == 1 else {word[at : at + 2] for at in range(len(word) - 1)})
        elif len(word) >= SHORTEST_PREFIX:
            wanted.add(word[:LONGEST_PREFIX])
    return wanted


def answers(name: str, search: str) -> bool:
    """Whether the opened name really holds what was searched: every Chinese run inside it, every other word as a beginning."""
    have = words(name)
    return all(
        any(word in each if is_cjk(word[0]) else each.startswith(word) for each in have) for word in words(search)
    )


def is_cjk(letter: str) -> bool:
    """Ideographs, kana and hangul: written without blanks between words."""
    code = ord(letter)
    return (
        0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7AF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
        or code == 0x3007
    )

"""What has counted once already: short digests kept with the member, the newest few hundred, so that a state stays small."""

from hashlib import blake2b

from regulars.engine.state import MemberState

TOKENS_KEPT = 300


def digest(text: str) -> str:
    """Twelve hexadecimal digits; "" for nothing."""
    return blake2b(text.encode(), digest_size=6).hexdigest() if text else ""


def known(state: MemberState, what: str, token: str) -> bool:
    return token in state.tokens.get(what, ())


def remember(state: MemberState, what: str, token: str) -> None:
    """Only the newest TOKENS_KEPT of ``what`` are known; the oldest is forgotten for a new one."""
    tokens = state.tokens.setdefault(what, [])
    if token not in tokens:
        tokens.append(token)
        del tokens[:-TOKENS_KEPT]


def forget(state: MemberState, what: str, token: str) -> None:
    """Nothing to forget is fine."""
    tokens = state.tokens.get(what, [])
    if token in tokens:
        tokens.remove(token)
        if not tokens:
            del state.tokens[what]

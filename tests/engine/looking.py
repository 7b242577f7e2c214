"""``decide`` for the tests: the engine's own, and after every event what must hold of any event whatever it is.

Points are neither made nor lost; every wallet is the sum of its lots; every movement names accounts and a lot there are; every reason carries
exactly the facts its code promises (engine/reasons.py) and reads without a gap in three languages; the state travels.
"""

import importlib
import pkgutil
from functools import cache
from typing import Any

import msgspec

import regulars.engine
from engine.reasons import FACTS
from regulars.engine import deciding
from regulars.engine.compiled import Versions
from regulars.engine.decision import MEMBER_ACCOUNTS, PROGRAMME_ACCOUNTS, Outcome, Reason, Step, Transfer
from regulars.engine.events import Event
from regulars.engine.state import MemberState, decode_state, encode_state
from regulars.engine.state_parts import WalletState
from regulars.kit.periods import iso_day
from regulars.kit.phrases import LANGUAGES, known_codes, say

for found in pkgutil.iter_modules(regulars.engine.__path__):
    if found.name.endswith("sentences"):
        importlib.import_module(f"regulars.engine.{found.name}")

ACCOUNTS = {*MEMBER_ACCOUNTS, *PROGRAMME_ACCOUNTS}
FIXED = {
    "activation", "adjustment", "cancellation", "capture", "delivery", "expiry", "gift", "hold", "hold_ended", "merge", "opening", "pool", "redemption",
    "referral", "reinstatement", "release", "return", "undelivered",
}  # fmt: skip
OF_A_RULE = ("tier:", "paid:", "challenge:", "streak:", "rule:")


def decide(versions: Versions, state: MemberState | None, event: Event, **more: Any) -> Step:
    step = deciding.decide(versions, state, event, **more)
    look(versions, state, step)
    return step


def look(versions: Versions, before: MemberState | None, step: Step) -> None:
    after = step.decision.state
    posted = [*(one for passed in step.passed for one in passed.transfers), *step.decision.transfers]
    for one in posted:
        _movement(one, versions)
    _accounts(before, after, posted)
    for outcome in (*(passed.outcome for passed in step.passed), step.decision.outcome):
        for reason in outcome.because:
            told(reason, versions)
        _adds_up(outcome)
        assert msgspec.json.encode(msgspec.json.decode(msgspec.json.encode(outcome), type=Outcome)) == msgspec.json.encode(outcome)
    assert decode_state(encode_state(after)) == after


def _movement(one: Transfer, versions: Versions) -> None:
    assert one.points > 0 and one.source != one.target, one
    assert {one.source, one.target} <= ACCOUNTS, one
    assert one.lot in (("",) if one.until == 0 else (iso_day(one.until) or "never",)) or one.lot.startswith("earned 2"), one
    assert one.rule in FIXED or one.rule.startswith(OF_A_RULE) or one.rule in _rules(versions), one


def _rules(versions: Versions) -> set[str]:
    return {rule.id for version in versions.every for rule in version.program.earn}


def _accounts(before: MemberState | None, after: MemberState, posted: list[Transfer]) -> None:
    sums: dict[tuple[str, str], int] = {}
    for one in posted:
        sums[one.wallet, one.source] = sums.get((one.wallet, one.source), 0) - one.points
        sums[one.wallet, one.target] = sums.get((one.wallet, one.target), 0) + one.points
    for id, own in after.wallets.items():
        was = before.wallets.get(id, WalletState()) if before is not None else WalletState()
        for account, sign in (("active", 1), ("pending", 1), ("held", 1), ("debt", -1)):
            assert sign * (getattr(own, account) - getattr(was, account)) == sums.get((id, account), 0), (id, account, own, posted)
        assert min(own.active, own.pending, own.held, own.debt) >= 0 and not (own.debt and own.active), own
        assert own.active == sum(lot[2] for lot in own.lots) and own.lots == sorted(own.lots), own
        assert own.pending == sum(lot[3] for lot in own.waiting) + sum(one.points for one in after.awaiting if one.wallet == id), own
        assert own.waiting == sorted(own.waiting), own


def _adds_up(outcome: Outcome) -> None:
    """What an order earned is what its lines have a share of, and its rewards."""
    for wallet, shares in outcome.shares.items():
        assert sum(shares.values()) == outcome.earned.get(wallet, 0) - outcome.rewarded.get(wallet, 0), outcome


def _wallets(versions: Versions) -> set[str]:
    return {wallet.id for version in versions.every for wallet in version.program.wallets}


# ---- reasons


def told(reason: Reason, versions: Versions) -> None:
    """The reason has exactly the facts its code promises, each of its kind, and a sentence without a gap in every language."""
    facts = frozenset(reason) - {"code"}
    assert facts in _promised(reason["code"]), (reason, FACTS.get(reason["code"]))
    for name, value in reason.items():
        if name in ("until", "latest", "since", "by", "on"):
            assert _is_day(value), reason
        elif name == "wallet":
            assert value in _wallets(versions) or reason["code"] == "points.unknown_wallet", reason
    _reads(reason["code"], facts)


def _is_day(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value[4:8:3] == "--" and len(value) in (10, 16, 19))


@cache
def _promised(code: str) -> frozenset[frozenset[str]]:
    assert code in FACTS, f"a new reason: say in tests/engine/reasons.py which facts {code} has"
    return frozenset(frozenset(each.split()) for each in FACTS[code].split("|"))


@cache
def _reads(code: str, facts: frozenset[str]) -> None:
    assert code in known_codes(), code
    for language in LANGUAGES:
        assert "{" not in say(code, _Any(facts), language), (code, language)


class _Any(dict):
    """A value for each of these facts, and none for others."""

    def __init__(self, facts: frozenset[str]) -> None:
        super().__init__({name: _Thing() for name in facts})


class _Thing:
    def __format__(self, spec: str) -> str:
        return "x"

    def __getattr__(self, name: str) -> "_Thing":
        return self

    def __getitem__(self, name: object) -> "_Thing":
        return self


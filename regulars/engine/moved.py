"""One transfer put into words: what moved, until when it lasts, and for which rule."""

from datetime import date

import regulars.engine.why_sentences  # noqa: F401  (the words)
from regulars.engine.explain import rule_name, sentence
from regulars.kit.phrases import known_codes
from regulars.program.document import Program

_OWN_WORDS = ("return", "expiry", "activation", "redemption", "adjustment", "debt", "gift", "delivery", "undelivered", "pool")  # what moved them is said already
_LASTING = ("active", "pending")


def moved_sentence(source: str, target: str, points: int, lot: str, last_day: date | None, rule: str, language: str, program: Program, wallet: str = "") -> str:
    """``100 points came in (last day 6 January 2027): Coffee day``. last_day: None where the lot has no end, or no lot moved. wallet: named where it is not the first."""
    code = f"moved.{source}.{target}"
    if code not in known_codes():
        code = "moved.other"
    told = sentence({"code": code, "points": points, "source": source, "target": target}, language, program)
    if lot and (target in _LASTING or source in _LASTING):
        reason = {"code": "moved.until", "moved": told, "until": last_day.isoformat()} if last_day else {"code": "moved.for_ever", "moved": told}
        told = sentence(reason, language, program)
    if rule and rule not in _OWN_WORDS and source == "issued":
        told = sentence({"code": "moved.for_rule", "moved": told, "rule": rule_name(rule, language, program)}, language, program)
    if wallet and wallet != program.wallets[0].id:
        told = sentence({"code": "of_wallet", "wallet": wallet, "words": told}, language, program)
    return told

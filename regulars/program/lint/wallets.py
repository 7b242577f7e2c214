"""Points that lapse before anybody could spend them, and expiries that never slide."""

from collections.abc import Iterator

from regulars.kit.periods import Duration
from regulars.program.document import Program
from regulars.program.document_wallets import Holds, Redeem, Wallet
from regulars.program.findings import Notes
from regulars.program.lint.lines import Lines
from regulars.program.places import default_digits


def check_wallets(program: Program, notes: Notes, lines: Lines) -> None:
    for wallet in program.wallets:
        line, expire = lines.of("wallets", wallet.id), wallet.expire
        for wait, place in _waits(program, wallet, lines):
            if expire.kind == "rolling" and expire.counted_from == "earning" and expire.period and _longer(wait, expire.period):
                notes.warning("lapses_before_usable", place, wallet=wallet.id, after=str(wait), period=str(expire.period))
        if expire.activity is not None and expire.period and not _longer(expire.activity.at_most, expire.period):
            at_most = str(expire.activity.at_most)
            notes.warning("activity_never_helps", line, wallet=wallet.id, period=str(expire.period), at_most=at_most)
        if expire.kind == "sliding" and expire.period and expire.at_most and not _longer(expire.at_most, expire.period):
            notes.warning(
                "never_slides", line, wallet=wallet.id, period=str(expire.period), at_most=str(expire.at_most)
            )
        if wallet.kind == "qualifying":
            for key, given in (("redeem", wallet.redeem != Redeem()), ("hold", wallet.hold != Holds())):
                if given:
                    notes.warning("spending_words_on_qualifying", line, wallet=wallet.id, key=key)
    _digits(program, notes, lines)


def _waits(program: Program, wallet: Wallet, lines: Lines) -> Iterator[tuple[Duration, int]]:
    """How long points of the wallet wait for the clock, each with its line: the wallet's own ways, and those of its rules."""
    own = [wallet.activate, *(choice.activate for choice in wallet.activate.choices)]
    places = [(one, lines.of("wallets", wallet.id)) for one in own]
    places += [(rule.activate, lines.of("earn", rule.id, "activate")) for rule in program.earn if rule.wallet == wallet.id and rule.activate]
    for activate, line in places:
        if activate.after is not None and activate.kind == "after":
            yield activate.after, line


def _longer(left: Duration, right: Duration) -> bool:
    return left.longest_days() > right.longest_days()


def _digits(program: Program, notes: Notes, lines: Lines) -> None:
    """More decimals than the currency has; fewer are a custom in many countries (TWD and HUF are priced in whole units)."""
    usual = default_digits(program.currency.code)
    if usual is not None and usual < program.currency.minor_digits:
        notes.warning(
            "unusual_digits",
            lines.of("currency"),
            currency=program.currency.code,
            digits=program.currency.minor_digits,
            usual=usual,
        )

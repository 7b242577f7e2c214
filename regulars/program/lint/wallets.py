"""Points that lapse before anybody could spend them, and expiries that never slide."""

from regulars.kit.periods import Duration
from regulars.program.document import Holds, Program, Redeem
from regulars.program.findings import Notes
from regulars.program.lint.lines import Lines
from regulars.program.places import default_digits


def check_wallets(program: Program, notes: Notes, lines: Lines) -> None:
    for wallet in program.wallets:
        line, wait, expire = lines.of("wallets", wallet.id), wallet.activate.after, wallet.expire
        if (
            wait
            and expire.kind == "rolling"
            and expire.counted_from == "earning"
            and expire.period
            and _longer(wait, expire.period)
        ):
            notes.warning("lapses_before_usable", line, wallet=wallet.id, after=str(wait), period=str(expire.period))
        if expire.kind == "sliding" and expire.period and expire.at_most and not _longer(expire.at_most, expire.period):
            notes.warning(
                "never_slides", line, wallet=wallet.id, period=str(expire.period), at_most=str(expire.at_most)
            )
        if wallet.kind == "qualifying":
            for key, given in (("redeem", wallet.redeem != Redeem()), ("hold", wallet.hold != Holds())):
                if given:
                    notes.warning("spending_words_on_qualifying", line, wallet=wallet.id, key=key)
    _digits(program, notes, lines)


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

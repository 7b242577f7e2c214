"""What only the whole programme shows: levels nobody stands on, rules and limits that can never fire, money given away.

Every finding here is a warning: the document means something, but probably not what its author wants. One small file per subject.
"""

from collections.abc import Mapping

from regulars.program.document import Program
from regulars.program.findings import Finding, Notes
from regulars.program.lint.budgets import check_budgets
from regulars.program.lint.cards import check_cards
from regulars.program.lint.challenges import check_challenges
from regulars.program.lint.collisions import check_collisions
from regulars.program.lint.events import check_events
from regulars.program.lint.gifts import check_gifts
from regulars.program.lint.limits import check_limits
from regulars.program.lint.lines import Lines
from regulars.program.lint.loops import check_loops
from regulars.program.lint.money import check_money
from regulars.program.lint.pools import check_pools
from regulars.program.lint.reaching import check_reaching
from regulars.program.lint.referral import check_referral
from regulars.program.lint.rules import check_rules
from regulars.program.lint.spelling import check_spelling
from regulars.program.lint.tiers import check_tiers
from regulars.program.lint.wallets import check_wallets


def lint(program: Program, lines: Mapping[str, int] | None = None) -> list[Finding]:
    """Warnings about a programme that reads well. ``lines``: named thing -> line, as ``Parsed.lines``; without it everything is on line 1."""
    notes, places = Notes(), Lines(lines or {})
    for check in (
        check_wallets, check_tiers, check_reaching, check_rules, check_limits, check_budgets, check_money, check_gifts,
        check_events, check_spelling, check_challenges, check_referral, check_pools, check_collisions, check_loops, check_cards,
    ):  # fmt: skip
        check(program, notes, places)
    return notes.sorted()

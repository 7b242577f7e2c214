"""Referrals that reward nobody, or before anybody knows whether the purchase is kept."""

from regulars.program.document import Program
from regulars.program.findings import Notes
from regulars.program.lint.lines import Lines


def check_referral(program: Program, notes: Notes, lines: Lines) -> None:
    referral = program.referral
    if referral is None:
        return
    rewards = any(reward.points or reward.badge for reward in (referral.advocate, referral.friend))
    if not rewards and not any(rule.on == "referral.qualified" for rule in program.earn):
        notes.warning("referral_unrewarded", lines.of("referral"))
    if referral.after is None and program.returns.window is None:
        notes.warning("referral_at_once", lines.of("referral"))

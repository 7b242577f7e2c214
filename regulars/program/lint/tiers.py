"""Levels nobody reaches by rising, ladders that fall, and ways down that are never walked."""

from regulars.program.document import Program
from regulars.program.document_conditions import AllOf, AnyOf, NotOf
from regulars.program.document_tiers import Criterion, Measured, Tiers
from regulars.program.findings import Notes
from regulars.program.lint.implication import implies
from regulars.program.lint.lines import Lines


def check_tiers(program: Program, notes: Notes, lines: Lines) -> None:
    _unreachable(program.tiers, notes, lines)
    _multipliers(program.tiers, notes, lines)
    _keeps(program.tiers, notes, lines)
    _ways_down(program.tiers, notes, lines)
    _unearned(program, notes, lines)
    _scores(program, notes, lines)
    _tracks(program, notes, lines)
    _paid(program, notes, lines)


def _paid(program: Program, notes: Notes, lines: Lines) -> None:
    for plan in program.paid:
        line = lines.of("paid", plan.id)
        if plan.trial is not None and plan.trial.after(1) >= plan.lasts.after(1):
            notes.warning("trial_as_long", line, plan=plan.id, trial=str(plan.trial), lasts=str(plan.lasts))
        if plan.level == program.tiers.levels[0].id:
            notes.warning("paid_lowest", line, plan=plan.id, level=plan.level)


def _tracks(program: Program, notes: Notes, lines: Lines) -> None:
    """A mission that leads where the same deeds lead for good."""
    for track in program.fast_tracks:
        reach = program.level(track.grants).reach
        if reach is not None and implies(track.reach, reach):
            notes.warning("track_harder_than_level", lines.of("fast_tracks", track.id), track=track.id, level=track.grants)


def _scores(program: Program, notes: Notes, lines: Lines) -> None:
    """A score nobody asks for, a level that asks for a score without a formula, one whose capped terms never reach it."""
    asked = [
        (level.id, kind, part)
        for level in program.tiers.levels
        for kind, criterion in (("reach", level.reach), ("keep", level.keep))
        for part in parts_of(criterion)
        if part.measure == "score"
    ]
    asked += [("", "", part) for track in program.fast_tracks for part in parts_of(track.reach) if part.measure == "score"]
    formula = program.tier_score
    if formula is not None and not asked:
        notes.warning("score_unused", lines.of("tier_score"))
    caps = [term.at_most for term in formula.terms] if formula is not None else []
    most = sum(cap for cap in caps if cap is not None) if caps and None not in caps else None
    for level, kind, part in asked:
        if not level:
            continue
        if formula is None:
            notes.warning("score_without_formula", lines.of("tiers", level, kind), level=level)
        elif most is not None and part.at_least > int(most):
            notes.warning("score_out_of_reach", lines.of("tiers", level, kind), level=level, need=f"{part.at_least.normalize():f}", most=int(most))


def _unreachable(tiers: Tiers, notes: Notes, lines: Lines) -> None:
    """Whoever holds a level's ``reach`` and thereby a higher level's goes straight past it."""
    for place, level in enumerate(tiers.levels):
        if level.reach is None:
            continue
        for higher in tiers.levels[place + 1 :]:
            if higher.reach is not None and implies(level.reach, higher.reach):
                notes.warning(
                    "unreachable_level", lines.of("tiers", higher.id, "reach"), level=level.id, higher=higher.id
                )
                break


def _multipliers(tiers: Tiers, notes: Notes, lines: Lines) -> None:
    for lower, higher in zip(tiers.levels, tiers.levels[1:], strict=False):
        if higher.multiplier < lower.multiplier:
            line = lines.of("tiers", higher.id, "multiplier")
            notes.warning(
                "multiplier_falls",
                line,
                level=higher.id,
                lower=lower.id,
                multiplier=str(higher.multiplier),
                below=str(lower.multiplier),
            )


def _keeps(tiers: Tiers, notes: Notes, lines: Lines) -> None:
    for place, level in enumerate(tiers.levels):
        if level.keep is None:
            continue
        line = lines.of("tiers", level.id, "keep")
        if place == 0:
            notes.warning("keep_on_lowest", line, level=level.id)
        elif tiers.review is None:
            notes.warning("keep_without_review", line, level=level.id)
        elif level.reach is not None and implies(level.keep, level.reach) and not implies(level.reach, level.keep):
            notes.warning("keep_harder_than_reach", line, level=level.id)


def _ways_down(tiers: Tiers, notes: Notes, lines: Lines) -> None:
    if tiers.review is not None:
        return
    if tiers.down.inactive_for is not None:
        notes.warning("inactive_without_review", lines.of("tiers", "down"), period=str(tiers.down.inactive_for))
    if tiers.down.grace is not None:
        notes.warning("grace_without_review", lines.of("tiers", "down"), period=str(tiers.down.grace.period))
    if tiers.down.soft_landing is not None:
        notes.warning("soft_landing_without_review", lines.of("tiers", "down"), period=str(tiers.down.soft_landing.period))


def _unearned(program: Program, notes: Notes, lines: Lines) -> None:
    """A level measured by a wallet into which no rule gives."""
    earned = {f"points.{rule.wallet}" for rule in program.earn}
    for level in program.tiers.levels:
        for kind, criterion in (("reach", level.reach), ("keep", level.keep)):
            for measure in measures_of(criterion):
                if measure.startswith("points.") and measure not in earned:
                    notes.warning(
                        "wallet_never_earned",
                        lines.of("tiers", level.id, kind),
                        level=level.id,
                        wallet=measure.removeprefix("points."),
                    )


def measures_of(criterion: Criterion | None) -> list[str]:
    """Every measure a criterion asks about, in order."""
    return [part.measure for part in parts_of(criterion)]


def parts_of(criterion: Criterion | None) -> list[Measured]:
    if criterion is None:
        return []
    if isinstance(criterion, Measured):
        return [criterion]
    if isinstance(criterion, NotOf):
        return parts_of(criterion.part)
    assert isinstance(criterion, AllOf | AnyOf)
    return [leaf for part in criterion.parts for leaf in parts_of(part)]

"""Levels nobody reaches by rising, ladders that fall, and ways down that are never walked."""

from regulars.program.document import AllOf, AnyOf, Criterion, Measured, NotOf, Program, Tiers
from regulars.program.findings import Notes
from regulars.program.lint.implication import implies
from regulars.program.lint.lines import Lines


def check_tiers(program: Program, notes: Notes, lines: Lines) -> None:
    _unreachable(program.tiers, notes, lines)
    _multipliers(program.tiers, notes, lines)
    _keeps(program.tiers, notes, lines)
    _ways_down(program.tiers, notes, lines)
    _unearned(program, notes, lines)


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
        notes.warning("grace_without_review", lines.of("tiers", "down"), period=str(tiers.down.grace))


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
    if criterion is None:
        return []
    if isinstance(criterion, Measured):
        return [criterion.measure]
    if isinstance(criterion, NotOf):
        return measures_of(criterion.part)
    assert isinstance(criterion, AllOf | AnyOf)
    return [measure for part in criterion.parts for measure in measures_of(part)]

"""What is said of members by name of the figure: classes, moves, leaving, worth, stages, grades, personas."""

from typing import Any

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.churn.classes import NAMES, class_figures
from regulars.insight.churn.lists import contact_list
from regulars.insight.churn.worth import YEAR_DAYS
from regulars.insight.errors import CannotSay
from regulars.insight.groups.stages import STAGES

CONTACTS = 200


def classes(models: Models) -> Rows:
    leaving = models.leaving
    told = class_figures(models.classes, leaving.said.buys, leaving.margin)
    rows = [(name, one.members, one.buy_probability, one.margin_share) for name, one in told.items()]
    return Rows(("class", "members", "buy_probability", "margin_share"), rows)


def class_moves(models: Models) -> Rows:
    moves = models.moves
    if moves is None:
        raise CannotSay("insight.moves.no_refresh_before")
    rows: list[tuple[Any, ...]] = [(here, there, count) for here, line in zip(NAMES, moves.counts, strict=True) for there, count in zip(NAMES, line, strict=True) if count]
    rows += [(None, there, count) for there, count in zip(NAMES, moves.joined, strict=True) if count]
    rows += [(here, None, count) for here, count in zip(NAMES, moves.gone, strict=True) if count]
    return Rows(("class_before", "class", "members"), rows)


def churn(models: Models) -> Rows:
    found = models.leaving.grade
    rows = [(one.name, one is found.model, one.auc, one.brier, one.lift) for one in found.all]
    return Rows(("ranking", "is_used", "auc", "brier", "lift_top_tenth"), rows, models.leaving.cannot_say)


def churn_plot(models: Models) -> Rows:
    rows = [(each.members, each.said, each.happened) for each in models.leaving.grade.plot]
    return Rows(("members", "said", "happened"), rows)


def leaving_list(models: Models) -> Rows:
    """Whom to call first; one in ten is left alone, so that somebody can say whether calling helps."""
    leaving = models.leaving
    called = contact_list(leaving.said, leaving.margin * leaving.said.horizon / YEAR_DAYS, CONTACTS, models.numbers)
    refs, place = models.facts.refs(), {int(member): row for row, member in enumerate(leaving.members)}
    rows = []
    for member, chance, stake, alone in zip(called.members.tolist(), called.leaves.tolist(), called.at_stake.tolist(), called.alone.tolist(), strict=True):
        why = leaving.reasons.of(place[member])
        rows.append((refs[member], chance, stake, why[0].group if why else None, (why[0].signal or None) if why else None, alone))
    return Rows(("ref", "leaves", "at_stake", "reason", "what_happened", "leave_alone"), rows, leaving.cannot_say)


def last_list(models: Models) -> Rows:
    """What came of a list as long as a tenth of the members, made one horizon ago: how many really stayed away."""
    leaving = models.leaving
    last = leaving.last
    if last is None:
        raise next((each for each in leaving.cannot_say if each.code.startswith("insight.churn.")), CannotSay("insight.churn.nobody_at_risk"))
    columns = ("members", "foreseen", "precision", "of_the_alone", "of_the_contacted", "everybody")
    return Rows(columns, [(last.members, last.expected, last.precision, last.of_the_alone, last.of_the_contacted, last.everybody)])


def stages(models: Models) -> Rows:
    found = models.stages
    rows = []
    for place, name in enumerate(STAGES):
        mine = found.stage == place
        rows.append((name, int(mine.sum()), float(np.median(found.rhythm[mine])) if mine.any() else None))
    return Rows(("stage", "members", "rhythm_days"), rows)

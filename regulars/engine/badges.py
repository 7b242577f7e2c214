"""Badges: earned once, with the day and what for."""

from regulars.engine.compiled import Compiled
from regulars.engine.moment import Moment


def award(moment: Moment, badge: str, what_for: str) -> None:
    """A member who has the badge keeps the first day and reason."""
    if badge in moment.state.badges:
        return
    moment.state.badges[badge] = (moment.day, what_for)
    moment.outcome.badges = {**moment.outcome.badges, badge: what_for}
    moment.because.append({"code": "badge.earned", "badge": badge, "for": what_for})


def revoke(moment: Moment, badge: str, what_for: str, compiled: Compiled) -> None:
    """Take back a badge that was earned for this, where the programme says so."""
    held = moment.state.badges.get(badge)
    if held is None or held[1] != what_for or not any(one.id == badge and one.revoke == "on_return" for one in compiled.program.badges):
        return
    del moment.state.badges[badge]
    moment.because.append({"code": "badge.revoked", "badge": badge, "for": what_for})

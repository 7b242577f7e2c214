"""Streaks of rules: the day counts, and a run that is long enough adds its bonus to what the rule gave."""

from regulars.engine.compiled import CompiledRule
from regulars.engine.earning import Earned
from regulars.engine.limits import count
from regulars.engine.moment import Moment
from regulars.engine.streaks import Streak, count_day, reward


def own_days(rules: list[CompiledRule]) -> list[CompiledRule]:
    """Those whose limits go by the member's own days."""
    return [rule for rule in rules if rule.counts_own_days]


def reward_streaks(moment: Moment, rules: list[CompiledRule], every: list[Earned], left: dict[str, int]) -> None:
    """Count the day for each rule that fired; a bonus becomes a part of its own, ``streak:<rule>``, under what the rule's limits still allow."""
    day, zone = moment.own_day
    for rule in rules:
        earned = next((one for one in every if rule.id in one.given), None)
        if earned is None or rule.streak is None:
            continue
        streak = moment.state.streaks.setdefault(rule.id, Streak())
        count_day(streak, day, zone, moment.event.at_us)
        times, length = reward(streak, rule.streak, day)
        moment.because.append({"code": "streak.day", "rule": rule.id, "days": length, "of": rule.streak.days})
        if times:
            scale = moment.compiled.wallets[rule.wallet].scale
            _add_bonus(earned, rule, times * int(rule.streak.bonus * 10**scale), left)


def _add_bonus(earned: Earned, rule: CompiledRule, bonus: int, left: dict[str, int]) -> None:
    name = f"streak:{rule.id}"
    if bonus <= 0:
        return
    if rule.id in left:
        left[name] = max(left[rule.id] - min(earned.given[rule.id], left[rule.id]), 0)
    earned.parts.append((name, rule, bonus * earned.den))
    earned.given[name] = bonus
    earned.fixed += bonus * earned.den
    earned.total += bonus
    earned.exact += bonus * earned.den


def count_streaked(moment: Moment, rules: list[CompiledRule], given: dict[str, int]) -> None:
    """What a rule and its streak gave, into the rule's limits."""
    day = moment.own_day[0]
    for rule in rules:
        if rule.id not in given:
            continue
        bonus = given.get(f"streak:{rule.id}", 0)
        if not rule.counts_own_days:
            count(moment.state, rule, moment.day, bonus, 0)  # its own part has been counted with the others
        else:
            points = given[rule.id] + bonus
            count(moment.state, rule, day, points, 1 if points > 0 else 0)

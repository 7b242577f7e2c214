"""``challenges:`` and ``badges:`` — goals a member pursues over several events, and the marks of honour they leave."""

from decimal import Decimal
from typing import cast

from regulars.kit.text import Text
from regulars.program import challenge_sentences as challenge_sentences  # every finding has its sentence
from regulars.program.budgets import points_of, read_budgets
from regulars.program.conditions import condition
from regulars.program.document_challenges import Badge, Challenge, Reward, Run, Target
from regulars.program.document_rules import Budget, Limit
from regulars.program.earning import limits_of
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import MEASURE_DIGITS, Names, within_digits
from regulars.program.values import Reader, choice, day, duration, event_type, identifier, listing, number, words
from regulars.program.yaml_lines import Node

MOST_CHALLENGES = 100
MOST_BADGES = 200
MOST_DISTINCT = 366  # different days or things: they are remembered by name until the period is over
PERIODS = ("day", "week", "month", "quarter", "half_year", "year")
OF_LINES = ("sku", "category", "brand")
OF_EVENTS = ("store", "channel")
ORDER_PAID = "order.paid"


def read_badges(node: Node, notes: Notes, names: Names) -> tuple[Badge, ...]:
    """The badges in the document's order; their ids are entered into ``names``."""
    return tuple(listing(lambda item, notes: _badge(item, notes, names), at_most=MOST_BADGES)(node, notes) or ())


def _badge(node: Node, notes: Notes, names: Names) -> Badge | None:
    fields = Fields(node, notes)
    if not fields.is_mapping:
        return None
    badge = Badge(
        id=_own_id(fields, notes, names, "badges"),
        name=fields.take("name", words, Text()),
        revoke=fields.take("revoke", choice("never", "on_return"), "never"),  # type: ignore[arg-type]
    )
    names.badges.append(badge.id)
    fields.close()
    return badge


def read_challenges(node: Node, notes: Notes, names: Names) -> tuple[Challenge, ...]:
    """The challenges in the document's order; their lines are entered into ``names``."""
    return tuple(listing(lambda item, notes: _challenge(item, notes, names), at_most=MOST_CHALLENGES)(node, notes) or ())


def _challenge(node: Node, notes: Notes, names: Names) -> Challenge | None:
    fields = Fields(node, notes)
    if not fields.is_mapping:
        return None
    id = _own_id(fields, notes, names, "challenges")
    reward = fields.need("reward", lambda node, notes: read_reward(node, notes, names), Reward())
    on = fields.need("on", event_type, "")
    challenge = Challenge(
        id=id,
        name=fields.take("name", words, Text()),
        on=on,
        when=fields.take("when", condition(names, on)),
        target=fields.need("target", lambda node, notes: _target(node, notes, names), Target("count", Decimal(1))),
        period=fields.take("period", _run, Run()),
        recurrence=fields.take("recurrence", choice("once", "every_period", "again"), "once"),  # type: ignore[arg-type]
        join=fields.take("join", choice("automatic", "on_request"), "automatic"),  # type: ignore[arg-type]
        returns=fields.take("returns", choice("take_back", "keep"), "take_back"),  # type: ignore[arg-type]
        reward=reward,
        limits=fields.take("limit", limits_of(points_of(names.scales.get(reward.wallet, 0))), cast(tuple[Limit, ...], ())),
        budgets=fields.take("budget", read_budgets(points_of(names.scales.get(reward.wallet, 0))), cast(tuple[Budget, ...], ())),
    )
    names.challenges[id] = reward.wallet
    if challenge.budgets and not reward.points:
        notes.error("budget_of_no_points", fields.line("budget"), where=f"challenges.{id}")
    for key in ("on", "target", "recurrence", "budget"):
        names.lines[f"challenges.{id}.{key}"] = fields.line(key)
    fields.close()
    _check_together(challenge, fields, notes)
    return challenge


def _own_id(fields: Fields, notes: Notes, names: Names, of: str) -> str:
    id = fields.need("id", identifier, "")
    if f"{of}.{id}" in names.lines:
        notes.error("duplicate_id", fields.line("id"), where=fields.node.path, text=id, first_line=names.lines[f"{of}.{id}"])
    elif id:
        names.lines[f"{of}.{id}"] = fields.node.line
    return id


def _target(node: Node, notes: Notes, names: Names) -> Target | None:
    """``{count: 5}``, ``{quantity: 10}``, ``{spend: 300}``, ``{days: 3}`` or ``{distinct: category, count: 5}``."""
    fields = Fields(node, notes)
    if "distinct" in fields:
        of = fields.take("distinct", choice(*OF_LINES, *OF_EVENTS))
        need = fields.need("count", number(at_least=1, at_most=MOST_DISTINCT, whole=True), Decimal(1))
        fields.close()
        return None if of is None else Target("distinct", need, of)  # type: ignore[arg-type]
    kind = fields.one_of("count", "quantity", "spend", "days", "distinct")
    readers = {
        "count": number(at_least=1, whole=True),
        "days": number(at_least=1, at_most=MOST_DISTINCT, whole=True),
        "quantity": _exact(MEASURE_DIGITS),
        "spend": _exact(names.minor_digits),
    }
    found = {key: fields.take(key, read) for key, read in readers.items()}
    fields.close()
    amount = found.get(kind or "")
    return None if kind is None or amount is None else Target(kind, amount)  # type: ignore[arg-type]


def _exact(digits: int) -> Reader[Decimal]:
    read_number = number(above=0)

    def read(node: Node, notes: Notes) -> Decimal | None:
        value = read_number(node, notes)
        return None if value is None else within_digits(value, digits, node, notes)

    return read


def _run(node: Node, notes: Notes) -> Run:
    fields = Fields(node, notes)
    run = Run(
        per=fields.take("per", choice(*PERIODS), ""),  # type: ignore[arg-type]
        starts=fields.take("from", day),
        ends=fields.take("until", day),
        within=fields.take("within", duration),
        since=fields.take("since", choice("start", "enrolment"), "start"),  # type: ignore[arg-type]
    )
    if "per" in fields and "within" in fields:
        notes.error("choose_one", fields.line("within"), where=node.path, keys="per, within")
    if "since" in fields and "within" not in fields:
        notes.error("since_without_within", fields.line("since"), where=node.path)
    fields.close()
    return run


def read_reward(node: Node, notes: Notes, names: Names) -> Reward | None:
    fields = Fields(node, notes)
    wallet = fields.take("wallet", names.wallet, names.first_wallet)
    reward = Reward(
        points=fields.take("points", points_of(names.scales.get(wallet, 0)), Decimal(0)),
        wallet=wallet,
        badge=fields.take("badge", names.badge),
    )
    fields.close()
    if fields.is_mapping and not reward.points and "badge" not in fields:
        notes.error("reward_of_nothing", node.line, where=node.path)
    return reward


def _check_together(challenge: Challenge, fields: Fields, notes: Notes) -> None:
    run, target = challenge.period, challenge.target
    if run.starts and run.ends and run.starts > run.ends:
        facts = {"challenge": challenge.id, "starts": run.starts.isoformat(), "ends": run.ends.isoformat()}
        notes.error("challenge_dates_reversed", fields.line("period"), **facts)
    of_orders = target.kind in ("quantity", "spend") or target.of in OF_LINES
    if of_orders and challenge.on and challenge.on != ORDER_PAID:
        notes.error("target_needs_orders", fields.line("target"), challenge=challenge.id, event=challenge.on)
    if challenge.recurrence == "again" and target.kind in ("days", "distinct"):
        notes.error("again_needs_amounts", fields.line("recurrence"), challenge=challenge.id)

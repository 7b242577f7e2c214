"""The contract of what is done with pools."""

from typing import Any

from regulars.api.openapi_moving import member, message, operation
from regulars.api.openapi_words import Schema, text
from regulars.journal.posting import LONGEST_ID
from regulars.kit.periods import SPAN_PATTERN
from regulars.kit.points import LARGEST_POINTS
from regulars.program.document import Program

_BY = "Who says so: a member of the pool. Left out: the shop itself."
# path -> (operation id, body, summary, description)
_VERBS = {
    "/v1/pools": ("post_pool", "PoolFounding", "Found a pool", "The owner takes the first place. Nobody is in two pools."),
    "/v1/pools/invitations": ("post_pool_invitation", "PoolAsking", "Invite a member", "The invitation stands as long as the programme says."),
    "/v1/pools/withdrawals": (
        "post_pool_withdrawal",
        "PoolWithdrawing",
        "Withdraw an invitation",
        "By whoever invited, the owner or the shop, as long as it stands and nobody has come.",
    ),
    "/v1/pools/members": ("post_pool_member", "PoolJoining", "Join a pool", "Whoever has an invitation that stands takes a place."),
    "/v1/pools/departures": (
        "post_pool_departure",
        "PoolLeaving",
        "Leave a pool, or make somebody leave",
        "What is left of the member's own goes with them, in the same lots. `by` the member: they leave; the owner or the shop: they are made to leave.",
    ),
    "/v1/pools/owners": ("post_pool_owner", "PoolHandingOver", "Hand a pool over", "Another member of it is the owner from now on."),
    "/v1/pools/dissolutions": ("post_pool_dissolution", "PoolDissolving", "Dissolve a pool", "Everybody takes back what is left of their own; the owner also what is nobody's."),
    "/v1/pools/contributions": ("post_pool_contribution", "PoolContributing", "Put points into one's pool", "Points keep their last usable day."),
    "/v1/pools/redemptions": (
        "post_pool_redemption",
        "PoolRedeeming",
        "Spend from one's pool",
        "What is on its way into the pool arrives first. However many spend at once, no point is spent twice.",
    ),
    "/v1/pools/holds": (
        "post_pool_hold",
        "PoolHolding",
        "Reserve points of one's pool",
        "Captured or released once, by this message's source and id, or free again by itself. Nobody they are of leaves meanwhile.",
    ),
    "/v1/pools/captures": ("post_pool_capture", "PoolCapturing", "Spend what was reserved", "Wholly or in part; the rest is whoever's it was."),
    "/v1/pools/releases": ("post_pool_release", "PoolReleasing", "Let reserved points go", "They are whoever's they were."),
    "/v1/pools/cancellations": (
        "post_pool_cancellation",
        "PoolCancelling",
        "Give a redemption from a pool back",
        "The same lots, to whoever they were of; to a member who has left, at home. Also after the pool was dissolved.",
    ),
}


def pool_schemas(program: Program | None) -> dict[str, Schema]:
    points: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_POINTS, "description": "In the wallet's unit."}
    wallet: Schema = {"enum": [*(wallet.id for wallet in program.wallets), ""]} if program else {"type": "string"}
    wallet = {**wallet, "description": "By default the first wallet of this kind of pool."}
    by = {**text(128, _BY), "minLength": 0}
    kind: Schema = {"type": "string", "description": "One of the programme's `pools`."}
    pool, own = member("The pool: your own reference for it."), {**member("By default the pool the member is in."), "minLength": 0}
    words = {**text(LONGEST_ID, "Why."), "minLength": 0}
    spends = {
        "pool": own,
        "wallet": wallet,
        "up_to": {"type": "boolean", "description": "Take fewer where fewer are there or allowed."},
        "reason": words,
        "order_id": {**words, "description": "The order these points pay a part of."},
        "order_amount": {"type": ["string", "null"], "pattern": r"^[0-9]+(\.[0-9]+)?$", "description": "What that order costs."},
    }
    lasts = {
        "for": {"type": ["string", "null"], "pattern": SPAN_PATTERN, "description": "How long, such as 15 minutes; by default as the programme says."},
        "until": {"type": ["string", "null"], "format": "date-time", "description": "Or the moment it ends by itself, with an offset."},
        "reference": {**words, "description": "What for, as the shop calls it."},
    }
    hold, hold_source = text(LONGEST_ID, "The id of the message that reserved them."), {**words, "description": "Its source; by default this message's."}
    return {
        "PoolFounding": message(("pool", "owner", "kind"), pool=pool, owner=member("Who founds it."), kind=kind),
        "PoolAsking": message(("pool", "member"), pool=pool, member=member("Who is invited."), by=by),
        "PoolJoining": message(("pool", "member"), pool=pool, member=member("Who joins.")),
        "PoolLeaving": message(("member",), member=member("Who leaves."), pool=own, by=by),
        "PoolHandingOver": message(("pool", "to"), pool=pool, to=member("The new owner."), by=by),
        "PoolDissolving": message(("pool",), pool=pool, by=by),
        "PoolContributing": message(("member", "points"), member=member("Whose points."), points=points, wallet=wallet),
        "PoolWithdrawing": message(("pool", "member"), pool=pool, member=member("Who was invited."), by=by),
        "PoolRedeeming": message(("member", "points"), member=member("Who spends."), points=points, **spends),
        "PoolHolding": message(("member", "points"), member=member("Who reserves them."), points=points, **spends, **lasts)
        | {"anyOf": [{"properties": {key: {"type": "null"}}} for key in ("for", "until")]},
        "PoolCapturing": message(("pool", "hold"), pool=pool, hold=hold, hold_source=hold_source, points={**points, "type": ["integer", "null"]}, reason=words, order_id=words),
        "PoolReleasing": message(("pool", "hold"), pool=pool, hold=hold, hold_source=hold_source, reason=words),
        "PoolCancelling": message(("pool", "redemption"), pool=pool, redemption=text(LONGEST_ID, "The id of the redemption."), points=points, reason=words),
    }


def pool_paths(problem: Any, lang: Schema) -> dict[str, Schema]:
    """``problem(status)``: a refusal's response; ``lang``: the parameter."""
    return {
        path: {"post": operation(problem, lang, "pools", id, summary, f"{description} Needs the scope `events:write`.", body)}
        for path, (id, body, summary, description) in _VERBS.items()
    }

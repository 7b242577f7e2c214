"""What others must be told about a decision: ids and numbers only. A job delivers it; receivers fetch the rest."""

from typing import Any

from regulars.engine.decision import Outcome, Transfer
from regulars.engine.event_names import CANCELLED, CAPTURED, ENROLLED, REDEEMED
from regulars.engine.pool_events import REDEEMED as POOL_REDEEMED

Told = tuple[str, dict[str, int | str]]  # (topic, payload)


def told_of(member_id: int, type: str, outcome: Outcome, transfers: list[Transfer], *, born: bool) -> list[Told]:
    """The topics of one journal event, in the order they are delivered: enrolled, redeemed, expired, tier changed, challenge completed, badge earned."""
    if outcome.status != "created":
        return []
    told: list[Told] = []
    if type == ENROLLED and not (outcome.because and outcome.because[0]["code"] == "member.guest"):
        told.append(("member.enrolled", {"member": member_id, "tier": outcome.tier}))
    if type in (REDEEMED, CAPTURED, POOL_REDEEMED):
        told.extend(_sums("points.redeemed", member_id, transfers, "redeemed"))
    elif type == CANCELLED:
        told.extend(_sums("redemption.cancelled", member_id, transfers, "redeemed", out=True))
    told.extend(_sums("points.expired", member_id, transfers, "breakage"))
    if not born and outcome.tier != outcome.tier_used:
        told.append(("tier.changed", {"member": member_id, "from": outcome.tier_used, "to": outcome.tier}))
    if outcome.membership:  # the next term's fee is due, or something is to be paid back
        told.append((f"membership.{outcome.membership['what']}", {"member": member_id, **{name: value for name, value in outcome.membership.items() if name != "what"}}))
    if outcome.counted:
        told.extend(
            ("challenge.completed", {"member": member_id, "challenge": reason["challenge"], "points": reason.get("points", 0)})
            for reason in outcome.because
            if reason["code"] in ("challenge.completed", "challenge.met")
        )
    if outcome.referral:
        told.append((f"referral.{outcome.referral['step']}", {"member": member_id, "advocate": outcome.referral["advocate"]}))
    if outcome.moved:
        told.extend(_with_pools(member_id, outcome.moved))
    if outcome.badges:
        told.extend(("badge.earned", {"member": member_id, "badge": badge}) for badge in outcome.badges)
    return told


def _with_pools(member_id: int, moved: dict[str, Any]) -> list[Told]:
    """What an event begins between a member and a pool: the clock's job finds by it what has broken off."""
    if "what" in moved:
        return [(f"pool.{moved['what']}", {"pool": moved.get("pool", member_id), "member": moved.get("member", member_id)})]
    if "pool" not in moved:
        return []
    return [(topic, {"pool": moved["pool"], "member": member_id}) for topic, key in (("pool.giving", "lots"), ("pool.asking", "wants"), ("pool.freezing", "frozen")) if key in moved]


def _sums(topic: str, member_id: int, transfers: list[Transfer], account: str, *, out: bool = False) -> list[Told]:
    """What reached the account, or with ``out`` what left it."""
    points: dict[str, int] = {}
    for transfer in transfers:
        if (transfer.source if out else transfer.target) == account:
            points[transfer.wallet] = points.get(transfer.wallet, 0) + transfer.points
    return [(topic, {"member": member_id, "wallet": wallet, "points": amount}) for wallet, amount in points.items()]

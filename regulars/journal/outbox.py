"""What others must be told about a decision: ids and numbers only. A job delivers it; receivers fetch the rest."""

from regulars.engine.decision import Outcome, Transfer
from regulars.engine.events import ENROLLED, REDEEMED

Told = tuple[str, dict[str, int | str]]  # (topic, payload)


def told_of(member_id: int, type: str, outcome: Outcome, transfers: list[Transfer], *, born: bool) -> list[Told]:
    """The topics of one journal event, in the order they are delivered: enrolled, redeemed, expired, tier changed."""
    if outcome.status != "created":
        return []
    told: list[Told] = []
    if born and type == ENROLLED:
        told.append(("member.enrolled", {"member": member_id, "tier": outcome.tier}))
    if type == REDEEMED:
        told.extend(_sums("points.redeemed", member_id, transfers, "redeemed"))
    told.extend(_sums("points.expired", member_id, transfers, "breakage"))
    if not born and outcome.tier != outcome.tier_used:
        told.append(("tier.changed", {"member": member_id, "from": outcome.tier_used, "to": outcome.tier}))
    return told


def _sums(topic: str, member_id: int, transfers: list[Transfer], target: str) -> list[Told]:
    points: dict[str, int] = {}
    for transfer in transfers:
        if transfer.target == target:
            points[transfer.wallet] = points.get(transfer.wallet, 0) + transfer.points
    return [(topic, {"member": member_id, "wallet": wallet, "points": amount}) for wallet, amount in points.items()]

"""What a return asks of a pool: points of its order that were put in."""

from regulars.engine.decision import Outcome, Reason
from regulars.engine.lots import lot_name
from regulars.engine.pool_state import Demand, Lots
from regulars.engine.state import MemberState
from regulars.engine.wallets import CompiledWallet


def forget(state: MemberState, wallet: CompiledWallet, until: int, since: int, points: int) -> int:
    """Of one lot less was put in than is remembered. Returns how much of ``points`` there was."""
    gave = state.pooled.gave.get(wallet.id, []) if state.pooled is not None else []
    left: Lots = []
    forgotten = 0
    for one in gave:
        part = min(one[2], points - forgotten) if lot_name(wallet, one[0], one[1]) == lot_name(wallet, until, since) else 0
        forgotten += part
        if one[2] > part:
            left.append((one[0], one[1], one[2] - part))
    if forgotten and state.pooled is not None:
        state.pooled.gave[wallet.id] = left
    return forgotten


def ask(state: MemberState, because: list[Reason], wallet: CompiledWallet, demand: Demand) -> int:
    """A return looks for points that were put in: the pool will be asked. Returns for how many."""
    pooled = state.pooled
    if pooled is None or not (pooled.pool or pooled.was):
        return 0
    points = forget(state, wallet, demand.until, demand.since, demand.points)
    if points:
        asked = Demand(wallet.id, demand.until, demand.since, points, demand.policy, demand.version, demand.order)
        pooled.asked.setdefault(state.seq + 1, []).append(asked)
        because.append({"code": "pool.asked", "wallet": wallet.id, "points": points})
    return points


def say_what_is_asked(state: MemberState, outcome: Outcome) -> None:
    """After an event: what it asks of the pool goes with its outcome."""
    pooled = state.pooled
    if pooled is not None and state.seq in pooled.asked:
        wants = [(one.wallet, one.until, one.since, one.points) for one in pooled.asked[state.seq]]
        outcome.moved = {**outcome.moved, "pool": pooled.pool or pooled.was, "wants": wants}

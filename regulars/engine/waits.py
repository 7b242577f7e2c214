"""Pending points that an event will make usable, remembered with the order that earned them."""

from regulars.engine.state import MemberState
from regulars.engine.state_holding import Wait
from regulars.engine.wallets import CompiledWallet


def wait_for(state: MemberState, wallet: CompiledWallet, key: str, order: str, active_on: int, until: int, since: int, points: int) -> None:
    """Remember pending points that an event will make usable."""
    activation = wallet.activation(key)
    if activation.kind == "on" and activation.on is not None:
        after = (activation.after.days, activation.after.months) if activation.after is not None else (0, 0)
        state.set_aside().waits.append(Wait(activation.on, order, wallet.id, key, active_on, until, since, points, after))

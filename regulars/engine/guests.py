"""Guests: people whose events count before they have joined. When they join is the programme's ``enrol``.

A guest has a state like a member's, and no day of joining. Where points wait for joining, they stand as pending and wait for
``member.enrolled``; otherwise a guest's points are like anybody's. Joining is an event of its own, so that it is explained and limited like
every other: who joins by what they did is enrolled by the journal right after it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from regulars.engine.decision import Reason, Transfer
from regulars.engine.event_names import ENROLLED
from regulars.engine.state import MemberState
from regulars.engine.wallets import CompiledWallet, compile_wallet
from regulars.kit.errors import Refused
from regulars.program.document import Program
from regulars.program.document_wallets import Activate

MEMBER, GUEST, JOINS = 0, 1, 2  # ``MemberState.guest``; the last: what they did makes them a member, the enrolment follows


class NotJoined(Refused):
    """A guest's points wait for joining."""

    code = "member.not_joined"


def guest_wallets(program: Program) -> dict[str, CompiledWallet]:
    """The wallets as a guest's points go into them: empty unless the programme lets points wait for joining."""
    if program.enrol != "on_request":
        return {}
    waits = Activate("on", on=ENROLLED)
    bare = replace(program, earn=tuple(replace(rule, activate=None) for rule in program.earn))
    found = {}
    for wallet in program.wallets:
        found[wallet.id] = compile_wallet(replace(wallet, activate=waits), bare)
        found[wallet.id].is_plain = False  # what waits is remembered with the order that earned it
    return found


def note_joining(state: MemberState, program: Program, earned: Mapping[str, int], posted: Iterable[Transfer], because: list[Reason]) -> None:
    """Whether what just happened makes the guest a member, by the programme's ``enrol``."""
    if program.enrol == "on_first_points":
        joins = any(points > 0 for points in earned.values())
    else:
        joins = program.enrol == "on_first_usable_points" and any(one.target == "active" for one in posted)
    if joins:
        state.guest = JOINS
        because.append({"code": "member.joins"})

"""What a freeze promises, looked after from the log alone: a frozen member spends nothing, loses nothing, and earns and lapses as ever.

Whether somebody is frozen is read off their own log, not off the engine's state.
"""

import msgspec

from regulars.engine import event_names as names
from regulars.engine.deciding import decide
from regulars.engine.decision import Transfer
from regulars.engine.state import MemberState, decode_state, encode_state
from simulation.ledger import Done, Entry, Ledger

IS_FROZEN = "member.is_frozen"
FREEZES = (names.MEMBER_FROZEN, names.MEMBER_UNFROZEN)
LEAVING = (names.REDEEMED, names.HELD, names.CAPTURED, names.SENT, names.MERGED_INTO, names.UNMERGED)
TAKES_AWAY = (names.ORDER_RETURNED, names.ORDER_PAID, names.ADJUSTED, names.REFERRAL_REVERSED, names.MERGED, "review.rejected")  # what goes back, or was got by mistake
OWN = ("active", "pending", "held")


class LawsOfFreezes:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.frozen: set[int] = set()
        self.refused = self.earned = 0  # how often a frozen member was refused, and earned

    def look(self, done: Done) -> None:
        """Every entry of one call, in order."""
        number = done.member.number
        for one in done.entries:
            if number in self.frozen:
                self._while_frozen(one)
            else:
                assert _code(one) != IS_FROZEN, f"freeze: {one.event} of somebody who is not frozen"
            self._froze(number, one)
        if number in self.frozen and len(done.entries) == 1 and done.before is not None:
            self._as_ever(done.before, done.entries[0])

    def _froze(self, number: int, one: Entry) -> None:
        if one.event is None or one.event.type not in FREEZES:
            return
        freezes, was = one.event.type == names.MEMBER_FROZEN, number in self.frozen
        assert one.transfers == [], f"freeze: {one.event} moved {one.transfers}"
        assert _code(one) == ("" if freezes != was else "member.frozen_already" if was else "member.not_frozen"), f"freeze: {one.event}: {one.outcome.because}"
        (self.frozen.add if freezes else self.frozen.discard)(number)

    def _while_frozen(self, one: Entry) -> None:
        type = one.event.type if one.event is not None else names.TIME_PASSED
        assert type not in LEAVING or one.outcome.status == "refused", f"freeze: {one.event} was let through"
        self.refused += _code(one) == IS_FROZEN
        assert type in LEAVING or _code(one) != IS_FROZEN, f"freeze: {one.event} was refused"
        self.earned += any(moved.source == "issued" for moved in one.transfers)
        in_vain = any(reason["code"] == "points.unconfirmed" for reason in one.outcome.because)
        for moved in one.transfers:
            assert _may_move(type, moved) or (in_vain and (moved.source, moved.target) == ("pending", "forfeited")), f"freeze: {type}: {moved}"

    def _as_ever(self, before: MemberState, one: Entry) -> None:
        """Whatever is not refused is decided as if they were not frozen."""
        if one.event is None or one.event.type in (*LEAVING, *FREEZES) or not before.frozen_us:
            return
        free = decode_state(encode_state(before))
        free.frozen_us = 0
        said = msgspec.json.decode(msgspec.json.encode(one.outcome), type=type(one.outcome))
        step = decide(self.ledger.known(one.known), free, one.event, past=one.past, facts=said.facts or None, shared=said.shared or None)
        assert (step.decision.transfers, msgspec.json.encode(step.decision.outcome)) == (one.transfers, msgspec.json.encode(one.outcome)), f"freeze: {one.event}"


def _may_move(type: str, moved: Transfer) -> bool:
    """Of a frozen member: in, on to another of their own accounts, back where it came from, or lapsed with its time. (What waited in vain for its own event is looked at by its reason.)"""
    if moved.target in ("redeemed", "held"):
        return False
    if moved.source not in OWN or moved.target in (*OWN, "debt", "breakage"):
        return True
    if moved.target == "transit":  # a gift that had left before
        return type == names.DELIVERED and moved.source == "held"
    return type in TAKES_AWAY


def _code(one: Entry) -> str:
    return str(one.outcome.because[0]["code"]) if one.outcome.status == "refused" and one.outcome.because else ""

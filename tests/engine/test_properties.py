"""What holds of the engine whatever the programme and whatever happens (design §5, promises I2–I4, I14, I28)."""

import os
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from random import Random

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.making import DAY_US, Chance, programme, the_same_in_many_steps, years
from engine.pair import Journal, at, enrolled
from regulars.engine.compiling import compile_program
from regulars.engine.deciding import decide
from regulars.engine.decision import MEMBER_ACCOUNTS, PROGRAMME_ACCOUNTS, Outcome, Past
from regulars.engine.event_names import ORDER_PAID, ORDER_RETURNED
from regulars.engine.events import Event, Line, OrderPaid, OrderReturned, ReturnedLine
from regulars.engine.passing import advance
from regulars.engine.state import MemberState, decode_state, encode_state
from regulars.program.document import Returns
from regulars.program.reading import require

LONG = os.environ.get("REGULARS_FAULTS") == "long"
EXAMPLES = 400 if LONG else 30
GROCER = Path(__file__).parents[1] / "program" / "documents" / "corner_grocer.yaml"

any_member = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=not LONG, suppress_health_check=list(HealthCheck)
)
seeds = given(st.integers(0, 2**32))


class Watched(Journal):
    """A journal that looks at every decision before it is kept."""

    def __init__(self, program, look) -> None:
        super().__init__(program)
        self.look = look

    def take(self, event: Event, facts: dict | None = None):
        before, past = self.state, self.past_of(event.data)
        step = super().take(event, facts)
        self.look(self, before, event, facts, past, step)
        return step


def lived(seed: int, look, events: int = 20) -> Watched:
    """Some made-up member's years, ``look`` called after each event."""
    chance = Chance(Random(seed))
    program = programme(chance)
    journal = Watched(program, look)
    for step in years(chance, program, events):
        journal.until(step) if isinstance(step, int) else journal.take(*step)
    return journal


def nothing(*_) -> None:
    pass


# ---- time


@any_member
@seeds
def test_time_in_many_steps_is_time_in_one(seed):
    journal, chance = lived(seed, nothing), Chance(Random(seed + 1))
    end_us = journal.state.advanced_us + chance.number(1, 900) * DAY_US
    the_same_in_many_steps(journal.versions, journal.state, end_us, chance)


@any_member
@seeds
def test_nothing_happens_by_itself_before_the_member_is_due(seed):
    journal = lived(seed, nothing)
    state = journal.state
    for _ in range(20):
        due_us = state.next_due_us
        before_us = due_us - 1 if due_us else state.advanced_us + 5_000 * DAY_US
        if before_us > state.advanced_us:
            passed, unchanged = advance(journal.versions, state, before_us)
            assert passed == []
            assert _without_time(unchanged) == _without_time(state)
        if not due_us:
            return
        _, state = advance(journal.versions, state, max(due_us, state.advanced_us))
        assert state.next_due_us == 0 or state.next_due_us > due_us, "time stands still"


def _without_time(state: MemberState) -> bytes:
    copy = state.copy()
    copy.advanced_us = 0
    return encode_state(copy)


@any_member
@seeds
def test_a_decision_that_lets_time_pass_is_the_one_made_after_it_has_passed(seed):
    """The nightly job may have run, or not: the same transfers, the same standing."""

    def look(journal, before, event, facts, past, step):
        if before is None or event.at_us <= before.advanced_us:
            return
        passed, waited = advance(journal.versions, before, event.at_us)
        if past is not None:
            lapsed = defaultdict(int, past.lapsed)
            own = {one.wallet: one.lot for one in journal.given_by[event.data.order_id] if one.lot}
            for one in (transfer for day in passed for transfer in day.transfers):
                if one.target == "breakage" and own.get(one.wallet) == one.lot:
                    lapsed[one.wallet] += one.points
            past = past._replace(lapsed=dict(lapsed))
        later = decide(journal.versions, waited, event, past=past, facts=facts)
        assert later.passed == []
        assert passed == step.passed
        assert later.decision == step.decision

    lived(seed, look)


# ---- decisions


@any_member
@seeds
def test_the_same_state_and_event_give_the_same_bytes_and_leave_the_state_alone(seed):
    def look(journal, before, event, facts, past, step):
        kept = before and encode_state(before)
        again = decide(journal.versions, before, event, past=past, facts=facts)
        assert again == step
        assert encode_state(again.decision.state) == encode_state(step.decision.state)
        assert msgspec.json.encode(again.decision.outcome) == msgspec.json.encode(step.decision.outcome)
        assert (before and encode_state(before)) == kept

    lived(seed, look)


@any_member
@seeds
def test_what_was_stored_is_enough_to_decide_the_same_again(seed):
    """Replay: the state and the outcomes come back from their JSON, the facts from the outcome itself."""

    def look(journal, before, event, facts, past, step):
        stored = step.decision.outcome
        if past is not None:
            outcome = msgspec.json.decode(msgspec.json.encode(past.outcome), type=Outcome)
            past = Past(past.order, outcome, past.at_us, past.lapsed)
        state = before and decode_state(encode_state(before))
        again = decide(
            compile_program(journal.program), state, event, past=past, facts=stored.facts, shared=stored.shared
        )
        assert msgspec.json.encode(again.decision.outcome) == msgspec.json.encode(stored)
        assert encode_state(again.decision.state) == encode_state(step.decision.state)
        assert again.decision.transfers == step.decision.transfers

    lived(seed, look)


@any_member
@seeds
def test_a_state_comes_back_from_its_json_as_it_was(seed):
    def look(journal, before, event, facts, past, step):
        state = step.decision.state
        assert encode_state(decode_state(encode_state(state))) == encode_state(state)
        assert decode_state(encode_state(state)) == state

    lived(seed, look)


def _numbers(value):
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _numbers(key)
            yield from _numbers(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, (int, float)):
        yield value


@any_member
@seeds
def test_points_are_whole_numbers_everywhere(seed):
    def look(journal, before, event, facts, past, step):
        for part in (step.decision.state, step.decision.outcome, [one.outcome for one in step.passed]):
            assert all(isinstance(number, int) for number in _numbers(msgspec.to_builtins(part)))
        assert all(type(one.points) is int for one in step.decision.transfers)

    lived(seed, look)


@any_member
@seeds
def test_the_transfers_add_up_to_the_standing(seed):
    """I2–I4: every transfer moves at least one point, and the accounts folded from zero are what the state says."""

    def look(journal, before, event, facts, past, step):
        folded: dict[tuple[str, str], int] = defaultdict(int)
        for one in journal.transfers:
            assert one.points > 0
            assert one.source != one.target
            assert {one.source, one.target} <= {*MEMBER_ACCOUNTS, *PROGRAMME_ACCOUNTS}
            folded[one.wallet, one.source] -= one.points
            folded[one.wallet, one.target] += one.points
        for id, own in step.decision.state.wallets.items():
            assert (own.active, own.pending, own.held) == tuple(folded[id, account] for account in MEMBER_ACCOUNTS[:3])
            assert own.debt == -folded[id, "debt"]
            assert min(own.active, own.pending, own.held, own.debt) >= 0
            assert own.debt == 0 or own.active == 0
            assert own.active == sum(lot[-1] for lot in own.lots)
            assert own.pending == sum(lot[-1] for lot in own.waiting)
            assert all(lot[-1] > 0 for lot in own.lots + own.waiting)
        said = {
            id: (own["active"], own["pending"], own.get("debt", 0)) for id, own in step.decision.outcome.points.items()
        }
        kept = {id: (own.active, own.pending, own.debt) for id, own in step.decision.state.wallets.items()}
        assert all(kept.get(id, (0, 0, 0)) == seen for id, seen in said.items())

    lived(seed, look)


@any_member
@seeds
def test_every_event_and_every_day_takes_one_number(seed):
    """seq is gapless, and a refusal takes one too."""

    def look(journal, before, event, facts, past, step):
        assert step.decision.state.seq == (before.seq if before else 0) + len(step.passed) + 1

    lived(seed, look)


@any_member
@seeds
def test_the_lines_and_the_rules_share_the_points_of_an_order_to_the_last_one(seed):
    """I28: Σ lines = order."""

    def look(journal, before, event, facts, past, step):
        outcome = step.decision.outcome
        if event.type != ORDER_PAID:
            return
        for wallet, points in outcome.earned.items():
            assert sum(outcome.shares[wallet].values()) == points
            assert max(sum(outcome.rules[wallet].values()), 0) == points  # a multiplier below 1 beside a limit never leaves less than nothing
            assert set(outcome.shares[wallet]) <= {
                0,
                *(line.line for line in event.data.lines),
            }  # 0: measures of the order itself

    lived(seed, look)


# ---- returns


@any_member
@seeds
def test_a_full_return_in_any_parts_leaves_nothing_of_the_order(seed):
    """I14, I15: whatever the split, odd cents included, the member ends where the order found them; a repeated notice changes nothing."""
    chance = Chance(Random(seed))
    program = replace(programme(chance), returns=Returns("debt"))
    journal = Journal(program)
    journal.take(enrolled(program, "2026-01-05 12:00"), {})
    now = at(program, "2026-02-03 12:00")
    before = _worth(journal)
    lines = tuple(
        Line(
            place,
            "sku",
            chance.number(1, 4) * 1000 - chance.one(0, 0, 333),
            chance.number(0, 9_999),
            chance.number(0, 500),
            chance.one("coffee", "bread"),
        )
        for place in range(1, chance.number(1, 4) + 1)
    )
    order = OrderPaid("o1", lines, measures={"nights": 2000} if chance.maybe(30) else None)
    journal.take(Event("o1", "till", ORDER_PAID, now, order), {})
    most = _worth(journal)
    for number in range(chance.number(0, 6)):
        line = chance.one(*lines)
        part = chance.one(
            ReturnedLine(line.line),
            ReturnedLine(line.line, quantity=chance.number(1, line.quantity)),
            ReturnedLine(line.line, amount=chance.number(0, line.amount)),
        )
        journal.take(Event(f"r{number}", "till", ORDER_RETURNED, now + number, OrderReturned("o1", (part,))), {})
        assert all(_worth(journal)[id] <= max(most[id], before[id]) for id in most)
    for number in range(2):
        journal.take(Event(f"all{number}", "till", ORDER_RETURNED, now + 10 + number, OrderReturned("o1")), {})
        assert _worth(journal) == before


def _worth(journal: Journal) -> dict[str, int]:
    """What the member has, less what the member owes."""
    return {id: active + pending - debt for id, (active, pending, debt) in journal.standing()["wallets"].items()}


# ---- size


def test_the_busiest_members_state_stays_small():
    """The demo's busiest member has 780 orders on 312 days: size stays a few KB."""
    program = require(GROCER.read_text(encoding="utf-8"))
    journal, chance = Journal(program), Chance(Random(1))
    journal.take(enrolled(program, "2026-01-01 08:00"), {"birthday_month": False})
    start_us = at(program, "2026-01-01 09:00")
    for number in range(780):
        day = number * 312 // 780 * 365 // 312
        order = OrderPaid(f"o{number}", (Line(1, "sku", 1000, chance.number(100, 6_000), category="coffee"),))
        at_us = start_us + day * DAY_US + number % 3 * 3_600_000_000
        journal.take(Event(f"e{number}", "till", ORDER_PAID, at_us, order), {"birthday_month": False})
    assert len(journal.state.measures["visits"].days) == 312
    assert len(encode_state(journal.state)) < 14 * 1024  # one lot a day; a programme that rounds to months needs half

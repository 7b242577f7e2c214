"""The journal against the model: the clients' own letters, folded in the order the journal says it took them, must give the same ledger to the byte."""

import heapq
from typing import Any

import msgspec
import psycopg

from regulars.engine.event_names import TIME_PASSED
from regulars.engine.events import Event
from regulars.engine.reading import read_own, read_stored
from regulars.engine.state import encode_state
from regulars.journal.answers import Answer, answer_of
from regulars.kit.periods import iso_day, microseconds
from simulation.documents import read_once
from simulation.ledger import HOUSE, Ledger
from simulation.simulator import Run

FIRST_STEPS = ("points.sent", "member.merged_into", "member.unmerged")


def compare(conn: psycopg.Connection[Any], run: Run) -> Ledger:
    """Fails at the first difference."""
    ledger = Ledger()
    for text, from_us in run.documents:
        ledger.apply(read_once(text), from_us)
    refs: dict[int, str] = dict(conn.execute("SELECT member_id, ref FROM member_ref").fetchall())
    moved: dict[tuple[int, int], list[Any]] = {}
    for member_id, seq, *row in conn.execute("SELECT member_id, seq, wallet, source, target, points, lot, expires_on, rule FROM transfer ORDER BY member_id, seq, n"):
        moved.setdefault((member_id, seq), []).append(tuple(row))
    places: dict[tuple[str, str, str], tuple[int, int]] = {}
    for row in _in_order(conn):
        _fold(ledger, run, refs, row, moved.get(row[:2], []), places)
    _same_states(conn, ledger)
    _answers(ledger, run, places)
    counted = {id: used for id, used in conn.execute("SELECT id, used FROM shared_counter") if used}
    assert counted == {id: used for id, used in ledger.counters.items() if used and not id.endswith("#sales")}, "I21: the counters differ"
    assert ledger.open == [], f"I10: begun and not ended: {ledger.open}"
    return ledger


def _in_order(conn: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    """Each member's events by number; between members by transaction."""
    logs: dict[int, list[tuple[Any, ...]]] = {}
    query = "SELECT member_id, seq, xid, source, external_id, type, occurred_at, body::text, outcome::text, known_version FROM event ORDER BY member_id, seq"
    for row in conn.execute(query):
        logs.setdefault(row[0], []).append(row)
    heads = [(log[0][2], member_id, 0) for member_id, log in logs.items()]
    heapq.heapify(heads)
    found = []
    while heads:
        _, member_id, place = heapq.heappop(heads)
        log = logs[member_id]
        assert log[place][1] == place + 1, f"I6: {member_id} has a gap before number {log[place][1]}"
        found.append(log[place])
        if place + 1 < len(log):
            heapq.heappush(heads, (log[place + 1][2], member_id, place + 1))
    return found


def _fold(ledger: Ledger, run: Run, refs: dict[int, str], row: tuple[Any, ...], moved: list[Any], places: dict[tuple[str, str, str], tuple[int, int]]) -> None:
    member_id, seq, _, source, id, type, occurred_at, body, outcome, known = row
    at_us, where = microseconds(occurred_at), f"{refs[member_id]} {seq} {type} {source}/{id}"
    ledger.known_now = known
    if type == TIME_PASSED:
        member = ledger.numbers[member_id]
        assert len(ledger.let_pass(member, at_us)) == 1, f"{where}: the model has nothing happen then"
    else:
        recorded = msgspec.json.decode(outcome)
        facts = dict(recorded.get("facts", {}))
        ref = refs[facts.pop("under", 0) or member_id]
        for found_by_the_model in ("about", "self"):
            facts.pop(found_by_the_model, None)
        raw = _wanted(ledger, run, ref, source, id, type, at_us, body.encode())
        assert raw is not None, f"{where}: nobody said so"
        read = _read(ledger, type, raw, at_us)
        ledger.take_recorded(ref, member_id, Event(id, source, type, at_us, read), raw, facts, recorded.get("shared", {}))
        places[ref, source, id] = (member_id, seq)
    entry = ledger.numbers[member_id].log[-1]
    assert entry.seq == seq, f"{where}: the model is at {entry.seq}"
    found = [(one.wallet, one.source, one.target, one.points, one.lot, _day(one.until), one.rule) for one in entry.transfers]
    assert found == [(*each[:5], each[5].isoformat() if each[5] else None, each[6]) for each in moved], f"{where}: transfers {moved}, the model says {found}"
    said = msgspec.json.encode(entry.outcome).decode()
    assert said == outcome, f"{where}: outcome\n{outcome}\nthe model says\n{said}"


def _day(until: int) -> str | None:
    return iso_day(until) if 0 < until < 3_652_059 else None


def _wanted(ledger: Ledger, run: Run, ref: str, source: str, id: str, type: str, at_us: int, body: bytes) -> bytes | None:
    """The body as its sender has it: a client's letter, or what follows from a step taken before."""
    if source == HOUSE:
        return b"{}" if id == "enrolled" else _own(ledger, id, type, body)
    for letter in run.letters:
        posting = letter.posting
        if posting is not None and (posting.ref, posting.event.source, posting.event.id, posting.event.type, posting.event.at_us) == (ref, source, id, type, at_us):
            assert msgspec.json.decode(posting.body) == msgspec.json.decode(body)
            return body
        if letter.move is not None and type in FIRST_STEPS and letter.move[1].id == id and letter.move[1].source == source:
            return body
    return None


def _own(ledger: Ledger, id: str, type: str, body: bytes) -> bytes | None:
    """A step of the house's own has to be the one that follows."""
    for step in list(ledger.open):
        events = ledger.next_event(step)
        following = [next(events)]
        if step.kind == "gift":
            refused = ledger.next_event(step)
            next(refused)
            following += [events.send(""), refused.send(msgspec.json.decode(body).get("why", "-"))]  # type: ignore[attr-defined]
        for n, (_, its_type, its_id, its_body, _) in enumerate(following):
            if (its_type, its_id) == (type, id):
                assert msgspec.json.decode(msgspec.json.encode(its_body)) == msgspec.json.decode(body), f"{id}: {body!r}, and not {its_body}"
                before = [one for one in ledger.open[: ledger.open.index(step)] if (one.kind, one.member) == (step.kind, step.member)]
                assert step.kind != "referral" or not before, f"I24: {id} before {before[0].entry.outcome.referral}"
                if step.kind != "gift" or n:
                    ledger.open.remove(step)
                return body
    return None


def _read(ledger: Ledger, type: str, raw: bytes, at_us: int) -> Any:
    return read_own(type, raw) if type in FIRST_STEPS else read_stored(type, raw, ledger.program_at(at_us))


def _same_states(conn: psycopg.Connection[Any], ledger: Ledger) -> None:
    rows = conn.execute("SELECT member_id, state::text, tier, active, pending, held, debt FROM member_state").fetchall()
    assert {row[0] for row in rows} == ledger.numbers.keys(), "somebody is missing"
    for member_id, state, *_ in rows:
        own = ledger.numbers[member_id].state
        assert own is not None and state == encode_state(own).decode(), f"{ledger.numbers[member_id].ref}: kept {state}, the model says {encode_state(own).decode()}"


def _answers(ledger: Ledger, run: Run, places: dict[tuple[str, str, str], tuple[int, int]]) -> None:
    """I7 to I10: what was answered is there, once, and says what the model says; what was heard before another was sent stands before it."""
    heard: dict[int, list[tuple[int, int, int]]] = {}  # member -> (first sent, answered, seq)
    for letter in run.letters:
        posting, answer = letter.posting, letter.answer
        if posting is None or not isinstance(answer, Answer):
            continue
        place = places.get((posting.ref, posting.event.source, posting.event.id))
        if answer.status == "conflict" or answer.code in ("member.unknown", "event.in_future"):
            continue
        assert place is not None, f"lost: {posting.event} was answered {answer}"
        entry = ledger.numbers[place[0]].log[place[1] - 1]
        first = next((one for one in ledger.versions.every if one.number == entry.outcome.version), ledger.versions.latest).program.wallets[0].id
        assert answer == answer_of(posting.event.id, entry.outcome, first_wallet=first, status="duplicate" if answer.status == "duplicate" else None), f"{posting.event}: answered {answer}"
        if answer.status != "duplicate":
            heard.setdefault(place[0], []).append((letter.sent[0], letter.answered, place[1]))
    for told in heard.values():
        for sent, _, seq in told:
            assert not [one for one in told if one[1] < sent and one[2] > seq], "what was answered before this was sent stands behind it"

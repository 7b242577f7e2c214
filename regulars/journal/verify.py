"""Does the journal keep its promises? Every check by name, each breach with its member. Reads only."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple

import psycopg

from regulars.engine.budgets import budgets_allowed
from regulars.engine.decision import MEMBER_ACCOUNTS
from regulars.engine.lots import lot_name
from regulars.engine.pool_shares import share_key
from regulars.engine.state import MemberState, decode_state
from regulars.engine.state_parts import WalletState
from regulars.engine.wallets import compile_wallet
from regulars.journal.checks import CHECKS, REFOLDED
from regulars.journal.folding import decode_outcome
from regulars.journal.hashing import body_hash
from regulars.journal.programs import Shelf, versions_of
from regulars.journal.refolding import Log, logs_of, refold, slices_of
from regulars.journal.seal.checking import check_seals
from regulars.kit.periods import microseconds
from regulars.program.document import Program
from regulars.program.document_wallets import Wallet

Conn = psycopg.Connection[Any]

_NO_WALLET = WalletState()

MOST_FINDINGS = 100  # of one check; the count goes on


class Finding(NamedTuple):
    check: str
    member_id: int | None
    what: str


class Checked(NamedTuple):
    """``breaches``: how many; ``findings``: the first of them."""

    name: str
    promise: str
    breaches: int
    findings: list[Finding]
    seconds: float


class Verified(NamedTuple):
    checks: list[Checked]
    members: int
    events: int

    @property
    def is_sound(self) -> bool:
        return not any(checked.breaches for checked in self.checks)


def verify(
    conn: Conn,
    *,
    deep: bool = True,
    workers: int = 1,
    dsn: str | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Verified:
    """Run every checker: in SQL over the whole journal, then (``deep``) by deciding each member's log again.

    conn: in autocommit mode, since members are looked at slice by slice, each at one moment. Memory stays flat. With ``workers`` above 1 the logs are shared among processes that connect to ``dsn`` themselves.
    """
    checks = [*check_in_sql(conn), check_seal(conn, with_rows=deep)]
    members, events = _size(conn)
    if deep:
        started = time.perf_counter()
        found: dict[str, list[Finding]] = {name: [] for name in REFOLDED}
        counts = dict.fromkeys(REFOLDED, 0)
        done = 0
        for told, size in _told(conn, dsn, workers):
            done += size
            for finding in told:
                counts[finding.check] += 1
                if len(found[finding.check]) < MOST_FINDINGS:
                    found[finding.check].append(finding)
            if on_progress:
                on_progress(done)
        seconds = (time.perf_counter() - started) / len(REFOLDED)
        checks += [Checked(name, promise, counts[name], found[name], seconds) for name, promise in REFOLDED.items()]
    return Verified(checks, members, events)


def check_in_sql(conn: Conn) -> Iterator[Checked]:
    """The checks that are one question to the database each."""
    programs = [version.read() for version in versions_of(conn)]
    wallets = [wallet for program in programs for wallet in program.wallets]
    parameters = {
        "wallets": sorted({wallet.id for wallet in wallets}),
        "first": programs[-1].wallets[0].id if programs else "",
        "soonest": sorted({wallet.id for wallet in wallets} - {wallet.id for wallet in wallets if not _goes_by_last_day(wallet)}),
        "budgets": json.dumps(budgets_allowed(programs)),
        "named": sorted({wallet.id for wallet in wallets} - _renamed(programs)),
        "zone": programs[-1].timezone if programs else "UTC",
        "own": sorted({wallet.id for wallet in wallets if wallet.expire.midnight == "member"}),
    }
    for check in CHECKS:
        started = time.perf_counter()
        findings, breaches = [], 0
        for member_id, what in conn.execute(check.query, parameters):
            breaches += 1
            if breaches <= MOST_FINDINGS:
                findings.append(Finding(check.name, member_id, what))
        yield Checked(check.name, check.promise, breaches, findings, time.perf_counter() - started)


def verify_chain(conn: Conn, first: int) -> Verified:
    """Follow the chain alone, from seal ``first`` on; the ones before are taken on trust."""
    return Verified([check_seal(conn, first)], *_size(conn))


def check_seal(conn: Conn, first: int = 1, *, with_rows: bool = True) -> Checked:
    """The chain of hashes, from seal ``first`` on."""
    started = time.perf_counter()
    findings, breaches = [], 0
    for breach in check_seals(conn, first, with_rows=with_rows):
        breaches += 1
        if breaches <= MOST_FINDINGS:
            findings.append(Finding("sealed", breach.member_id, str(breach)))
    return Checked("sealed", "I12", breaches, findings, time.perf_counter() - started)


def _goes_by_last_day(wallet: Wallet) -> bool:
    """Whether this version spends the wallet's lots by last days that never move."""
    return wallet.burn == "soonest_expiry" and wallet.expire.kind != "sliding" and wallet.expire.activity is None


def _renamed(programs: Sequence[Program]) -> set[str]:
    """Wallets one of whose lots may have had two names: by its last day in one version and by the day of earning in another, or by a last day that a
    later version counts anew when the points become usable.
    """
    naming: dict[str, set[bool]] = {}
    anew: set[str] = set()
    for n, program in enumerate(programs):
        for wallet in program.wallets:
            naming.setdefault(wallet.id, set()).add(compile_wallet(wallet, program).named_by_earning)
            anew |= {wallet.id} if n and wallet.expire.counted_from == "activation" else set()
    return {id for id, ways in naming.items() if len(ways) > 1} | anew


def _told(conn: Conn, dsn: str | None, workers: int) -> Iterator[tuple[list[Finding], int]]:
    slices = slices_of(conn)
    if workers <= 1 or dsn is None or len(slices) < 2:
        shelf = Shelf(versions_of(conn))
        for first, last in slices:
            yield check_slice(conn, shelf, first, last)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_check_slice_in_process, [(dsn, first, last) for first, last in slices])


def _check_slice_in_process(task: tuple[str, int, int]) -> tuple[list[Finding], int]:
    dsn, first, last = task
    with psycopg.connect(dsn, autocommit=True) as conn:
        return check_slice(conn, Shelf(versions_of(conn)), first, last)


def check_slice(conn: Conn, shelf: Shelf, first: int, last: int) -> tuple[list[Finding], int]:
    """(findings, events looked at) of the members ``first … last``, seen at one moment."""
    findings: list[Finding] = []
    events = 0
    with conn.transaction():
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        logs = list(logs_of(conn, first, last))
    for log in logs:
        events += len(log.events)
        findings.extend(_check_log(log, shelf))
    return findings, events


def _check_log(log: Log, shelf: Shelf) -> Iterator[Finding]:
    for event in log.events:
        hashed = body_hash(event.type, microseconds(event.occurred_at), event.body.encode())
        if hashed != event.body_hash:
            yield Finding("bodies", log.member_id, f"event {event.seq}: the body does not have the hash it came with")
        outcome = decode_outcome(event.outcome)
        for wallet, shares in outcome.shares.items():
            of_rules = outcome.earned.get(wallet, 0) - outcome.rewarded.get(wallet, 0)
            if sum(shares.values()) != of_rules:
                what = (
                    f"event {event.seq}: lines hold {sum(shares.values())} of {of_rules} {wallet}"
                )
                yield Finding("line_shares", log.member_id, what)
    if log.state is not None:
        state = decode_state(log.state)
        yield from _check_lots(log, state)
        yield from _check_shares(log, state, shelf)
    difference = refold(log, shelf).difference
    if difference is not None:
        name = "standing" if difference.what == "state" else "recomputed"
        yield Finding(
            name,
            log.member_id,
            f"event {difference.seq}, {difference.what}: kept {difference.logged}, decided again {difference.replayed}",
        )


def _check_lots(log: Log, state: MemberState) -> Iterator[Finding]:
    sums: dict[tuple[str, str], int] = {}
    for event in log.events:
        for id, source, target, points, *_ in event.transfers:
            sums[id, source] = sums.get((id, source), 0) - points
            sums[id, target] = sums.get((id, target), 0) + points
    for id in sorted({id for id, _ in sums} | state.wallets.keys()):
        wallet = state.wallets.get(id, _NO_WALLET)
        kept = (wallet.active, wallet.pending, wallet.held, wallet.debt)
        moved = tuple(sums.get((id, account), 0) * (-1 if account == "debt" else 1) for account in MEMBER_ACCOUNTS)
        held = sum(hold.points for hold in state.holds if hold.wallet == id) + _on_its_way(state, id)
        awaited = sum(one.points for one in state.awaiting if one.wallet == id)
        lots = (sum(lot[2] for lot in wallet.lots), sum(lot[3] for lot in wallet.waiting) + awaited, held)
        if kept != moved or kept[:3] != lots:
            yield Finding("state_lots", log.member_id, f"{id}: kept {kept}, transfers say {moved}, lots say {lots}")


def _on_its_way(state: MemberState, wallet: str) -> int:
    """What is held until it has arrived at another member or in a pool."""
    points = sum(lot[2] for way in state.moving.sent.values() if way.wallet == wallet for lot in way.lots) if state.moving is not None else 0
    return points + (sum(lot[2] for lots in state.pooled.sent.values() for lot in lots.get(wallet, ())) if state.pooled is not None else 0)


def _check_shares(log: Log, state: MemberState, shelf: Shelf) -> Iterator[Finding]:
    """What belongs to the members of a pool is what lies in it, lot by lot."""
    if state.pool is None:
        return
    there: dict[str, int] = {}
    for id, own in state.wallets.items():
        wallet = next(version.wallets[id] for version in reversed(shelf.latest.every) if id in version.wallets)
        for until, since, points in own.lots:
            key = share_key(id, lot_name(wallet, until, since))
            there[key] = there.get(key, 0) + points
    shares = {key: sum(points for _, points in whose) for key, whose in state.pool.shares.items()}
    if shares != there or any(owner and owner not in state.pool.seats for whose in state.pool.shares.values() for owner, _ in whose):
        yield Finding("pool_shares", log.member_id, f"lots hold {there}, its members {state.pool.shares}")


def _size(conn: Conn) -> tuple[int, int]:
    row = conn.execute("SELECT count(*), coalesce(sum(version), 0)::bigint FROM member_state").fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)

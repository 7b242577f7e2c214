"""Whose points lie in a pool. Nothing here decides how many points move: it follows what was posted."""

from collections.abc import Iterable

from regulars.engine.decision import Transfer
from regulars.engine.pool_state import Owned, Pool

MOST_LAPSED = 120  # lots whose lapsed points are remembered, for returns


def share_key(wallet: str, lot: str) -> str:
    return f"{wallet}/{lot}"


def flow(pool: Pool, posted: Iterable[Transfer], owners: Owned | None = None, first: Iterable[int] = ()) -> Owned:
    """Follow what was posted. ``owners``: of what comes in, in order. ``first``: whose points leave a lot before those that came in earlier.

    Returns whose points left, in order.
    """
    left: Owned = []
    coming = list(owners or ())
    for wallet, source, target, points, lot, _, _ in posted:
        key = share_key(wallet, lot)
        if target == "active":
            for owner, part in _next(coming, points):
                _put(pool.shares.setdefault(key, []), owner, part)
        elif source == "active":
            whose = _take(pool.shares, key, points, set(first))
            left += whose
            if target == "breakage":
                for owner, part in whose:
                    _put(pool.lapsed.setdefault(key, []), owner, part)
                while len(pool.lapsed) > MOST_LAPSED:
                    del pool.lapsed[next(iter(pool.lapsed))]
        elif source == "breakage":
            _take(pool.lapsed, key, points, set(first))
    return left


def _next(coming: Owned, points: int) -> Owned:
    found: Owned = []
    while points and coming:
        owner, has = coming.pop(0)
        part = min(has, points)
        points -= part
        found.append((owner, part))
        if has > part:
            coming.insert(0, (owner, has - part))
    if points:
        found.append((0, points))  # nobody's: the pool's own
    return found


def _put(whose: Owned, owner: int, points: int) -> None:
    for place, (known, has) in enumerate(whose):
        if known == owner:
            whose[place] = (owner, has + points)
            return
    whose.append((owner, points))


def _take(shares: dict[str, Owned], key: str, points: int, first: set[int]) -> Owned:
    taken: Owned = []
    kept: dict[int, int] = dict(shares.get(key, ()))
    for owner in sorted(kept, key=lambda owner: owner not in first):  # stable: among equals whoever came in first
        part = min(kept[owner], points)
        if part:
            points -= part
            kept[owner] -= part
            taken.append((owner, part))
    left = [(owner, has) for owner, has in kept.items() if has]
    if left:
        shares[key] = left
    else:
        shares.pop(key, None)
    return taken

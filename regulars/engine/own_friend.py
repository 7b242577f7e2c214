"""An advocate and the friend they brought have become one person: nobody keeps a reward for bringing themselves.

At the merge what either was given for it is taken back, as a return would take it, from whoever of the two got it; when they part again
it is theirs again, in the lots it had been in. What the rewards used of limits and budgets stays used.
"""

from collections.abc import Sequence

from regulars.engine.compiled import Versions
from regulars.engine.lots import credit, lot_name
from regulars.engine.moment import Moment
from regulars.engine.owning import lot_key, share_out
from regulars.engine.referring import RULE, claw_back_reward
from regulars.engine.state import MemberState
from regulars.engine.state_moving import FriendOf, Moving, OwnFriend


def as_friend(state: MemberState, versions: Versions) -> FriendOf | None:
    """Who brought the member, where both were rewarded for it."""
    referring = state.referring
    if referring is None or referring.stage != "paid":
        return None
    terms = versions.number(referring.version).referral
    assert terms is not None
    return FriendOf(referring.advocate, terms.friend.wallet, referring.given)


def take_back_own(moment: Moment, moving: Moving, member: int, survivor: int) -> None:
    """After ``member`` was taken in: whatever two of those who are one now got for one another goes back."""
    state = moment.state
    people = {survivor, *moving.taken_in}
    brought = state.referring.brought if state.referring is not None else {}
    facts = {survivor: as_friend(state, moment.versions)} | {one: taken.friend for one, taken in moving.taken_in.items()}
    known = {pair.friend for taken in moving.taken_in.values() for pair in taken.own_friends}
    for friend in sorted(people - known):
        told = facts[friend]
        if str(friend) not in brought and (told is None or told.advocate not in people):
            continue
        entry = brought.pop(str(friend), [])
        advocate = next((one for one, taken in moving.taken_in.items() if str(friend) in (taken.friends or ())), survivor)
        moment.because.append({"code": "referral.own_friend"})
        pair = OwnFriend(friend, advocate, survivor, entry, [])
        for wallet, *given in entry:
            _back(moment, moving, pair, advocate, wallet, (given[0], given[1], given[2], given[3]))
        if told is not None and told.advocate in people:
            _back(moment, moving, pair, friend, told.wallet, told.given)
            if friend == survivor and state.referring is not None:
                state.referring.stage = "void"
        moving.taken_in[member].own_friends.append(pair)


def _back(moment: Moment, moving: Moving, pair: OwnFriend, whose: int, wallet: str, given: tuple[int, int, int, int]) -> None:
    """Noted is what was really taken, of whom and from which lot; what was not there is owed by the survivor, whoever had spent it."""
    if wallet not in moment.state.wallets:
        return
    own, owner = moment.state.wallets[wallet], 0 if whose == pair.survivor else whose
    lots, waiting, debt, mark = own.lots.copy(), own.waiting.copy(), own.debt, len(moment.posted)
    shares = {key: dict(owners) for key, owners in moving.shares.items()}
    claw_back_reward(moment, wallet, given, "")
    share_out(moving, moment.posted[mark:], owner, owner)
    if own.debt > debt:
        pair.taken.insert(0, (0, wallet, given[0], given[1], given[2], own.debt - debt))  # given again first, so that it settles that debt
    compiled = moment.versions.wallet(wallet, moment.now_us)
    gone = [("active", 0, until, since, points) for until, since, points in _less(lots, own.lots)]
    gone += [("pending", active_on, until, since, points) for active_on, until, since, points in _less(waiting, own.waiting)]
    for account, active_on, until, since, points in gone:
        key = lot_key(wallet, account, lot_name(compiled, until, since))
        now = dict(moving.shares.get(key, ()))
        lost = {one: has - now.get(one, 0) for one, has in shares.get(key, {}).items()}
        for one in lost:
            part = min(lost[one], points)
            if part:
                points -= part
                shares[key][one] -= part
                pair.taken.append((one, wallet, since, until, active_on, part))


def _less(before: Sequence[tuple[int, ...]], after: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """What is gone of each lot; a lot's points stand last in it."""
    left = {lot[:-1]: lot[-1] for lot in after}
    less = [(lot[:-1], lot[-1] - left.get(lot[:-1], 0)) for lot in before]
    return [(*name, gone) for name, gone in less if gone > 0]


def give_again(moment: Moment, moving: Moving, member: int) -> None:
    """Before ``member`` parts: what was taken back from the two of them is theirs again."""
    state = moment.state
    for taken in moving.taken_in.values():
        for pair in [pair for pair in taken.own_friends if member in (pair.friend, pair.advocate)]:
            taken.own_friends.remove(pair)
            sums: dict[str, int] = {}
            for owner, id, on, until, active_on, points in pair.taken:
                mark = len(moment.posted)
                credit(moment.posted, state, moment.versions.wallet(id, moment.now_us), "issued", points, until, active_on, on, moment.today, RULE)
                share_out(moving, moment.posted[mark:], owner)
                sums[id] = sums.get(id, 0) + points
            moment.because += [{"code": "referral.given_again", "wallet": id, "points": points} for id, points in sums.items()]
            if state.referring is None:
                continue
            if pair.entry:
                state.referring.brought[str(pair.friend)] = pair.entry
            if pair.friend == pair.survivor:
                state.referring.stage = "paid"

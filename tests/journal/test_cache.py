from regulars.engine.state import MemberState
from regulars.engine.state_parts import Buckets
from regulars.journal.cache import Cache


def a_member(days=0):
    return MemberState(measures={"spend": Buckets(list(range(days)), list(range(days)), 0)})


def test_the_members_seen_last_are_remembered():
    cache = Cache(100)
    cache.put("alice", 1, a_member())
    cache.put("bea", 2, a_member())
    assert cache.get("alice").member_id == 1
    cache.put("carl", 3, a_member())
    assert [cache.get(ref) is not None for ref in ("alice", "bea", "carl")] == [True, False, True]


def test_a_member_with_a_long_history_takes_the_room_of_many():
    cache = Cache(1_000)
    for n in range(20):
        cache.put(f"m{n}", n, a_member())
    cache.put("regular", 99, a_member(days=400))
    assert len(cache) == 5
    cache.put("regular", 99, a_member())
    for n in range(20):
        cache.put(f"m{n}", n, a_member())
    assert len(cache) == 21
    cache.drop("regular")
    assert cache.get("regular") is None


def test_who_takes_a_state_has_it_alone():
    cache = Cache(1_000)
    cache.put("alice", 1, a_member(days=3))
    looked_at = cache.get("alice").state
    taken = cache.take("alice")
    assert cache.get("alice") is None and cache.take("alice") is None and len(cache) == 0
    taken.state.measures["spend"].add(9, 5)
    assert looked_at.measures["spend"].days == [0, 1, 2]
    cache.put("alice", 1, taken.state, taken.numbers)
    assert cache.get("alice").state.measures["spend"].days == [0, 1, 2, 9]

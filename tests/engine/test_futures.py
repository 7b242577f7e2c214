"""The chance of a level promises to draw only from the member's own weeks, by published random numbers, and to look at a future as the engine would."""

from regulars.engine.midnights import OwnTime, day_of_lapsing, next_midnight_us, own_time_in
from regulars.engine.outlook import _missing, leaves
from regulars.engine.pace import FUTURES, LONGEST_LOOK, MOST_WEEKS, _comes_true, _draws, in_100, past_weeks
from regulars.engine.state import MemberState
from regulars.engine.state_parts import Buckets, WalletState
from regulars.kit.periods import NEVER, Calendar, calendar_of

TODAY = 739_700


def test_the_draws_are_splitmix64_from_zero() -> None:
    """The first outputs of the published generator are e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f, f88bb8a8724c81ec, 1b39896a51a8749b."""
    draws = _draws()
    assert draws[0][:5] == [0xE220A839, 0x6E789E6A, 0x06C45D18, 0xF88BB8A8, 0x1B39896A]
    assert (len(draws), {len(row) for row in draws}) == (FUTURES, {LONGEST_LOOK})
    assert (FUTURES, LONGEST_LOOK) == (200, 54)


def test_a_members_weeks_end_with_today_and_only_whole_ones_count() -> None:
    days = [TODAY - 22, TODAY - 21, TODAY - 20, TODAY - 7, TODAY - 6, TODAY, TODAY + 1]
    state = MemberState(enrolled_on=TODAY - 22, measures={"spend": Buckets(days, [1, 2, 3, 4, 5, 6, 7], 28), "visits": Buckets([TODAY], [1], 1)})
    assert past_weeks(state, ["spend", "visits", "nights"], TODAY) == [[("spend", 1, 5), ("spend", 7, 6), ("visits", 7, 1)], [("spend", 7, 4)], [("spend", 1, 3)]]
    assert len(past_weeks(MemberState(enrolled_on=TODAY - 6), ["spend"], TODAY)) == 0
    assert len(past_weeks(MemberState(enrolled_on=TODAY - 7), ["spend"], TODAY)) == 1
    assert len(past_weeks(MemberState(enrolled_on=TODAY + 50), ["spend"], TODAY)) == 0
    assert len(past_weeks(MemberState(enrolled_on=1), ["spend"], TODAY)) == MOST_WEEKS == 52


class Looks:
    """A criterion that holds from so much spend on; remembers when it was asked."""

    def __init__(self, need: int) -> None:
        self.need, self.asked = need, []

    def __call__(self, state: MemberState, day: int) -> bool:
        self.asked.append((day - TODAY, state.measures["spend"].total))
        return state.measures["spend"].total >= self.need


WEEKS = [[("spend", 7, 100)], [], [("spend", 1, 5), ("spend", 3, 20)]]


def future(looks: Looks, draws: list[int], length: int, when: str) -> bool:
    return _comes_true(WEEKS, MemberState(measures={"spend": Buckets([], [], 0)}), looks, draws, TODAY, length, when)


def test_a_week_that_was_drawn_goes_back_with_a_copy_of_itself() -> None:
    looks = Looks(10**6)
    assert not future(looks, [0, 3, 4, 1], 28, "any")  # the fourth and the fifth are the copies of the first
    assert looks.asked == [(7, 100), (14, 200), (21, 300), (28, 300)]


def test_what_lies_behind_the_last_day_does_not_come() -> None:
    looks = Looks(10**6)
    future(looks, [2, 2], 9, "any")
    assert looks.asked == [(7, 25), (9, 30)]  # of the second week its first two days
    looks = Looks(10**6)
    future(looks, [2, 2], 10, "any")
    assert looks.asked == [(7, 25), (10, 50)]


def test_it_holds_at_the_end_of_any_week_of_every_one_or_on_the_last_day() -> None:
    looks = Looks(100)
    assert future(looks, [1, 0, 1], 21, "any")
    assert looks.asked == [(7, 0), (14, 100)]  # no need to look further
    looks = Looks(100)
    assert future(looks, [0, 1, 1], 21, "every")
    assert looks.asked == [(7, 100), (14, 100), (21, 100)]
    looks = Looks(100)
    assert not future(looks, [1, 0, 0], 21, "every")
    assert looks.asked == [(7, 0)]
    looks = Looks(100)
    assert future(looks, [1, 1, 0], 21, "last")
    assert looks.asked == [(21, 100)]
    assert not future(Looks(101), [1, 1, 0], 21, "last")
    assert future(Looks(0), [1], 7, "every")


def test_in_how_many_of_a_hundred_futures() -> None:
    state = MemberState(measures={"spend": Buckets([TODAY], [50], 50)}, enrolled_on=TODAY - 21)
    never, always, past = Looks(10**6), Looks(0), Looks(50)
    assert [in_100(WEEKS, state, looks, ["spend"], TODAY, TODAY + 7, "any") for looks in (never, always, past)] == [0, 100, 100]
    busy = Looks(150)  # the first of three weeks has to come
    firsts = sum(row[0] % 3 == 0 for row in _draws())
    assert in_100(WEEKS, state, busy, ["spend"], TODAY, TODAY + 7, "any") == firsts * 100 // 200
    assert state.measures["spend"].total == 50


def test_what_is_missing_is_told_in_the_digits_that_were_given() -> None:
    def missing(have: str, need: str, measure: str = "nights") -> str:
        return _missing({"have": have, "need": need, "measure": measure})

    assert [missing("1", "3"), missing("5", "3"), missing("0", "10"), missing("0", "100")] == ["2", "0", "10", "100"]
    assert [missing("1.5", "3"), missing("0.25", "10.5"), missing("0.5", "10.5"), missing("1.05", "3")] == ["1.5", "10.25", "10", "1.95"]
    assert [missing("1.50", "3.00", "spend"), missing("0.00", "100.00", "spend"), missing("9.00", "3.00", "spend")] == ["1.50", "100.00", "0.00"]


def test_the_leaves_of_what_is_asked_stand_in_document_order_without_what_must_not_be() -> None:
    one, two, three = ({"measure": name} for name in ("spend", "visits", "nights"))
    assert leaves({"any": [one, {"all": [two, three]}]}) == [one, two, three]
    assert leaves({"all": [{"not": one, "met": True}, two]}) == [two]
    assert leaves(one) == [one]
    assert (leaves({}), leaves(None), leaves({"not": one})) == ([], [], [])


SHANGHAI, ANGELES, KIRITIMATI = Calendar("Asia/Shanghai"), "America/Los_Angeles", "Pacific/Kiritimati"


def test_how_many_days_a_member_is_ahead_of_the_programme() -> None:
    start = SHANGHAI.start_of(TODAY)
    hours = [start, start + 14 * 3_600_000_000, start + 15 * 3_600_000_000, start + 18 * 3_600_000_000]
    assert [own_time_in(ANGELES, SHANGHAI, at).ahead for at in hours] == [-1, -1, 0, 0]  # 15 hours behind in summer
    assert [own_time_in(KIRITIMATI, SHANGHAI, at).ahead for at in hours] == [0, 0, 0, 1]  # 6 ahead
    assert own_time_in("", SHANGHAI, start) is None
    assert own_time_in("Asia/Shanghai", SHANGHAI, start) is None


class Wallet:
    def __init__(self, own_midnight: bool) -> None:
        self.own_midnight = own_midnight


def test_last_days_are_over_by_the_members_own_day_where_the_programme_says_so() -> None:
    state = MemberState(own_time=OwnTime(KIRITIMATI, 1))
    assert [day_of_lapsing(state, Wallet(own), TODAY) for own in (True, False)] == [TODAY + 1, TODAY]  # type: ignore[arg-type]
    assert day_of_lapsing(MemberState(), Wallet(True), TODAY) == TODAY  # type: ignore[arg-type]


def test_the_next_midnight_is_that_of_the_lot_that_lapses_first() -> None:
    own = {"points": WalletState(3, 3, 0, 0, [(TODAY + 9, 1, 3)], [(1, TODAY + 5, 1, 3)]), "other": WalletState(3, 0, 0, 0, [(TODAY, 1, 3)], [])}
    state = MemberState(wallets=own, own_time=OwnTime(ANGELES))
    assert next_midnight_us(state, {"points", "none"}) == calendar_of(ANGELES).start_of(TODAY + 6)
    assert next_midnight_us(state, {"points", "other"}) == calendar_of(ANGELES).start_of(TODAY + 1)
    assert next_midnight_us(state, set()) == 0
    assert next_midnight_us(MemberState(wallets=own), {"points"}) == 0
    for_ever = MemberState(wallets={"points": WalletState(3, 0, 0, 0, [(NEVER, 1, 3)], [])}, own_time=OwnTime(ANGELES))
    assert next_midnight_us(for_ever, {"points"}) == 0

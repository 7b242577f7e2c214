"""The programme promises how much may be given away within a length of time before a second person is asked."""

from engine.people import HEAD
from regulars.engine.approving import Alone, needs_second_for, over_in_all, refusal_of
from regulars.program.document import GoodwillInAll, Program
from regulars.program.reading import require

ALICE, BEA = 1, 2


def shop(limits: str) -> Program:
    return require(f"{HEAD}wallets: {{points: {{}}, stars: {{scale: 1}}}}\nearn: [{{id: base, on: order.paid, points: {{per: 1, give: 1}}}}]\napproval: {{goodwill_in_all: {limits}}}\n")


class Journal:
    """What was given before, by wallet and member; remembers what it was asked."""

    def __init__(self, **given: int) -> None:
        self.given, self.asked = given, []

    def __call__(self, limit: GoodwillInAll, wallet: str, member_id: int) -> int:
        self.asked.append((limit.of, wallet, member_id))
        return self.given.get(f"{wallet}{member_id}", 0)


OF_MEMBER, OF_GIVER = "{points: 100, within: 30 days, of: member}", "{points: 150, within: 1 month, of: giver}"


def test_what_a_member_was_given_before_counts_up_to_the_limit_itself() -> None:
    program, before = shop(OF_MEMBER), Journal(points1=60)
    assert over_in_all(program, [Alone(ALICE, "", 40)], before) is None
    over = over_in_all(program, [Alone(ALICE, "", 41)], before)
    assert over is not None
    assert (over.limit.of, over.points, over.given, over.most) == ("member", 41, 60, 100)
    assert before.asked == [("member", "points", ALICE)] * 2
    refusal = refusal_of(over)
    assert refusal.code == "approval.needed_in_all"
    assert refusal.facts == {"points": 41, "given": 60, "limit": 100, "within": "30 days", "of": "member"}


def test_what_is_given_together_is_added_up_for_each_member_and_wallet() -> None:
    program = shop(OF_MEMBER)
    assert over_in_all(program, [Alone(ALICE, "", 60), Alone(BEA, "", 60), Alone(ALICE, "stars", 1_000)], Journal()) is None
    over = over_in_all(program, [Alone(BEA, "", 5), Alone(ALICE, "", 60), Alone(ALICE, "points", 41)], Journal())
    assert over is not None
    assert (over.points, over.given, over.most) == (101, 0, 100)


def test_a_wallet_with_decimals_is_limited_in_its_own_unit() -> None:
    over = over_in_all(shop(OF_MEMBER), [Alone(ALICE, "stars", 1_001)], Journal())  # 100.1 stars
    assert over is not None
    assert (over.points, over.most) == (1_001, 1_000)


def test_what_one_person_gives_is_added_up_over_all_members() -> None:
    program, before = shop(OF_GIVER), Journal(points0=30)
    assert over_in_all(program, [Alone(ALICE, "", 60), Alone(BEA, "", 60)], before) is None
    over = over_in_all(program, [Alone(ALICE, "", 60), Alone(BEA, "", 61)], before)
    assert over is not None
    assert (over.limit.of, over.points, over.given, over.most) == ("giver", 121, 30, 150)
    assert before.asked == [("giver", "points", 0)] * 2


def test_what_is_taken_away_neither_counts_nor_makes_room() -> None:
    program, before = shop(OF_MEMBER), Journal()
    assert over_in_all(program, [Alone(ALICE, "", -500), Alone(BEA, "", 0)], before) is None
    assert before.asked == []
    over = over_in_all(program, [Alone(ALICE, "", 101), Alone(ALICE, "", -50)], before)
    assert over is not None
    assert over.points == 101
    one = over_in_all(program, [Alone(ALICE, "", 1)], Journal(points1=100))
    assert one is not None
    assert one.given == 100


def test_the_first_limit_that_would_be_crossed_is_the_one_that_is_told() -> None:
    program = shop(f"[{OF_GIVER}, {OF_MEMBER}]")
    assert over_in_all(program, [Alone(ALICE, "", 100)], Journal()) is None
    of_member = over_in_all(program, [Alone(ALICE, "", 101)], Journal())
    of_both = over_in_all(program, [Alone(ALICE, "", 151)], Journal())
    assert of_member is not None
    assert of_both is not None
    assert (of_member.limit.of, of_both.limit.of) == ("member", "giver")
    assert over_in_all(require(f"{HEAD}wallets: {{points: {{}}}}\nearn: [{{id: base, on: order.paid, points: {{per: 1, give: 1}}}}]\n"), [Alone(ALICE, "", 10**6)], Journal()) is None


def test_one_of_several_that_is_too_large_is_enough() -> None:
    program = require(f"{HEAD}wallets: {{points: {{}}}}\nearn: [{{id: base, on: order.paid, points: 1}}]\napproval: {{goodwill_above: 100}}\n")
    assert [needs_second_for(program, [("", one), ("", 1)]) for one in (100, 101)] == [False, True]
    assert needs_second_for(program, [("", 1), ("", 101)])

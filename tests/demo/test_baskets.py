"""The programme promises that the demo is the grocer's real year, moved by whole weeks, with invented people and nothing else invented."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from regulars.demo.baskets import baskets, first_and_last, weeks_between, weeks_forward
from regulars.demo.dataset import TIMEZONE, open_dataset
from regulars.demo.households import card_of, enrolments
from regulars.engine.reading import read_data
from regulars.kit.periods import calendar_of, instant, microseconds
from regulars.members.enrolment import split_personal
from regulars.program.reading import require

NEW_YORK = ZoneInfo(TIMEZONE)
calendar = calendar_of(TIMEZONE)


@pytest.fixture(scope="module")
def data():
    with open_dataset() as connection:
        yield connection


def local(at_us: int) -> datetime:
    return instant(at_us).astimezone(NEW_YORK)


@pytest.mark.parametrize("today", [f"2026-11-{day:02d}" for day in range(16, 30)] + ["2026-03-08", "2026-07-04", "2027-01-01"])
def test_the_last_basket_is_less_than_eight_days_ago_and_before_today(data, today):
    now = datetime.fromisoformat(today).replace(hour=9, tzinfo=NEW_YORK)
    weeks = weeks_forward(first_and_last(data)[1], microseconds(now))
    last = local(first_and_last(data)[1]).date() + timedelta(weeks=weeks)
    assert timedelta(days=1) <= now.date() - last <= timedelta(days=7)


@pytest.mark.parametrize("weeks", [0, 463, 480])
def test_a_basket_keeps_its_weekday_and_the_time_on_the_shops_clock(data, weeks):
    before = {order.event.id: local(order.event.at_us) for order in islice(baskets(data, 0), 4000)}
    for order in islice(baskets(data, weeks), 4000):
        then, now = before[order.event.id], local(order.event.at_us)
        assert now.date() - then.date() == timedelta(weeks=weeks)
        assert now.time() == then.time() or now.hour == then.hour + 1  # an hour that the clocks skip is read one later
        assert weeks_between(microseconds(then), order.event.at_us) == weeks


def test_households_come_one_after_the_other_each_in_order_of_time(data):
    seen: list[str] = []
    last_us = 0
    for ref, event, _ in islice(baskets(data, 0), 6000):
        if not seen or seen[-1] != ref:
            seen.append(ref)
            last_us = 0
        assert event.at_us >= last_us
        last_us = event.at_us
    assert len(seen) == len(set(seen)) > 50
    assert seen == sorted(seen, key=int)


def test_every_body_is_one_the_api_would_read_into_the_same_order(data):
    from regulars.cli.demo import grocer

    program = require(grocer())
    for order in islice(baskets(data, 0), 500):
        assert read_data("order.paid", order.body, program) == order.event.data


def test_every_category_the_programme_names_is_sold_in_the_shop(data):
    from regulars.cli.demo import grocer

    sold = {row[0] for row in data.execute("SELECT DISTINCT category FROM lines").fetchall()}
    named = {"fuel", "produce", "salad bar", "tobacco", "phone cards", "postal"}
    assert named <= sold
    assert all(name in grocer() for name in named)


def test_no_line_has_quantity_nought_and_no_amount_is_lost(data):
    least, units, total = data.execute("SELECT min(quantity), count(*) FILTER (quantity = 1000), sum(amount) FROM lines").fetchall()[0]
    assert least == 1000
    assert units > 8_869
    assert total == 459_603_958  # 4,596,039.58 dollars


def test_people_are_invented_and_what_they_told_is_not(data):
    people = enrolments(data)
    assert len(people) == 2469
    assert sum("attributes" in told["profile"] for told in people.values()) == 801
    assert len({told["identities"][0]["value"] for told in people.values()}) == 2469
    phones = {told["profile"]["phone"] for told in people.values()}
    assert len(phones) == 2469
    assert all(phone[5:10] == "55501" for phone in phones)  # kept free for fiction
    assert Counter(told["profile"]["language"] for told in people.values()).keys() == {"en", "zh-Hans", "zh-Hant"}
    assert card_of(1) == people["1"]["identities"][0]["value"]


def test_the_members_room_takes_every_one_of_them(data):
    for told in islice(enrolments(data).values(), 300):
        body, personal = split_personal(told, today=date(2026, 1, 1), region="US")
        assert body == b"{}"
        assert personal.profile["name"]

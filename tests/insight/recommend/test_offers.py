"""One call: reasons in three languages, opt-out, and nothing that has not beaten its baseline."""

from dataclasses import replace

import numpy as np
import pytest

from regulars.insight.recommend.baskets import code
from regulars.insight.recommend.neighbours import ease
from regulars.insight.recommend.newcomers import affinity, draw, newcomers
from regulars.insight.recommend.offers import offers, paired_with, stock
from regulars.insight.recommend.report import offline_report
from regulars.insight.recommend.study import study_part
from regulars.insight.recommend.trying import estimate, joined
from regulars.kit.errors import Refused
from regulars.kit.phrases import LANGUAGES, say

WEEK = 7


def habits(members=80, weeks=12, seed=1):
    """Everybody buys two things of a taste of their own week after week, and now and then one of the other things of that taste."""
    rng = np.random.default_rng(seed)
    lines = []
    for member in range(members):
        taste = member % 4
        own = taste * 10 + rng.choice(10, 2, replace=False)
        for week in range(weeks):
            for item in {*own.tolist(), int(taste * 10 + rng.integers(10))}:
                lines.append((member, member * 1000 + week, week * WEEK, item, 100))
    return [np.array(column) for column in zip(*lines, strict=True)]


@pytest.fixture(scope="module")
def shop():
    lines = habits()
    coded = code(*lines)
    report = offline_report(coded.baskets, 10 * WEEK)
    opted = np.arange(80) == 7
    shown = draw(np.array([38, 39], np.int32), np.ones((80, 2)), opted, seed=3)
    return coded, report, stock(coded.baskets, ease(coded.baskets, ridge=5.0), report, opted, shown=shown)


def test_what_has_not_beaten_its_baseline_is_off(shop):
    """Habits here never change: what was bought lately says no more than what was bought at all. What is new follows one's taste, and popularity knows no taste."""
    _, report, shelf = shop
    assert shelf.on == {"try_new"} and report.verdicts["try_new"].refusal() is None
    assert report.verdicts["buy_again"].recall == report.verdicts["buy_again"].baseline_recall
    assert "it stays switched off" in str(report.verdicts["buy_again"].refusal())
    assert {(line.protocol, line.list) for line in report.lines} == {
        (protocol, name) for protocol in ("global cut", "leave last basket") for name in ("buy_again", "try_new")
    }


def test_who_opted_out_asks_the_same_and_gets_what_a_stranger_gets(shop):
    shelf = replace(shop[2], on=frozenset({"buy_again", "try_new"}))
    personal, opted, stranger = offers(shelf, 6), offers(shelf, 7), offers(shelf, None)
    assert personal.personal and personal.try_new
    assert not opted.personal and not stranger.personal and opted.try_new == ()
    assert opted.buy_again == stranger.buy_again
    assert {one.reason for one in opted.buy_again} == {"insight.recommend.popular"}
    assert opted.new_product is not None and opted.propensity == 0.5
    assert (shelf.again[7] == -1).all() and (shelf.new[7] == -1).all()


def test_a_list_that_is_off_shows_what_is_popular(shop):
    off = offers(replace(shop[2], on=frozenset()), 6)
    assert not off.personal and off.buy_again == offers(shop[2], None).buy_again and off.try_new == ()


def test_every_reason_is_a_sentence_with_its_facts_in_three_languages(shop):
    shelf = replace(shop[2], on=frozenset({"buy_again", "try_new"}))
    mine = offers(shelf, 6)
    for one in (*mine.buy_again, *mine.try_new, mine.new_product, *paired_with(shelf, 0)):
        for language in LANGUAGES:
            sentence = say(one.reason, one.facts, language)
            assert "{" not in sentence and "insight." not in sentence
    first = mine.buy_again[0]
    assert say(first.reason, first.facts) == f"you have bought it {first.facts['times']} times in 12 purchases"


def test_the_reason_of_something_new_is_a_thing_the_member_bought(shop):
    coded, _, shelf = shop
    bought = coded.baskets.bought().toarray() > 0
    for member in range(80):
        for one in offers(replace(shelf, on=frozenset({"try_new"})), member).try_new:
            assert bought[member, one.facts["item"]] and not bought[member, one.item]


def test_a_member_of_no_number_is_a_stranger(shop):
    assert offers(shop[2], 10**6) == offers(shop[2], None) == offers(shop[2], -1)


def test_a_part_of_a_study_stands_beside_the_better_baseline():
    part, said = study_part(code(*habits()).baskets, cut=10 * WEEK)
    assert set(part["buy_again"]) == {"recall_at_10", "baseline"} and 0.9 < part["buy_again"]["recall_at_10"] <= 1
    assert bool(said) == (part["buy_again"]["recall_at_10"] <= part["buy_again"]["baseline"])


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (habits(members=3), "insight.recommend.too_few"),
        (habits(weeks=1), "insight.recommend.too_few"),
    ],
)
def test_a_shop_too_small_or_too_young_is_told_so(lines, why):
    part, (refused,) = study_part(code(*lines).baskets, cut=10 * WEEK)
    assert part == {} and refused.code == why
    assert all("{" not in refused.sentence(language) for language in LANGUAGES)


def test_chance_does_not_switch_a_list_on():
    """Everybody buys at random: no way of listing is better than another, and the report says so."""
    rng = np.random.default_rng(11)
    n = 4000
    baskets = code(
        rng.integers(0, 200, n), rng.integers(0, 1500, n), rng.integers(0, 100, n), rng.integers(0, 60, n)
    ).baskets
    report = offline_report(baskets, 80)
    off = [verdict for verdict in report.verdicts.values() if not verdict.is_on]
    assert off and all("stays switched off" in str(verdict.refusal()) for verdict in off)


def test_a_newcomer_is_drawn_with_the_chance_that_is_logged():
    """Members who only like category 0: chance .2/2 + .8 = .9 of it, .1 of the other; who opted out: half and half."""
    opted = np.arange(40_000) >= 20_000
    shown = draw(np.array([5, 9], np.int32), np.tile([1.0, 0.0], (40_000, 1)), opted, seed=1)
    assert set(np.unique(shown.propensity[~opted]).round(9)) == {0.1, 0.9} and set(shown.propensity[opted]) == {0.5}
    assert (shown.item[~opted] == 5).mean() == pytest.approx(0.9, abs=0.01)
    assert (shown.item[opted] == 5).mean() == pytest.approx(0.5, abs=0.015)
    assert np.array_equal(
        draw(np.array([5, 9], np.int32), np.tile([1.0, 0.0], (40_000, 1)), opted, seed=1).item, shown.item
    )


def test_the_propensities_tell_what_another_way_of_choosing_would_bring():
    """Item 5 is bought by 30 %, item 9 by 10 %. Showing everybody item 9 would bring .1, though nine in ten were shown item 5."""
    rng = np.random.default_rng(2)
    shown = draw(np.array([5, 9], np.int32), np.tile([1.0, 0.0], (200_000, 1)), np.zeros(200_000, bool), seed=4)
    bought = rng.random(200_000) < np.where(shown.item == 5, 0.3, 0.1)
    log = joined(shown.item, shown.propensity, shown.taste, shown.among, bought)
    found = estimate(log, (shown.item == 9).astype(float))
    assert (found.value, found.ips) == pytest.approx((0.1, 0.1), abs=0.01)


def test_what_is_liked_is_the_share_of_purchases_in_its_category():
    history = code(["a", "a", "a", "b"], [1, 2, 3, 4], [1, 2, 3, 4], [0, 0, 1, 1]).baskets
    assert affinity(history, np.array([0, 1]), np.array([0, 1])).tolist() == [
        [pytest.approx(2 / 3), pytest.approx(1 / 3)],
        [0, 1],
    ]
    assert newcomers(np.array([3, 9, 8]), since=8).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("new", "explore", "why"),
    [([], 0.2, "no_newcomers"), ([1], 0.0, "explore"), ([1], 1.5, "explore"), ([1], float("nan"), "explore")],
)
def test_a_slot_without_products_or_chance_is_refused(new, explore, why):
    with pytest.raises(Refused) as refused:
        draw(np.array(new, np.int32), np.ones((2, len(new))), np.zeros(2, bool), 1, explore=explore)
    assert refused.value.code == f"insight.recommend.{why}"

"""The programme promises that pools are read exactly, told in three languages, and compared key by key."""

from decimal import Decimal

import pytest

from regulars.kit.periods import Duration
from regulars.kit.phrases import LANGUAGES
from regulars.program.describe import describe
from regulars.program.difference import diff
from regulars.program.pool_terms import PerMember, Pool, PoolLeaving, PoolSpending
from regulars.program.reading import require

from .samples import EVERYTHING, HEAD, read


def test_every_word_is_read() -> None:
    family, team = require(EVERYTHING).pools
    assert family.name.read("zh-Hans") == "家庭"
    assert (family.members, family.wallets, family.invite, family.invitation, family.contribute, family.share) == (6, ("points",), "any", Duration(days=7), "all", Decimal("0.5"))
    assert family.spend == PoolSpending("any", "own", PerMember(Decimal(500), "month"))
    assert family.leave == PoolLeaving("own_contributions", Duration(days=30), Duration(months=6))
    assert team == Pool("team", 40, ("points",), spend=PoolSpending("owner"), leave=PoolLeaving("nothing"))


def test_what_is_left_out() -> None:
    (pool,) = require(HEAD + "pools: {club: {members: 2}}\n").pools
    assert pool == Pool("club", 2, ("points",))
    assert require(HEAD).pools == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pools_are_told_in_each_language(language: str) -> None:
    told = next(section.sentences for section in describe(require(EVERYTHING), language) if section.id == "moving")
    text = "\n".join(told)
    assert "{" not in text and "programme." not in text
    assert ("50%" in text) and ("500" in text) and ("40" in text)


def test_what_a_family_reads() -> None:
    told = next(section.sentences for section in describe(require(HEAD + "pools: {family: {members: 4, contribute: all, share: 0.25}}\n"), "en") if section.id == "moving")
    assert told[0] == "“family”: up to 4 members may put points of “points” together; each keeps their own last usable day."
    assert told[2] == "25% of what a member earns goes in by itself, more by hand."


def test_a_change_is_named_by_the_documents_own_word() -> None:
    old = HEAD + "pools: {family: {members: 4}}\n"
    new = HEAD + "pools: {family: {members: 6, spend: {per_member: {points: 50, per: day}}, leave: {takes: nothing}}, team: {members: 9}}\n"
    changes = diff(require(old), require(new))
    assert [(one.key, one.old, one.new) for one in changes if one.what == "changed"] == [
        ("members", "4", "6"),
        ("leave.takes", "own_contributions", "nothing"),
        ("spend.per_member", "", "{points: 50, per: day}"),
    ]
    assert [one.sentence() for one in changes if one.what == "added"] == ["pool team is new"]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ("{}", "missing_key"),
        ("{members: 1}", "too_small"),
        ("{members: 4, wallets: [growth]}", "moves_qualifying"),
        ("{members: 4, wallets: []}", "empty_list"),
        ("{members: 4, wallets: [miles]}", "unknown_wallet"),
        ("{members: 4, share: 0.5}", "share_by_hand"),
        ("{members: 4, contribute: all, share: 1.5}", "too_big"),
        ("{members: 4, spend: {per_member: {points: 5}}}", "missing_key"),
        ("{members: 4, spend: {per_member: {points: 0.5, per: day}}}", "too_many_decimals"),
        ("{members: 4, leave: {takes: all}}", "unknown_choice"),
        ("{members: 4, colour: red}", "unknown_key"),
    ],
)
def test_what_is_wrong_is_said(terms: str, code: str) -> None:
    findings = read(f"pools: {{family: {terms}}}\n").findings
    assert f"programme.{code}" in {finding.code for finding in findings}
    assert all("{" not in finding.sentence(language) for finding in findings for language in LANGUAGES)


def test_a_pool_of_points_that_nothing_gives_is_noticed() -> None:
    assert {one.code for one in read("pools: {family: {members: 4, contribute: all}}\n").findings} == {"programme.pool_of_nothing"}


def test_the_houses_own_events_can_not_be_declared_but_a_swimming_pools_can() -> None:
    assert {one.code for one in read("events: {pool.joined: {}}\n").findings} == {"programme.event_reserved"}
    assert read("events: {pool.visited: {}}\n").findings == []

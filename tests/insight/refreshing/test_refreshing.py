"""The programme promises that a refresh keeps every figure, class and recommendation of the running shop, for whoever may be profiled."""

import itertools
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from regulars.insight import store
from regulars.insight.asking.answers import KEPT
from regulars.insight.refreshing import refresh
from regulars.insight.refreshing.refreshing import BeingRefreshed
from regulars.insight.snapshot.manifest import NoSnapshot
from regulars.insight.snapshot.taking import take
from regulars.insight.store.leaving import to_contact
from regulars.insight.store.marks import members_marked
from regulars.insight.store.names import CLASSES, STAGES
from regulars.insight.store.reviews import review
from regulars.insight.store.shapes import Slot
from regulars.insight.store.showing import NotDrawn
from regulars.insight.store.writing import REFRESH_LOCK
from regulars.kit.errors import Invalid, NotFound
from regulars.kit.phrases import LANGUAGES
from tests.insight.refreshing.conftest import AT, GOODS, LAST, LOOKERS, MEMBERS, Ready
from tests.insight.running_shop import RunningShop


def test_every_figure_is_kept_in_every_language(ready: Ready) -> None:
    assert (ready.done.as_of, ready.done.members, ready.done.figures) == (LAST, MEMBERS - 1 + LOOKERS, len(KEPT))
    assert store.figure_names(ready.conn) == sorted(KEPT)
    for name in KEPT:
        told = [store.figure(ready.conn, name, language) for language in LANGUAGES]
        assert len({one["title"] for one in told}) > 1 and all(one["formula"] and one["denominator"] for one in told), name
        assert told[0]["rows"] or told[0]["cannot_say"], name
    for name in ("kpi", "classes", "churn", "clv", "value", "stages", "grades", "rfm_scores", "roll_forward", "liability", "liability_triangle", "revenue_schedule", "journal_entries", "anomalies", "surveys", "pairing", "recommendations", "loyalty", "loyalty_weights", "rfe", "rfe_classes", "rfm_cuts", "stability", "stage_moves"):
        assert store.figure(ready.conn, name)["rows"], (name, store.figure(ready.conn, name)["cannot_say"])


def test_earlier_months_are_reviewed_too(ready: Ready) -> None:
    """Fourteen months of orders: the review of each is what it would have been asked for, and none is among the figures."""
    kept = store.require_refreshed(ready.conn).kept["reviews"]
    first = kept["first"]
    assert kept["running"] == "2026-02" == store.figure(ready.conn, "review")["rows"][0]["facts"]["at_month"]
    assert kept["months"] == [f"{(24312 + 1 - back) // 12}-{(24312 + 1 - back) % 12 + 1:02}" for back in range(1, len(kept["months"]) + 1)] and kept["months"][-1] == first
    revenue = {row["at_month"]: row["revenue"] for row in store.figure(ready.conn, "months")["rows"]}
    for month in kept["months"]:
        went = review(ready.conn, month)["rows"][0]
        assert (went["facts"]["at_month"], went["facts"]["revenue"]) == (month, revenue[month])
    before = next(row for row in review(ready.conn, kept["months"][0])["rows"] if row["facts"].get("at_month") == kept["months"][1])
    assert before["facts"]["revenue"] == revenue[kept["months"][1]]
    with pytest.raises(NotFound, match=f"a month from {first} to 2026-02"):
        review(ready.conn, "2024-01")


def test_every_kept_figure_has_a_sheet_in_every_language(ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    from regulars.console.insight import results
    from regulars.console.insight.registry import PAGES, WITHIN, sheet_of
    from regulars.console.insight.sheets import Words

    monkeypatch.setattr(results, "database", lambda: ready.conn)
    assert set(KEPT) <= {*PAGES, *WITHIN} and set(PAGES) <= set(KEPT)
    for language in LANGUAGES:
        last = results.Results(store.require_refreshed(ready.conn), language)
        for name in PAGES:
            made = sheet_of(last, Words(language, "EUR", 2), name)
            assert made is not None and (made.rows or made.cannot_say), name
            assert all(len(row) == len(made.heads) for row in made.rows), name
            told = (made.says, *made.heads, *made.told, *(made.beside or ())[:1], *(cell.words for row in made.rows for cell in row))
            assert not any("insight." in words or "nan" in words.split() or "{" in words for words in told), name


def test_whom_to_call_is_in_the_order_the_model_gives(ready: Ready) -> None:
    found = to_contact(ready.conn, 50)
    assert len(found.contacts) == 50 and found.at_stake == sum(one.at_stake for one in found.contacts)
    assert all(one.at_stake >= later.at_stake for one, later in itertools.pairwise(found.contacts))
    assert "m2" not in {one.ref for one in to_contact(ready.conn, 10_000).contacts}


def test_complaints_redemptions_and_steps_are_read_of_the_journal(ready: Ready) -> None:
    """m2 complained too, and has refused profiling: behaviours of theirs are in no table. The shop's book of points holds everybody."""
    (complaints,) = store.figure(ready.conn, "complaints")["rows"]
    assert (complaints["complaints"], complaints["members"]) == (3, 3) and complaints["complaint_rate"] == pytest.approx(3 / complaints["orders"])
    (used,) = store.figure(ready.conn, "points_used")["rows"]
    moved = "SELECT coalesce(sum(points), 0)::bigint FROM transfer t JOIN event USING (member_id, seq) WHERE {} AND occurred_at >= '2025-02-28 23:00+00' AND occurred_at < '2026-02-28 23:00+00'"
    issued, redeemed = (ready.conn.execute(moved.format(where)).fetchone() for where in ("t.source = 'issued'", "t.target = 'redeemed'"))
    assert (used["issued"], used["redeemed"]) == ((issued or (0,))[0], (redeemed or (0,))[0]) and used["redemption_rate"] == pytest.approx(used["redeemed"] / used["issued"])
    assert "offer.seen" in " ".join(store.figure(ready.conn, "programme_steps")["cannot_say"]) or not store.figure(ready.conn, "programme_steps")["rows"]


def test_a_cell_of_a_figure_leads_to_as_many_members_as_it_counts(ready: Ready) -> None:
    def listed(mark: str, after: int | None = None) -> int:
        return len(members_marked(ready.conn, mark, after=after, limit=1000))

    for row in store.figure(ready.conn, "rfm_scores")["rows"]:
        assert listed(f"rfm:{row['cell']}") == row["members"]
    cohorts = [row for row in store.figure(ready.conn, "cohorts")["rows"] if row["months_after"] is not None]
    for row in cohorts:
        mark = f"cohort:{row['born'] // 12}-{row['born'] % 12 + 1:02}"
        assert (listed(mark), listed(mark, row["months_after"])) == (row["size"], row["active"])
    reasons = dict(to_contact(ready.conn, 10_000).reasons)
    assert cohorts and reasons and all(listed(f"reason:{group}") >= members > 0 for group, members in reasons.items() if group)
    assert listed("price:mostly") == 0
    for wrong in ("rfm:600", "rfm:1", "cohort:2026-13", "price:luck", "'; DROP", "rfm:５55"):
        with pytest.raises(Invalid):
            members_marked(ready.conn, wrong)


def test_the_roll_forward_ties_to_the_balances_to_the_point(ready: Ready) -> None:
    found = store.figure(ready.conn, "roll_forward")
    (balance,) = ready.conn.execute("SELECT sum(active + pending + held)::bigint FROM member_state").fetchone() or (0,)
    assert found["rows"][-1]["closing"] == balance and found["cannot_say"] == []
    assert all(one["opening"] + one["issued"] + one.get("redeemed", 0) + one.get("breakage", 0) == one["closing"] for one in found["rows"])


def test_what_is_kept_of_a_member_is_what_the_figures_count(ready: Ready) -> None:
    classes = {one["class"]: one["members"] for one in store.figure(ready.conn, "classes")["rows"]}
    stages = {one["stage"]: one["members"] for one in store.figure(ready.conn, "stages")["rows"]}
    assert {name: len(store.members_of(ready.conn, class_=name, limit=1000)) for name in CLASSES} == classes
    assert {name: len(store.members_of(ready.conn, stage=name, limit=1000)) for name in STAGES} == stages
    assert sum(classes.values()) == sum(stages.values()) == MEMBERS - 1
    one = store.member(ready.conn, "m1")
    assert one.told is not None and one.told.buys is not None and one.told.clv is not None and one.told.rfm is not None and one.told.grade
    assert one.told.frequency == len({row for (row,) in ready.conn.execute("SELECT occurred_at::date FROM event WHERE type = 'order.paid' AND member_id = %s", (ready.shop.number("m1"),))})
    for item in (*one.buy_again, *one.try_new):
        assert item.sku in (*GOODS, "fresh") and item.facts and all(item.sentence(language) for language in LANGUAGES)
    assert len(one.buy_again) <= 10 and one.is_personal == bool(store.require_refreshed(ready.conn).kept["lists_on"])


def test_nobody_is_invisible_and_what_the_shop_told_is_counted_with(ready: Ready) -> None:
    """m1's contact cost 4.20 by its own word, m3's and m4's 1.50 by the shop's; of 100.00 paid, 40.00 are margin."""
    rows = store.figure(ready.conn, "rfe")["rows"]
    assert sum(one["members"] for one in rows) == MEMBERS - 1 + LOOKERS and sum(one["not_bought"] for one in rows) == LOOKERS
    joined = store.figure(ready.conn, "rfe_classes")["rows"]
    assert sum(one["members"] for one in joined if one["class"] == "not_bought") == LOOKERS
    assert sum(one["members"] for one in joined) == sum(one["members"] for one in rows if one["visitor"] != "no_visit")
    looker = store.member(ready.conn, "v0")
    assert looker.told is not None and looker.told.visitor and looker.told.rfe is not None and (looker.class_, looker.told.frequency) == ("", 0)
    assert "v0" in {one.ref for one in store.members_of(ready.conn, visitor=looker.told.visitor, limit=1000)}
    m1 = store.member(ready.conn, "m1").told
    assert m1 is not None and m1.costs is not None and m1.costs[1] == 420 and m1.costs[3] == 0
    paid = ready.conn.execute("SELECT sum((line ->> 'amount')::numeric) FROM event, json_array_elements(body -> 'lines') line WHERE type = 'order.paid' AND member_id = %s AND occurred_at::date > %s", (ready.shop.number("m1"), LAST - timedelta(days=365))).fetchone() or (0,)
    assert m1.left == round(float(paid[0]) * 40) - sum(m1.costs)
    told = store.figure(ready.conn, "grades")
    assert "margin is 40% of what is paid, as the shop has told" in told["told"] and any("never what a member is entitled to" in one for one in told["told"])
    assert [one for one in told["cannot_say"] if "contacts" in one] == [] and any("delivery.made" in one for one in told["cannot_say"])
    assert sum(len(store.members_of(ready.conn, grade=name, limit=1000)) for name in "ABCDE") == sum(one["members"] for one in told["rows"])
    parts = {one["part"]: one for one in store.figure(ready.conn, "loyalty")["rows"]}
    assert parts["attitude"]["members"] == len(range(0, MEMBERS, 4)) and parts["behaviour"]["members"] == parts["attitude"]["members"] + LOOKERS
    assert parts["combined"]["members"] == sum(parts[kind]["members"] for kind in ("true", "latent", "spurious", "none"))
    assert any("cross_buy, price_tolerance" in one for one in store.figure(ready.conn, "loyalty")["cannot_say"])
    for part in ("attitude", "behaviour"):
        assert sum(one["weight"] for one in store.figure(ready.conn, "loyalty_weights")["rows"] if one["part"] == part) == pytest.approx(1)


def test_a_new_product_is_drawn_for_whoever_has_not_bought_it_and_a_show_is_kept_once(ready: Ready) -> None:
    one, other = store.member(ready.conn, "m1").told, store.member(ready.conn, "m5").told
    assert one is not None and one.slot == Slot("fresh", 1.0, 1.0, 1) and other is not None and other.slot is None
    assert store.figure(ready.conn, "slot")["cannot_say"]
    assert store.tell_shown(ready.conn, "m1", "fresh", AT) == store.Kept(1.0, True)
    assert store.tell_shown(ready.conn, "m1", "fresh", AT + timedelta(days=1)) == store.Kept(1.0, False)
    assert store.shows(ready.conn, "Europe/Berlin") == [(ready.shop.number("m1"), "fresh", (AT.date() - date(1970, 1, 1)).days, 1.0, 1.0, 1)]
    for ref, sku in (("m1", "tea"), ("m5", "fresh"), ("m2", "fresh")):
        with pytest.raises(NotDrawn):
            store.tell_shown(ready.conn, ref, sku, AT)


def test_who_refused_is_in_nothing_and_gets_what_a_stranger_gets(ready: Ready) -> None:
    refused = store.member(ready.conn, "m2")
    assert (refused.profiled, refused.told, refused.class_, refused.try_new) == (False, None, "", [])
    assert refused.buy_again and all(item.code == "insight.recommend.popular" for item in refused.buy_again)
    assert ready.conn.execute("SELECT count(*) FROM insight_member WHERE member_id = %s", (ready.shop.number("m2"),)).fetchone() == (0,)
    assert any("refused" in sentence for sentence in ready.done.cannot_say["en"])


def test_the_next_refresh_keeps_the_ruler_and_counts_the_moves(ready: Ready) -> None:
    before = {one.ref: one.class_ for name in CLASSES for one in store.members_of(ready.conn, class_=name, limit=1000)}
    cuts, rulers = (store.require_refreshed(ready.conn).kept[name] for name in ("class_cuts", "rulers"))
    assert set(rulers) >= {"rfm", "grades", "visits", "loyalty"} and all(one["version"] == 1 for one in rulers.values())
    assert store.figure(ready.conn, "class_moves")["rows"] == []
    done = refresh(ready.conn, ready.folder, at=AT + timedelta(days=1))
    assert done.number > ready.done.number and store.require_refreshed(ready.conn).kept["class_cuts"] == cuts
    assert store.require_refreshed(ready.conn).kept["rulers"] == rulers
    stability = store.figure(ready.conn, "stability")
    noise = {one["measured"]: one["by_noise"] for one in stability["rows"]}
    assert 0 < noise["rfm_recency"] < noise["rfm_cell"] < 1
    assert all(one["moved_share"] is None or isinstance(one["moved_share"], float) for one in stability["rows"])  # a share is no money
    assert ("class" in noise) != bool(stability["cannot_say"])  # too few members for a quarter of them to teach nothing
    after = {one.ref: one.class_ for name in CLASSES for one in store.members_of(ready.conn, class_=name, limit=1000)}
    moves = store.figure(ready.conn, "class_moves")["rows"]
    assert after == before and sum(one["members"] for one in moves) == MEMBERS - 1
    assert all(one["class_before"] == one["class"] for one in moves)


def test_it_is_refused_while_another_is_at_it_and_without_a_snapshot(ready: Ready, tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot):
        refresh(ready.conn, tmp_path, at=AT)
    with psycopg.connect(ready.shop.dsn, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (REFRESH_LOCK,))
        with pytest.raises(BeingRefreshed):
            refresh(ready.conn, ready.folder, at=AT)


def test_a_shop_that_has_sold_nothing_yet_is_told_so(database: Any, tmp_path: Path) -> None:
    shop = RunningShop(database.dsn)
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        take(conn, tmp_path / "snapshot", at=AT)
        done = refresh(conn, tmp_path / "snapshot", at=AT)
        assert done.members == 0 and done.cannot_say["zh-Hant"]
        shop.post(shop.order("alice", "2026-01-05", ("milk", "4.00")))
        take(conn, tmp_path / "snapshot", at=AT)
        refresh(conn, tmp_path / "snapshot", at=AT)
        alice = store.member(conn, "alice")
        assert (alice.class_, alice.told and alice.told.frequency) == ("", 1)
        assert store.figure(conn, "kpi")["rows"][0]["members"] == 1

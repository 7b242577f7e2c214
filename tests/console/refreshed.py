"""A refresh to look at, kept as the job keeps one: documents of a small made-up shop, and of models with columns as ``insight`` writes them."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from insight.order_files import HEADER, facts_of
from journal.conftest import Shop

from regulars.insight.asking import answers  # noqa: F401  registers every title
from regulars.insight.figures import NAMES, figure
from regulars.insight.store.marks import Marked
from regulars.insight.store.shapes import Item, Told
from regulars.insight.store.writing import Results, Row, keep
from regulars.journal.queries import member_id_of
from regulars.kit.phrases import LANGUAGES

AT = datetime(2026, 3, 1, 3, tzinfo=UTC)
AS_OF = date(2017, 6, 30)
ORDERS = "".join(
    f"{n},m{n % 9},2017-{1 + n % 6:02}-{1 + n * 7 % 28:02},s{n % 4},1,{10 + n}.00,{'web' if n % 3 else 'till'}\n" for n in range(90)
) + "90,m1,2017-06-30,s1,-1,-10.00,web\n"  # fmt: skip
MODELS: dict[str, list[dict[str, Any]]] = {
    "classes": [{"class": name, "members": 1, "buy_probability": 0.8 - place / 10, "margin_share": 0.2} for place, name in enumerate(("high", "mid", "potential", "churn_risk", "dormant"))],
    "class_moves": [{"class_before": "high", "class": "churn_risk", "members": 1}, {"class_before": None, "class": "high", "members": 2}],
    "churn": [
        {"ranking": "recency", "is_used": False, "auc": 0.8, "brier": None, "lift_top_tenth": None},
        {"ranking": "logit", "is_used": True, "auc": 0.75, "brier": 0.1, "lift_top_tenth": 1.4},
    ],
    "churn_plot": [{"members": 5, "said": 0.2, "happened": 0.25}, {"members": 4, "said": 0.7, "happened": 0.6}],
    "clv": [{"model": "bg_nbd", "members": 9, "parameters": "r 0.5", "log_likelihood": -12.5, "holdout_mae": 0.5, "holdout_correlation": 0.4, "holdout_bias": -0.1, "same_rate_mae": 0.9, "beats_same_rate": True, "degenerate": False}],
    "clv_plot": [{"model": "bg_nbd", "came_again": n, "or_more": n == 2, "members": 3, "made": n / 2, "foreseen": n / 3} for n in range(3)],
    "clv_tracking": [{"model": "bg_nbd", "period": n, "made_so_far": 3 * n, "foreseen_so_far": 2.9 * n, "held_out": n > 4} for n in range(1, 9)],
    "value": [{"tenth": n, "members": 1 if n else 9, "margin": f"{100 - (n or -755)}.00", "margin_low": "70.00", "margin_high": "990.00" if n is None else "130.00", "share": 0.1 if n else 1.0, "margin_for_ever": "210.00"} for n in (*range(1, 10), None)],
    "stages": [{"stage": "at_risk", "members": 1, "rhythm_days": 12.0}, {"stage": "active", "members": 2, "rhythm_days": None}],
    "grades": [{"grade": "A", "members": 3, "margin_before": "150.00", "cost_returns": "10.00", "cost_contacts": "9.50", "cost_points": "10.00", "cost_delivery": "0.00", "margin": "120.50", "confidence": 0.8}],
    "stability": [{"measured": "rfm_cell", "by_noise": 0.31, "moved_share": None}, {"measured": "class", "by_noise": 0.05, "moved_share": 0.02}],
    "stage_moves": [{"stage_before": "active", "stage": "at_risk", "members": 1, "share": 0.5}, {"stage_before": "active", "stage": "active", "members": 1, "share": 0.5}, {"stage_before": None, "stage": "new", "members": 2, "share": None}],
    "rfm_cuts": [{"measure": "recency", "cut_1": "481", "cut_2": "296.4", "cut_3": "180", "cut_4": "114", "method": "quantiles", "version": 2, "made_on": "2017-05-01"}],
    "rfe": [{"visitor": "keen", "members": 3, "bought": 1, "not_bought": 2, "visit_days": 6.0, "days_since_visit": 4.0}, {"visitor": "no_visit", "members": 2, "bought": 2, "not_bought": 0, "visit_days": None, "days_since_visit": None}],
    "rfe_classes": [{"visitor": "keen", "class": "not_bought", "members": 2}, {"visitor": "keen", "class": "high", "members": 1}],
    "loyalty_proxies": [{"proxy": "price_tolerance", "members": 3, "value": 61.5, "low": 50.2, "high": 70.1, "coverage": 0.6, "auc": 0.7, "recency_auc": 0.8}],
    "loyalty_weights": [{"part": "attitude", "item": "recommend", "weight": 1.0, "judged": 1.0, "entropy": None, "version": 1}],
    "rfm_scores": [{"cell": 555, "members": 2, "monetary": "90.00"}, {"cell": 111, "members": 1, "monetary": "5.00"}],
    "recommendations": [
        {"protocol": "global cut", "list": "buy_again", "method": "decayed", "members": 40, "recall_at_10": 0.2, "ndcg_at_10": 0.2, "hit_rate": 0.6, "coverage": 0.35, "novelty": 5.2},
        {"protocol": "global cut", "list": "buy_again", "method": "popularity", "members": 40, "recall_at_10": 0.1, "ndcg_at_10": 0.1, "hit_rate": 0.3},
    ],
    "slot": [
        {"way": "as_drawn", "shows": 420, "bought_share": 0.08, "low": 0.05, "high": 0.11, "ips": 0.08, "effective_shows": 420.0},
        {"way": "by_taste", "shows": 420, "bought_share": 0.09, "low": None, "high": None, "ips": 0.1, "effective_shows": 21.5},
    ],
    "liability": [{"method": "chain_ladder", "points_to_come": 1200, "low": 900, "high": 1500}, {"method": "cape_cod", "points_to_come": 1100, "low": None, "high": None}],
    "roll_forward": [{"month": "2017-05", "opening": 0, "issued": 900, "redeemed": 100, "closing": 800}],
    "liability_triangle": [{"earned_in": "2017-05", "months_later": 0, "redeemed_so_far": 10, "issued": 900}, {"earned_in": "2017-06", "months_later": 0, "redeemed_so_far": 0, "issued": 0}],
    "revenue_schedule": [{"month": "2017-05", "revenue": "100.00", "for_points": "1.00", "redeemed": 10, "expected": 90, "recognised": "0.10", "liability": "0.90"}],
    "anomalies": [{"day": "2017-06-29", "ref": "alice", "risk": 4.282, "points": 500, "evidence": "=HYPERLINK(1)"}],
    "moved": [{"step": "members", "before": 4.0, "now": 6.0, "moved": "120.00", "moved_low": "-10.00", "moved_high": "250.00"}, {"step": "aov", "before": 50.5, "now": 54.2, "moved": "-8.00", "moved_low": "-20.00", "moved_high": "5.00"}],
    "last_list": [{"members": 20, "foreseen": 0.6, "precision": 0.65, "of_the_alone": None, "of_the_contacted": 0.65, "everybody": 0.3}],
    "change_points": [{"week_of": "2017-03-06", "series": "orders", "level_before": 4.0, "level_after": 6.0, "level_change": 0.5, "change_low": 0.2, "change_high": 0.9, "by_chance": 0.001}],
    "programme_moved": [
        {"step": "enrolled", "of_before": 90, "rate_before": 0.5, "of_now": 80, "rate_now": 0.6, "change": 0.1, "change_low": -0.05, "change_high": 0.24, "part": 0.02, "part_low": -0.01, "part_high": 0.05},
        {"step": "redeemed", "of_before": 45, "rate_before": 0.2, "of_now": 48, "rate_now": 0.1, "change": -0.1, "change_low": -0.25, "change_high": 0.04, "part": -0.05, "part_low": -0.1, "part_high": 0.01},
    ],
    "month_moved": [{"step": "aov", "before": 50.5, "now": 54.2, "moved": "-8.00", "moved_low": "-20.00", "moved_high": "5.00"}],
    "review": [
        {"topic": "went", "sentence": "In Jun 2017 members brought ¥815.00 net.", "query": "months@0a1b2c3d", "figure": "months", "facts": {"at_month": "2017-06", "revenue": "815.00"}},
        {"topic": "next", "sentence": "No rule calls for a step.", "query": "months@0a1b2c3d", "figure": "months", "facts": {}},
    ],
    "price_classes": [{"class": "high", "members": 1, "orders": 9, "discounted_share": 0.3, "depth_share": 0.1}],
    "price_fairness": [
        {"by": "tenure", "group": "long", "beside": "new", "measure": "paid", "verdict": "pays_more", "difference": 0.052, "change_low": 0.03, "change_high": 0.074, "asked_change": 0.001, "discount_change": 0.051, "cells": 210, "members": 90, "members_beside": 41},
        {"by": "class", "group": "high", "beside": "others", "measure": "points", "verdict": "unclear", "difference": 0.01, "change_low": -0.02, "change_high": 0.04, "asked_change": None, "discount_change": None, "cells": 44, "members": 31, "members_beside": 60},
    ],
    "class_intervals": [{"class": "high", "members": 1, "repeaters": 1, "gap_quarter": 7.0, "median_days": 7.0, "gap_three_quarters": 7.0, "days_since": 3.0}],
    "points_used": [{"issued": 900, "redeemed": 100, "lapsed": 9, "redemption_rate": 1 / 9, "breakage_rate": 0.01}],
    "complaints": [{"complaints": 2, "members": 1, "orders": 50, "complaint_rate": 0.04}],
    "personas": [],
}  # fmt: skip


@cache
def documents() -> dict[str, dict[str, Any]]:
    """By figure and language; worked out once for all tests."""
    with TemporaryDirectory() as folder, facts_of(Path(folder), ORDERS, header=HEADER.strip() + ",channel\n", as_of=AS_OF) as facts:
        found = {name: figure(facts, name) for name in NAMES if name not in ("rfm", "price_members")}
        figures = {name: {language: one.document(language) for language in LANGUAGES} for name, one in found.items()}
    kpi, unsaid = found["kpi"], {"en": "too young", "zh-Hans": "为时太短", "zh-Hant": "為時太短"}
    for name, rows in MODELS.items():
        figures[name] = {
            language: {**kpi.document(language), "name": name, "title": kpi.title(language), "sql": "", "rows": rows, "cannot_say": [] if rows else [unsaid[language]]}
            for language in LANGUAGES
        }
    may = {"topic": "went", "sentence": "In May 2017 members brought ¥800.00 net.", "query": "months@0a1b2c3d", "figure": "months", "facts": {"at_month": "2017-05", "revenue": "800.00"}}
    figures["review@2017-05"] = {language: {**one, "rows": [may]} for language, one in figures["review"].items()}
    return figures


def refresh(shop: Shop, *, refused: int = 0, before: date | None = None) -> int:
    """Keep it; gives its number. Alice may leave, Bea is among the best, Carl sleeps, Dana had not bought by then."""
    kept = {
        "currency": "CNY", "exponent": 2, "horizon_days": 49, "clv_days": 365, "refused": refused, "classes": {row["class"]: row for row in MODELS["classes"]},
        "cannot_say": {"en": ["A sentence on what can’t be said"], "zh-Hans": ["说不了的话"], "zh-Hant": ["說不了的話"]},
        "reviews": {"months": ["2017-05"], "first": "2016-12", "running": "2017-06"}, "margin": None, "rulers": {"personas": {"version": 1, "made_on": 17_300, "named": [["persona.purchase_days.high"], ["persona.average"]]}, "grades": {"version": 2, "made_on": 17_300}},
        "popular": [Item("bread", "insight.recommend.popular", {"times": 9})],
    }  # fmt: skip
    milk = Item("milk", "insight.recommend.bought_often", {"times": 4, "baskets": 6})
    alice = Told("high", 0.31, 45_200, 99_000, (3, 4, 4), 41, 6, 133_450, 17.3, "B", ["drifted_away", "price"], [milk], [Item("biscuit", "insight.recommend.because_bought", {"item": "milk"})])
    alice = msgspec.structs.replace(alice, sure=0.7, left=12_000, costs=(1_000, 950, 1_000, 0), persona=0, visitor="keen", rfe=(5, 4, 4), visit_days=6, visit_since=4, attitude=80.0, behaviour=35.0, loyalty="latent")
    if before is not None:  # how alice stood some weeks earlier
        keep(shop.conn, Results(before, 1, kept, {}, [Row(member_id_of(shop.conn, "alice"), 0, 0, 1, 2, msgspec.structs.replace(alice, rfm=(5, 4, 4), buys=0.8), 0, 1, 0)]), at=AT)
    rows = [
        Row(member_id_of(shop.conn, "alice"), 3, 3, 2, 3, alice, 1, 0, 0),
        Row(member_id_of(shop.conn, "bea"), 0, 0, 2, 2, Told(buys=0.87, margin=250_000, clv=610_000)),
        Row(member_id_of(shop.conn, "carl"), 4, 4, 1, 4, Told(buys=0.03, margin=900)),
    ]
    marks = (Marked(member_id_of(shop.conn, "alice"), 45_200, ["rfm:344", "rf:34", "reason:drifted_away", "price:mostly", "cohort:2017-01"], 0b1011),)
    return keep(shop.conn, Results(AS_OF, 1, kept, documents(), rows, lambda: marks), at=AT)

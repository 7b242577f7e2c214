"""Compute the report card anew: ``python -m tests.numbers.report_card`` writes regulars/insight/report_card.json and docs/report-card.md (about a minute).

``--timed FILE`` takes the seconds from a document of ``regulars bench insight --json`` instead and leaves the rest as it is.

Every line is made from the same data and published figures as the golden checks beside it; what they compare, this measures.
"""

import sys
from collections.abc import Iterator
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import msgspec
import numpy as np

from regulars.insight.report_card import Card, Check, Timed, built, card, markdown

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
for folder in (HERE, HERE.parent):
    sys.path.insert(0, str(folder))

CDNOW = "CDNOW"


def far(found, published, *, relative: bool = False) -> float:
    """The largest distance, element by element."""
    ours, theirs = np.asarray(found, np.float64), np.asarray(published, np.float64)
    return float(np.max(np.abs(ours - theirs) / (np.abs(theirs) if relative else 1)))


def base() -> Iterator[Check]:
    from tempfile import TemporaryDirectory

    from regulars.insight.study.base import base_of
    from tests.insight.order_files import cdnow_master, facts_of

    with TemporaryDirectory() as folder, facts_of(Path(folder), cdnow_master(Path(folder))) as facts:
        document = base_of(facts, {}).document
    kpi, cohorts = document["kpi"], document["cohorts"]
    counted = [kpi["members"], kpi["orders"], float(kpi["revenue"]), *(one["size"] for one in cohorts), *cohorts[0]["active"][:3], *cohorts[1]["active"][:2], *cohorts[2]["active"][:2]]
    published = [23_570, 69_659, 2_500_315.63, 7_846, 8_476, 7_248, 1_157, 964, 810, 1_312, 980, 1_032, 752]
    yield Check("kpi", CDNOW, "Fader & Hardie's file, counted with R and pandas", len(counted), far(counted, published), 0)
    pareto = document["pareto"]
    yield Check("kpi", f"{CDNOW}: top 20 %, Gini", "the same", 2, far([pareto["top20_share"], pareto["gini"]], [0.6778, 0.6346]), 5e-5)


def rfm() -> Iterator[Check]:
    from test_rfm_scores import CUTS, PRINTED
    from test_rfm_scores import rfm as made

    from regulars.insight.figures.rfm import score

    days, times, amounts, scores = zip(*PRINTED.values(), strict=True)
    yield Check("rfm", "rfm_data_orders", "R package rfm, README", len(scores), far(score(made(days, times, amounts), CUTS).cell, scores), 0)


def value() -> Iterator[Check]:
    from insight.cdnow import HOLDOUT_DAYS, calibration, donations, holdout

    from regulars.insight.clv.beta_binomial import BgBb
    from regulars.insight.clv.beta_geometric import BgNbd, MbgNbd
    from regulars.insight.clv.gamma_gamma import GammaGamma
    from regulars.insight.clv.judging import judge
    from regulars.insight.clv.pareto_nbd import ParetoNbd

    published = (
        ("bg_nbd", BgNbd, -9582.429, "Fader, Hardie & Lee 2005; CLVTools"),
        ("mbg_nbd", MbgNbd, -9582.1357, "lifetimes, BTYDplus"),
        ("pareto_nbd", ParetoNbd, -9594.976, "Fader, Hardie & Lee 2005; BTYD"),
    )
    for name, model, likelihood, source in published:
        fit = model.fit(calibration().rows)
        found = judge(calibration(), model.of(fit), holdout(), HOLDOUT_DAYS)
        off = far([fit.log_likelihood], [likelihood])
        yield Check(name, CDNOW, source, 1, off, 1e-3, "", "MAE", found.accuracy.mae, found.same_rate.mae, "same_rate", True)
    errors = {BgNbd: [0.01256, 0.37822, 0.18573, 0.70541], ParetoNbd: [0.0476264, 0.8427222, 0.1872594, 6.2105448]}
    found = [error for model in errors for error in (model.fit(calibration().rows).standard_errors or {}).values()]
    yield Check("standard_errors", CDNOW, "CLVTools", len(found), far(found, [one for told in errors.values() for one in told], relative=True), 1e-3, "relative")
    spend = GammaGamma.fit(calibration().x, calibration().spend).fit
    yield Check("gamma_gamma", CDNOW, "Fader & Hardie 2013; CLVTools", 1, far([spend.log_likelihood], [-4055.9177]), 1e-3)
    yield Check("bg_bb", "donations", "Fader, Hardie & Shang 2010", 1, far([BgBb.fit(donations()).log_likelihood], [-33225.58]), 5e-3)


def churn() -> Iterator[Check]:
    from histories import cdnow, complete_journey

    from regulars.insight.churn.grading import judge
    from regulars.insight.churn.prior import expected_purchases, histories_of
    from regulars.insight.churn.scores import auc
    from regulars.insight.churn.windows import left
    from regulars.insight.clv.beta_geometric import BgNbd, MbgNbd
    from regulars.insight.clv.pareto_nbd import ParetoNbd

    trials = (
        (f"{CDNOW}, 91 days", cdnow(), 91, {"logit": 0.8357, "lightgbm": 0.8394, "recency": 0.8279, "frequency": 0.8254}),
        ("Complete Journey, 28 days", complete_journey(), 28, {"logit": 0.8768, "lightgbm": 0.8784, "recency": 0.8117, "frequency": 0.8380}),
    )
    for data, known, days, published in trials:
        grade = judge(known, days).grade
        found = {score.name: score.auc for score in grade.all}
        off = far([found[name] for name in published], list(published.values()))
        yield Check("churn", data, "an independent trial (scikit-learn, LightGBM)", len(published), off, 0.01, "", "AUC", grade.model.auc, grade.baseline.auc, grade.baseline.name)
        truth, past = left(known, known.until - days, days), known.before(known.until - days)
        rows = histories_of(past).rows
        alive = [auc(truth, 1 - kind.of(kind.fit(rows)).p_alive(rows.x, rows.tx, rows.T)[rows.row_of]) for kind in (BgNbd, MbgNbd, ParetoNbd)]
        expected = auc(truth, -expected_purchases(past, days))
        by_hand = [0.3442, 0.7893, 0.7974, 0.8377] if days == 91 else [0.6802, 0.7434, 0.7845, 0.8620]
        off = far([*alive, expected], by_hand)
        yield Check("cold_start", data, "an independent trial (CLVTools, lifetimes)", 4, off, 0.01, "", "AUC", expected, grade.baseline.auc, grade.baseline.name)


def recommendations() -> Iterator[Check]:
    from test_recommendations import baskets_of, moment

    from regulars.insight.recommend.again import buy_again
    from regulars.insight.recommend.baskets import global_cut
    from regulars.insight.recommend.judging import judge
    from regulars.insight.recommend.neighbours import ease
    from regulars.insight.recommend.pairing import hit_rate, pairs
    from regulars.insight.recommend.ranking import most_popular
    from regulars.insight.recommend.report import _novel, again_lists, new_lists

    held = global_cut(baskets_of("GROUP BY 1 HAVING count(*) >= 17"), moment("2017-12-01"))
    personal = judge(again_lists(held, 10)["personal popularity"], held.truth)
    off = far([personal.recall, personal.ndcg_reachable, personal.hit_rate], [0.1901, 0.2248, 0.6084])
    ours = judge(buy_again(held.history, 10)[0][held.who], held.truth)
    yield Check("buy_again", "Complete Journey", "an independent run of the baseline", 3, off, 0.002, "", "R@10", ours.recall, personal.recall, "personal_popularity")
    new, novel = new_lists(held, {"ease": ease}, 10), _novel(held)
    ours, plain = judge(new["ease"], novel), judge(new["popularity"], novel)
    yield Check("try_new", "Complete Journey", "an independent run of EASE and popularity", 2, far([ours.recall, plain.recall], [0.0270, 0.0226]), 0.002, "", "R@10", ours.recall, plain.recall, "popularity")
    baskets = baskets_of("WHERE transaction_timestamp < '2017-11-01' GROUP BY 1 HAVING count(DISTINCT basket_id) >= 50")
    known, later = baskets.keep(baskets.at < moment("2017-11-01")), baskets.keep(baskets.at >= moment("2017-11-01"))
    order = np.lexsort((np.random.default_rng(0).random(len(later.item)), later.basket))
    size = np.bincount(later.basket, minlength=len(later.owner))
    first = (np.cumsum(size) - size)[size >= 2]
    anchor, partner = later.item[order[first]], later.item[order[first + 1]]
    hits, _ = hit_rate(pairs(known), anchor, partner)
    popular = float(np.isin(partner, most_popular(known.popularity(), 10)).mean())
    yield Check("pairing", "Complete Journey", "–", measure="HR@10", score=float(hits), baseline=popular, baseline_name="popularity")


def liability() -> Iterator[Check]:
    from test_liability import PRINTED
    from triangles import square

    from regulars.insight.liability.chain_ladder import chain_ladder, development, mack_error
    from regulars.insight.liability.revenue import allocate, schedule
    from regulars.insight.liability.triangle import triangle

    for name, (rows, ultimate, to_come, mack, log_linear, _) in PRINTED.items():
        of = triangle(square(rows))
        by = development(of)
        out = chain_ladder(of, by)
        found = [out.ultimate.sum(), out.total, mack_error(of, by).total, mack_error(of, by, interpolation="log-linear").total]
        yield Check("chain_ladder", name, "chainladder 0.10.1; R's ChainLadder", 4, far(found, [ultimate, to_come, mack, log_linear], relative=True), 1e-6, "relative")
    split = allocate(100_000, goods_price=100_000, points=10_000, point_value=Fraction(1), share_redeemed=Fraction(95, 100))
    told = [split.goods, split.points]
    for moves in ([(4_500, 9_500), (8_500, 9_700)],):
        told += [amount for year in schedule(split.points, moves) for amount in (year.revenue, year.liability)]
    told += [year.revenue for expected in (9_900, 9_200) for year in schedule(9_000, [(4_500, 9_700), (8_500, expected)])]
    published = [91_324, 8_676, 4_110, 4_566, 3_493, 1_073, 4_175, 3_552, 4_175, 4_140]
    yield Check("revenue", "IE267–IE270, examples 10A and 10B", "IFRS 15; KPMG handbook, pp. 279–280", len(told), far(told, published), 0)


def indices() -> Iterator[Check]:
    from test_indices import DRINKS, drinks

    from regulars.insight.indices.surveys import nps, share
    from regulars.insight.indices.weights import ahp

    found, wilson = nps(50, 30, 20), share(10, 20)
    yield Check("surveys", "50, 30, 20 answers; 10 of 20", "Wilson 1927; standard error by hand", 4, far([found.value, found.se, wilson.low, wilson.high], [30, 7.810, 0.2993, 0.7007]), 5e-4)
    weights = ahp(drinks())
    published = {"water": 0.327, "soda": 0.190, "coffee": 0.177, "milk": 0.129, "beer": 0.116, "tea": 0.042, "wine": 0.019}
    off = far([weights.weights[DRINKS.index(name)] for name in published], list(published.values()))
    yield Check("weights", "Saaty's drinks", "Saaty; ahpy", len(published), off, 6e-4)


def unusual() -> Iterator[Check]:
    """Nobody publishes misuse of loyalty schemes: shops are drawn, misuse is hidden in them, and the forest that is told nothing is the simplest way to look."""
    from sklearn.ensemble import IsolationForest

    from regulars.insight.anomalies.injection import average_precision, inject
    from regulars.insight.anomalies.rings import rings
    from regulars.insight.anomalies.rings_injection import by_points, by_rings, inject_rings
    from regulars.insight.anomalies.scoring import forest_scores, score
    from regulars.insight.anomalies.series import surprise
    from regulars.insight.anomalies.series_injection import inject_series

    made = inject(members=20_000, over=60, injected=200, seed=1)
    true = made.shape > 0
    ours, forest = average_precision(score(made.days).score, true), average_precision(forest_scores(made.days), true)
    yield Check("anomalies", "20,000 members drawn, 200 days of misuse", "–", measure="AP", score=ours, baseline=forest, baseline_name="isolation_forest")
    ours, forests = [], []
    for seed in range(20, 26):
        drawn = inject_series(places=80, days=30, injected=60, seed=seed, kind="count")
        true, seen = (drawn.shape > 0).ravel(), surprise(drawn.series, days=30)
        ours.append(average_precision(-np.log10(np.where(np.isfinite(seen.chance), seen.chance, 1.0)).ravel(), true))
        past, now = drawn.series.values[:, :-30], drawn.series.values[:, -30:]
        table = np.column_stack([np.log1p(now).ravel(), ((now - past.mean(axis=1, keepdims=True)) / past.std(axis=1, keepdims=True)).ravel()])
        forests.append(average_precision(-IsolationForest(n_estimators=50, random_state=0).fit(table).score_samples(table), true))
    yield Check("series", "480 stores drawn, 360 days of misuse", "–", measure="AP", score=float(np.mean(ours)), baseline=float(np.mean(forests)), baseline_name="isolation_forest")
    ours, by_what_came = [], []
    for seed in (101, 102, 103):
        gifts = inject_rings(members=20_000, over=120, injected=25, seed=seed)
        true = gifts.shape > 0
        ours.append(average_precision(by_rings(rings(gifts.gifts, since=79), 20_000), true))
        by_what_came.append(average_precision(by_points(gifts.gifts, 20_000, since=79), true))
    yield Check("rings", "60,000 members drawn, 150 circles and funnels of gifts", "–", measure="AP", score=float(np.mean(ours)), baseline=float(np.mean(by_what_came)), baseline_name="points_got")


def groups() -> Iterator[Check]:
    from histories import complete_journey, day

    from regulars.insight.churn.features import features_at
    from regulars.insight.groups.personas import find_personas

    known = features_at(complete_journey(), day("2017-07-01"))
    found = find_personas(np.column_stack([known.plain[:, :2], known.rich[:, 0]]), ("recency", "days", "spent"))
    published = {3: 0.951, 5: 0.910}[len(found.centres)]
    yield Check("personas", "Complete Journey, 2017-07-01", "an independent trial (scikit-learn)", 1, far([found.stability], [published]), 0.06)


def fairness() -> Iterator[Check]:
    from insight.figures.test_fairness import REFITTED, counted, table

    found = [counted(table(pairs=pairs)) for pairs in REFITTED]
    off = far([(one.difference, one.off) for one in found], list(REFITTED.values()))
    yield Check("fairness", "two tables of 40 and 120 prices", "statsmodels, refitted without each", 2 * len(found), off, 1e-10)


def not_published() -> Iterator[Check]:
    """What has neither a published figure nor a baseline of its own: how long it takes."""
    for name in ("stages", "visits", "loyalty", "review"):
        yield Check(name, "–", "–")


QUICK = (rfm, fairness, liability, indices)
PARTS = (base, rfm, value, churn, recommendations, groups, fairness, liability, indices, unusual, not_published)
TIMED = (("anomalies", "anomalies"), ("groups", "stages"), ("groups", "personas"), ("groups", "price_fairness"), ("visits", "rfe"), ("visits", "loyalty"), ("review", "review"))
NAMED = {"rfe": "visits", "price_fairness": "fairness"}  # of the bench, as the card has them


def measured(*parts) -> list[Check]:
    return [check for part in parts for check in part()]


def timed(bench: dict, today: str) -> Timed:
    """Seconds by analytic of the card."""
    parts = {name: part["seconds"] for name, part in bench["parts"].items()}
    base, clv = parts["base"], parts["clv"]
    seconds = {"kpi": base["kpi"] + base["cohorts"], "rfm": base["rfm"], "churn": parts["churn"]["train_and_score"]}
    seconds |= {name: clv[f"fit_{name}"] + clv[f"score_{name}"] for name in ("bg_nbd", "mbg_nbd", "pareto_nbd")}
    seconds |= {"gamma_gamma": clv["fit_gamma_gamma"], "buy_again": sum(parts["buy_again"].values()), "chain_ladder": parts["liability"]["liability"]}
    seconds |= {"read": clv["read"], "histories": clv["histories"], "triangle": parts["liability"]["triangle_a_day_later"], "triangle_anew": parts["liability"]["triangle_anew"]}
    if (lists := parts.get("recommend")) is not None:
        seconds |= {"try_new": lists["try_new"], "pairing": lists["pairs"]}
    seconds |= {NAMED.get(name, name): parts[part][name] for part, name in TIMED if part in parts}
    return Timed(today, bench["members"], bench["orders"], bench["machine"]["cpus"], {name: round(took, 2) for name, took in seconds.items()})


def main() -> None:
    from datetime import UTC, datetime

    made_with = {"Python": sys.version.split()[0]} | {name: version(name) for name in ("numpy", "scipy", "scikit-learn", "lightgbm", "duckdb")}
    today = datetime.now(UTC).date().isoformat()
    if sys.argv[1:2] == ["--timed"]:
        made = msgspec.structs.replace(card(), timed=timed(msgspec.json.decode(Path(sys.argv[2]).read_bytes()), today))
    else:
        made = Card(today, made_with, measured(*PARTS), card().timed)
    (ROOT / "regulars/insight/report_card.json").write_bytes(built(made))
    (ROOT / "docs/report-card.md").write_text(markdown(made), encoding="utf-8")
    for check in made.checks:
        print(check.analytic, check.data, check.deviation, check.score, check.baseline, "DOES NOT HOLD" if check.holds is False else "")


if __name__ == "__main__":
    main()

"""What of insight is timed, each part in a process of its own so that its memory is its own: ``python -m regulars.cli.bench.insight_parts FOLDER PART`` prints one JSON document."""

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from regulars.cli.bench.insight_journal_parts import anomalies, groups, journal_sql, keep, liability, review, visits
from regulars.cli.bench.made_shop import opened_shop
from regulars.cli.bench.timing import Seconds, timed
from regulars.insight.asking.answers import KEPT, answer
from regulars.insight.asking.coding import coded_of
from regulars.insight.asking.models import CLV_DAYS, DISCOUNT, Models
from regulars.insight.clv.beta_geometric import BgNbd, MbgNbd
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.histories import histories
from regulars.insight.clv.pareto_nbd import ParetoNbd
from regulars.insight.clv.value import score as score_value
from regulars.insight.facts import Facts
from regulars.insight.facts.facts import day_number
from regulars.insight.figures import NAMES as FIGURES
from regulars.insight.figures import figure
from regulars.insight.figures.figure import sql_of
from regulars.insight.figures.rfm import cuts_of, rfm_of, score
from regulars.insight.recommend.again import buy_again
from regulars.insight.recommend.neighbours import try_new
from regulars.insight.recommend.offers import stock
from regulars.insight.recommend.pairing import pairs
from regulars.insight.recommend.report import LIKENESSES, offline_report
from regulars.insight.refreshing.members import kept_of, rows_of
from regulars.insight.refreshing.standing import carry_over

ROUNDS = 3  # of each figure and its bare query, in turn; the quickest counts


def base(facts: Facts) -> dict[str, Any]:
    """Who bought when and for how much, scored; cohorts; the base figures."""
    seconds: Seconds = {}

    def rfm() -> Any:
        of = rfm_of(facts)
        return score(of, cuts_of(of))

    timed(seconds, "rfm", rfm)
    timed(seconds, "cohorts", lambda: figure(facts, "cohorts"))
    timed(seconds, "kpi", lambda: figure(facts, "kpi"))
    return {"seconds": seconds}


def sql(facts: Facts) -> dict[str, Any]:
    """Every figure beside its bare query: the same text, executed and fetched, and nothing round it."""
    rows = []
    for name in FIGURES:
        text = sql_of(name)
        ours, bare = [], []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            facts.connection.execute(text).fetchall()
            bare.append(time.perf_counter() - began)
            began = time.perf_counter()
            figure(facts, name)
            ours.append(time.perf_counter() - began)
        rows.append({"name": name, "seconds": round(min(ours), 4), "bare_seconds": round(min(bare), 4), "ratio": round(min(ours) / min(bare), 2)})
    return {"seconds": {"all": round(sum(row["seconds"] for row in rows), 4)}, "figures": rows}


def clv(facts: Facts) -> dict[str, Any]:
    """Four fits on everybody, and everybody scored: alive, buys within a year, purchases, margin within a year and for ever."""
    seconds: Seconds = {}
    days = timed(seconds, "read", facts.purchase_days)
    who = timed(seconds, "histories", lambda: histories(days.member, days.day, days.amount / 100, until=day_number(facts.as_of)))
    rows = timed(seconds, "rows", lambda: who.rows)
    kinds = {"bg_nbd": BgNbd, "mbg_nbd": MbgNbd, "pareto_nbd": ParetoNbd}
    fits = {name: timed(seconds, f"fit_{name}", lambda kind=kind: kind.fit(rows)) for name, kind in kinds.items()}  # type: ignore[misc]
    spend = timed(seconds, "fit_gamma_gamma", lambda: GammaGamma.fit(who.x.astype(np.float64), who.spend)).spend
    for name, kind in kinds.items():
        model = kind.of(fits[name])
        timed(seconds, f"score_{name}", lambda model=model: score_value(who, model, spend, horizon_days=CLV_DAYS, discount=DISCOUNT, margin_share=1.0))  # type: ignore[misc]
    return {"seconds": seconds, "distinct_histories": len(rows.x), "params": {name: dict(fit.params) for name, fit in fits.items()}}


def churn(facts: Facts) -> dict[str, Any]:
    """What happened to everybody, read from the lines; judged a window ago, learned anew, everybody scored, with reasons, worth and classes."""
    seconds: Seconds = {}
    models = Models(facts)
    timed(seconds, "read", lambda: models.days)
    found = timed(seconds, "train_and_score", lambda: models.leaving)
    return {"seconds": seconds, "members": len(found.members), "auc": round(found.grade.model.auc, 4), "baseline_auc": round(found.grade.baseline.auc, 4)}


def again(facts: Facts) -> dict[str, Any]:
    """Buy again for everybody, from the tables on."""
    seconds: Seconds = {}
    coded = timed(seconds, "read", lambda: coded_of(facts).coded)
    lists, _ = timed(seconds, "lists", lambda: buy_again(coded.baskets))
    return {"seconds": seconds, "members": len(lists), "lines": len(coded.baskets.item)}


def recommend(facts: Facts) -> dict[str, Any]:
    """The offline report; *try new* for everybody and what goes with what, each by itself; then every list as a refresh makes them (those two in it)."""
    seconds: Seconds = {}
    coded = timed(seconds, "read", lambda: coded_of(facts).coded)
    cut = (day_number(facts.as_of - timedelta(days=91)) + 1) * 86_400_000_000
    report = timed(seconds, "report", lambda: offline_report(coded.baskets, cut))
    likeness = timed(seconds, "likeness", lambda: LIKENESSES[report.likeness](coded.baskets))
    timed(seconds, "try_new", lambda: try_new(coded.baskets, likeness))
    timed(seconds, "pairs", lambda: pairs(coded.baskets))
    timed(seconds, "all_lists", lambda: stock(coded.baskets, likeness, report, np.zeros(coded.baskets.members, bool)))
    lines = {f"{one.list}: {one.method}": round(one.score.recall, 4) for one in report.lines if one.protocol == "global cut"}
    return {"seconds": seconds, "likeness": report.likeness, "recall_at_10": lines}


def refresh(facts: Facts) -> dict[str, Any]:
    """What a nightly refresh works out, member rows and all, without writing it to PostgreSQL."""
    seconds: Seconds = {}
    models, numbers = Models(facts), [number for (number,) in facts.rows("SELECT number FROM numbers ORDER BY member")]
    standing, cuts = timed(seconds, "learning_who_leaves", lambda: carry_over(models, numbers, None))
    for name in KEPT:
        timed(seconds, name, lambda name=name: answer(models, name))  # type: ignore[misc]
    timed(seconds, "kept", lambda: kept_of(models, None, cuts))
    rows = timed(seconds, "member_rows", lambda: sum(1 for _ in rows_of(models, numbers, None, standing)))
    return {"seconds": seconds, "rows": rows}


PARTS: dict[str, Callable[[Facts], dict[str, Any]]] = {
    "base": base, "sql": sql, "journal_sql": journal_sql, "clv": clv, "churn": churn, "buy_again": again, "recommend": recommend, "liability": liability,
    "anomalies": anomalies, "groups": groups, "visits": visits, "review": review, "refresh": refresh, "keep": keep,
}  # fmt: skip


def peak_bytes() -> int:
    """The most memory this process has had. ``ru_maxrss`` begins with what the parent had; this does not."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    with opened_shop(Path(sys.argv[1])) as facts:
        print(json.dumps({**PARTS[sys.argv[2]](facts), "peak_mb": round(peak_bytes() / 1e6)}))

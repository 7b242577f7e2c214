"""Our side: ``ours.py FOLDER PART``."""

from pathlib import Path
from typing import Any

import numpy as np
from inputs import read_baskets
from timing import clock, hand_back

from regulars.cli.bench.made_shop import opened_shop
from regulars.insight.clv.beta_geometric import BgNbd, MbgNbd
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.histories import compress
from regulars.insight.clv.pareto_nbd import ParetoNbd
from regulars.insight.figures import figure
from regulars.insight.figures.figure import sql_of
from regulars.insight.figures.rfm import cuts_of, rfm_of, score
from regulars.insight.liability.chain_ladder import chain_ladder, development, mack_error
from regulars.insight.liability.triangle import Triangle, increments, triangle
from regulars.insight.recommend.again import buy_again
from regulars.insight.recommend.neighbours import ease, tf_idf, try_new


def figures(folder: Path) -> dict[str, Any]:
    """From the database's file, which the peer has in memory before its clock starts."""
    found: dict[str, Any] = {}
    with opened_shop(Path((folder / "shop").read_text())) as facts:

        def rfm() -> Any:
            of = rfm_of(facts)
            score(of, cuts_of(of))
            return of

        of = clock(found, "rfm", rfm)
        clock(found, "cohorts", lambda: figure(facts, "cohorts"))
        active = facts.rows(f"SELECT born, months_after, active FROM ({sql_of('cohorts')}) WHERE active IS NOT NULL ORDER BY ALL")
    return {"seconds": found, "said": {"rfm": [int(one.sum()) for one in (of.recency, of.frequency, of.monetary)], "cohorts": [list(map(int, row)) for row in active]}}


def worth(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with np.load(folder / "histories.npz") as of:
        x, tx, T, spend = (of[name] for name in ("x", "tx", "T", "spend"))
    rows = clock(found, "equal histories put together", lambda: compress(x, tx, T))
    said = {}
    for name, kind in (("bg_nbd", BgNbd), ("mbg_nbd", MbgNbd), ("pareto_nbd", ParetoNbd)):
        said[name] = [float(value) for value in clock(found, name, lambda kind=kind: kind.fit(rows)).params.values()]
    said["gamma_gamma"] = [float(value) for value in clock(found, "gamma_gamma", lambda: GammaGamma.fit(x, spend)).fit.params.values()]
    return {"seconds": found, "said": said}


def lists(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for shop in ("made", "journey"):
        history = read_baskets(folder / f"{shop}.npz")
        kept = {"buy again/again": clock(found, f"{shop}/buy again/again", lambda history=history: buy_again(history)[0])}
        for name, kind in (("TF-IDF", tf_idf), ("EASE", ease)):
            like = clock(found, f"{shop}/try new, {name}/fit", lambda kind=kind, history=history: kind(history))
            kept[f"try new, {name}/new"] = clock(found, f"{shop}/try new, {name}/new", lambda like=like, history=history: try_new(history, like)[0])
        np.savez(folder / f"{shop}-ours", **kept)
    return {"seconds": found}


def liability(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with np.load(folder / "redeemed.npz") as of:
        earned, redeemed = (of[name].astype("datetime64[M]").astype(np.int64) for name in ("earned_in", "redeemed_in"))
        points, now = of["points"], int(of["as_of"].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64))
    with np.load(folder / "cells.npz") as cells:
        made = {name: triangle(cells[name]) for name in ("RAA", "GenIns")}

    def of_points() -> Triangle:
        first = int(earned.min())
        added = np.cumsum(increments([], [], earned - first, redeemed - first, points, now=now - first).cells, axis=1).astype(float)
        added[np.add.outer(np.arange(len(added)), np.arange(len(added))) >= len(added)] = np.nan
        return triangle(added)

    made["points"] = clock(found, "points/triangle", of_points)
    said = {}
    for name, of in made.items():
        ladder, error = clock(found, f"{name}/mack", lambda of=of: (chain_ladder(of, development(of)), mack_error(of, development(of))))
        said[name] = [ladder.total, error.total]
    return {"seconds": found, "said": said}


if __name__ == "__main__":
    hand_back({"figures": figures, "worth": worth, "lists": lists, "liability": liability})

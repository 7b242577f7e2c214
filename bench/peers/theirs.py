"""The peers' side: ``theirs.py FOLDER PART``. Knows nothing of Regulars, so it may run in an environment of its own."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
from timing import clock, hand_back

FIFTHS = (0.2, 0.4, 0.6, 0.8)


def figures(folder: Path) -> dict[str, Any]:
    """pandas: recency, frequency and money with scores, and cohorts by month."""
    import pandas as pd

    found: dict[str, Any] = {}
    with np.load(folder / "days.npz") as days, np.load(folder / "orders.npz") as orders:
        frame = pd.DataFrame({"member": days["member"], "day": days["day"].astype("datetime64[D]").astype("datetime64[s]")})
        spent, as_of = pd.DataFrame({"member": orders["member"], "amount": orders["amount"]}), days["as_of"].astype("datetime64[D]")

    def rfm() -> pd.DataFrame:
        by = frame.groupby("member")["day"].agg(last="max", frequency="size")
        by["recency"] = (as_of - by.pop("last")).dt.days
        by["monetary"] = spent.groupby("member")["amount"].sum()
        for name in ("recency", "frequency", "monetary"):
            by[f"{name}_score"] = np.searchsorted(by[name].quantile(FIFTHS).to_numpy(), by[name].to_numpy()) + 1
        return by

    def cohorts() -> pd.Series:
        month = frame["day"].dt.year * 12 + frame["day"].dt.month - 1
        born = month.groupby(frame["member"]).transform("min")
        seen = pd.DataFrame({"member": frame["member"], "born": born, "after": month - born}).drop_duplicates()
        return seen[seen["after"] > 0].groupby(["born", "after"]).size()

    by, active = clock(found, "rfm", rfm), clock(found, "cohorts", cohorts)
    sums = [int(by[name].sum()) for name in ("recency", "frequency", "monetary")]
    return {"seconds": found, "said": {"rfm": sums, "cohorts": [[int(born), int(after), int(many)] for (born, after), many in active.items()]}}


def worth(folder: Path) -> dict[str, Any]:
    """lifetimes: four fits."""
    import lifetimes

    found: dict[str, Any] = {}
    with np.load(folder / "histories.npz") as of:
        x, tx, T, spend = (of[name] for name in ("x", "tx", "T", "spend"))
    again = (x > 0) & (spend > 0)
    np.random.seed(0)  # lifetimes starts its Pareto/NBD at a random place, which it takes from here alone
    fits = {
        "bg_nbd": lambda: lifetimes.BetaGeoFitter().fit(x, tx, T),
        "mbg_nbd": lambda: lifetimes.ModifiedBetaGeoFitter().fit(x, tx, T),
        "pareto_nbd": lambda: lifetimes.ParetoNBDFitter().fit(x, tx, T),
        "gamma_gamma": lambda: lifetimes.GammaGammaFitter().fit(x[again], spend[again]),
    }
    return {"seconds": found, "said": {name: [float(value) for value in clock(found, name, fit).params_] for name, fit in fits.items()}}


def lists(folder: Path) -> dict[str, Any]:
    """implicit: fit and the best ten for everybody, with what a member has bought in the list (buy again) and without (try new)."""
    from implicit.als import AlternatingLeastSquares
    from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
    from scipy import sparse
    from threadpoolctl import threadpool_limits

    kinds = {
        "item-kNN, cosine": lambda: CosineRecommender(K=200),
        "item-kNN, TF-IDF": lambda: TFIDFRecommender(K=200),
        "item-kNN, BM25": lambda: BM25Recommender(K=200),
        "ALS of times": lambda: AlternatingLeastSquares(factors=64, alpha=10.0, iterations=15, random_state=0),
        "ALS of log(1 + times)": lambda: AlternatingLeastSquares(factors=64, alpha=10.0, iterations=15, random_state=0),
    }
    found: dict[str, Any] = {}
    for shop in ("made", "journey"):
        with np.load(folder / f"{shop}.npz") as of:
            rows, shape = of["owner"][of["basket"]], tuple(of["shape"])
            bought = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, of["item"])), shape=shape)
        everybody, kept = np.arange(shape[0]), {}
        with threadpool_limits(1, "blas"):
            for kind, made in kinds.items():
                model, given = made(), bought.log1p() if "log" in kind else bought
                clock(found, f"{shop}/{kind}/fit", lambda model=model, given=given: model.fit(given, show_progress=False))
                for name, without in (("again", False), ("new", True)):
                    best = clock(
                        found, f"{shop}/{kind}/{name}",
                        lambda model=model, given=given, everybody=everybody, without=without: model.recommend(everybody, given, N=10, filter_already_liked_items=without)[0],
                    )  # fmt: skip
                    kept[f"{kind}/{name}"] = best
        np.savez(folder / f"{shop}-theirs", **kept)
    return {"seconds": found}


def liability(folder: Path) -> dict[str, Any]:
    """chainladder: development and Mack's error of RAA, of GenIns and of the shop's own triangle of points. Hands its own cells on, so that ours start from them."""
    import chainladder as cl
    import pandas as pd

    found: dict[str, Any] = {}
    with np.load(folder / "redeemed.npz") as of:
        rows = pd.DataFrame({"earned_in": pd.to_datetime(of["earned_in"]), "redeemed_in": pd.to_datetime(of["redeemed_in"]), "points": of["points"]})
    made = {"RAA": cl.load_sample("raa"), "GenIns": cl.load_sample("genins")}
    made["points"] = clock(
        found, "points/triangle",
        lambda: cl.Triangle(rows, origin="earned_in", development="redeemed_in", columns="points", cumulative=False).incr_to_cum(),
    )  # fmt: skip
    said = {}
    for name, of in made.items():
        told = clock(found, f"{name}/mack", lambda of=of: cl.MackChainladder().fit(cl.Development(sigma_interpolation="mack").fit_transform(of)))
        said[name] = [float(told.ibnr_.sum()), float(np.asarray(told.total_mack_std_err_).ravel()[0])]
    np.savez(folder / "cells", **{name: np.asarray(made[name].to_frame(), float) for name in ("RAA", "GenIns")})
    return {"seconds": found, "said": said}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    hand_back({"figures": figures, "worth": worth, "lists": lists, "liability": liability})

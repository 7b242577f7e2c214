"""pandas, lifetimes, implicit and chainladder beside Regulars: ``run.py SHOP [--peers-python PYTHON] [--only figures,worth,lists,liability] [--json FILE]``.

SHOP is a folder that ``regulars bench insight --shop SHOP`` filled. Both sides read the same files, one after the other, each in a process of its own; what they say is compared.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from inputs import read_baskets, write
from scipy import sparse

from regulars.insight.recommend.judging import judge

HERE = Path(__file__).parent
PARTS = {"figures": "pandas", "worth": "lifetimes", "lists": "implicit", "liability": "chainladder"}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("shop", type=Path)
    asked.add_argument("--peers-python", default=sys.executable, help="the Python that has the peers installed")
    asked.add_argument("--only", default=",".join(PARTS))
    asked.add_argument("--json", type=Path)
    args = asked.parse_args()
    everything: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "shop").write_text(str(args.shop.resolve()))
        write(args.shop, folder)
        for part in args.only.split(","):
            theirs, ours = (_side(python, side, folder, part) for python, side in ((args.peers_python, "theirs"), (sys.executable, "ours")))
            told = _recalls(folder) if part == "lists" else _apart(theirs["said"], ours["said"])
            everything[part] = {"peer": PARTS[part], "theirs": theirs, "ours": ours, "compared": told}
            _tell(PARTS[part], theirs, ours, told)
    if args.json:
        args.json.write_text(json.dumps(everything, indent=1) + "\n")


def _side(python: str, side: str, folder: Path, part: str) -> dict[str, Any]:
    done = subprocess.run([python, str(HERE / f"{side}.py"), str(folder), part], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{part}, {side}: {done.stderr[-1500:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _apart(theirs: dict[str, Any], ours: dict[str, Any]) -> dict[str, float]:
    """Of each thing both say, the largest difference relative to theirs; different shapes are an error."""
    return {
        name: float((np.abs(np.array(ours[name], float) - np.array(said, float)) / np.maximum(np.abs(np.array(said, float)), 1e-12)).max())
        for name, said in theirs.items()
    }


def _recalls(folder: Path) -> dict[str, float]:
    """Recall at ten of every list, by the first basket after the cut; lists of new items by what was new to the member in it."""
    found: dict[str, float] = {}
    for shop in ("made", "journey"):
        history = read_baskets(folder / f"{shop}.npz")
        with np.load(folder / f"{shop}.npz") as of:
            who, at = of["who"], of["truth"]
        truth = sparse.csr_matrix((np.ones(at.shape[1]), (at[0], at[1])), shape=(len(who), history.items))
        new = (truth - truth.multiply(history.bought()[who] > 0)).tocsr()
        new.eliminate_zeros()
        for side in ("theirs", "ours"):
            with np.load(folder / f"{shop}-{side}.npz") as lists:
                for name in lists.files:
                    found[f"{shop}/{name}"] = round(judge(lists[name][who], new if name.endswith("/new") else truth).recall, 4)
    return found


def _tell(peer: str, theirs: dict[str, Any], ours: dict[str, Any], told: dict[str, float]) -> None:
    for side, found in ((peer, theirs), ("regulars", ours)):
        print(f"{side}, at most {found['peak_mb']} MB")
        for name, (seconds, computed) in found["seconds"].items():
            print(f"  {name:40} {seconds:10.4f} s {computed:10.4f} s of computing" + (f"  recall {told[name]:.4f}" if name in told and peer == "implicit" else ""))
    if peer != "implicit":
        print("  largest relative difference:", ", ".join(f"{name} {apart:.1e}" for name, apart in told.items()))
    sys.stdout.flush()


if __name__ == "__main__":
    main()

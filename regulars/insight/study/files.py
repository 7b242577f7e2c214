"""What a study leaves in its folder: the page, the document, and every figure and member as Parquet."""

from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet

from regulars.insight.indices.visits import KINDS
from regulars.insight.study.page import page_of
from regulars.insight.study.studying import Study

PAGE, DOCUMENT, MEMBERS = "study.html", "study.json", "members.parquet"


def write_study(study: Study, folder: Path, language: str) -> list[Path]:
    """Write into ``folder`` (made if need be; files of an earlier study are replaced). Gives what was written. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / PAGE, folder / DOCUMENT]
    written[0].write_text(page_of(study, language), encoding="utf-8")
    written[1].write_bytes(msgspec.json.format(msgspec.json.encode(study.document(language)), indent=2) + b"\n")
    (folder / "figures").mkdir(exist_ok=True)
    for name, found in study.figures.items():
        if name == "rfm":
            continue
        columns = {column: [row[place] for row in found.rows] for place, column in enumerate(found.columns)}
        written.append(folder / "figures" / f"{name}.parquet")
        pyarrow.parquet.write_table(pa.table(columns), written[-1], compression="zstd")
    written.append(folder / MEMBERS)
    pyarrow.parquet.write_table(members_of(study), written[-1], compression="zstd")
    return written


def members_of(study: Study) -> pa.Table:
    """One row per buyer: ref, recency (days), frequency (days), monetary (smallest unit), and where they can be said the three scores.

    With visits, one row for whoever visited too: visit_days, days_since_visit, visit_seconds and visit_pages (means), visitor; of who never bought the rest is null.
    """
    rfm, scores = study.base.rfm, study.base.scores
    columns = {"member": rfm.member, "recency": rfm.recency, "frequency": rfm.frequency, "monetary": rfm.monetary}
    if scores is not None:
        columns |= {"r": scores.recency, "f": scores.frequency, "m": scores.monetary}
    bought = pa.table(columns)
    if study.visiting is not None:
        seen = study.visiting.found
        measures = {"visit_days": seen.days, "days_since_visit": seen.since, "visit_seconds": seen.seconds.round(2), "visit_pages": seen.pages.round(2)}
        kinds = pa.array([KINDS[place] for place in seen.kind], pa.string())
        visited = pa.table({"member": seen.member.astype(np.int64), **measures, "visitor": kinds})
        bought = bought.join(visited, "member", join_type="full outer").sort_by("member")
    refs = np.asarray(study.facts.refs(), dtype=object)
    named = refs[bought["member"].to_numpy()] if len(bought) else []
    return bought.set_column(0, "ref", pa.array(named, pa.string()))

"""How much more one group has than another within the same cells: the within (fixed-effects) estimator; its error by leaving out members, and cells.

A row is one member in one cell with a value y and d (1: of the group, 0: beside it). A cell with n₁ and n₀ rows of either, whose values add up to S₁ and S₀, brings
A = (n₀S₁ − n₁S₀) ÷ n and B = n₁n₀ ÷ n; the difference is β = ΣA ÷ ΣB, which is least squares with a level for each cell.
A member's rows are no independent witnesses, and neither are the rows of a cell, so the variance is V(members) + V(cells) − V(rows), each Σ (β without one of them − β)²
(the two-way cluster jackknife: MacKinnon, Nielsen & Webb, arXiv 2406.08880, 2024; of inclusion and exclusion Cameron, Gelbach & Miller, JBES 29, 2011, eq. 2.11), never less than V(cells).
Leaving out, and not the usual sums of residuals: where cells are pairs, those tell half the variance (de Chaisemartin & Ramirez-Cuellar, AEJ: Applied 16, 2024).
Intervals take Student's t with the fewest of members of either side and cells, less 1.
"""

from dataclasses import dataclass

import duckdb
import numpy as np
from scipy import stats


@dataclass(frozen=True, slots=True)
class Within:
    """difference, off: β and its standard error, in the unit of y. also: β of the second value, without one. beside: the mean of y of those beside.

    cells: in which both groups are. members, members_beside: with a row in such a cell.
    """

    difference: float
    off: float
    also: float
    beside: float
    cells: int
    members: int
    members_beside: int

    def reach(self, alpha: float) -> tuple[float, float]:
        """The interval that leaves ``alpha`` outside, both sides together."""
        half = float(stats.t.ppf(1 - alpha / 2, max(min(self.cells, self.members, self.members_beside) - 1, 1))) * self.off
        return self.difference - half, self.difference + half


def within(connection: duckdb.DuckDBPyConnection, rows: str) -> Within | None:
    """rows: a query of ``member, cell, y, also, d``, one row for a member and cell; who has no d is in neither group.

    None where fewer than two cells, or two members of a side, have both: nothing could be left out.
    """
    cells, members, others, beta, also, beside, of_members, of_cells, of_rows = connection.execute(_SUMS.format(rows=rows)).fetchall()[0]
    if cells < 2 or min(members, others) < 2 or of_members is None or of_cells is None:
        return None
    return Within(beta, float(np.sqrt(max(of_members + of_cells - of_rows, of_cells))), also, beside, cells, members, others)


_SUMS = """
WITH given AS (SELECT member, cell, y - avg(y) OVER w AS y, also - avg(also) OVER w AS also, y AS told, d::INTEGER AS d FROM ({rows}) WHERE d IS NOT NULL WINDOW w AS (PARTITION BY cell)),
     cells AS (
         SELECT *, n1 + n0 AS n, (n0 * s1 - n1 * s0) / (n1 + n0) AS a, n1 * n0 / (n1 + n0) AS b, (n0 * also1 - n1 * also0) / (n1 + n0) AS also FROM (
             SELECT cell, sum(d)::DOUBLE AS n1, sum(1 - d)::DOUBLE AS n0, sum(y * d) AS s1, sum(y * (1 - d)) AS s0, sum(also * d) AS also1, sum(also * (1 - d)) AS also0
               FROM given GROUP BY cell HAVING min(d) < max(d))),
     whole AS (SELECT sum(a) AS a, sum(b) AS b, sum(also) AS also, sum(a) / sum(b) AS beta, count(*) AS cells FROM cells),
     less AS MATERIALIZED (
         SELECT g.member, g.d, g.told,
                c.a - CASE WHEN d = 1 THEN n0 * (s1 - y) - (n1 - 1) * s0 ELSE (n0 - 1) * s1 - n1 * (s0 - y) END / (n - 1) AS a,
                c.b - CASE WHEN d = 1 THEN (n1 - 1) * n0 ELSE n1 * (n0 - 1) END / (n - 1) AS b
           FROM given g JOIN cells c ON c.cell = g.cell),
     members AS (SELECT sum(a) AS a, sum(b) AS b, max(d) AS most, min(d) AS least FROM less GROUP BY member)
SELECT w.cells, m.ours, m.theirs, w.beta, w.also / w.b, l.beside, m.v, c.v, l.v
  FROM whole w,
       (SELECT sum(pow((w.a - m.a) / nullif(w.b - m.b, 0) - beta, 2)) AS v, coalesce(sum(most), 0)::BIGINT AS ours, coalesce(sum(1 - least), 0)::BIGINT AS theirs FROM members m, whole w) m,
       (SELECT sum(pow((w.a - c.a) / nullif(w.b - c.b, 0) - beta, 2)) AS v FROM cells c, whole w) c,
       (SELECT sum(pow((w.a - l.a) / nullif(w.b - l.b, 0) - beta, 2)) AS v, avg(told) FILTER (d = 0) AS beside FROM less l, whole w) l
"""

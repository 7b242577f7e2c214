"""A figure's SQL in Spark's words (sqlglot), with what sqlglot alone would get wrong put right.

- ``day - day`` is a number of days in DuckDB and an interval in Spark: ``DATEDIFF``.
- ``1.0`` is exact in both, but Spark keeps dividing exactly and rounds at some digit: a double, as DuckDB divides.
- What is silently another thing on the other side (``date_diff``, ordered lists, percentiles) is refused when a file uses it.
"""

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from regulars.insight.spark.tables import TABLES
from regulars.kit.errors import Refused

_SCHEMA: dict[str, object] = dict(TABLES)
_OTHERWISE = (exp.DateDiff, exp.TimestampDiff, exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.ApproxQuantile, exp.ArrayAgg, exp.List, exp.GroupConcat)


def spark_sql(sql: str) -> str:
    """Raises Refused ``insight.not_on_spark`` for SQL that would mean something else there."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    for node in tree.find_all(*_OTHERWISE):
        raise Refused("insight.not_on_spark", what=node.key)
    for node in tree.find_all(exp.Anonymous):
        raise Refused("insight.not_on_spark", what=str(node.this))
    told = annotate_types(qualify(tree, schema=_SCHEMA, dialect="duckdb", quote_identifiers=False), schema=_SCHEMA, dialect="duckdb")
    return told.transform(_in_spark).sql(dialect="spark")


def _in_spark(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Sub) and node.left.is_type("date") and node.right.is_type("date"):
        return exp.Anonymous(this="DATEDIFF", expressions=[node.left.transform(_in_spark), node.right.transform(_in_spark)])
    if isinstance(node, exp.Literal) and not node.is_string and "." in node.name:
        return exp.cast(exp.Literal.number(node.name), "double")
    return node

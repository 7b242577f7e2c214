"""The figures on Apache Spark, for a history that outgrows one machine: the same SQL files, translated. Begin with ``figure_on_spark``."""

from regulars.insight.spark.running import NoSpark, figure_on_spark
from regulars.insight.spark.tables import write_tables

__all__ = ["NoSpark", "figure_on_spark", "write_tables"]

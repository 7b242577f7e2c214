"""One figure on Spark: a session, the tables as views, the translated SQL, the rows as DuckDB would give them."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.insight.figures.figure import NAMES, Figure, sql_of
from regulars.insight.spark.tables import TABLES
from regulars.insight.spark.translating import spark_sql
from regulars.kit.errors import Invalid, Refused, Unavailable
from regulars.kit.phrases import phrases


class NoSpark(Unavailable):
    code = "insight.no_spark"


class NoTables(Invalid):
    code = "insight.no_tables"


def figure_on_spark(tables: str, name: str, *, master: str = "local[*]") -> Figure:
    """The figure over ``<tables>/<table>.parquet`` (a folder, or any address Spark reads). Raises NoSpark, NoTables.

    Raises Refused ``insight.not_on_spark`` for a figure that isn't one SQL file. The figure's ``sql`` is what ran there.
    """
    if name not in NAMES:
        raise Refused("insight.not_on_spark", what=name[:40])
    sql = spark_sql(sql_of(name))
    with session(master) as spark:
        look_at(spark, tables)
        return run(spark, name, sql)


def look_at(spark: Any, tables: str) -> None:
    """The tables as views. Raises NoTables where they can't be read."""
    for table in TABLES:
        try:
            spark.read.parquet(f"{tables.rstrip('/')}/{table}.parquet").createOrReplaceTempView(table)
        except Exception as error:
            raise NoTables(tables=tables[:200], why=_first_line(error)) from None


def run(spark: Any, name: str, sql: str) -> Figure:
    """The figure over the views of ``look_at``. sql: Spark's."""
    (shop,) = spark.table("shop").collect()
    found = spark.sql(sql)
    rows = tuple(tuple(_plain(value) for value in row) for row in found.collect())
    return Figure(name, sql, tuple(found.columns), rows, shop.first_day, shop.as_of, shop.exponent, shop.currency)


@contextlib.contextmanager
def session(master: str) -> Iterator[Any]:
    """Raises NoSpark where Spark isn't installed, has no Java, or can't be reached."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise NoSpark(why=str(missing)) from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",
        "spark.sql.catalogImplementation": "in-memory",
    }
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "2", "spark.sql.warehouse.dir": tempfile.gettempdir()}
    builder = SparkSession.builder.appName("regulars").master(master)
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        spark = builder.getOrCreate()
    except Exception as error:  # whatever Java says: pyspark raises half a dozen kinds
        raise NoSpark(why=_first_line(error)) from None
    try:
        yield spark
    finally:
        spark.stop()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, str | bool | int | float | date) else float(value)


phrases(
    {
        "insight.no_spark": (
            "Spark does not start here: {why}. Install it with `pip install 'regulars[spark]'` and Java 17 or newer",
            "此处无法启动 Spark：{why}。请用 `pip install 'regulars[spark]'` 安装，并准备 Java 17 或更新版本",
            "此處無法啟動 Spark：{why}。請用 `pip install 'regulars[spark]'` 安裝，並準備 Java 17 或更新版本",
        ),
        "insight.no_tables": (
            "the tables can't be read at {tables}: {why}",
            "无法在 {tables} 读取各表：{why}",
            "無法在 {tables} 讀取各表：{why}",
        ),
        "insight.not_on_spark": (
            "this can't be asked of Spark: {what}. Only figures that are one SQL file can, and only SQL that means the same there",
            "无法在 Spark 上计算：{what}。只有单个 SQL 文件的指标、且在 Spark 上含义相同的 SQL 才可以",
            "無法在 Spark 上計算：{what}。只有單一 SQL 檔案的指標、且在 Spark 上含義相同的 SQL 才可以",
        ),
    }
)

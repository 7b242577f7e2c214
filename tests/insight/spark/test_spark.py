"""The programme promises that the same SQL gives the same rows on Spark as here, and that what would mean something else there is refused."""

import math
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from insight.order_files import facts_of
from regulars.insight.facts import Facts
from regulars.insight.figures import NAMES, figure
from regulars.insight.figures.figure import sql_of
from regulars.insight.spark.running import NoTables, look_at, run, session
from regulars.insight.spark.tables import TABLES, write_tables
from regulars.insight.spark.translating import spark_sql
from regulars.kit.errors import Refused

HEADER = "order_id,member,ordered_at,sku,quantity,amount,discount,category,brand,channel,store\n"
SMALL = {"spark.sql.codegen.wholeStage": "false", "spark.sql.adaptive.enabled": "false", "spark.sql.shuffle.partitions": "1"}  # 700 orders: nothing worth compiling for
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="Spark runs on Java 17")


def orders() -> str:
    """Two and a half years of 60 members who come, send back, and stay away; some goods have no category, some orders no channel."""
    chance, lines = random.Random(5), []
    for number in range(700):
        member, day = chance.randrange(60), date(2018, 1, 30) + timedelta(days=chance.randrange(900))
        where = f"{chance.choice(('web', 'till', ''))},{chance.choice(('north', 'süd', '城西', ''))}"
        for _ in range(chance.randrange(1, 5)):
            sku = chance.randrange(40)
            lines.append(f"o{number},m{member},{day},s{sku},{chance.choice((1, 2, 0.5))},{chance.randrange(1, 9_999) / 100:.2f},{sku % 4}.50,{('tea', '茶具', '')[sku % 3]},b{sku % 5},{where}")
        if number % 9 == 0:
            lines.append(f"r{number},m{member},{day + timedelta(days=3)},s1,-1,-{chance.randrange(1, 5_000) / 100:.2f},0,tea,b1,{where}")
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Facts, Any]]:
    folder = tmp_path_factory.mktemp("spark")
    with facts_of(folder, orders(), header=HEADER, timezone="Asia/Shanghai") as facts:
        write_tables(facts, folder / "tables")
        with session("local[2]") as spark:
            for key, value in SMALL.items():
                spark.conf.set(key, value)
            look_at(spark, str(folder / "tables"))
            yield facts, spark


@needs_java
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", NAMES)
def test_each_figure_is_the_same_on_both(both: tuple[Facts, Any], name: str) -> None:
    facts, spark = both
    here, there = figure(facts, name), run(spark, name, spark_sql(sql_of(name)))
    assert there.columns == here.columns and len(here.rows) == len(there.rows) > 0
    assert (there.as_of, there.first_day, there.exponent, there.currency) == (facts.as_of, facts.first_day, 2, "USD")
    for mine, other in zip(here.rows, there.rows, strict=True):
        assert all(is_same(*pair) for pair in zip(mine, other, strict=True)), (mine, other)


def is_same(here: Any, there: Any) -> bool:
    if isinstance(here, float) and here is not None and there is not None:
        return math.isclose(here, there, rel_tol=1e-12)
    return bool(here == there)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT date_diff('month', first_day, last_day) FROM shop",
        "SELECT list(member ORDER BY day) FROM purchase_days",
        "SELECT quantile_cont(amount, 0.9) FROM purchase_days",
        "SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY amount) FROM purchase_days",
        "SELECT string_agg(sku ORDER BY day) FROM lines",
        "SELECT list_sum([1, 2])",
    ],
)
def test_what_would_mean_something_else_there_is_refused(sql: str) -> None:
    with pytest.raises(Refused, match="Spark"):
        spark_sql(sql)


def test_the_tables_are_those_the_sql_is_written_for(tmp_path: Path) -> None:
    with facts_of(tmp_path, orders(), header=HEADER) as facts:
        for table, columns in TABLES.items():
            there = {name: kind for name, kind, *_ in facts.rows(f"DESCRIBE {table}")}
            assert {name: there.get(name, "missing").replace("INTEGER", "INT") for name in columns} == columns, table


def test_without_spark_it_is_said_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(HEADER + orders(), encoding="utf-8")
    hide = "import sys; sys.modules['pyspark'] = None; from regulars.cli.main import main; main()"
    for more, code in ((["kpi"], "regulars[spark]"), (["churn"], "one SQL file")):
        command = [sys.executable, "-c", hide, "insight", *more, str(tmp_path / "orders.csv"), "--engine", "spark"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode != 0 and code in done.stderr and "Traceback" not in done.stderr, done.stderr


@needs_java
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_tables_that_are_not_there_are_named(both: tuple[Facts, Any], tmp_path: Path) -> None:
    with pytest.raises(NoTables, match="nowhere"):
        look_at(both[1], str(tmp_path / "nowhere"))

"""`repair_column` on a real standalone cluster: one master, two workers, each with an executor of its own.

    spark_cluster.py MASTER_URL ROWS WORKER_PID...

Checks: the result is that of the single process; every row comes out once; and it stays so when a worker is killed with its
executor while it is in the middle of its tasks. Run by scripts/spark.sh, which starts the cluster. Prints a line a check.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from pyspark.sql import Row, SparkSession
from pyspark.sql.types import ArrayType, IntegerType, LongType, StringType, StructField, StructType

PYTHON = Path(__file__).parents[1]
sys.path.insert(0, str(PYTHON))

from luanma import Luanma  # noqa: E402
from luanma.spark import REPORT, repair_column  # noqa: E402

GOOD = "今天的天空很蓝，我们去公园散步。"
BAD = "浠婂ぉ鐨勫ぉ绌哄緢钃濓紝鎴戜滑鍘诲叕鍥\ue15f暎姝ャ€?"
PARTITIONS = 12


def text_of(i: int) -> "str | None":
    if i % 97 == 0:
        return None
    return f"{i} {BAD}" if i % 10 == 0 else f"{i} {GOOD}\n{i}"


def check(name: str, holds: bool) -> None:
    print(("ok      " if holds else "NOT OK  ") + name, flush=True)
    if not holds:
        sys.exit(1)


def children(pid: int) -> "list[int]":
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(line) for line in listed.stdout.split()]


def main() -> None:
    master, rows, workers = sys.argv[1], int(sys.argv[2]), [int(pid) for pid in sys.argv[3:]]
    spark = (
        SparkSession.builder.master(master)
        .config("spark.executor.cores", "1")
        .config("spark.executor.memory", "512m")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "50")
        .config("spark.executorEnv.LUANMA", os.environ["LUANMA"])
        .config("spark.executorEnv.PYTHONPATH", str(PYTHON))
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    schema = StructType(
        [
            StructField("id", LongType(), False),
            StructField("text", StringType(), True),
            StructField("tags", ArrayType(StringType()), True),
            StructField("n", IntegerType(), True),
        ]
    )
    data = [(i, text_of(i), [str(i), None], None if i % 3 else i) for i in range(rows)]
    df = spark.createDataFrame(data, schema).repartition(PARTITIONS, "id")

    with Luanma() as client:
        texts = [row[1] for row in data if row[1] is not None]
        single = dict(zip((row[0] for row in data if row[1] is not None), client.repair_many(texts)))

    def same(found: "list[Row]") -> bool:
        by_id = {row.id: row for row in found}
        if len(found) != rows or len(by_id) != rows:
            print(f"{rows} rows in, {len(found)} out, {len(by_id)} of them distinct")
            return False
        for (i, _text, tags, n), row in zip(data, (by_id[i] for i in range(rows))):
            one = single.get(i)
            report = None if one is None else (one.changed, one.damaged, one.confidence, one.kinds, one.inferred, one.lost)
            expected = (i, one and one.text, tags, n, report)
            got = (row.id, row.text, row.tags, row.n, None if row.luanma is None else tuple(row.luanma))
            if got != expected:
                print(f"expected {expected!r}, got {got!r}")
                return False
        return True

    repaired = repair_column(df, "text")
    check("the report column has its type", repaired.schema["luanma"].dataType == REPORT)
    check("two executors", wait(lambda: executors(spark) == 2, 120))
    check("the cluster gives what a single process gives", same(repaired.collect()))
    check("the report can be filtered by", repaired.where("luanma.changed").count() == sum(r.changed for r in single.values()))
    for wrong in (lambda: repair_column(df, "no"), lambda: repair_column(df, "id"), lambda: repair_column(df, "text", report="n")):
        try:
            wrong()
            check("a mistake is told", False)
        except ValueError:
            pass
    check("mistakes are told before anything runs", True)

    done: "list[list[Row]]" = []
    failure: "list[BaseException]" = []

    def collect() -> None:
        try:
            done.append(repaired.collect())
        except BaseException as error:  # noqa: BLE001 - told below
            failure.append(error)

    job = threading.Thread(target=collect)
    job.start()
    tracker = spark.sparkContext.statusTracker()

    def progress() -> int:
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        return sum(stage.numCompletedTasks for stage in stages if stage and stage.numTasks == PARTITIONS)

    in_the_middle = wait(lambda: 1 <= progress() < PARTITIONS - 2, 120, 0.01)
    victims = [*children(workers[0]), workers[0]]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    job.join(300)
    check("a worker and its executor were killed in the middle", in_the_middle and len(victims) > 1)
    if failure:
        print(failure[0])
    check("nothing lost, nothing doubled, nothing different", not failure and len(done) == 1 and same(done[0]))
    check("the other worker did it", wait(lambda: executors(spark) == 1, 60))
    spark.stop()


def executors(spark: SparkSession) -> int:
    # The driver is listed, too.
    return spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1


def wait(holds, seconds: float, step: float = 0.2) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(step)
    return False


main()

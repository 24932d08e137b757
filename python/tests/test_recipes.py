"""The Python blocks of docs/pipelines.md, run as they stand."""

import contextlib
import io
import os
import re
import sys
import tempfile
import unittest
from pathlib import Path

PYTHON = Path(__file__).parents[1]
sys.path.insert(0, str(PYTHON))
PAGE = (PYTHON.parent / "docs/pipelines.md").read_text(encoding="utf-8")
BLOCKS = {name or "client": code for name, code in re.findall(r"^```python ?(\w*)\n(.*?)^```$", PAGE, re.M | re.S)}
GARBLED = "浣犲ソ锛屼笘鐣?"
GOOD = "你好，世界"


def run(name: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(BLOCKS[name], f"pipelines.md: {name}", "exec"), {})
    return out.getvalue()


class Recipes(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.before = os.getcwd()
        os.chdir(self.folder.name)

    def tearDown(self) -> None:
        os.chdir(self.before)
        self.folder.cleanup()

    def test_all_are_here(self) -> None:
        self.assertEqual(sorted(BLOCKS), ["client", "parquet", "spark"])

    def test_client(self) -> None:
        self.assertEqual(run("client").splitlines(), [GOOD, "一行 0 {}", f"{GOOD} 1 {{'utf8-as-gbk': 1}}"])

    def test_parquet(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table(
            {"id": pa.array([1, 2, 3], pa.int8()), "text": [GARBLED, None, GOOD], "at": pa.array([0, 1, None], pa.timestamp("us"))}
        )
        pq.write_table(table, "crawl.parquet", row_group_size=2)
        run("parquet")
        clean = pq.read_table("clean.parquet")
        self.assertEqual(clean.schema, table.schema)
        self.assertEqual(clean.column("text").to_pylist(), [GOOD, None, GOOD])
        self.assertEqual(clean.drop(["text"]), table.drop(["text"]))

    def test_spark(self) -> None:
        # Workers are processes of their own, and must find the module, too.
        os.environ["PYTHONPATH"] = str(PYTHON)
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ["PYSPARK_SUBMIT_ARGS"] = "--master local[2] --conf spark.ui.enabled=false --conf spark.driver.host=127.0.0.1 pyspark-shell"
        shown = run("spark")
        self.assertIn(GOOD, shown)
        self.assertNotIn(GARBLED, shown)
        from pyspark.sql import SparkSession

        SparkSession.getActiveSession().stop()


if __name__ == "__main__":
    unittest.main()

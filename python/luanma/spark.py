"""Repairs a column of a Spark DataFrame.

    from luanma.spark import repair_column

    repaired = repair_column(df, "text")             # the column repaired, and a column `luanma` with the report
    repaired.where("luanma.damaged < 0.5")

One luanma process a task: rows are streamed through it in Arrow batches, all other columns pass as they are. Nothing is
kept between tasks, so what Spark does when an executor is lost (it runs the task again) gives the same rows. Every node
needs Node.js, the command (see `luanma`) and this package (installed, or sent with --py-files).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Iterator, Sequence

from pyspark.sql.types import (
    BooleanType,
    DoubleType,
    IntegerType,
    MapType,
    StringType,
    StructField,
    StructType,
)

from . import Luanma, Repaired

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

__all__ = ["REPORT", "repair_column"]

#: The type of the report column. Null where the text is null.
REPORT = StructType(
    [
        StructField("changed", BooleanType(), False),
        StructField("damaged", DoubleType(), False),
        StructField("confidence", DoubleType(), False),
        StructField("kinds", MapType(StringType(), IntegerType(), False), False),
        StructField("inferred", IntegerType(), False),
        StructField("lost", IntegerType(), False),
    ]
)


def repair_column(
    df: DataFrame,
    column: str,
    report: str | None = "luanma",
    command: str | Sequence[str] | None = None,
    options: Sequence[str] = (),
) -> DataFrame:
    """The DataFrame with a string column repaired, each value a document of its own.

    `report` names the column that is added with the type REPORT (None: no such column); `command` and `options` are those of
    `luanma.Luanma`, used on the executors. Raises ValueError for a column that is not there or no string, or a report column that is.
    """
    fields = {one.name: one for one in df.schema.fields}
    if column not in fields:
        raise ValueError(f"no column {column!r}; there are {', '.join(fields)}")
    if not isinstance(fields[column].dataType, StringType):
        raise ValueError(f"column {column!r} is {fields[column].dataType.simpleString()}, not string")
    if report in fields:
        raise ValueError(f"there is a column {report!r} already; name another with report=")
    schema = StructType(list(df.schema.fields) + ([StructField(report, REPORT)] if report else []))

    def repaired(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        with Luanma(command, options) as client:
            for batch in batches:
                yield _batch(client, batch, column, report)

    return df.mapInArrow(repaired, schema)


def _batch(
    client: Luanma, batch: pyarrow.RecordBatch, column: str, report: str | None
) -> pyarrow.RecordBatch:
    import pyarrow as pa

    at = batch.schema.get_field_index(column)
    old = batch.column(at)
    texts = old.to_pylist()
    results = client.repair_many(text for text in texts if text is not None)
    repairs = [None if text is None else next(results) for text in texts]
    columns = list(batch.columns)
    names = list(batch.schema.names)
    columns[at] = pa.array([one and one.text for one in repairs], type=old.type)
    if report is not None:
        columns.append(pa.array([one and _row(one) for one in repairs], type=_report_type()))
        names.append(report)
    return pa.RecordBatch.from_arrays(columns, names=names)


def _row(repaired: Repaired) -> dict[str, object]:
    return {
        "changed": repaired.changed,
        "damaged": repaired.damaged,
        "confidence": repaired.confidence,
        "kinds": list(repaired.kinds.items()),
        "inferred": repaired.inferred,
        "lost": repaired.lost,
    }


def _report_type() -> pyarrow.DataType:
    import pyarrow as pa

    return pa.struct(
        [
            pa.field("changed", pa.bool_(), False),
            pa.field("damaged", pa.float64(), False),
            pa.field("confidence", pa.float64(), False),
            pa.field("kinds", pa.map_(pa.string(), pa.field("value", pa.int32(), False)), False),
            pa.field("inferred", pa.int32(), False),
            pa.field("lost", pa.int32(), False),
        ]
    )

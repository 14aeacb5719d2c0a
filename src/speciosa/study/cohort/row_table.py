"""Rows of participants as Parquet: the columns, and the library that is loaded only where it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

from speciosa.study.cohort.result import Row
from speciosa.values.errors import EntryError

_TEXT, _COUNT, _YES_NO, _NUMBER = "string", "int64", "bool", "double"
_COLUMNS = {
    "id": _TEXT, "state": _TEXT, "why": _TEXT, "packet": _TEXT, "why_no_packet": _TEXT, "days": _COUNT,
    "ratings": _COUNT, "doses": _COUNT, "grade": _TEXT, "trial_periods_planned": _COUNT, "trial_periods_done": _COUNT,
    "masked": _YES_NO, "exposure": _TEXT, "symptoms": _TEXT, "skin": _TEXT, "rows": _COUNT, "rows_kept": _COUNT,
    "rows_merged": _COUNT, "fingerprint": _TEXT, "seconds": _NUMBER,
}  # fmt: skip
"""Those of `ParticipantResult.to_row`, in that order."""
_CHUNK = 1_000


def refuse_without_parquet() -> None:
    """Say before the work what is missing at its end.

    Raises
    ------
    EntryError : pyarrow is not installed.
    """
    _parquet()


def write_rows(file: IO[bytes], rows: Iterable[Row], *, timed: bool) -> None:
    """Rows into an open file, a thousand at a time.

    Parameters
    ----------
    timed : with the processor time that each took; without it the same rows are the same bytes.
    """
    import pyarrow as pa  # noqa: PLC0415  an extra of the installation

    columns = {name: kind for name, kind in _COLUMNS.items() if timed or name != "seconds"}
    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in columns.items()])
    left = iter(rows)
    with _parquet().ParquetWriter(file, schema, compression="zstd") as writer:
        while chunk := [{name: row[name] for name in columns} for row in islice(left, _CHUNK)]:
            writer.write_table(pa.Table.from_pylist(chunk, schema=schema))


def read_rows(path: Path, columns: Sequence[str] | None = None) -> list[Row]:
    """The rows of a file; none of one that is damaged.

    Parameters
    ----------
    columns : those that are asked for; None: all.
    """
    import pyarrow as pa  # noqa: PLC0415  as above

    try:
        rows: list[Row] = _parquet().read_table(path, columns=columns, partitioning=None).to_pylist()
    except (pa.ArrowException, OSError):
        return []
    return rows


def stream_rows(path: Path) -> Iterator[Row]:
    """The rows of a large file one after the other, a thousand in memory."""
    with _parquet().ParquetFile(path) as file:
        for part in file.iter_batches(batch_size=_CHUNK):
            yield from part.to_pylist()


def _parquet() -> Any:
    try:
        from pyarrow import parquet  # noqa: PLC0415  as above
    except ImportError:
        todo = "install what a study needs with: pip install 'speciosa[study]'"
        raise EntryError("pyarrow, which writes the results, is not installed", todo=todo) from None
    return parquet

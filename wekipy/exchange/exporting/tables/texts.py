"""Examples as lines of text: CSV, and ARFF for Wekinator and Weka."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Final

import numpy as np

from wekipy.exchange.cells import as_text_cell
from wekipy.exchange.exporting.tables.examples import F32, FIRST_COLUMNS, Examples
from wekipy.exchange.importing.tables.dates import LATEST, WEKINATOR, in_wekinators_way
from wekipy.project.take_tags import TAGS

_CHUNK: Final = 1_000  # rows
_PLAIN = re.compile(r"[A-Za-z0-9_./:+-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def write_csv(file: BinaryIO, examples: Examples) -> None:
    """A line of names, then a line for each example; times in seconds since 1970, a missing target is empty.

    Numbers are written so that reading them gives the same float32 again. No name begins as a formula does;
    wekipy reads it back as it was.
    """
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    names = map(as_text_cell, (*examples.input_names, *examples.output_names))
    writer.writerow([*FIRST_COLUMNS, *(TAGS if examples.tags else ()), *names])
    times = [repr(time) for time in examples.times.tolist()]
    tags = {take: [as_text_cell(tag) for tag in said] for take, said in examples.tags.items()}
    writer.writerows(_rows(examples, times, "", tags))
    text.detach()


def write_arff(file: BinaryIO, examples: Examples) -> None:
    """As Wekinator writes its own examples: times to the millisecond, `?` for a missing target."""
    lines = ["@relation dataset", "", "@attribute ID numeric", f"@attribute Time date '{WEKINATOR}'"]
    lines += ["@attribute 'Training round' numeric"]
    lines += [f"@attribute {_quoted(name)} numeric" for name in examples.input_names]
    for column, name in enumerate(examples.output_names):
        classes = examples.classes_of(column)
        kind = "numeric" if classes is None else f"{{{','.join(map(str, range(classes + 1)))}}}"
        lines.append(f"@attribute {_quoted(name)} {kind}")
    file.write("\n".join([*lines, "", "@data", ""]).encode())
    times = [f"'{in_wekinators_way(time)}'" for time in np.clip(examples.times, 0, LATEST).tolist()]
    for row in _rows(examples, times, "?"):
        file.write((",".join(row) + "\n").encode())


def _quoted(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return name
    return "'" + _CONTROL.sub(" ", name).replace("\\", "\\\\").replace("'", "\\'") + "'"


def _rows(
    examples: Examples, times: Sequence[str], missing: str, tags: Mapping[int, Sequence[str]] | None = None
) -> Iterator[list[str]]:
    classes = [examples.classes_of(column) for column in range(len(examples.outputs))]
    for start in range(0, len(times), _CHUNK):
        part = slice(start, start + _CHUNK)
        inputs = np.where(
            np.isnan(examples.inputs[part]), missing, examples.inputs[part].astype(str)
        ).tolist()
        targets = _targets(examples.targets[part], classes, missing)
        takes = examples.takes[part].tolist()
        for n, values in enumerate(inputs):
            row = start + n
            said = tags.get(takes[n], ()) if tags else ()
            yield [str(row + 1), times[row], str(takes[n]), *said, *values, *targets[n]]


def _targets(targets: F32, classes: Sequence[int | None], missing: str) -> list[list[str]]:
    columns = []
    for values, count in zip(targets.T, classes, strict=True):
        known = ~np.isnan(values)
        if count is None:
            texts = values.astype(str)
        else:
            texts = np.where(known, values, 0).astype(np.int64).astype(str)
        columns.append([text if is_known else missing for text, is_known in zip(texts, known, strict=True)])
    return [list(row) for row in zip(*columns, strict=True)] or [[] for _ in targets]

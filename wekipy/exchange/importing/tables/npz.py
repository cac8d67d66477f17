"""numpy's .npz: arrays `inputs` and `targets`, and what else there is to say of examples.

| array | shape | what |
| --- | --- | --- |
| inputs (or X) | (examples, inputs) | numbers |
| targets (or y) | (examples, outputs), or (examples,) | numbers; NaN is a target that is not there |
| take | (examples,) | whole numbers; examples of one take are alike |
| time | (examples,) | seconds since 1970 |
| input_names, output_names | (inputs,), (outputs,) | texts |
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt

from wekipy.exchange.importing.plain_files import opened
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.exchange.importing.tables.table import Column, Table, check_columns, most_rows
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.storage.npy_entry import DAMAGE, read_array
from wekipy.storage.zip_directory import check_directory

NAMES: Final = {"X": "inputs", "x": "inputs", "Y": "targets", "y": "targets"}
"""What others call these arrays."""
KNOWN: Final = ("inputs", "targets", "take", "time", "input_names", "output_names")
MOST_ARRAYS: Final = 320 << 20  # bytes; what is made of them must fit into memory beside them
_NUMBERS: Final = r"[<>|](?:f[248]|[iu][1248]|b1)"
_TEXTS: Final = r"[<>]U[1-9][0-9]{0,3}"

Arrays = dict[str, npt.NDArray[Any]]


def read_npz(path: Path) -> tuple[Table, Choice]:
    """The table in an .npz file, and which of its columns are inputs and outputs.

    Raises:
        Problem: naming the array and what is wrong with it. Nothing is read before its size is known.
    """
    with opened(path, MOST_ARRAYS) as file:
        try:
            arrays = _read(file)
        except Problem as e:
            raise Problem(f"{path.name}: {e}") from e
        except DAMAGE as e:
            raise Problem(
                f"{path.name} cannot be read as numpy arrays: it is damaged, or something else"
            ) from e
    return _table(path.name, arrays)


def _read(file: BinaryIO) -> Arrays:
    check_directory(file, MOST_ARRAYS, "file of numpy arrays")
    arrays: Arrays = {}
    with zipfile.ZipFile(file) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_ARRAYS:
            raise Problem(f"its arrays unpack to more than {MOST_ARRAYS:,} bytes; save numbers as float32")
        for entry in archive.infolist():
            name = entry.filename.removesuffix(".npy")
            name = NAMES.get(name, name)
            if name in arrays:
                raise Problem(f"it holds two arrays for “{name}”")
            if name in KNOWN:
                types = _TEXTS if name.endswith("_names") else _NUMBERS
                arrays[name] = read_array(archive, entry, MOST_ARRAYS, types)
    return arrays


def _table(name: str, arrays: Arrays) -> tuple[Table, Choice]:
    inputs, targets = arrays.get("inputs"), arrays.get("targets")
    if inputs is None or targets is None:
        raise Problem(f"{name} has no array “{'targets' if inputs is not None else 'inputs'}”")
    if inputs.ndim != 2 or targets.ndim not in (1, 2) or len(targets) != len(inputs):
        raise Problem(
            f"{name}: expected inputs (examples, inputs) and targets (examples, outputs), got "
            f"{inputs.shape} and {targets.shape}"
        )
    targets = targets if targets.ndim == 2 else targets[:, None]
    width = inputs.shape[1] + targets.shape[1] + 2
    if len(inputs) > most_rows(width):
        raise Problem(
            f"{name} holds {many(len(inputs), 'row')} of {many(width, 'number')}, which is more"
            " than can be read"
        )
    names = _names(name, arrays.get("input_names"), inputs.shape[1], "inputs")
    outputs = _names(name, arrays.get("output_names"), targets.shape[1], "outputs")
    outputs = [f"{text} (output)" if text in names else text for text in outputs]
    extra = [part for part in ("take", "time") if part in arrays]
    places = [part if part not in (*names, *outputs) else f"{part} (of the file)" for part in extra]
    check_columns(name, [*places, *names, *outputs])
    columns = tuple(Column(text, date=part == "time") for text, part in zip(places, extra, strict=True))
    columns += tuple(map(Column, names)) + tuple(map(Column, outputs))
    values = np.empty((len(inputs), len(columns)))
    for n, part in enumerate(extra):
        values[:, n] = _each(name, part, arrays[part], len(inputs))
    values[:, len(extra) : len(extra) + inputs.shape[1]] = inputs
    values[:, len(extra) + inputs.shape[1] :] = targets
    found = dict(zip(extra, places, strict=True))
    ours = all(part in arrays for part in KNOWN)
    choice = Choice(tuple(names), tuple(outputs), found.get("take", ""), found.get("time", ""), ours=ours)
    return Table(name, columns, values), choice


def _names(name: str, given: npt.NDArray[Any] | None, count: int, what: str) -> list[str]:
    if given is None:
        return [f"{what}-{n + 1}" for n in range(count)]
    if given.shape != (count,):
        raise Problem(f"{name}: the names of the {what} have the shape {given.shape}, expected ({count},)")
    letters = np.ascontiguousarray(given).view(given.dtype.str[0] + "u4")
    if np.any((letters > sys.maxunicode) | ((letters >= 0xD800) & (letters <= 0xDFFF))):
        raise Problem(f"{name}: the names of the {what} are no text")
    return [str(text) for text in given]


def _each(name: str, part: str, array: npt.NDArray[Any], count: int) -> npt.NDArray[Any]:
    if array.shape != (count,):
        raise Problem(f"{name}: the array “{part}” has the shape {array.shape}, expected ({count},)")
    return array

"""Reads and writes model files: .npz with a JSON header and plain arrays, optionally with the examples."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Array, Arrays, Model, ModelHeader
from wekipy.project.examples import Dataset
from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_CLASSES, MOST_INPUTS
from wekipy.project.wording import in_words
from wekipy.storage.atomic import replacing
from wekipy.storage.npy_entry import DAMAGE, read_array
from wekipy.storage.zip_directory import check_directory

MOST_BYTES: Final = 2_000_000_000  # below where a zip file needs its 64-bit form
_HEADER = "header"
_EXAMPLES = "examples."
_NAME = re.compile(r"(?!header$|examples\.)[A-Za-z0-9_.-]{1,100}")
_LONGEST_HEADER = 4 << 20
_ROOM = 16 << 20  # for the headers of the arrays and the table of contents


def save_model(path: Path, model: Model, examples: Dataset | None = None, sync_name: bool = True) -> None:
    """Write a model, and its training examples if given, in place of the file at `path`.

    Args:
        sync_name: see `replacing`.

    Raises:
        Problem: if it is larger than MOST_BYTES or has arrays that no model has.
        OSError: if it cannot be written; `path` is then unchanged.
    """
    entries = _entries(path, model, examples)
    with replacing(path, sync_name) as file:
        _write_archive(file, entries)


def write_model(path: Path, model: Model) -> dict[str, int]:
    """Write a model as a new file, without a sync; on failure nothing is left of it.

    Returns:
        The offset of each array's data in the file.

    Raises:
        Problem, OSError: as `save_model`.
    """
    entries = _entries(path, model, None)
    path.unlink(missing_ok=True)
    try:
        with path.open("xb") as file:
            return _write_archive(file, entries)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _entries(path: Path, model: Model, examples: Dataset | None) -> dict[str, npt.NDArray[Any]]:
    """Return all entries of the file; raises Problem if they do not fit."""
    entries: dict[str, npt.NDArray[Any]] = {
        _HEADER: np.frombuffer(msgspec.json.encode(model.header), np.uint8),
        **model.arrays,
    }
    for name, array in model.arrays.items():
        if not _NAME.fullmatch(name) or array.dtype.str not in ("<f8", "<f4", "<i8"):
            raise Problem(f"{path.name}: the array “{name}” of type {array.dtype} cannot be part of a model")
    if examples is not None:
        entries |= {f"{_EXAMPLES}{n}": getattr(examples, n) for n in ("X", "y", "takes", "times")}
    size = sum(array.nbytes for array in entries.values())
    if size > MOST_BYTES:
        raise Problem(
            f"{path.name}: the model holds {size / 1e9:.1f} GB, expected at most {MOST_BYTES / 1e9:g}; "
            "train from fewer examples, or choose an algorithm that keeps less"
        )
    return entries


def _write_archive(file: BinaryIO, entries: Mapping[str, npt.NDArray[Any]]) -> dict[str, int]:
    places = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in entries.items():
            array = np.asarray(part, order="C")
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as entry:
                # As numpy does, but without its copy of large arrays, which it makes while holding the GIL.
                np.lib.format.write_array_header_1_0(entry, np.lib.format.header_data_from_array_1_0(array))
                places[name] = file.tell()
                entry.write(array.reshape(-1).view(np.uint8).data)
    return places


def load_model(path: Path) -> Model:
    """Read a model.

    Raises:
        Problem: naming the file and what is wrong with it. No file can take more memory than its own size.
    """
    return _load(path, with_examples=False)[0]


def load_model_with_examples(path: Path) -> tuple[Model, Dataset | None]:
    """Read a model and its saved examples; None if it has none.

    Raises:
        Problem: as `load_model`.
    """
    return _load(path, with_examples=True)


def _load(path: Path, with_examples: bool) -> tuple[Model, Dataset | None]:
    try:
        with open_plain(path) as file:
            arrays = _read_archive(file, with_examples)
        header = _parse_header(arrays.pop(_HEADER, None))
        examples = _take_examples(arrays, header) if with_examples else None
        return Model(header, _only_model(arrays)), examples
    except Problem as e:
        raise Problem(f"{path.name}: {e}") from e
    except FileNotFoundError as e:
        raise Problem(f"{path.name}: there is no such file in {path.parent}") from e
    except DAMAGE as e:
        raise Problem(f"{path.name} cannot be read as a model: it is damaged, or something else") from e


def _read_archive(file: BinaryIO, with_examples: bool) -> dict[str, npt.NDArray[Any]]:
    size = check_directory(file, MOST_BYTES + _ROOM)
    arrays: dict[str, npt.NDArray[Any]] = {}
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        # Stored uncompressed and together no larger than the file: nothing expands when read.
        if any(e.compress_type != zipfile.ZIP_STORED or e.file_size != e.compress_size for e in entries):
            raise Problem("it is compressed; models are stored as they are")
        if sum(e.file_size for e in entries) > size:
            raise Problem("its parts overlap")
        for entry in entries:
            name = entry.filename.removesuffix(".npy")
            if name == entry.filename or name in arrays:
                raise Problem(f"it holds an unknown part “{entry.filename[:80]}”")
            if with_examples or not name.startswith(_EXAMPLES):
                arrays[name] = read_array(archive, entry, MOST_BYTES)
    return arrays


def _parse_header(text: npt.NDArray[Any] | None) -> ModelHeader:
    if text is None or text.dtype != np.uint8 or text.ndim != 1 or len(text) > _LONGEST_HEADER:
        raise Problem("it has no header")
    try:
        header = msgspec.json.decode(text.tobytes(), type=ModelHeader)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
        raise Problem(f"its header is damaged: {in_words(e)}") from e
    columns = header.inputs
    rising = all(a < b for a, b in itertools.pairwise(columns))
    if not columns or not rising or columns[0] < 0 or columns[-1] >= MOST_INPUTS:
        raise Problem("its header names inputs that cannot be")
    fewest = 1 if header.kind == "classification" else 0
    if not fewest <= header.classes <= MOST_CLASSES or header.examples < 0:
        raise Problem("its header names numbers of classes or examples that cannot be")
    return header


def _only_model(arrays: Mapping[str, npt.NDArray[Any]]) -> Arrays:
    wanted: dict[str, Array] = {}
    for name, array in arrays.items():
        if not _NAME.fullmatch(name) or array.dtype == np.uint8:
            raise Problem(f"it holds an unknown part “{name[:80]}” of type {array.dtype}")
        wanted[name] = array
    return wanted


def _take_examples(arrays: dict[str, npt.NDArray[Any]], header: ModelHeader) -> Dataset | None:
    """Remove the examples from `arrays` and return them."""
    parts = [arrays.pop(f"{_EXAMPLES}{name}", None) for name in ("X", "y", "takes")]
    X, y, takes = parts
    times = arrays.pop(f"{_EXAMPLES}times", None)
    if X is None or y is None or takes is None:
        if any(part is not None for part in parts):
            raise Problem("its examples are not complete")
        return None
    if X.dtype != np.float32 or y.dtype != np.float64 or takes.dtype != np.int64:
        raise Problem("its examples are not of the type of examples")
    if X.ndim != 2 or X.shape[1] != len(header.inputs) or y.shape != X.shape[:1] or takes.shape != y.shape:
        raise Problem("its examples do not fit its inputs or each other")
    if times is None:  # saved before examples had times
        times = np.zeros(len(y))
    if times.dtype != np.float64 or times.shape != y.shape:
        raise Problem("the times of its examples do not fit them")
    return Dataset(X, y, takes, times)

"""Where the files of fuzzing lie, and how several are one input."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from pathlib import Path

import numpy as np

PLACE = Path(tempfile.gettempdir()) / f"wekipy-fuzz-{np.random.default_rng().integers(1 << 60)}"
BETWEEN = b"\xff\x00\xff"  # of the parts of a model or folder


def clear() -> None:
    """Take away the files that targets have left."""
    shutil.rmtree(PLACE, ignore_errors=True)


def emptied(name: str) -> Path:
    """A folder with nothing in it."""
    path = PLACE / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def file_with(name: str, data: bytes) -> Path:
    """A file of that content."""
    PLACE.mkdir(exist_ok=True)
    path = PLACE / name
    path.write_bytes(data)
    return path


def parts_of(data: bytes, count: int) -> list[bytes]:
    """So many parts; those that are not there are empty."""
    return [*data.split(BETWEEN), *[b""] * count][:count]


def zipped(parts: list[bytes], kind: int = zipfile.ZIP_STORED) -> bytes:
    """A sound zip file of arrays: name and content by turns."""
    entries = {}
    for name, content in zip(parts[::2], parts[1::2], strict=False):
        entry = zipfile.ZipInfo(f"{name[:60].decode('latin-1')}.npy")
        entries[entry.filename] = (entry, content)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for entry, content in entries.values():
            archive.writestr(entry, content, kind)
    return packed.getvalue()

"""Files of strangers: plain files only, and no more of them than there may be."""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from wekipy.project.counting import many
from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem

MOST_SETTINGS: Final = 32 << 20  # bytes of a file of settings
MOST_TABLE: Final = 1 << 30  # bytes of a file of examples
_LOOKED_AT: Final = 4_096  # bytes from which UTF-16 is recognised
_AT_A_TIME: Final = 1 << 20
LONGEST_LINE: Final = 4 << 20  # characters: 13,000 inputs need less than a tenth


@contextmanager
def opened(path: Path, most: int) -> Iterator[BinaryIO]:
    """Open a plain file of at most so many bytes for reading.

    Raises:
        Problem: naming the file and what is wrong with it; also for an OSError while it is read.
    """
    try:
        with open_plain(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > most:
                raise Problem(f"{path.name} is {many(size, 'byte')} long, expected at most {most:,}")
            yield file
    except FileNotFoundError as e:
        raise Problem(f"there is no {path.name} in {path.parent}") from e
    except (OSError, ValueError) as e:
        if isinstance(e, Problem):  # of whoever reads it
            raise
        raise Problem(f"{path.name} cannot be read: {getattr(e, 'strerror', None) or e}") from e


def read_bytes(path: Path, most: int = MOST_SETTINGS) -> bytes:
    """All of a plain file.

    Raises:
        Problem: as `opened`.
    """
    with opened(path, most) as file:
        return file.read(most)


def text_lines(file: BinaryIO, name: str) -> Iterator[str]:
    """The lines of a text, one after the other, whatever ends them: UTF-8, UTF-16, or Windows' own letters.

    Raises:
        Problem: if it is no text, or a line is longer than `LONGEST_LINE`.
    """
    encoding = _encoding(file, name)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace")  # each kind of line end becomes \n
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise Problem(
                    f"{name}: line {number} is longer than {LONGEST_LINE:,} characters; is this a table?"
                )
            yield line
    finally:
        if not file.closed:  # it is where somebody stopped reading in the middle
            text.detach()  # who opened the file closes it


def _encoding(file: BinaryIO, name: str) -> str:
    """How the letters of a text are written; the file is at its beginning afterwards."""
    start = file.read(_LOOKED_AT)
    file.seek(0)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    if b"\0" in start:
        # Letters of most tables are below 256, so that every second byte of UTF-16 is 0.
        high = len(start) // 2 * 0.4
        if start[1::2].count(0) > high and not start[::2].count(0):
            return "utf-16-le"
        if start[::2].count(0) > high and not start[1::2].count(0):
            return "utf-16-be"
        raise Problem(f"{name} is no text, so it is no table; save it as CSV")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := file.read(_AT_A_TIME):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"  # what Excel saves outside of its “CSV UTF-8”
    finally:
        file.seek(0)
    return "utf-8-sig"

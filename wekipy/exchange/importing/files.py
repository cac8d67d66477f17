"""Files of strangers: plain files only, and no more of them than there may be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem

MOST_SETTINGS: Final = 32 << 20  # bytes of a file of settings
MOST_TABLE: Final = 1 << 30  # bytes of a file of examples
LONGEST_LINE: Final = 4 << 20  # characters: 13,000 inputs need less than a tenth


@contextmanager
def opened(path: Path, most: int) -> Iterator[BinaryIO]:
    """A plain file of at most so many bytes, open for reading.

    Raises:
        Problem: naming the file and what is wrong with it; also for an OSError while it is read.
    """
    try:
        with open_plain(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > most:
                raise Problem(f"{path.name} is {size:,} bytes long, expected at most {most:,}")
            yield file
    except FileNotFoundError as e:
        raise Problem(f"there is no {path.name} in {path.parent}") from e
    except (OSError, ValueError) as e:
        raise Problem(f"{path.name} cannot be read: {getattr(e, 'strerror', None) or e}") from e


def read_bytes(path: Path, most: int = MOST_SETTINGS) -> bytes:
    """All of a plain file.

    Raises:
        Problem: as `opened`.
    """
    with opened(path, most) as file:
        return file.read(most)


def text_lines(file: BinaryIO, name: str) -> Iterator[str]:
    """The lines of a UTF-8 file, one after the other.

    Raises:
        Problem: if it is no text, or a line is longer than `LONGEST_LINE`.
    """
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise Problem(f"{name}: line {number} is longer than {LONGEST_LINE:,} bytes; is this a table?")
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as e:
            raise Problem(f"{name}: line {number} is no text in UTF-8; save the table as UTF-8") from e

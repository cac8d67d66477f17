"""Numbers and lists as C++ and JavaScript both write them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from importlib.resources import files
from string import Template
from typing import Any, Final

import numpy as np
import numpy.typing as npt

_WIDTH: Final = 116


def resource(name: str) -> str:
    """One of the files beside this module."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def fill(name: str, **values: object) -> str:
    """A template beside this module, filled in."""
    return Template(resource(name)).substitute(values)


def plain(text: str) -> str:
    """A stranger's text that can end neither a comment nor a line, in any language."""
    return "".join(c if c.isprintable() and c not in "\\*" else "_" for c in text)


def numbers(array: npt.NDArray[Any], suffix: str = "", infinity: str = "Infinity") -> list[str]:
    """The texts of numbers; reading them gives the same bits. float32 numbers get a suffix."""
    if array.dtype.kind == "i":
        return [str(n) for n in array.tolist()]
    if array.dtype == np.float32:
        return [f"{text}{suffix}" for text in array.astype(str).tolist()]
    return [number(value, infinity) for value in array.tolist()]


def number(value: float, infinity: str = "Infinity") -> str:
    """One float64, which may be infinite, but not below zero then."""
    return infinity if value == float("inf") else repr(float(value))


def example(count: int) -> str:
    """So many inputs, for a comment; of many only the first."""
    return ", ".join(["0.5"] * min(3, count)) + (", …" if count > 3 else "")


def wrapped(texts: Iterable[str], indent: str) -> str:
    """Texts with commas between them, in lines of a bearable length."""
    return textwrap.fill(
        ", ".join(texts),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )

"""Writes a sketch into the folder `sketches` of a project."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from pathlib import Path

from wekipy.exchange.sketches.environments import BY_ID
from wekipy.exchange.sketches.facts import Facts
from wekipy.project.problem import Problem
from wekipy.project.suggesting import suggest
from wekipy.storage.hidden_folder import in_the_place_of

_LONGEST = 40  # characters of the project's name


def write_sketch(folder: Path, environment: str, facts: Facts) -> Path:
    """Write a sketch into a folder of its own; returns the file to open.

    Nothing that is there is overwritten: a sketch that a person has changed, or that was made when the
    project had other inputs, keeps its folder, and the new one gets a number.

    Args:
        folder: for sketches; it is made if it is not there.
        environment: the id of one of `ENVIRONMENTS`.

    Raises:
        Problem: if there is no such environment, or it cannot be written.
    """
    check_environment(environment)
    stem = f"{_slug(facts.name)}_{environment}"
    try:
        for n in count(1):
            name = stem if n == 1 else f"{stem}_{n}"
            files = {file: text.encode() for file, text in BY_ID[environment].make(facts, name).items()}
            place = folder / name
            if not place.exists():
                _write(place, files)
            elif not _is_same(place, files):
                continue
            return place / next(iter(files))
    except OSError as e:
        raise Problem(f"the sketch could not be written to {folder}: {e.strerror}") from e
    raise AssertionError  # count has no end


def check_environment(environment: str) -> None:
    """Raise a Problem if sketches are not made for it."""
    if environment not in BY_ID:
        raise Problem(f"there is no sketch for “{environment[:40]}”; {suggest(environment, list(BY_ID))}")


def _write(place: Path, files: dict[str, bytes]) -> None:
    with in_the_place_of(place) as made:
        for file, data in files.items():
            (made / file).write_bytes(data)


def _is_same(place: Path, files: dict[str, bytes]) -> bool:
    """Whether these files are there as they would be written; others may be there, too."""
    return all(
        (place / file).is_file() and not (place / file).is_symlink() and (place / file).read_bytes() == data
        for file, data in files.items()
    )


def _slug(name: str) -> str:
    """A name that Processing and all systems take: letters, digits and _, with a letter in front."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^0-9A-Za-z]+", "_", letters).strip("_")[:_LONGEST]
    return plain if plain[:1].isalpha() else f"wekipy_{plain}".strip("_")

"""The table of environments that sketches are made for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from wekipy.exchange.sketches.facts import Facts
from wekipy.exchange.sketches.max_patch import max_patch
from wekipy.exchange.sketches.programs import p5, processing, python, supercollider
from wekipy.exchange.sketches.puredata import puredata


@dataclass(frozen=True)
class Environment:
    """An environment.

    Attributes:
        id: what people type.
        title: its name.
        make: the files of a sketch by name, the one to open first, of the facts and the sketch's name.
        start: how to run it; {file} is the file to open.
    """

    id: str
    title: str
    make: Callable[[Facts, str], dict[str, str]]
    start: str


ENVIRONMENTS: Final = (
    Environment(
        "processing", "Processing", processing, "open {file} in Processing; it needs the library oscP5"
    ),
    Environment("p5", "p5.js", p5, "in its folder: npm install, then node bridge.mjs"),
    Environment("puredata", "Pure Data", puredata, "open {file} in Pure Data"),
    Environment(
        "supercollider", "SuperCollider", supercollider, "open {file} in SuperCollider, evaluate all"
    ),
    Environment("max", "Max", max_patch, "open {file} in Max"),
    Environment("python", "Python", python, "pip install python-osc, then python {file}"),
)

BY_ID: Final = {environment.id: environment for environment in ENVIRONMENTS}

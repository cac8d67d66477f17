"""Options of algorithms: names, allowed values, and how values and texts are checked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from wekipy.project.problem import Problem
from wekipy.project.schema import Kind, OptionValue

BOTH: Final[tuple[Kind, ...]] = ("continuous", "classification")
YES: Final = ("true", "yes", "on", "1")
NO: Final = ("false", "no", "off", "0")


@dataclass(frozen=True)
class Option:
    """An option of an algorithm.

    Attributes:
        kind: of its values: whole numbers, numbers, one of `choices`, or yes and no.
        sentence: what it does, without statistical terms.
        minimum: the least value of a number, and `maximum` the largest.
        words: allowed in place of a number, such as "auto".
        kinds: of the outputs it is for; an option whose default differs by kind is there twice.
    """

    name: str
    kind: Literal["int", "float", "choice", "bool"]
    default: OptionValue
    sentence: str
    minimum: float = -math.inf
    maximum: float = math.inf
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = BOTH

    @property
    def allowed(self) -> str:
        """Describe the allowed values, such as “a whole number from 1 to 9”."""
        if self.kind == "bool":
            return "true or false"
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        what = "a whole number" if self.kind == "int" else "a number"
        text = f"{what} from {self.minimum:g} to {self.maximum:g}"
        return text + "".join(f", or “{word}”" for word in self.words)

    def check(self, value: OptionValue) -> OptionValue:
        """Return the value in the type of this option: 3.0 becomes the whole number 3, and 3 the number 3.0.

        Raises:
            Problem: telling what is allowed.
        """
        if self.kind == "bool":
            if isinstance(value, bool):
                return value
        elif isinstance(value, str):
            if value in (self.choices if self.kind == "choice" else self.words):
                return value
        elif isinstance(value, int | float) and not isinstance(value, bool) and self._in_range(value):
            return int(value) if self.kind == "int" else float(value)
        raise Problem(f"option “{self.name}” must be {self.allowed}; got {_shown(value)}")

    def _in_range(self, value: float) -> bool:
        if self.kind == "choice" or not self.minimum <= value <= self.maximum:
            return False
        return self.kind == "float" or value == math.floor(value)

    def parse(self, text: str) -> OptionValue:
        """Parse the value of a text.

        Raises:
            Problem: telling what is allowed.
        """
        text = text.strip()
        if self.kind == "bool" and text.lower() in YES + NO:
            return text.lower() in YES
        if self.kind == "choice" or text in self.words:
            return self.check(text)
        try:
            return self.check(float(text))
        except ValueError as e:
            raise Problem(f"option “{self.name}” must be {self.allowed}; got “{text}”") from e


def _shown(value: OptionValue) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)

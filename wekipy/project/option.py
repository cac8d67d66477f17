"""Options of algorithms and stages: names, allowed values, and how values and texts are checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind, OptionValue
from wekipy.project.suggesting import suggest

BOTH: Final[tuple[Kind, ...]] = ("continuous", "classification")
YES: Final = ("true", "yes", "on", "1")
NO: Final = ("false", "no", "off", "0")


@dataclass(frozen=True)
class Option:
    """An option of an algorithm or a stage.

    Attributes:
        kind: of its values: whole numbers, numbers, one of `choices`, yes and no, or a text.
        sentence: what it does, without statistical terms.
        minimum: the least value of a number, and `maximum` the largest; of a text, how many characters.
        words: allowed in place of a number, such as "auto".
        kinds: of the outputs it is for; an option whose default differs by kind is there twice.
    """

    name: str
    kind: Literal["int", "float", "choice", "bool", "text"]
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
        if self.kind == "text":
            return f"a text of at most {many(int(self.maximum), 'character')}"
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
        elif self.kind == "text":
            if isinstance(value, str):
                return self._check_text(value)
        elif isinstance(value, str):
            if value in (self.choices if self.kind == "choice" else self.words):
                return value
        elif isinstance(value, int | float) and not isinstance(value, bool) and self._in_range(value):
            return int(value) if self.kind == "int" else float(value)
        raise Problem(f"option “{self.name}” must be {self.allowed}; got {_shown(value)}")

    def _check_text(self, text: str) -> str:
        text = text.strip()
        if len(text) > self.maximum:
            raise Problem(f"option “{self.name}” must be {self.allowed}; got {len(text):,}, so shorten it")
        if not text.isprintable():
            wrong = next(n for n, one in enumerate(text) if not one.isprintable())
            raise Problem(
                f"option “{self.name}” must be one line that can be printed, but character"
                f" {wrong + 1} cannot; write a space for it"
            )
        return text

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
        if self.kind in ("choice", "text") or text in self.words:
            return self.check(text)
        try:
            return self.check(float(text))
        except ValueError as e:
            raise Problem(f"option “{self.name}” must be {self.allowed}; got “{text}”") from e


def check_options(
    owner: str, options: Mapping[str, Option], values: Mapping[str, OptionValue], of: str = ""
) -> dict[str, OptionValue]:
    """Return the values, each converted to the type of its option.

    Args:
        owner: the name of the algorithm or stage.
        options: all that it has, by name.
        of: what they are for, as in “ for continuous outputs”, where it matters.

    Raises:
        Problem: naming the option, what is allowed and what arrived.
    """
    return {
        name: _about(owner, option_called(owner, options, name, of), value) for name, value in values.items()
    }


def option_called(owner: str, options: Mapping[str, Option], name: str, of: str = "") -> Option:
    """Return an option by name; arguments as for `check_options`.

    Raises:
        Problem: naming the options there are.
    """
    if name not in options:
        raise Problem(f"{owner} has no option “{name[:40]}”{of}; {suggest(name[:40], options)}")
    return options[name]


def parse_setting(
    owner: str, options: Mapping[str, Option], text: str, of: str = ""
) -> tuple[str, OptionValue]:
    """Parse “name=value”; returns the name and the typed value. Arguments as for `check_options`.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    name, equals, value = text.partition("=")
    if not equals:
        raise Problem(f"an option is written name=value, got “{text[:60]}”")
    option = option_called(owner, options, name.strip(), of)
    try:
        return option.name, option.parse(value)
    except Problem as e:
        raise Problem(f"{owner}: {e}") from None


def _about(owner: str, option: Option, value: OptionValue) -> OptionValue:
    try:
        return option.check(value)
    except Problem as e:
        raise Problem(f"{owner}: {e}") from None


def plain_option(option: Option) -> dict[str, Any]:
    """Return an option as plain values, for JSON."""
    numeric = option.kind in ("int", "float")
    limited = numeric or option.kind == "text"
    return {
        "name": option.name,
        "type": option.kind,
        "kinds": list(option.kinds),
        "default": option.default,
        "minimum": option.minimum if numeric else None,
        "maximum": option.maximum if limited else None,
        "choices": list(option.choices),
        "words": list(option.words),
        "allowed": option.allowed,
        "sentence": option.sentence,
    }


def _shown(value: OptionValue) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)

"""Options as rows of the tables of stages write them."""

from __future__ import annotations

from wekipy.project.option import Option


def number(name: str, default: float, least: float, most: float, sentence: str) -> Option:
    """An option that is a number from `least` to `most`."""
    return Option(name, "float", default, sentence, least, most)


def whole(name: str, default: int, least: int, most: int, sentence: str) -> Option:
    """An option that is a whole number from `least` to `most`."""
    return Option(name, "int", default, sentence, least, most)


def written(name: str, default: str, longest: int, sentence: str) -> Option:
    """An option that is a text of at most `longest` characters."""
    return Option(name, "text", default, sentence, maximum=longest)


def switch(name: str, default: bool, sentence: str) -> Option:
    """An option that is yes or no."""
    return Option(name, "bool", default, sentence)

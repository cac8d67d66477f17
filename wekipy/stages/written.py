"""Stages as texts: “name:option=value,option=value”, where a text with commas stands in double quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from wekipy.project.option import check_options, parse_setting
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_STAGES, OptionValue, StageChoice
from wekipy.stages.stage import StageKind

Find: TypeAlias = Callable[[str], StageKind]
"""Returns the row of a stage by name, or raises a Problem that names those there are."""

_NEEDS_QUOTES = re.compile(r'[",\\]|^$')


def resolve(stage: StageKind, choice: StageChoice) -> dict[str, OptionValue]:
    """Return all options of a stage: the set ones, checked, and the defaults of the others.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    checked = check_options(stage.name, stage.by_name, choice.options)
    return {option.name: checked.get(option.name, option.default) for option in stage.options}


def read_choices(given: object, find: Find, owner: str) -> tuple[StageChoice, ...]:
    """Read stages as a person or a program gives them.

    Args:
        given: a list; each item is a text such as “one-euro:beta=0.3”, or {"name": …, "options": {…}}.
        owner: what has them, “an output”.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    if not isinstance(given, list):
        raise Problem(
            f'stages: expected a JSON list such as ["one-euro:beta=0.3", "low-pass"], got {given!r:.60}'
        )
    if len(given) > MOST_STAGES:
        raise Problem(f"{len(given)} stages arrived; {owner} has at most {MOST_STAGES}")
    return tuple(_read_choice(one, find) for one in given)


def _read_choice(one: object, find: Find) -> StageChoice:
    if isinstance(one, str):
        return parse_choice(one, find)
    name = one.get("name") if isinstance(one, dict) else None
    options = one.get("options", {}) if isinstance(one, dict) else None
    if not isinstance(one, dict) or not isinstance(name, str) or not isinstance(options, dict):
        raise Problem(
            'a stage is a text such as "low-pass:cutoff=5", or {"name": "low-pass", "options": {"cutoff": 5}}'
            f"; got {one!r:.60}"
        )
    if unknown := sorted(map(str, set(one) - {"name", "options"})):
        raise Problem(f"a stage has a name and options, but “{unknown[0][:40]}” arrived as well")
    stage = find(name)
    return StageChoice(name, check_options(name, stage.by_name, options))


def parse_choice(text: str, find: Find) -> StageChoice:
    """Parse a stage written as “name” or “name:option=value,option=value”.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    name, _, rest = text.partition(":")
    stage = find(name.strip())
    parts = [part for part in _split(rest) if part.strip()]
    for part in parts:
        if "=" not in part and any(option.kind == "text" for option in stage.options):
            raise Problem(
                f"an option is written name=value, got “{part.strip()[:60]}”; a text with commas stands in"
                ' double quotes, name="one, two"'
            )
    settings = [parse_setting(stage.name, stage.by_name, _unquoted(part)) for part in parts]
    return StageChoice(stage.name, dict(settings))


def in_words(stages: Sequence[StageChoice]) -> str:
    """Write stages as `parse_choice` reads them, separated by commas and spaces."""
    return ", ".join(
        stage.name
        + ("" if not stage.options else ":")
        + ",".join(f"{k}={_quoted(v)}" for k, v in stage.options.items())
        for stage in stages
    )


def _split(text: str) -> list[str]:
    """Split at the commas that are not within double quotes."""
    parts, begin, quoted, escaped = [], 0, False, False
    for at, sign in enumerate(text):
        if escaped:
            escaped = False
        elif sign == "\\" and quoted:
            escaped = True
        elif sign == '"':
            quoted = not quoted
        elif sign == "," and not quoted:
            parts.append(text[begin:at])
            begin = at + 1
    if quoted:
        raise Problem(f"a quotation mark is missing at the end of “{text[begin:][:60]}”")
    return [*parts, text[begin:]]


def _unquoted(setting: str) -> str:
    """Return “name=value” without the quotes around its value."""
    name, equals, value = setting.partition("=")
    value = value.strip()
    if len(value) < 2 or not value.startswith('"') or not value.endswith('"'):
        return setting
    return name + equals + re.sub(r"\\(.)", r"\1", value[1:-1])


def _quoted(value: OptionValue) -> str:
    if not isinstance(value, str) or not _NEEDS_QUOTES.search(value):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

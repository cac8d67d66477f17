"""Edits of what a project does when its inputs stop."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import LARGEST_NUMBER, Project, Silence
from wekipy.project.wording import in_words


def on_silence(project: Project, action: str, seconds: float, fade: float) -> Project:
    """Choose what happens when no inputs have come for so many seconds while running."""
    plain = {**msgspec.to_builtins(project.silence), "action": action, "seconds": seconds, "fade": fade}
    try:
        return msgspec.structs.replace(project, silence=msgspec.convert(plain, type=Silence))
    except msgspec.ValidationError as e:
        raise Problem(f"silence: {in_words(e)}; the action is off, hold, fade or stop") from e


def set_rest_values(project: Project, values: Sequence[float]) -> Project:
    """Choose the values of rest, one for each output that is no gesture output."""
    outputs = project.value_outputs()
    if len(values) != len(outputs):
        raise Problem(
            f"{many(len(values), 'value')} of rest arrived, expected {len(outputs)}: one for each output"
        )
    rest = {}
    for number, (output, value) in enumerate(zip(outputs, values, strict=True), 1):
        legal = output.legal(value) if abs(value) <= LARGEST_NUMBER else None
        if legal is None:
            raise Problem(f"{value:g} is no legal value of rest for “{output.name}” (value {number})")
        rest[output.uid] = legal
    silence = msgspec.structs.replace(project.silence, rest=rest)
    return msgspec.structs.replace(project, silence=silence)

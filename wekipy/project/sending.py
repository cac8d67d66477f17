"""When the output message is sent: edits, and how people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import Condition, GestureOutput, Project, Sending
from wekipy.project.suggesting import suggest
from wekipy.project.wording import in_words

_CONDITION: Final = re.compile(r"(?P<value>.+?)\s*(?P<test><=|>=|!=|<>|==|=|<|>)\s*(?P<number>[^\s<>=!]+)")
_SAME: Final = {"==": "=", "<>": "!="}
_NUMBERED: Final = re.compile(r"(output|input) ([0-9]{1,5})")


def set_sending(project: Project, wanted: Mapping[str, Any]) -> Project:
    """Choose when the output message is sent.

    Args:
        wanted: fields of `Sending`; those left out get their defaults. The condition has a `value` (the name
            of an output or an input, or “output 2”, “input 3”), a `test`, a `number`, and `once`, or is a
            text as `read_condition` reads it.
    """
    fields = dict(wanted)
    condition = fields.pop("condition", None)
    if isinstance(condition, str):
        condition = read_condition(condition) if condition.strip() else None
    if condition is not None:
        fields["condition"] = _found(project, condition)
    try:
        sending = msgspec.convert({**msgspec.to_builtins(Sending()), **fields}, type=Sending)
    except msgspec.ValidationError as e:
        raise Problem(
            f"sending: {in_words(e)}; when is answers, changes or rate, a test is <, <=, =, !=, >= or >"
        ) from e
    unknown = sorted(set(wanted) - set(Sending.__struct_fields__))
    if unknown:
        raise Problem(f"sending has no “{unknown[0][:40]}”; {suggest(unknown[0], Sending.__struct_fields__)}")
    return msgspec.structs.replace(project, sending=sending)


def _found(project: Project, condition: Any) -> dict[str, Any]:
    """The condition with its output or input in place of the name."""
    if not isinstance(condition, dict) or set(condition) - {"value", "test", "number", "once"}:
        raise Problem(
            'condition: expected a text such as "outputs-1 > 0.5", or value, test, number and once;'
            f" got {condition!r:.80}"
        )
    fields = dict(condition)
    output, place = value_called(project, str(fields.pop("value", "")))
    return {**fields, "output": output, "input": place}


def value_called(project: Project, text: str) -> tuple[str, int | None]:
    """Find a number by its name: the uid of an output, or else "" and the place of an input (from 0).

    Args:
        text: the name of an output or an input, or “output 2”, “input 3”. An output comes first.

    Raises:
        Problem: if there is none.
    """
    for output in project.outputs:
        if output.name == text:
            return _of_output(output), None
    for place, one in enumerate(project.inputs):
        if one.name == text:
            return "", place
    found = _NUMBERED.fullmatch(text)
    if found is not None:
        number, every = int(found[2]), project.outputs if found[1] == "output" else project.inputs
        if not 1 <= number <= len(every):
            raise Problem(f"there is no {text}: the project has {many(len(every), found[1])}")
        return (_of_output(project.outputs[number - 1]), None) if found[1] == "output" else ("", number - 1)
    names = [each.name for each in (*project.outputs, *project.inputs)]
    raise Problem(f"no output or input is called “{text[:60]}”; {suggest(text, names)}")


def _of_output(output: Any) -> str:
    if isinstance(output, GestureOutput):
        raise Problem(f"“{output.name}” has gestures, and no one number to compare")
    return str(output.uid)


def read_condition(text: str) -> dict[str, Any]:
    """Read a condition as a person writes it: “outputs-1 > 0.5”, “input 3 <= 10”.

    Raises:
        Problem: with the form that was expected.
    """
    found = _CONDITION.fullmatch(text.strip())
    try:
        if found is not None:
            test = _SAME.get(found["test"], found["test"])
            return {"value": found["value"], "test": test, "number": float(found["number"])}
    except ValueError:
        pass
    raise Problem(
        f"cannot read the condition “{text[:60]}”; expected a name, a test (<, <=, =, !=, >=, >) and a"
        " number, such as “outputs-1 > 0.5”"
    )


def write_condition(project: Project, condition: Condition | None) -> str:
    """The condition as `read_condition` reads it; "" for none."""
    if condition is None:
        return ""
    return f"{name_of(project, condition)} {condition.test} {condition.number:g}"


def name_of(project: Project, condition: Condition) -> str:
    """What a condition compares: the name of its output or input."""
    if condition.input is not None:
        return project.inputs[condition.input].name
    return next(output.name for output in project.outputs if output.uid == condition.output)


def check_sending(project: Project) -> None:
    """Check that the condition is about something that is there.

    Raises:
        Problem: if it is not.
    """
    condition = project.sending.condition
    if condition is None:
        return
    uids = {output.uid for output in project.value_outputs()}
    there = condition.output in uids if condition.input is None else condition.input < len(project.inputs)
    if not there:
        raise Problem("sending.condition is about an output or an input that is not there")


def without_lost_condition(project: Project) -> Project:
    """The project without a sending condition whose output or input is gone."""
    try:
        check_sending(project)
    except Problem:
        sending = msgspec.structs.replace(project.sending, condition=None)
        return msgspec.structs.replace(project, sending=sending)
    return project

"""What happens to answers before they are sent: the stages of outputs, and when they are sent."""

from __future__ import annotations

from typing import Any

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import OUTPUT, HasEngine, Operation, edit
from wekipy.project import editing
from wekipy.project.option import plain_option
from wekipy.project.problem import Problem
from wekipy.project.schema import Output, StageChoice, kind_of
from wekipy.project.sending import set_sending
from wekipy.stages.output_chain import check_stages
from wekipy.stages.stage import StageKind
from wekipy.stages.table import INPUT_STAGES, STAGES, read_stages


def _set_after(m: HasEngine, number: int, stages: Any) -> None:
    chosen = chosen_stages(editing.output_at(m.engine.project, number), stages)
    label = f"stages of output {number}: {', '.join(one.name for one in chosen) or 'none'}"
    edit(m, label, editing.set_after, number, chosen)


def chosen_stages(output: Output, given: Any) -> tuple[StageChoice, ...]:
    """Read stages for an output, as a message has them, and check that all of them can be built.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    chosen = read_stages(given, kind_of(output))
    check_stages(output, chosen)
    return chosen


def _set_sending(m: HasEngine, sending: Any) -> None:
    if not isinstance(sending, dict):
        raise Problem(f'sending: expected a JSON object such as {{"when": "changes"}}, got {sending!r:.60}')
    edit(m, "when outputs are sent", set_sending, sending)


def _stages(_: HasEngine) -> list[dict[str, Any]]:
    return [plain_stage(stage) for stage in (*INPUT_STAGES.values(), *STAGES.values())]


def plain_stage(stage: StageKind) -> dict[str, Any]:
    """Return a row of the table of stages as plain values."""
    return {
        "name": stage.name,
        "title": stage.title,
        "sentence": stage.sentence,
        "place": stage.place,
        "kinds": list(stage.kinds),
        "text": stage.text,
        "options": [plain_option(option) for option in stage.options],
        "learns": bool(stage.fit),
    }


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "stages",
        "What can change numbers on their way, see set_blocks and set_after: name, title, sentence, place"
        " (input or output), kinds (of outputs), text (formula, what follows a gap, latency, source) and"
        " options as in algorithms, learns (whether learn_stages teaches it).",
        _stages,
    ),
    Operation(
        "set_after",
        "Choose the stages after the model of an output, in order, at most 16; an empty list removes them."
        " Numbers and classes may have some, see docs/signal.md and the operation stages.",
        _set_after,
        (
            OUTPUT,
            Argument(
                "stages",
                "json",
                '["one-euro:beta=0.3", "quantise"], or [{"name": "one-euro", "options": {"beta": 0.3}}]',
            ),
        ),
    ),
    Operation(
        "set_sending",
        "Choose when the output message is sent; what is left out gets its default. when: answers (each, the"
        " default), changes (answers that differ from what was sent last) or rate (per second, as long as it"
        " runs). every: one of so many answers. at_most: messages per second, 0 for any number; the last"
        " values of a movement always go out. condition: nothing is sent unless it holds, such as"
        " “outputs-1 > 0.5”, or value (the name of an output or input), test, number and once (once each time"
        " that it becomes true, in place of as long as it is); null: none. Gestures are sent as they are"
        " recognised, and values set by hand at once.",
        _set_sending,
        (Argument("sending", "json", '{"when": "changes", "at_most": 30, "condition": "outputs-1 > 0.5"}'),),
    ),
)

"""Records, switches and corrects gestures. Gestures are numbered from 1 through all gesture outputs of a
project, as the slots of the output message are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from wekipy.engine.engine import Engine
from wekipy.engine.spotted import Spotted
from wekipy.learning.gestures import Correction
from wekipy.project import editing
from wekipy.project.counting import many
from wekipy.project.examples import gesture_of
from wekipy.project.problem import Problem
from wekipy.project.schema import Gesture, Output

_LEAST, _MOST = 0.1, 10.0  # of a correction


def show_gesture(engine: Engine, number: int) -> int:
    """Start a take that is an example of a gesture; returns its number."""
    return engine.recording.start_gesture(number)


def show_idle(engine: Engine) -> int:
    """Start a take of idle movement, for all gesture outputs; returns its number."""
    uids = [output.uid for output in engine.project.gesture_outputs() if output.record]
    if not uids:
        raise Problem("no gesture output is there, or none is enabled for recording")
    return engine.recording.start_example(uids, 0, "idle movement, which is no gesture")


def change_gestures(
    engine: Engine, label: str, numbers: Sequence[int], change: Callable[[Gesture, int], Gesture]
) -> None:
    """Change some gestures in one edit; `change` receives each with its place in `numbers`."""
    if not numbers:
        raise Problem("name at least one gesture, counting from 1")
    project = engine.project
    changed: dict[int, list[Gesture]] = {}
    for place, number in enumerate(numbers):
        output, gesture = editing.gesture_at(project, number)
        at = project.outputs.index(output) + 1
        if at not in changed:
            changed[at] = list(output.gestures)
        gestures = changed[at]
        gestures[gesture - 1] = change(gestures[gesture - 1], place)
    engine.edit(label, editing.replace_outputs(project, {n: {"gestures": g} for n, g in changed.items()}))


def switch_gestures(engine: Engine, numbers: Sequence[int], on: bool) -> None:
    """Switch gestures on or off."""
    label = f"{'enable' if on else 'disable'} gestures"
    change_gestures(engine, label, numbers, lambda g, _: msgspec.structs.replace(g, enabled=on))


def set_sensitivity(engine: Engine, value: float, numbers: Sequence[int]) -> None:
    """Set the sensitivity of gestures; if none is named, of all together."""
    if numbers:
        label = "sensitivity of gestures"
        change_gestures(engine, label, numbers, lambda g, _: msgspec.structs.replace(g, sensitivity=value))
        return
    project = engine.project
    if not project.gesture_outputs():
        raise Problem("there are no gestures in this project")
    for output in project.gesture_outputs():
        project = editing.replace_output(project, project.outputs.index(output) + 1, sensitivity=value)
    engine.edit("sensitivity of all gestures", project)


def name_gestures(engine: Engine, field: str, texts: Sequence[str]) -> None:
    """Set the names or addresses of all gestures, in order."""
    count = sum(output.width for output in engine.project.gesture_outputs())
    if len(texts) != count:
        raise Problem(f"{many(len(texts), 'text')} arrived, expected {count}: one for each gesture, in order")
    what = "rename gestures" if field == "name" else "addresses of gestures"
    numbers = range(1, count + 1)
    change_gestures(
        engine, what, numbers, lambda g, place: msgspec.structs.replace(g, **{field: texts[place]})
    )


def delete_gesture_examples(engine: Engine, number: int) -> int:
    """Delete all takes of one gesture; returns how many there were."""
    output, gesture = editing.gesture_at(engine.project, number)
    takes = [take.number for take in engine.project.live_takes() if gesture_of(take, output.uid) == gesture]
    if takes:
        name = output.gestures[gesture - 1].name
        engine.edit(f"delete examples of {name}", editing.delete_takes(engine.project, takes))
    return len(takes)


def you_missed(engine: Engine, number: int) -> str:
    """Correct a missed gesture of the last seconds; returns what was done, a sentence."""
    output, gesture = editing.gesture_at(engine.project, number)
    spotted = _running(engine, output)
    return _apply(engine, output.uid, spotted, spotted.correct_missed(gesture))


def gesture_was_wrong(engine: Engine, number: int) -> str:
    """Correct the last recognition of an output (from 1), which was wrong; returns what was done, a
    sentence.
    """
    output = editing.output_at(engine.project, number)
    spotted = _running(engine, output)
    return _apply(engine, output.uid, spotted, spotted.correct_wrong())


def _running(engine: Engine, output: Output) -> Spotted:
    spotted = engine.running.spotted.get(output.uid)
    if spotted is None or spotted.output.width != output.width:
        raise Problem(f"{output.name} is not running: there is nothing to correct")
    return spotted


def _apply(engine: Engine, uid: str, spotted: Spotted, found: Correction) -> str:
    if found.gesture:
        output = next(o for o in engine.project.gesture_outputs() if o.uid == uid)
        gestures = list(output.gestures)
        factor = min(max(spotted.correction(found), _LEAST), _MOST)
        old = gestures[found.gesture - 1]
        gestures[found.gesture - 1] = msgspec.structs.replace(old, correction=factor)
        at = engine.project.outputs.index(output) + 1
        project = editing.replace_output(engine.project, at, gestures=tuple(gestures))
        engine.edit(f"threshold of {old.name}", project)
    sentence = found.text
    if found.gesture:
        name = spotted.output.gestures[found.gesture - 1].name
        sentence = sentence.replace(f"gesture {found.gesture}", name, 1)
    engine.notice(sentence)
    return sentence

"""What becomes of recorded takes, and taking back."""

from __future__ import annotations

from wekipy.engine.splitting import split_take
from wekipy.osc.arguments import Argument
from wekipy.osc.operations.operation import OUTPUT, Machine, Operation, edit
from wekipy.project import editing
from wekipy.project.problem import Problem


def _delete_last(m: Machine) -> int:
    takes = m.engine.project.live_takes()
    if not takes:
        raise Problem("there is no take to delete")
    number = takes[-1].number
    edit(m, f"delete take {number}", editing.delete_takes, [number])
    return number


def _delete_all(m: Machine) -> int:
    numbers = [take.number for take in m.engine.project.live_takes()]
    edit(m, "delete all examples", editing.delete_takes, numbers)
    return len(numbers)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "split_take",
        "Cut a take of a gesture where the movement rests, into examples; replies with the new takes.",
        lambda m, take: split_take(m.engine, take),
        (Argument("take", "int", "its number"),),
    ),
    Operation("delete_all_examples", "Delete all takes (undo brings them back).", _delete_all),
    Operation(
        "delete_examples",
        "Delete the examples of one output.",
        lambda m, output: edit(m, f"delete examples of output {output}", editing.erase_output, output),
        (OUTPUT,),
    ),
    Operation(
        "delete_takes",
        "Delete takes.",
        lambda m, takes: edit(m, "delete takes", editing.delete_takes, takes),
        (Argument("takes", "int", "their numbers", many=True),),
    ),
    Operation("delete_last_take", "Delete the newest take; replies with its number.", _delete_last),
    Operation("undo", "Take back the last edit; replies with what it was.", lambda m: m.engine.undo()),
    Operation("redo", "Do the last undone edit again; replies with what it was.", lambda m: m.engine.redo()),
)

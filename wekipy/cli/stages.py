"""The command that shows the table of stages."""

from __future__ import annotations

import click

from wekipy.cli.exit_codes import Misused
from wekipy.cli.options import JSON
from wekipy.cli.say import say, say_json
from wekipy.faces.operations.shaping import plain_stage
from wekipy.project.suggesting import suggest
from wekipy.stages.stage import StageKind
from wekipy.stages.table import INPUT_STAGES, PROBLEMS, STAGES


@click.command()
@click.argument("name", required=False)
@JSON
def stages(name: str | None, as_json: bool) -> None:
    """What can be done with inputs before models see them, and with answers after them, and with options.

    wekipy set MY.wekipy block hand --inputs 1-3 --stage low-pass:cutoff=5

    wekipy set MY.wekipy output 1 --after one-euro --after quantise:steps=12
    """
    every = (*INPUT_STAGES.values(), *STAGES.values())
    names = dict.fromkeys(stage.name for stage in every)
    if name is not None and name not in names:
        raise Misused(f"no stage is called “{name}”; {suggest(name, names)}")
    chosen = [stage for stage in every if name in (None, stage.name)]
    if as_json:
        say_json([plain_stage(stage) for stage in chosen])
        return
    for problem in PROBLEMS:
        say(f"wekipy: {problem}", err=True)
    for stage in chosen:
        say(f"{stage.name} ({_place(stage)})", f"    {stage.sentence}")
        if name is not None:
            _show(stage)
    if name is None:
        say("", "wekipy stages NAME shows the formula and the options of one.")


def _place(stage: StageKind) -> str:
    return "inputs" if stage.place == "input" else f"{' and '.join(stage.kinds)} outputs"


def _show(stage: StageKind) -> None:
    for option in stage.options:
        say(f"    {option.name} = {option.default}  ({option.allowed})", f"        {option.sentence}")
    say("", stage.text)

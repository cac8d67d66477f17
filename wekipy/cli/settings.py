"""Commands about how outputs learn: set, algorithms."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec

from wekipy.cli.blocks import set_block
from wekipy.cli.exit_codes import Misused
from wekipy.cli.now import Now
from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, PROJECT
from wekipy.cli.say import say, say_json, say_result
from wekipy.cli.sending_settings import GivenSending, set_sending_of
from wekipy.cli.source_settings import GivenSources, set_sources_of
from wekipy.faces.operations.watching import plain_algorithm
from wekipy.learning.algorithm import Algorithm
from wekipy.learning.algorithms import ALGORITHMS, PROBLEMS, parse_options
from wekipy.project.counting import many
from wekipy.project.editing import SWITCHES
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind, OptionValue, StageChoice
from wekipy.project.suggesting import suggest
from wekipy.stages.table import in_words


@click.command("set")
@PROJECT
@click.argument(
    "what",
    type=click.Choice(["output", "outputs", "inputs", "sources", "block", "sending", "port", "control"]),
)
@click.argument("value", metavar="[NUMBER|NAME|on|off|…]", default="")
@click.option("--algorithm", help="What learns it; see `wekipy algorithms`.")
@click.option(
    "--option", "options", multiple=True, metavar="NAME=VALUE", help="Of the algorithm, again for more."
)
@click.option(
    "--setting", "settings", multiple=True, metavar="NAME=VALUE", help="Of the output, e.g. maximum=127."
)
@click.option(
    "--after",
    multiple=True,
    metavar="STAGE",
    help="A stage after its model, again for more, e.g. one-euro:beta=0.3; none removes all.",
)
@click.option("--inputs", "of_block", metavar="1-3,7", help="Of a block: its inputs, numbers or names; all.")
@click.option(
    "--stage",
    "stages",
    multiple=True,
    metavar="STAGE",
    help="Of a block, again for more, e.g. low-pass:cutoff=5; none removes all.",
)
@click.option("--remove", is_flag=True, help="Of a block: remove it.")
@click.option("--record/--no-record", default=None, help="Takes store a target for it, or none.")
@click.option("--train/--no-train", default=None, help="A training of all outputs trains it, or not.")
@click.option("--run/--no-run", default=None, help="Its model answers, or not.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="SOURCE",
    help="A message that inputs come in, again for more: [NAME=]ADDRESS:COUNT[,port=N][,sender=IP]"
    "[,silence=hold|rest|missing][,after=S][,rest=X]; {n} in ADDRESS: each number in its own message.",
)
@click.option(
    "--frame",
    metavar="WHEN",
    help="Of sources, what is answered: each (message), all (have sent), source:NAME or rate:60.",
)
@click.option("--every", type=click.IntRange(1), help="Of sending: only each N-th answer.")
@click.option("--at-most", type=click.FloatRange(0), help="Of sending: messages a second; 0 for any number.")
@click.option(
    "--if",
    "condition",
    metavar="CONDITION",
    help='Of sending: nothing is sent unless it holds, e.g. "outputs-1 > 0.5"; none removes it.',
)
@click.option("--once", is_flag=True, help="Of --if: once each time that it becomes true.")
@click.option(
    "--fill",
    metavar="VALUE",
    help="Of inputs: what stands for new ones in takes without them; none: leave these takes out.",
)
@JSON
def set_(
    project: Path,
    what: str,
    value: str,
    algorithm: str | None,
    options: tuple[str, ...],
    settings: tuple[str, ...],
    after: tuple[str, ...],
    fill: str | None,
    of_block: str | None,
    stages: tuple[str, ...],
    remove: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Change an output, the inputs, where they come from, blocks, when outputs are sent, ports, control.

    wekipy set MY.wekipy output 2 --algorithm svm --option kernel=rbf

    wekipy set MY.wekipy output 1 --after one-euro --after quantise:steps=12

    wekipy set MY.wekipy block hand --inputs 1-3 --stage low-pass:cutoff=5 --stage speed

    wekipy set MY.wekipy outputs --no-train

    wekipy set MY.wekipy inputs 5 --fill 0

    wekipy set MY.wekipy sources --source /gyro:3 --source "/fader/{n}:4" --frame all

    wekipy set MY.wekipy sources none

    wekipy set MY.wekipy sending changes --at-most 30 --if "outputs-1 > 0.5" --once

    wekipy set MY.wekipy port 7000

    wekipy set MY.wekipy control off
    """
    switches = {name: given[name] for name in SWITCHES if given[name] is not None}
    asked = _Asked(algorithm, options, settings, after, switches, fill)
    found, wire = OpenProject(project), _of_the_wire(what, given)
    if what == "block":
        asked.check_nothing_else("a block has --inputs, --stage or --remove, and nothing else", fill=True)
        now = set_block(found, value, of_block, stages, remove)
    elif of_block is not None or stages or remove:
        raise Misused("--inputs, --stage and --remove are for a block: wekipy set MY.wekipy block hand …")
    elif what in ("sources", "sending", *_OF_THE_PROJECT):
        words = "--algorithm, --option, --setting, --after and switches are for outputs, not for"
        asked.check_nothing_else(f"{words} {what}")
        now = _set_in_project(found, what, value, wire, fill)
    else:
        now = _set_outputs(found, what, value, asked)
    say_result(as_json, now.value, now.sentence)


@dataclass(frozen=True)
class _Asked:
    """What is to be set of outputs."""

    algorithm: str | None
    options: tuple[str, ...]
    settings: tuple[str, ...]
    after: tuple[str, ...]
    switches: dict[str, bool]
    fill: str | None

    @property
    def of_one(self) -> bool:
        """Whether something is asked that only one output can have."""
        return bool(self.algorithm or self.options or self.settings or self.after)

    def check_nothing_else(self, words: str, fill: bool = False) -> None:
        """Refuse what is for outputs only, with these words.

        Args:
            fill: whether a fill is refused as well.
        """
        if self.of_one or self.switches or (fill and self.fill is not None):
            raise Misused(words)


def _of_the_wire(what: str, given: dict[str, Any]) -> tuple[GivenSources, GivenSending]:
    """What was written of sources and of sending; only of what it is about."""
    sources = GivenSources(given["sources"], given["frame"])
    sending = GivenSending(given["every"], given["at_most"], given["condition"], given["once"])
    if sources and what != "sources":
        raise Misused("--source and --frame are for sources: wekipy set MY.wekipy sources …")
    if sending and what != "sending":
        raise Misused("--every, --at-most, --if and --once are for sending: wekipy set MY.wekipy sending …")
    return sources, sending


def _set_in_project(
    found: OpenProject, what: str, value: str, wire: tuple[GivenSources, GivenSending], fill: str | None
) -> Now:
    if what == "sources":
        return set_sources_of(found, value, wire[0], fill)
    if what == "sending":
        _no_fill(fill)
        return set_sending_of(found, value, wire[1])
    return _OF_THE_PROJECT[what](found, value, fill)


def _set_outputs(found: OpenProject, what: str, value: str, asked: _Asked) -> Now:
    if not (asked.of_one or asked.switches):
        raise Misused(
            "nothing to set: give --algorithm, --option, --setting, --after or a switch such as --no-train"
        )
    if what == "outputs":
        if asked.of_one or value:
            raise Misused("of all outputs only switches can be set: --record, --train, --run")
        found.ask("set_switches", json.dumps({"all": asked.switches}))
        words = [f"{name} {'on' if on else 'off'}" for name, on in asked.switches.items()]
        return Now({"outputs": found.ask("state")["outputs"]}, f"all outputs: {', '.join(words)}")
    number = _number(value, "which output? give its number, from 1: wekipy set MY.wekipy output 2 …")
    changes: dict[str, Any] = {
        "settings": dict(map(_setting, asked.settings)),
        "switches": asked.switches,
    }
    if asked.after:
        changes["after"] = _stages(asked.after)
    return _set_output(found, number, asked.algorithm, asked.options, changes)


def _set_output(
    found: OpenProject,
    number: int,
    algorithm: str | None,
    options: tuple[str, ...],
    changes: dict[str, Any],
) -> Now:
    """Change an output in one edit, whoever has the project open."""
    if algorithm is not None or options:
        before = _output(found, number)
        name = algorithm or before["algorithm"]
        changes |= {"algorithm": name, "options": parse_options(name, before["kind"], list(options))}
    found.ask("change_output", number, json.dumps(changes))
    output = _output(found, number)
    return Now(output, _in_words(output))


def _stages(after: tuple[str, ...]) -> list[str]:
    if "none" not in after:
        return list(after)
    if len(after) > 1:
        raise Misused("--after none removes all stages: give it alone")
    return []


def _output(found: OpenProject, number: int) -> dict[str, Any]:
    outputs: list[dict[str, Any]] = found.ask("state")["outputs"]
    if not 1 <= number <= len(outputs):
        raise Problem(f"there is no output {number}; the project has {many(len(outputs), 'output')}")
    return outputs[number - 1]


def _set_inputs(project: OpenProject, text: str, fill: str | None) -> Now:
    count = _number(text, "how many inputs? wekipy set MY.wekipy inputs 5")
    try:
        value = math.nan if fill in (None, "none") else float(str(fill))
    except ValueError:
        raise Misused(f"--fill is a number, or none; got “{fill}”") from None
    if fill is not None and count == len(project.ask("state")["inputs"]):
        words = project.ask("fill_inputs", value)
    else:
        words = project.ask("set_inputs", count, value)
    return Now({"inputs": count, "note": words}, "; ".join(filter(None, (many(count, "input"), words))))


def _set_port(project: OpenProject, text: str, fill: str | None) -> Now:
    _no_fill(fill)
    port = _number(text, "which port? wekipy set MY.wekipy port 7000")
    project.ask("set_receive_port", port)  # by an engine that has it open, at once
    return Now({"port": port}, f"inputs of {project.path.name} arrive at port {port}")


def _set_control(project: OpenProject, word: str, fill: str | None) -> Now:
    _no_fill(fill)
    if word not in ("on", "off"):
        raise Misused(f"control is on or off, got “{word}”")
    project.ask("accept_control_over_osc", word == "on")
    sentence = f"control of {project.path.name} over OSC is {word}; inputs are taken in any case"
    return Now({"accept_control_over_osc": word == "on"}, sentence)


_OF_THE_PROJECT: dict[str, Callable[[OpenProject, str, str | None], Now]] = {
    "inputs": _set_inputs,
    "port": _set_port,
    "control": _set_control,
}


def _no_fill(fill: str | None) -> None:
    if fill is not None:
        raise Misused("--fill is for inputs: leave it out")


def _number(text: str, question: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Misused(f"{question} (got “{text}”)" if text else question) from None


def _in_words(output: dict[str, Any]) -> str:
    chosen = "".join(f" {name}={value}" for name, value in output["options"].items())
    off = ", ".join(name for name in SWITCHES if not output[name])
    ending = f"; off: {off}" if off else ""
    stages = ", ".join(map(_stage_in_words, output.get("after", ())))
    after = f"; then {stages}, {1e3 * output['delay']:.0f} ms" if stages else ""
    return f"output {output['number']} “{output['name']}”: {output['algorithm']}{chosen}{after}{ending}"


def _stage_in_words(stage: dict[str, Any]) -> str:
    return in_words([StageChoice(stage["name"], stage["options"])])


def _setting(text: str) -> tuple[str, OptionValue]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Misused(f"a setting is written name=value, got “{text}”")
    try:
        return name, msgspec.json.decode(value, type=OptionValue)
    except msgspec.DecodeError:
        return name, value  # a word, such as hard


@click.command()
@click.argument("name", required=False)
@JSON
def algorithms(name: str | None, as_json: bool) -> None:
    """What can learn an output, and with which options."""
    if name is not None and name not in ALGORITHMS:
        raise Misused(f"no algorithm is called “{name}”; {suggest(name, ALGORITHMS)}")
    if as_json:
        say_json([plain_algorithm(one) for one in ALGORITHMS.values() if name in (None, one.name)])
        return
    for problem in PROBLEMS:
        say(f"wekipy: {problem}", err=True)
    for algorithm in ALGORITHMS.values():
        if name in (None, algorithm.name):
            _show(algorithm, options=name is not None)
    if name is None:
        say("", "wekipy algorithms NAME shows the options of one.")


def _show(algorithm: Algorithm, options: bool) -> None:
    say(f"{algorithm.name} ({' and '.join(algorithm.kinds)} outputs)", f"    {algorithm.sentence}")
    if not options:
        return
    for kind in algorithm.kinds:
        for option in algorithm.options_for(kind).values():
            words = _kind_note(algorithm, option.name, kind)
            if words is not None:
                say(
                    f"    {option.name}{words} = {option.default}  ({option.allowed})",
                    f"        {option.sentence}",
                )


def _kind_note(algorithm: Algorithm, option: str, kind: Kind) -> str | None:
    """ " for classification outputs" where an option differs by kind; None if it was shown already."""
    mine = algorithm.options_for(kind)[option]
    others = [algorithm.options_for(k).get(option) for k in algorithm.kinds if k != kind]
    if mine not in others:
        return f" for {kind} outputs" if len(algorithm.kinds) > 1 else ""
    return "" if kind == algorithm.kinds[0] else None

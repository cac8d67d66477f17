"""Trains a project beside its models, whether an engine has it open or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from wekipy.cli.exit_codes import Misused
from wekipy.cli.open_project import OpenProject
from wekipy.cli.training_progress import Following
from wekipy.learning.verdict import MARGIN, Terms
from wekipy.learning.words import listed

_PATIENCE = 86_400.0  # seconds that a training may take

BESIDE = click.option(
    "--beside",
    is_flag=True,
    help="Put a new model in place only if it is not worse than the present one.",
)
MARGIN_OPTION = click.option(
    "--margin", type=float, help=f"By how much it may be worse, 0 to 1.  [default: {MARGIN}]"
)
TAKES = click.option("--takes", help="Compare on these takes, too, e.g. 3,4; they may be switched off.")
SWITCH_OFF = click.option("--switch-off", is_flag=True, help="Switch takes off that make a model worse.")


def terms_of(beside: bool, margin: float | None, takes: str | None, switch_off: bool) -> Terms | None:
    """Return the terms that the options ask for; None for a usual training.

    Raises:
        Misused: if they are not as expected.
    """
    if not beside:
        if margin is not None or takes is not None or switch_off:
            raise Misused("--margin, --takes and --switch-off say how to compare: add --beside")
        return None
    share = MARGIN if margin is None else margin
    if not 0.0 <= share <= 1.0:
        raise Misused(f"--margin is {share:g}: expected a share from 0 to 1, such as {MARGIN}")
    return Terms(share, tuple(_numbers(takes or "")), switch_off)


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isdecimal() and int(part) for part in parts):
        raise Misused(f"--takes is “{text[:40]}”: expected numbers of takes, such as 3,4")
    return [int(part) for part in parts]


@dataclass(frozen=True)
class Outcome:
    """What became of one output.

    Attributes:
        model: the number of the model that answers now, of those kept.
        took_over: whether it is a new one.
        sentence: which one answers, and why.
        failure: why no new model was made; "" if one was.
    """

    number: int
    name: str
    model: int
    took_over: bool
    sentence: str
    failure: str = ""


def train_beside(
    project: Path, outputs: Sequence[int], terms: Terms, with_what_is_there: bool, shown: bool
) -> tuple[list[Outcome], list[int]]:
    """Train outputs beside their models; what became of each, and the takes that were switched off.

    Args:
        shown: whether to say meanwhile how far it is.
    """
    with Following(shown) as following:
        before, after = _trained(project, outputs, terms, with_what_is_there, following)
    chosen = [o for o in after["outputs"] if o["number"] in outputs or (not outputs and o["train"])]
    earlier = {output["number"]: output["model"] for output in before["outputs"]}
    off = {take["number"] for take in before["takes"] if take["on"]}
    off -= {take["number"] for take in after["takes"] if take["on"]}
    return [_outcome(output, earlier[output["number"]], output["model"]) for output in chosen], sorted(off)


def _trained(
    project: Path, outputs: Sequence[int], terms: Terms, with_what_is_there: bool, following: Following
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The state before and after, as plain values."""
    control = OpenProject(project).control
    if control is None:
        from wekipy.server.offline_comparing import train_folder_beside  # noqa: PLC0415  brings the workers

        return train_folder_beside(
            project, outputs, terms, following.say, with_what_is_there, following.training
        )
    from wekipy.client import Client  # noqa: PLC0415  where there is no engine, workers start sooner
    from wekipy.client.training import reporting  # noqa: PLC0415

    with Client(*control) as client:
        before = client.state()
        client.train_beside(
            *outputs, margin=terms.margin, takes=terms.takes, switch_off=terms.switch_off, wait=False
        )
        client.state()  # it has begun
        ended = reporting(lambda now: following.show(now.text, now.share, now.left))
        after = client.wait_until(ended, _PATIENCE)
        return before.raw, after.raw


def _outcome(output: dict[str, Any], before: dict[str, Any], now: dict[str, Any]) -> Outcome:
    number, name, model = output["number"], output["name"], now.get("number", 0)
    if now["failure"]:
        return Outcome(number, name, model, False, now["failure"], now["failure"])
    if before["state"] == "ready":
        return Outcome(number, name, model, False, "up to date")
    newest = now["rejected"].get(str(now["kept"]))
    if newest is not None and now["number"] < now["kept"]:
        faults = f"; at fault: {listed(newest['at_fault'], 'take')}" if newest["at_fault"] else ""
        sentence = f"the present model goes on: {newest['reason']}{faults}"
        return Outcome(number, name, model, False, sentence)
    if now["verdict"] is None:
        return Outcome(number, name, model, True, "trained; no model answered before")
    return Outcome(number, name, model, True, f"the new model takes over, {now['verdict']['reason']}")

"""What the engine is doing, as one thing to be read from far away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wekipy.gui.session.state import State
from wekipy.gui.theme.palette import Palette
from wekipy.gui.translation import tr

Tone = Literal["record", "accent", "warning", "bad", "plain"]


@dataclass(frozen=True)
class Status:
    """An icon, a word or two, what there is to say besides, and how it looks."""

    icon: str
    words: str
    detail: str
    tone: Tone


def status_of(state: State, connected: bool, seconds: float, recorded: int) -> Status:
    """The most important of what is going on.

    Args:
        seconds, recorded: how long the take that is being recorded is, and its examples.
    """
    if not connected:
        return Status("wrong", tr("NO ENGINE"), tr("It is being started again. Nothing is lost."), "bad")
    if state.recording is not None:
        detail = tr("take {number} · {time} · {examples} examples").format(
            number=state.recording, time=clock(seconds), examples=recorded
        )
        return Status("record", tr("RECORDING"), detail, "record")
    if state.training is not None:
        share = sum(state.training.values()) / max(len(state.training), 1)
        return Status("train", tr("TRAINING"), f"{share:.0%}", "accent")
    if state.running:
        return Status("run", tr("RUNNING"), _amount(state), "accent")
    if any(output.model.state in ("ready", "changed") for output in state.outputs):
        return Status("hold", tr("ON HOLD"), tr("outputs keep their last values"), "warning")
    return Status("stop", tr("READY"), _amount(state), "plain")


def clock(seconds: float) -> str:
    """Minutes and seconds, as 0:07."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def colours_of(tone: Tone, palette: Palette) -> tuple[str, str]:
    """Ground, and text on it."""
    return {
        "record": (palette.record, palette.on_record),
        "accent": (palette.accent, palette.on_accent),
        "warning": (palette.warning, palette.background),
        "bad": (palette.bad, palette.background),
        "plain": (palette.raised, palette.text),
    }[tone]


def _amount(state: State) -> str:
    return tr("{examples} examples in {takes} takes").format(examples=state.examples, takes=len(state.takes))

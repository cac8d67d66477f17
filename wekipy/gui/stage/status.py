"""What the engine is doing, as one thing to be read from far away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from wekipy.client.state import State
from wekipy.gui.theme.palette import Palette
from wekipy.gui.translation import said, tr
from wekipy.gui.wire.hearing import Sense
from wekipy.gui.wording.output_words import amount_words, count_words, left_words

Tone = Literal["record", "accent", "warning", "bad", "plain"]


@dataclass(frozen=True)
class Status:
    """An icon, a word or two, what there is to say besides, and how it looks."""

    icon: str
    words: str
    detail: str
    tone: Tone


@dataclass(frozen=True)
class Recorded:
    """The take that is being recorded: seconds, examples, and what it teaches."""

    seconds: float = 0.0
    examples: int = 0
    taught: str = ""


def status_of(state: State, take: Recorded, sense: Sense, absent: str = "", saving: str = "") -> Status:
    """The most important of what is going on.

    Args:
        take: the one that is being recorded, if one is.
        sense: whether inputs arrive.
        absent: why there is no engine; "" if there is one.
        saving: why saving fails; "" if it does not.
    """
    if absent:
        return Status("wrong", tr("NO ENGINE"), absent, "bad")
    if state.recording is not None:
        return _recording(state.recording, take, sense, saving)
    if state.training is not None:
        share, outlook = state.training_share, state.training_outlook
        left = left_words(outlook.left) if outlook and outlook.left is not None else ""
        percent = "" if share is None else f"{share:.0%}"
        return Status("train", tr("TRAINING"), " · ".join(filter(None, (percent, left))), "accent")
    status = _resting(state, sense)
    return replace(status, detail=tr("Saving fails: {why}").format(why=said(saving))) if saving else status


def _recording(number: int, take: Recorded, sense: Sense, saving: str) -> Status:
    if saving:
        detail = tr("take {number} · saving fails · {examples}")
    elif sense.silent:
        detail = tr("take {number} · nothing arrives · {examples}")
    else:
        detail = tr("take {number} · {time} · {examples}")
    details = detail.format(number=number, time=clock(take.seconds), examples=count_words(take.examples))
    words = tr("RECORDING {what}").format(what=take.taught) if take.taught else tr("RECORDING")
    return Status("wrong" if sense.silent or saving else "record", words, details, "record")


def _resting(state: State, sense: Sense) -> Status:
    """While nothing is recorded or trained."""
    trained = any(output.model.state in ("ready", "changed") for output in state.outputs)
    if sense.silent and (state.running or not trained):
        return Status("wrong", tr("NO INPUT"), sense.why, "warning")
    if state.running:
        return Status("run", tr("RUNNING"), amount_words(state), "accent")
    if trained:
        return Status("hold", tr("ON HOLD"), tr("outputs keep their last values"), "warning")
    return Status("stop", tr("READY"), amount_words(state), "plain")


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

"""Everything that can be done from a button, a menu or a key: the table, and what its rows do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PyQt6.QtGui import QKeySequence

from wekipy.client.state import State
from wekipy.gui.session.session import Session
from wekipy.gui.sound.player import player_of
from wekipy.gui.stage.walking import go
from wekipy.gui.stores.locks import locks_of
from wekipy.gui.stores.map_playing import map_playing_of
from wekipy.gui.stores.recording import recording_of
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.translation import mark, said, tr

Do = Callable[[Session], None]
Ask = Callable[[State], bool]
Say = Callable[[State], str]
Menu = Literal["project", "edit", "play", "view"]


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    Attributes:
        id: never changes: keys a person chose are kept under it.
        text, tip: English, in `mark`; what a button says, and one sentence about it.
        key: the default, as Qt writes it; "" for none.
        do: does it.
        enabled, checked: whether it can be done; whether it is on (None: it is no switch).
        on: what its button says while it is checked; "" for the same. A menu says `text`, with a check mark.
        more: what the text goes on with, from the state ("undo" + what).
        held: does it instead where its key counts for as long as it is down; gets that key.
        icon, tone: see `theme.icons.DRAWINGS`; "accent" or "record" where checked looks so.
        menu: the one it is in, and its heading among the keys.
        why: why it cannot be done, in a sentence; "" if that needs no words.
        offline: it needs no engine, and can always be done.
        window_switch: whether it is on is known to the window only, see `Actions.show_on`.
        osc: messages that do the same, for a foot switch; the second one undoes the first.
    """

    id: str
    text: str
    tip: str
    key: str
    do: Do
    enabled: Ask = lambda state: bool(state.inputs)
    checked: Ask | None = None
    on: str = ""
    more: Say | None = None
    why: Say | None = None
    held: Callable[[Session, QKeySequence], None] | None = None
    icon: str = ""
    tone: str = ""
    menu: Menu = "play"
    offline: bool = False
    window_switch: bool = False
    osc: tuple[str, ...] = ()


def _switch(on: str, off: str, now: Ask) -> Do:
    return lambda session: session.do(off if now(session.state) else on)


def _want(view: str) -> Do:
    return lambda session: session.wanted.emit(view)


def _held(state: State) -> bool:
    return not state.running and any(output.model.state in ("ready", "changed") for output in state.outputs)


def _recording(state: State) -> bool:
    return state.recording is not None


def _running(state: State) -> bool:
    return state.running


def _choice(state: State) -> bool:
    return any(output.record and output.kind != "continuous" for output in state.outputs)


def _training(state: State) -> bool:
    return state.training is not None


def _targets(state: State) -> bool:
    return any(output.target is not None for output in state.outputs)


def _randomise(session: Session, amount: float) -> None:
    free = locks_of(session).free(session.state)
    if free:
        targets_of(session).settle()
        session.do("randomise", amount, *free)
    else:
        session.say(tr("all outputs are locked: let go of one to randomise it"))


def _play_map(session: Session) -> None:
    playing = map_playing_of(session)
    playing.switch(not playing.on)
    if playing.on:
        session.wanted.emit("map")


def _take_outputs(session: Session) -> None:
    values = session.live.outputs
    outputs = [output for output in session.state.outputs if output.target is not None]
    if outputs and outputs[-1].first < len(values):
        targets_of(session).settle()
        session.do("set_targets", *(float(values[output.first]) for output in outputs))


TABLE: tuple[Action, ...] = (
    Action(
        "record", mark("Record"), mark("Record a take: examples of what arrives now, and what they teach."),
        "R", lambda session: recording_of(session).toggle(),
        enabled=lambda state: bool(state.inputs) and not state.project.read_only,
        why=lambda state: said(state.project.read_only),
        held=lambda session, key: recording_of(session).press_key(key),
        checked=_recording, on=mark("Stop"), icon="record", tone="record",
        osc=("/wekinator/control/startRecording", "/wekinator/control/stopRecording"),
    ),
    Action(
        "next-class", mark("Next class"),
        mark("Teach the next class, or gesture, from the next take on; after the last comes the first."),
        ".", lambda session: targets_of(session).step(1),
        enabled=_choice, osc=("/wekipy/next_class", "/wekipy/previous_class"),
    ),
    Action(
        "previous-class", mark("Previous class"),
        mark("Teach the class, or gesture, before the present one."),
        ",", lambda session: targets_of(session).step(-1),
        enabled=_choice, osc=("/wekipy/previous_class", "/wekipy/next_class"),
    ),
    Action(
        "train", mark("Train"), mark("Train the outputs from the examples; press again to give it up."),
        "T", _switch("train", "cancel_training", _training),
        enabled=lambda state: state.examples > 0, checked=_training, on=mark("Stop"),
        icon="train", tone="accent",
        osc=("/wekinator/control/train", "/wekinator/control/cancelTrain"),
    ),
    Action(
        "run", mark("Run"), mark("Let the models answer what arrives."),
        "P", _switch("start_running", "stop_running", _running),
        checked=_running, on=mark("Stop"), icon="run", tone="accent",
        osc=("/wekinator/control/startRunning", "/wekinator/control/stopRunning"),
    ),
    Action(
        "hold", mark("Freeze"), mark(
            "Stop answering at once: outputs keep their last values. Again to go on."
        ),
        "H", _switch("stop_running", "start_running", lambda state: not state.running),
        checked=_held, icon="hold", tone="accent",
        osc=("/wekinator/control/stopRunning", "/wekinator/control/startRunning"),
    ),
    Action(
        "live-learning", mark("Live learning"), mark("Each take that ends is learned at once."),
        "L", lambda session: session.do("live_learning", not session.state.live_learning),
        checked=lambda state: state.live_learning, icon="live", tone="accent",
        osc=("/wekipy/live_learning 1", "/wekipy/live_learning 0"),
    ),
    Action(
        "live-learning-guard", mark("Learn only what is not worse"), mark(
            "A model trained by itself takes over only if it does not do worse; else the present one goes on."
        ),
        "", lambda session: session.do(
            "live_learning_guard", not session.state.live_learning_guard, session.state.live_learning_margin
        ),
        checked=lambda state: state.live_learning_guard,
        osc=("/wekipy/live_learning_guard 1", "/wekipy/live_learning_guard 0"),
    ),
    Action(
        "delete-last-take", mark("Delete last take"), mark("Delete the newest take. Undo brings it back."),
        "Backspace", lambda session: session.do("delete_last_take"),
        enabled=lambda state: bool(state.takes), icon="delete", menu="edit",
        osc=("/wekipy/delete_last_take",),
    ),
    Action(
        "undo", mark("Undo"), mark("Take back the last change."),
        "Ctrl+Z", lambda session: session.do("undo"),
        enabled=lambda state: bool(state.undo), more=lambda state: said(state.undo), icon="undo",
        menu="edit", osc=("/wekipy/undo",),
    ),
    Action(
        "redo", mark("Redo"), mark("Do again what was taken back."),
        "Ctrl+Shift+Z", lambda session: session.do("redo"),
        enabled=lambda state: bool(state.redo), more=lambda state: said(state.redo), icon="redo",
        menu="edit", osc=("/wekipy/redo",),
    ),
    Action(
        "randomise-little", mark("Vary a little"),
        mark("Move the targets a little, at random; locked ones stay."),
        "Shift+N", lambda session: _randomise(session, 0.1),
        enabled=_targets, icon="random", osc=("/wekipy/randomise 0.1",),
    ),
    Action(
        "randomise", mark("Randomise"), mark("Random targets anywhere in their ranges; locked ones stay."),
        "N", lambda session: _randomise(session, 1.0),
        enabled=_targets, icon="random", osc=("/wekipy/randomise 1.0",),
    ),
    Action(
        "take-outputs", mark("Outputs as targets"),
        mark("The next examples show what the outputs are now, for instance values that came by OSC."),
        "C", _take_outputs,
        enabled=_targets, icon="target",
    ),
    Action(
        "wrong", mark("Wrong!"), mark("Treat the last second as “none of these”."),
        "X", lambda session: session.do("that_was_wrong"),
        enabled=_running, icon="wrong", osc=("/wekipy/that_was_wrong",),
    ),
    Action(
        "play-map", mark("Play the map"), mark(
            "The mouse over the map of the examples plays what lies between them, in place of the sensor."
        ),
        "M", _play_map, enabled=lambda state: state.examples > 0, icon="map",
        osc=("/wekipy/play_map X Y", "/wekipy/stop_playing"),
    ),
    Action(
        "sound", mark("Sound on or off"), mark(
            "Hear what the outputs play, and a click where a take begins and ends."
        ),
        "Shift+M", lambda session: player_of(session).mute(not player_of(session).muted),
        icon="sound", menu="view", offline=True,
    ),
    Action(
        "start", mark("Other project …"), mark("Leave this project, saved, and choose another one."),
        "Ctrl+O", _want("start"), offline=True, menu="project", icon="open",
    ),
    Action(
        "new-window", mark("New window"),
        mark("Choose another project in a window beside this one, with an engine of its own."),
        "Ctrl+N", _want("new-window"), offline=True, menu="project",
    ),
    Action(
        "next-project", mark("Next project"), mark("Continue with the next project of the set list."),
        "PgDown", lambda session: go(session, 1), menu="project", icon="forward",
        osc=("/wekipy/open_project NAME.wekipy",),
    ),
    Action(
        "previous-project", mark("Previous project"), mark("Go back to the one before it in the set list."),
        "PgUp", lambda session: go(session, -1), menu="project", icon="back",
        osc=("/wekipy/open_project NAME.wekipy",),
    ),
    Action(
        "set-list", mark("Set list"), mark("Which projects are played on stage, and in which order."),
        "Ctrl+L", _want("set-list"), menu="project",
    ),
    Action(
        "close", mark("Close"), mark("Close the window. Everything is saved already."),
        "Ctrl+Q", _want("close"), offline=True, menu="project",
    ),
    Action(
        "stage", mark("Performance mode"), mark("Full screen, dark and large, for the stage."),
        "F11", lambda session: session.do("performance_mode", not session.state.performance_mode),
        checked=lambda state: state.performance_mode, icon="stage", menu="view",
        osc=("/wekinator/control/enablePerformanceMode", "/wekinator/control/disablePerformanceMode"),
    ),
    Action(
        "compact-stage", mark("Compact stage"), mark(
            "A small window that stays on top, beside other programs: what goes on, outputs, Record and Run."
        ),
        "Shift+F11", _want("compact-stage"), window_switch=True, icon="compact", menu="view",
    ),
    Action(
        "control-over-osc", mark("Control over OSC"),
        mark("Obey control messages of other programs; inputs are taken in any case."),
        "", lambda session: session.do(
            "accept_control_over_osc", not session.state.accept_control_over_osc
        ),
        checked=lambda state: state.accept_control_over_osc, menu="view",
        osc=("/wekipy/accept_control_over_osc 1", "/wekipy/accept_control_over_osc 0"),
    ),
    Action(
        "cheat-sheet", mark("All keys"), mark("Show every key at a glance."),
        "F1", _want("cheat-sheet"), offline=True, menu="view", icon="keys",
    ),
    Action(
        "keys", mark("Change keys …"), mark("Give actions other keys, and see their OSC messages."),
        "Ctrl+K", _want("keys"), offline=True, menu="view",
    ),
    Action(
        "preferences", mark("Preferences …"), mark("Theme, language, size of text, movement, colours."),
        "Ctrl+,", _want("preferences"), offline=True, menu="view", icon="settings",
    ),
)  # fmt: skip

"""What the outputs sound like: rendered to a buffer and measured, and the switch of the sound."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loudspeaker import Speaker
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.sound.device import Device, open_device
from wekipy.gui.sound.player import Player
from wekipy.gui.sound.score import Changes, tone_of
from wekipy.gui.sound.synth import LOUDEST, LOWEST, OCTAVES, RATE, Synth, Tone
from wekipy.gui.stores.recording import recording_of
from wekipy.gui.trial.panel import TrialPanel

CLICK = 0.1  # a jump from one sample to the next that is heard as a fault


def pitch(samples: np.ndarray) -> float:
    """Its fundamental frequency: after how many samples it comes again."""
    shortest, longest = RATE // 1_000, RATE // 100
    alike = [samples[:-lag] @ samples[lag:] / len(samples[lag:]) for lag in range(shortest, longest)]
    first = next(lag for lag, like in enumerate(alike, shortest) if like > 0.97 * max(alike))
    return RATE / (first + int(np.argmax(alike[first - shortest : first - shortest + first // 6])))


def centre(samples: np.ndarray) -> float:
    """Where its spectrum has its middle, in Hz."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    return float(np.average(np.fft.rfftfreq(len(samples), 1 / RATE), weights=power))


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("brightness", [0.0, 1.0])
def test_the_first_number_is_the_pitch(share: float, brightness: float) -> None:
    synth = Synth()
    synth.play(Tone(share, 0.8, brightness))
    synth.render(RATE // 4)
    assert pitch(synth.render(RATE // 4)) == pytest.approx(LOWEST * 2 ** (OCTAVES * share), rel=0.01)


def test_the_second_number_is_the_loudness_and_the_third_how_bright() -> None:
    def played(loudness: float, brightness: float) -> np.ndarray:
        synth = Synth()
        synth.play(Tone(0.3, loudness, brightness))
        synth.render(RATE // 4)
        return synth.render(RATE // 4)

    levels = [float(np.sqrt(np.mean(played(loudness, 0.5) ** 2))) for loudness in (0.0, 0.3, 0.6, 1.0)]
    assert levels[0] == 0.0
    assert levels[1] < levels[2] < levels[3]
    assert np.abs(played(1.0, 1.0)).max() <= LOUDEST
    centres = [centre(played(1.0, brightness)) for brightness in (0.0, 0.5, 1.0)]
    assert centres[0] < centres[1] < centres[2]


SHARE = st.floats(0.0, 1.0)
EVENT = st.one_of(
    st.tuples(SHARE, SHARE, SHARE).map(lambda shares: Tone(*shares)), st.integers(1, 9), st.just("click"),
    st.none(),
)  # fmt: skip


@given(st.lists(st.tuples(EVENT, st.integers(0, 3_000)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_is_played_when_nothing_clicks(events: list[tuple[object, int]]) -> None:
    synth, parts = Synth(), []
    for event, samples in events:
        if event == "click":
            synth.click()
        elif isinstance(event, int):
            synth.strike(event)
        else:
            assert event is None or isinstance(event, Tone)
            synth.play(event)
        parts.append(synth.render(samples))
    synth.play(None)
    parts.append(synth.render(2 * RATE))
    assert synth.quiet
    heard = np.concatenate(parts)
    assert np.isfinite(heard).all()
    assert np.abs(heard).max(initial=0.0) <= 1.0
    assert np.abs(np.diff(heard, prepend=0.0, append=0.0)).max() < CLICK


def test_how_it_is_cut_into_blocks_changes_nothing() -> None:
    def played(block: int) -> np.ndarray:
        synth = Synth()
        synth.play(Tone(0.2, 0.9, 0.7))
        synth.render(960)
        synth.play(Tone(0.8, 0.4, 0.1))
        synth.strike(2)
        return np.concatenate([synth.render(block) for _ in range(4_800 // block)])

    assert np.allclose(played(4_800), played(48), atol=1e-6)


def test_the_four_strokes_are_told_apart() -> None:
    centres = []
    for number in (1, 2, 3, 4):
        synth = Synth()
        synth.strike(number)
        centres.append(centre(synth.render(RATE // 8)))
    ordered = sorted(centres)
    assert ordered[0] == centres[0]
    assert all(above > 1.3 * below for below, above in pairwise(ordered))
    again, first = Synth(), Synth()
    again.strike(5)
    first.strike(1)
    assert np.array_equal(again.render(1_000), first.render(1_000))


@pytest.mark.parametrize(
    ("shares", "tone"),
    [
        ((), None),
        ((0.2,), Tone(0.2)),
        ((0.2, 0.4), Tone(0.2, 0.4)),
        ((0.1, 0.2, 0.3, 0.9), Tone(0.1, 0.2, 0.3)),
    ],
)
def test_as_many_numbers_as_there_are_play(shares: tuple[float, ...], tone: Tone | None) -> None:
    assert tone_of(shares) == tone


def classifier(uid: str, first: int) -> Any:
    return SimpleNamespace(uid=uid, first=first, kind="classification")


def test_a_stroke_is_for_a_class_that_begins() -> None:
    changes, outputs = Changes(), (classifier("a", 0), classifier("b", 1))
    heard = [changes.begun(outputs, np.array(values)) for values in (
        (1.0, 2.0), (1.0, 2.0), (3.0, 2.0), (3.0, 0.0), (3.0, 2.0), (np.nan, 1.0), (3.0, 1.0),
    )]  # fmt: skip
    assert heard == [[], [], [3], [], [2], [1], [3]]
    changes.forget()
    assert changes.begun(outputs, np.array([2.0, 2.0])) == []


@pytest.fixture
def panel(
    qtbot: QtBot, child: Callable[..., Child], open_session: Callable[[Source], Session]
) -> Callable[..., TrialPanel]:
    def make(*arguments: str) -> TrialPanel:
        made = TrialPanel(open_session(child(*arguments)))
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def test_a_mouse_that_was_taught_plays_a_tone_and_mute_is_remembered(
    qtbot: QtBot, panel: Callable[..., TrialPanel], speaker: Speaker
) -> None:
    shown = panel("--inputs", "2", "--outputs", "3")
    session = shown._session
    assert shown.player.muted
    assert shown.heard.text() == "Muted"
    shown.begin("mouse")  # as "Try with the mouse" does
    assert shown.heard.text() == "Sound"
    for place in ((0.1, 0.1), (0.9, 0.9)):
        shown.pad.move_to(place)
        shown.teacher.press()
        qtbot.waitUntil(lambda: session.state.recording is not None)
        for _ in range(15):
            with qtbot.waitSignal(session.tick):
                pass
        shown.teacher.release()
        qtbot.waitUntil(lambda: session.state.recording is None)
    qtbot.waitUntil(
        lambda: session.state.outputs[0].model.state == "ready" and session.state.training is None
    )
    speaker.take()
    qtbot.waitUntil(lambda: np.abs(speaker.take()).max() > 0.001)
    qtbot.mouseClick(shown.heard, Qt.MouseButton.LeftButton)
    assert shown.heard.text() == "Muted"
    assert not speaker.running
    assert Player(session).muted


def test_a_tone_ends_where_nothing_is_seen_and_the_device_rests(
    qtbot: QtBot, panel: Callable[..., TrialPanel], speaker: Speaker
) -> None:
    shown = panel("--inputs", "2", "--outputs", "3")
    shown.player.mute(False)
    shown.player.play(Tone(0.5, 1.0, 0.5))
    assert speaker.running
    shown.hide()
    qtbot.waitUntil(lambda: not speaker.running)
    assert shown.player.synth.quiet


def test_takes_and_the_count_in_click(
    qtbot: QtBot, panel: Callable[..., TrialPanel], speaker: Speaker
) -> None:
    shown = panel("--inputs", "2", "--outputs", "1")
    shown.player.mute(False)
    clicks: list[int] = []
    shown.player.synth.click = lambda: clicks.append(1)  # type: ignore[method-assign]
    counting = recording_of(shown._session).counting
    for left in (2, 2, 1, 1, 0):
        counting.emit(left)
    assert len(clicks) == 2
    shown._session.do("start_recording")
    qtbot.waitUntil(lambda: len(clicks) == 3)
    shown._session.do("stop_recording")
    qtbot.waitUntil(lambda: len(clicks) == 4)


def test_where_there_is_no_device_it_says_so_and_draws_only(
    qtbot: QtBot, panel: Callable[..., TrialPanel], capfd: pytest.CaptureFixture[str]
) -> None:
    shown = panel("--inputs", "2", "--outputs", "1")
    if isinstance(open_device(shown), Device):
        pytest.skip("this machine has a sound device")
    qtbot.mouseClick(shown.heard, Qt.MouseButton.LeftButton)
    assert shown.heard.text() == "No sound"
    assert "only drawn" in shown.heard.toolTip()
    assert capfd.readouterr().err == ""


def test_a_device_that_is_unplugged_is_told_and_may_come_back(
    panel: Callable[..., TrialPanel], speaker: Speaker
) -> None:
    shown = panel("--inputs", "2", "--outputs", "1")
    shown.player.mute(False)
    speaker.broken = True
    shown.player._fill()
    assert "does not answer" in shown.heard.toolTip()
    assert not speaker.running
    speaker.broken = False
    shown.player.mute(True)
    shown.player.mute(False)
    assert shown.player.missing == ""
    assert speaker.running

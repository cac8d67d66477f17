"""The sounding examples, on a sound server without a sound card: what was demonstrated is heard."""

from __future__ import annotations

import os
import subprocess
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from example_program import EXAMPLES, Program, need, with_ports

from wekipy.child import free_port
from wekipy.rehearsal.engine_process import EngineProcess

RATE = 48_000
PITCHES = (0.1, 0.5, 0.9)  # of the three sounds in each of the examples
StartEngine = Callable[..., EngineProcess]


@pytest.fixture
def sound_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """JACK in real time, with nothing that sounds behind it."""
    need("jackd")
    name = f"wekipy-{os.getpid()}"
    for variable, value in (
        ("JACK_NO_AUDIO_RESERVATION", "1"),
        ("JACK_DEFAULT_SERVER", name),
        ("QT_QPA_PLATFORM", "offscreen"),
        ("QTWEBENGINE_DISABLE_SANDBOX", "1"),  # sclang brings a browser, which refuses to start as root
    ):
        monkeypatch.setenv(variable, value)
    command = ["jackd", "--no-realtime", "-n", name, "-d", "dummy", "-r", str(RATE), "-p", "1024"]
    with Program(command, tmp_path) as server:
        server.wait_for("self-connect-mode")
        # It says that before it lets anybody in.
        subprocess.run(["jack_wait", "-s", name, "-w", "-t", "30"], check=True, capture_output=True)
        yield


def heard(file: Path) -> list[float]:
    """The fundamental of each tenth of a second that is not silent, in Hz."""
    with wave.open(str(file)) as opened:
        assert opened.getframerate() == RATE
        frames = np.frombuffer(opened.readframes(opened.getnframes()), np.int16)
        sound = frames.reshape(-1, opened.getnchannels())[:, 0] / 32768
    found: list[float] = []
    length = RATE // 10
    for start in range(0, len(sound) - length, length):
        part = sound[start : start + length]
        if np.abs(part).max() < 0.05:
            continue
        alike = np.fft.irfft(np.abs(np.fft.rfft(part, 2 * length)) ** 2)[:length]
        least = RATE // 1_200
        most = RATE // 80
        near = alike[least:most] / alike[0]
        # The shortest period after which it is as before: multiples of it are periods, too.
        found.append(RATE / (least + int(np.argmax(near > 0.95 * near.max()))))
    return found


def check(file: Path) -> None:
    """All three sounds are there, after a silence and in their order."""
    fundamentals = np.array(heard(file))
    places = []
    for pitch in PITCHES:
        near = np.abs(fundamentals / (110 * 8**pitch) - 1) < 0.06
        assert near.sum() >= 4, (pitch, fundamentals)
        places.append(float(np.flatnonzero(near).mean()))
    assert places == sorted(places)


def free_of(file: Path, engine: EngineProcess, tmp_path: Path) -> Path:
    """A copy that uses the ports of an engine."""
    return with_ports(file, tmp_path / file.name, {6448: engine.port, 12000: engine.out_port})


def test_chuck_plays_what_was_demonstrated(
    start_engine: StartEngine, sound_server: None, tmp_path: Path
) -> None:
    need("chuck")
    engine = start_engine(2, "3")
    sketch = free_of(EXAMPLES / "chuck/fm.ck", engine, tmp_path)
    with Program(["chuck", f"{sketch}:by-itself:fm.wav"], tmp_path) as program:
        program.wait_for("played sound 3", timeout=60)
        assert program.finish() == 0
    check(tmp_path / "fm.wav")


def test_supercollider_plays_what_was_demonstrated(
    start_engine: StartEngine, sound_server: None, tmp_path: Path
) -> None:
    need("sclang", "scsynth")
    engine = start_engine(2, "3")
    sketch = free_of(EXAMPLES / "supercollider/fm.scd", engine, tmp_path)
    boot, text = "s.waitForBoot", sketch.read_text()
    assert text.count(boot) == 1
    sketch.write_text(text.replace(boot, f"s.addr.port = {free_port()}; {boot}"))
    with Program(["sclang", sketch, "by-itself", tmp_path / "fm.wav"], tmp_path) as program:
        program.wait_for("played sound 3", timeout=60)
        program.wait_for("finished")
        assert program.finish() == 0
    check(tmp_path / "fm.wav")

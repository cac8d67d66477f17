"""The sound device of the system.

QtMultimedia is loaded with the first sound: it takes a tenth of a second and looks for programs of the
system, which it talks about on the terminal.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Final

from PyQt6.QtCore import QObject, qInstallMessageHandler

from wekipy.gui.sound.strokes import F32
from wekipy.gui.sound.synth import RATE
from wekipy.gui.translation import tr

_AHEAD: Final = 0.06  # seconds of sound that wait in the device
_BYTES: Final = 4  # of a sample


class Device:
    """Takes samples and sounds.

    Args:
        sink: a QAudioSink for float samples of one channel.
    """

    def __init__(self, sink: Any) -> None:
        self._sink = sink
        self._into: Any = None

    def start(self) -> bool:
        """Begin to take samples; whether it does."""
        with _quietly():
            self._into = self._sink.start()
        return self._into is not None

    def stop(self) -> None:
        """Be silent at once."""
        self._sink.stop()

    @property
    def room(self) -> int:
        """How many samples it would take now."""
        return int(self._sink.bytesFree()) // _BYTES

    @property
    def broken(self) -> bool:
        """Whether it has failed for good, as one that was unplugged."""
        return bool(self._sink.error().name in ("IOError", "FatalError"))

    def write(self, samples: F32) -> None:
        """Let these sound after those before."""
        self._into.write(samples.tobytes())


def open_device(parent: QObject) -> Device | str:
    """Open the device of the system, or say why it cannot be done."""
    with _quietly():
        try:
            from PyQt6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices  # noqa: PLC0415
        except ImportError:
            return tr("Qt finds no sound on this system (on Debian: install libpulse0): only drawn.")
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return tr("There is no sound device here: only drawn.")
        wanted = QAudioFormat()
        wanted.setSampleRate(RATE)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Float)
        sink = QAudioSink(device, wanted, parent)
        sink.setBufferSize(int(_AHEAD * RATE) * _BYTES)
        return Device(sink)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Keep what Qt says of the system's libraries from the terminal."""
    before = qInstallMessageHandler(lambda *_: None)
    try:
        yield
    finally:
        qInstallMessageHandler(before)

"""What is heard, as samples: a tone that glides, and strokes over it. Plain numpy, without a sound device.

The tone is a sum of all harmonics, each weaker than the one before by a factor b, in closed form: sin φ / (1
- 2b cos φ + b²) (Moorer 1976, "The synthesis of complex audio spectra by means of discrete summation
formulas", Journal of the Audio Engineering Society 24). A larger b is what an open filter sounds like. b is
smaller for high tones, so that nothing folds over and no sample is far from the one before.

Values of outputs arrive some thirty times a second, in steps. Pitch, loudness and b follow them as a
capacitor would, within `GLIDE`: a step in a value is never one in the sound. A new stroke takes the place of
the old ones, which fade.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from wekipy.gui.sound.strokes import F32, F64, click, strokes

RATE: Final = 48_000  # samples per second
LOWEST, OCTAVES = 110.0, 3.0  # of the tone: 110 to 880 Hz
LOUDEST: Final = 0.2  # of the tone
DULL, BRIGHT, HIGH_LOSES = (
    0.05,
    0.6,
    0.25,
)  # b of a dull and of a bright tone, and how much less the highest has
GLIDE: Final = 0.03  # seconds in which the tone goes most of the way
FADE: Final = 0.004  # seconds in which a stroke gives way
_FADING: Final = int(FADE * RATE)
_SILENT: Final = 1e-5


@dataclass(frozen=True)
class Tone:
    """What the tone goes to, each 0 to 1."""

    pitch: float = 0.5
    loudness: float = 0.7
    brightness: float = 0.5


class Synth:
    """Makes the samples, block by block."""

    def __init__(self) -> None:
        self._strokes, self._click = strokes(RATE), click(RATE)
        self._goal = np.array([0.5, 0.0, 0.5])  # pitch, loudness, brightness
        self._now = self._goal.copy()
        self._phase = 0.0
        self._sounding: list[tuple[F32, int]] = []  # the rest of each short sound, and how long it may be yet

    @property
    def quiet(self) -> bool:
        """Whether nothing sounds, and nothing is to."""
        return not self._sounding and max(self._goal[1], self._now[1]) < _SILENT

    def play(self, tone: Tone | None) -> None:
        """Let the tone go there; None lets it fade."""
        if tone is None:
            self._goal[1] = 0.0
            return
        goal = np.clip((tone.pitch, LOUDEST * tone.loudness**2, tone.brightness), 0.0, 1.0)
        if self._now[1] < _SILENT:  # it begins there, instead of sliding in from somewhere
            self._now[[0, 2]] = goal[[0, 2]]
        self._goal[:] = goal

    def strike(self, number: int) -> None:
        """Play the stroke of a class or gesture, from 1; the fifth sounds as the first."""
        self._sounding = [(rest[:_FADING], fades or _FADING) for rest, fades in self._sounding]
        self._sounding.append((self._strokes[(number - 1) % len(self._strokes)], 0))

    def click(self) -> None:
        """Play a click."""
        self._sounding.append((self._click, 0))

    def render(self, samples: int) -> F32:
        """The next so many samples, -1 to 1."""
        out = self._tone(samples)
        left = []
        for sound, fades in self._sounding:
            part = sound[:samples].astype(np.float64)
            if fades:
                part *= np.arange(fades, fades - len(part), -1) / _FADING
            out[: len(part)] += part
            if len(sound) > samples:
                left.append((sound[samples:], max(0, fades - samples)))
        self._sounding = left
        return out.astype(np.float32)

    def _tone(self, samples: int) -> F64:
        away = np.exp(-np.arange(1, samples + 1) / (GLIDE * RATE))
        pitch, loudness, brightness = (
            goal + (now - goal) * away for goal, now in zip(self._goal, self._now, strict=True)
        )
        self._now = np.array([pitch[-1], loudness[-1], brightness[-1]]) if samples else self._now
        if loudness.max(initial=0.0) < _SILENT:
            return np.zeros(samples)
        phases = self._phase + 2 * np.pi / RATE * np.cumsum(LOWEST * 2.0 ** (OCTAVES * pitch))
        self._phase = float(phases[-1] % (2 * np.pi))
        b = DULL + brightness * (BRIGHT - HIGH_LOSES * pitch - DULL)
        tone: F64 = loudness * (1 - b**2) * np.sin(phases) / (1 - 2 * b * np.cos(phases) + b**2)
        return tone

"""Short sounds: four strokes for classes and gestures, and a click. Plain numpy.

None of them has an edge: each rises within milliseconds and dies away, and from one sample to the next it
moves by `STEEPEST` at most, so that one in the middle of a tone is heard as what it is and not as a fault.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

STEEPEST: Final = 0.035  # from one sample to the next
LOUDEST: Final = 0.5
CLICK: Final = 0.1  # how loud a click is
_RISE: Final = 0.002  # seconds
_SEED: Final = 7  # of the noise, which is always the same


def strokes(rate: int) -> tuple[F32, ...]:
    """A drum, a snare, a shaker and a bell, each (samples,) at this rate."""
    return tuple(_even(made(rate), rate) for made in (_drum, _snare, _shaker, _bell))


def click(rate: int) -> F32:
    """A click, as a metronome's, (samples,)."""
    t = _times(rate, 0.03)
    sound: F64 = CLICK * np.sin(2 * np.pi * 660.0 * t) * np.sin(np.pi * t / t[-1]) ** 2
    return sound.astype(np.float32)


def _times(rate: int, seconds: float) -> F64:
    return np.arange(int(rate * seconds)) / rate


def _drum(rate: int) -> F64:
    t = _times(rate, 0.45)
    low, high, falls = 50.0, 160.0, 0.04
    turns = low * t + (high - low) * falls * (1.0 - np.exp(-t / falls))
    drum: F64 = np.sin(2 * np.pi * turns) * np.exp(-t / 0.12)
    return drum


def _snare(rate: int) -> F64:
    t = _times(rate, 0.3)
    snare: F64 = _noise(rate, len(t), 400.0, 1_600.0) * np.exp(-t / 0.06)
    return snare + 0.5 * np.sin(2 * np.pi * 190.0 * t) * np.exp(-t / 0.04)


def _shaker(rate: int) -> F64:
    t = _times(rate, 0.15)
    shaker: F64 = _noise(rate, len(t), 3_000.0, 7_000.0) * np.exp(-t / 0.03)
    return shaker


def _bell(rate: int) -> F64:
    t = _times(rate, 0.6)
    partials = ((990.0, 1.0, 0.2), (2_732.0, 0.25, 0.12), (5_346.0, 0.06, 0.06))  # of a struck bar
    parts = [loud * np.sin(2 * np.pi * f * t) * np.exp(-t / falls) for f, loud, falls in partials]
    bell: F64 = np.sum(parts, axis=0)
    return bell


def _noise(rate: int, samples: int, low: float, high: float) -> F64:
    """Noise between two frequencies, at most 1."""
    white = np.random.default_rng(_SEED).normal(size=samples)
    spectrum, frequencies = np.fft.rfft(white), np.fft.rfftfreq(samples, 1 / rate)
    spectrum[(frequencies < low) | (frequencies > high)] = 0.0
    noise: F64 = np.fft.irfft(spectrum, samples)
    noise /= np.abs(noise).max()
    return noise


def _even(sound: F64, rate: int) -> F32:
    """As loud as it may be; it rises and ends without an edge."""
    rise, end = int(_RISE * rate), len(sound) // 4
    sound[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise)) ** 2
    sound[-end:] *= np.cos(np.linspace(0, np.pi / 2, end)) ** 2
    steepest = float(np.abs(np.diff(sound, prepend=0.0)).max())
    loudest = float(np.abs(sound).max())
    return (sound * min(STEEPEST / steepest, LOUDEST / loudest)).astype(np.float32)

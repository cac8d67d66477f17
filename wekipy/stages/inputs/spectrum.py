"""The stage that says how strongly an input swings at which frequency."""

from __future__ import annotations

import numpy as np

from wekipy.project.problem import Problem
from wekipy.stages.inputs.bounded import bounded
from wekipy.stages.inputs.lists import selected
from wekipy.stages.inputs.ring import Span, Windowed
from wekipy.stages.inputs.sizes import check_inputs, check_results, derived
from wekipy.stages.stage import F64, FRAME, Arrays, Options, Signal


class Spectrum(Windowed):
    """Answers how strongly one input swings at which frequency, such as the trembling of a hand.

    Formula: a_k = c |Σ w_j x_j exp(−2πi jk / n)| over the last n = `frames` frames, with Hann's window
    w_j = ½ − ½ cos(2πj / n), for k = 0 … n/2; k times the frame rate / n is the frequency. c = 2 / Σw, 1 / Σw
    for k = 0 and k = n/2, so that a swinging of amplitude A at such a frequency gives A. Until n frames have
    come, the first one stands for those that are missing. Frames should come evenly.

    Gap: after more than a second without a frame it starts anew: the frame that comes stands for all.

    Latency: n / 2 frames, at 100 a second.

    Source: Harris: On the Use of Windows for Harmonic Analysis with the DFT, 1978.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        check_inputs("spectrum", signal.names)
        frames = int(options["frames"])
        bins = frames // 2 + 1
        check_results("spectrum", bins, "choose fewer frames")
        chosen = selected("spectrum", str(options["input"]), signal.names)
        if len(chosen) > 1:
            raise Problem(f"spectrum: one input is expected, here are {len(chosen)}; name one")
        self._input = chosen[0]
        names = derived([signal.names[self._input]], [f"bin-{n}" for n in range(bins)])
        super().__init__(names, 1, Span(frames), filled=True)
        self.latency = 0.5 * frames * FRAME
        self._taper, self._scale = taper_of(frames)
        self._out = np.empty(bins)

    def step(self, x: F64, now: float) -> F64:
        """Return the amplitudes, from frequency 0 upwards."""
        values = self._window(x[self._input : self._input + 1], now)[:, 0]
        np.abs(np.fft.rfft(values * self._taper), out=self._out)
        self._out *= self._scale
        return bounded(self._out)


def taper_of(frames: int) -> tuple[F64, F64]:
    """Return Hann's window (frames,), and what amplitudes under it are multiplied by (frames // 2 + 1,)."""
    taper = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(frames) / frames)
    scale = np.full(frames // 2 + 1, 2.0 / taper.sum())
    scale[0] *= 0.5
    if frames % 2 == 0:
        scale[-1] *= 0.5
    return taper, scale

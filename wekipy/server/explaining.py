"""Asks a worker what a model has learned, and which examples an input is like."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wekipy.engine.explaining_jobs import explaining_job, nearest_job, present_model
from wekipy.engine.view import View
from wekipy.server.means import Means
from wekipy.server.reshaping import Reshaper


def explained(view: View, number: int, means: Means, reshaper: Reshaper) -> bytes:
    """The JSON of what the model of an output (from 1) has learned.

    Raises:
        Problem: if there is nothing that can be explained.
    """
    model = present_model(view, number)
    flat = reshaper.view(view, means, [model])
    return means.ask("explain", explaining_job(flat, number, model))


def nearest(view: View, number: int, x: npt.NDArray[np.float64], means: Means, reshaper: Reshaper) -> bytes:
    """The JSON of the examples that features (of the model of an output, from 1) are like.

    Raises:
        Problem: if there is nothing to compare with.
    """
    model = present_model(view, number)
    flat = reshaper.view(view, means, [model])
    return means.ask("nearest", nearest_job(flat, number, model, x))

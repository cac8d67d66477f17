"""A gesture output as the figures that the `Gestures` of the runtimes spot with."""

from __future__ import annotations

import numpy as np

from wekipy.engine.spotted import Spotted, spotting_options
from wekipy.exchange.exporting.sketch.sheets import Figures, Sheet, scaling_of
from wekipy.learning.gestures.columns import SpeedLimits, positions_kept
from wekipy.learning.gestures.gesture_model import matching, read_gestures


def spotting_sheet(spotted: Spotted) -> Sheet:
    """The sheet of a gesture output as it is set up now: what is off has a threshold of 0."""
    output, model = spotted.output, spotted.model
    learned, options = read_gestures(model), spotting_options(output, model)
    match = matching(learned, options)
    templates = match.templates.from_their_start() if options.offset else match.templates
    limits = SpeedLimits(options.slowest, options.fastest)
    figures: Figures = {
        "scaling": scaling_of(model),
        "period": learned.normalisation.period,
        "gestures": len(output.gestures),
        "thresholds": spotted.progress()[:, 1],
        "templates": len(templates.lengths),
        "lengths": templates.lengths,
        "strides": templates.strides,
        "kinds": match.gestures - 1,
        "sizes": match.sizes,
        "frames": np.ravel(
            np.concatenate([f[:n] for f, n in zip(templates.frames, templates.lengths, strict=True)])
        ),
        "cells": int(templates.lengths.sum()),
        "slowest": options.slowest,
        "fastest": options.fastest,
        "ring": positions_kept(templates, limits) if options.offset else 0,
        "refractory": options.refractory,
        "early": int(options.early),
        "once_per_run": int(options.once_per_run),
    }
    return Sheet("Gestures", figures)

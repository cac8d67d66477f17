"""The colour of each point of the map: its class, or its value on one scale."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from wekipy.client.state import Output
from wekipy.gui.takes.labels import class_words, target_words
from wekipy.gui.theme.gradient import value_colour
from wekipy.gui.theme.palette import Palette, class_colour

F64 = npt.NDArray[np.float64]
_STEPS = 24  # of the scale: more cannot be distinguished, and each colour is drawn as a picture of its own


def colours_of(targets: F64 | None, output: Output | None, palette: Palette) -> list[str]:
    """A colour for each target (n,) of an output; dim where there is none."""
    if targets is None or output is None:
        return []
    if output.kind != "continuous":
        known = {t: class_colour(int(t), palette) for t in np.unique(targets[~np.isnan(targets)])}
        return [known.get(target, palette.strong) for target in targets.tolist()]
    span = output.maximum - output.minimum or 1.0
    steps = np.round(np.clip((targets - output.minimum) / span, 0.0, 1.0) * (_STEPS - 1))
    scale = [value_colour(step / (_STEPS - 1), palette) for step in range(_STEPS)]
    return [palette.strong if np.isnan(step) else scale[int(step)] for step in steps]


def legend_of(output: Output, palette: Palette) -> list[tuple[str, str]]:
    """Words and colours that say what the colours mean; of a value, from low to high."""
    if output.kind == "gesture":
        numbers = (*(gesture.number for gesture in output.gestures), 0)
        return [(target_words(output, number), class_colour(number, palette)) for number in numbers]
    if output.kind == "classification":
        return [(class_words(output, n), class_colour(n, palette)) for n in range(1, output.classes + 1)]
    words = partial(target_words, output)
    span = output.maximum - output.minimum
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    return [(words(output.minimum + share * span), value_colour(share, palette)) for share in shares]

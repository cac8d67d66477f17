"""What the slider “calm ↔ quick” stands for: settings of the 1-euro filter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from wekipy.client.state import StageChoice

QUICK: Final = 100  # the end of the slider where nothing is smoothed
FILTER: Final = "one-euro"
_MIDDLE: Final = {"min_cutoff": 0.3, "beta": 0.5}  # what the filter has if nothing is said
_DECADES: Final = 2.0  # from one end of the slider to the other


def place_of(after: Sequence[StageChoice]) -> int:
    """Return the place of the slider, 0 (calm) to 100 (quick), for the stages of an output."""
    found = next((stage for stage in after if stage.name == FILTER), None)
    if found is None:
        return QUICK
    beta = float(found.options.get("beta", _MIDDLE["beta"]))
    share = 0.5 + math.log10(max(beta, 1e-6) / _MIDDLE["beta"]) / _DECADES
    return min(max(round(share * QUICK), 0), QUICK - 1)


def stages_at(place: int, after: Sequence[StageChoice]) -> list[dict[str, object]]:
    """Return the stages that an output has with the slider at another place, as `set_after` wants them.

    The first 1-euro filter gets other settings; where there is none, one comes before all other stages. At
    the quick end there is none.
    """
    factor = 10.0 ** ((place / QUICK - 0.5) * _DECADES)
    wanted = {name: float(f"{middle * factor:.3g}") for name, middle in _MIDDLE.items()}
    kept: list[dict[str, object]] = [{"name": stage.name, "options": dict(stage.options)} for stage in after]
    at = next((n for n, stage in enumerate(after) if stage.name == FILTER), None)
    if place >= QUICK:
        return [stage for n, stage in enumerate(kept) if n != at]
    if at is None:
        return [{"name": FILTER, "options": wanted}, *kept]
    kept[at] = {"name": FILTER, "options": {**after[at].options, **wanted}}
    return kept

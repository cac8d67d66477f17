"""What tests of the stages before the models share: stages by name, frames, options at random."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from wekipy.project.option import Option
from wekipy.project.schema import StageChoice
from wekipy.stages.input_chain import make_input_stage
from wekipy.stages.table import INPUT_STAGES

TEXTS: dict[tuple[str, str], list[str]] = {  # what texts may be, by stage and option
    ("expression", "formula"): [
        "x",
        "d = x - x[n-1]; e = d - d[n-1]; max(d, e, 0)",
        "y = 0.3 * x + 0.7 * y[n-1]",
        "grows = grows[n-1] * 1e30 + y",
        "1 / (x - x[n-2]); sqrt(y) ^ 0.5; log(z)",
        "if('left hand' > 0 and inputs-4 <> y[n-3], atan2(x, y), 'pi' = pi); #6",
    ],
    ("conditional-buffer", "start"): ["x > 0", "1", "y[n-1] < y"],
    ("conditional-buffer", "stop"): ["x <= 0", "0", "y > z", "1"],
    ("window", "statistics"): [
        "mean",
        "deviation; crossings",
        "min, max, range, rms, energy, difference.mean, difference2.max, difference2.crossings",
    ],
    ("history", "delays"): ["0", "1, 2, 4", "5, 0, 30", "0;1"],
    ("distances", "pairs"): ["all", "neighbours", "1-2", "2-1, 1-2"],
    ("angles", "triples"): ["all", "neighbours", "1-2", "2-1-3, 1-2"],
    ("selection", "inputs"): ["1", "6, 1-3", "x, left hand, 5", "'inputs-4'"],
    ("spectrum", "input"): ["1", "left hand"],
}
SUITS_SIX = {"angles": {"size": 2}, "relative": {"size": 2, "scale_to": 3}}  # for six inputs


def made(name, names="x", learned=None, **options):
    """A stage over the numbers “x”, or “x y z”."""
    return make_input_stage(StageChoice(name, options), tuple(names.split()), learned or {})


def play(stage, rows, step=0.01, times=None):
    """What a stage makes of rows (n, in), or of a list of numbers: (n, out)."""
    rows = np.asarray(rows, float)
    rows = rows[:, None] if rows.ndim == 1 else rows
    times = np.arange(len(rows)) * step if times is None else times
    with np.errstate(all="ignore"):  # as in the engine's thread
        return np.array([stage.step(x, float(now)).copy() for x, now in zip(rows, times, strict=True)])


def option_values(stage: str, option: Option) -> st.SearchStrategy:
    """What an option may be; windows are kept small, so that tests come to their end."""
    if option.kind == "bool":
        return st.booleans()
    if option.kind == "choice":
        return st.sampled_from(option.choices)
    if option.kind == "text":
        return st.sampled_from(TEXTS[stage, option.name])
    if option.kind == "int":
        most = 3 if option.name in ("size", "reference", "scale_from", "scale_to") else 12
        return st.integers(int(option.minimum), min(int(option.maximum), most))
    most = 0.5 if option.name == "seconds" else option.maximum
    numbers = st.floats(option.minimum, most)
    return numbers | st.sampled_from(option.words) if option.words else numbers


@st.composite
def input_choices(draw, name: str = "") -> StageChoice:
    """A stage with some of its options set."""
    row = INPUT_STAGES[name or draw(st.sampled_from(list(INPUT_STAGES)))]
    options = {o.name: draw(option_values(row.name, o)) for o in row.options if draw(st.booleans())}
    return StageChoice(row.name, {**SUITS_SIX.get(row.name, {}), **options})


pauses = st.lists(
    st.sampled_from([0.0, 0.0, 0.01, 0.016, 0.02, 0.3, 1.0, 1.5, 1e4, 1e-12, -0.5]) | st.floats(0.0, 0.1),
    min_size=1,
    max_size=40,
)

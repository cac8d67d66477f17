"""What tests of the stages before the models share: stages by name, frames, options at random."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from wekipy.project.option import Option
from wekipy.project.schema import StageChoice
from wekipy.stages.input_chain import make_input_stage
from wekipy.stages.table import INPUT_STAGES

TEXTS: dict[tuple[str, str], list[str]] = {}  # what texts may be, by stage and option


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
        return st.integers(int(option.minimum), min(int(option.maximum), 12))
    most = 0.5 if option.name == "seconds" else option.maximum
    numbers = st.floats(option.minimum, most)
    return numbers | st.sampled_from(option.words) if option.words else numbers


@st.composite
def input_choices(draw, name: str = "") -> StageChoice:
    """A stage with some of its options set."""
    row = INPUT_STAGES[name or draw(st.sampled_from(list(INPUT_STAGES)))]
    options = {o.name: draw(option_values(row.name, o)) for o in row.options if draw(st.booleans())}
    return StageChoice(row.name, options)


pauses = st.lists(
    st.sampled_from([0.0, 0.0, 0.01, 0.016, 0.02, 0.3, 1.0, 1.5, 1e4, 1e-12, -0.5]) | st.floats(0.0, 0.1),
    min_size=1,
    max_size=40,
)

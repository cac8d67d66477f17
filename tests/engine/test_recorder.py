"""The figures of a take that is being recorded are those that its rows would be measured to have."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.engine.recorder import Recorder
from wekipy.project.create import new_project
from wekipy.project.examples import measured
from wekipy.project.schema import Take

NAN = np.nan
PROJECT = new_project(2, "1,class:3,1,gesture:2")
UIDS = tuple(output.uid for output in PROJECT.outputs)
RUNS = st.tuples(
    st.integers(0, 5),
    st.tuples(
        st.floats(-1e6, 1e6, width=32) | st.just(NAN),
        st.sampled_from([1.0, 2.0, 3.0, NAN]),
        st.sampled_from([0.0, 0.1, 3.4e38]),
        st.sampled_from([0.0, 1.0, 1.0, NAN]),
    ),
)


@given(st.lists(RUNS, min_size=1, max_size=8), st.integers(1, 40))
def test_figures_that_are_kept_are_those_that_are_measured(runs, block: int) -> None:
    recorder = Recorder(7, 2, UIDS, "2026-01-02")
    recorder.blocks, recorder._capacity = (), block
    recorder._next_block()
    times = iter(np.cumsum(np.full(100, 0.013)))
    for count, targets in runs:
        row = np.array(targets, np.float32)
        for _ in range(count):
            recorder.append(next(times), np.zeros(2), row)
    if not len(recorder):
        return
    expected = measured(PROJECT, Take(7, 0, started="2026-01-02"), recorder.finish())
    took = recorder.take(PROJECT)
    for uid in UIDS:
        common = expected.targets[uid]
        assert took.targets[uid] == (None if common is None else pytest.approx(common, rel=1e-9, abs=1e-9))
    same = [(t.number, t.examples, t.started, t.inputs, t.counts, t.seconds) for t in (took, expected)]
    assert same[0] == same[1]


def test_rows_with_the_same_targets_have_just_these_in_common() -> None:
    recorder = Recorder(1, 2, UIDS)
    row = np.array([0.1, 2.0, 1 / 3, 1.0], np.float32)
    for n in range(100_000):
        recorder.append(n / 100, np.zeros(2), row)
    took = recorder.take(PROJECT)
    assert took == measured(PROJECT, Take(1, 0), recorder.finish())
    assert list(took.targets.values()) == row.tolist()

"""Distances along a stream that is known beforehand: the same as frame by frame."""

from __future__ import annotations

import numpy as np
import pytest
from gesture_shapes import model_of, shape, three_gestures, wander

from wekipy.learning.gestures import GestureOptions
from wekipy.learning.gestures.distances import Ends
from wekipy.learning.gestures.gesture_model import matching
from wekipy.learning.gestures.lanes import end_distances, lanes_for
from wekipy.learning.gestures.thresholds import LARGEST_THRESHOLD


def frame_by_frame(match, options, stream):
    ends, distances, starts = Ends(match, options), [], []
    for x in stream:
        ends.step(x)
        distances.append(ends.distances.copy())
        starts.append(ends.starts - 1)
    return np.array(distances), np.array(starts)


@pytest.mark.parametrize("options", [{}, {"offset": True}, {"scale": True}, {"slowest": 0.8}])
def test_stretches_that_are_followed_at_once_find_the_same_matches(options):
    rng = np.random.default_rng(11)
    model, options = model_of(three_gestures(rng, each=1), **options), GestureOptions(**options)
    match = matching(model, options)
    parts = [wander(rng, 300), shape(1, 50, rng), wander(rng, 300), shape(3, 30, rng), shape(2, 36, rng)]
    stream = model.normalisation.apply(np.concatenate(parts))
    lead, cells = 90, match.templates.frames[..., 0].size
    assert lanes_for(len(stream), lead, cells) > 1
    found, expected = end_distances(match, options, stream), frame_by_frame(match, options, stream)
    near = (expected[0] < LARGEST_THRESHOLD) | (found[0] < LARGEST_THRESHOLD)
    assert set(match.gestures[near.any(axis=0)]) == {1, 2, 3}
    np.testing.assert_allclose(found[0][near], expected[0][near], rtol=1e-9)
    np.testing.assert_array_equal(found[1][near], expected[1][near])
    assert np.mean(np.isfinite(found[0]) != np.isfinite(expected[0])) < 0.02


def test_a_short_stream_is_followed_in_one_piece():
    rng = np.random.default_rng(12)
    model, options = model_of(three_gestures(rng, each=1)), GestureOptions()
    match = matching(model, options)
    stream = model.normalisation.apply(shape(1, 20, rng))
    found, expected = end_distances(match, options, stream), frame_by_frame(match, options, stream)
    np.testing.assert_allclose(found[0], expected[0])


def test_large_templates_are_not_repeated():
    assert lanes_for(2_000, 100, 200) > 4
    assert lanes_for(2_000, 400, 50_000) == 1
    assert lanes_for(50, 100, 200) == 1

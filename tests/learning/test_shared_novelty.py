"""The novelty of models that are alike is computed together, to the bit as that of each by itself."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from novelty_hands import novelty_model

from wekipy.learning.model import Model
from wekipy.learning.novelty import predictor
from wekipy.learning.novelty.fitting import fit_novelty
from wekipy.learning.novelty.predictor import NEW, Novelty, share_novelty

WIDTH = 9
Asked = tuple[int, int, int, bool, bool]


@cache
def taught(seed: int, inputs: int, classes: int, counters: bool, earlier: bool) -> Model:
    """A model of examples in takes; `earlier`: as before whitening; else it knows that zeros are lost."""
    random = np.random.default_rng(seed)
    takes = np.arange(60) // 10
    y = takes % classes + 1.0
    X = (3.0 * random.normal(size=(classes + 1, inputs)))[y.astype(int)] + random.normal(size=(60, inputs))
    if counters:
        y[55:] = 0.0
    arrays = fit_novelty(X.astype(np.float32), takes, y)
    if earlier:
        arrays = {name: array for name, array in arrays.items() if name not in NEW}
    else:
        arrays["novelty.lost"] = np.zeros((1, inputs), np.float32)
    return novelty_model(arrays, tuple(range(inputs)))


models = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([1, 4, 9]), st.integers(1, 3), st.booleans(), st.booleans()),
    min_size=1,
    max_size=3,
)


def check(asked: list[Model]) -> None:
    random = np.random.default_rng(1)
    X = random.normal(size=(12, WIDTH)) * np.geomspace(0.1, 1e6, 12)[:, None]
    X[3] = 0.0
    shared, alone = share_novelty(asked, WIDTH), [Novelty(model, WIDTH) for model in asked]
    for x in X:
        assert [one.of(x) for one in shared] == [one.of(x) for one in alone]


@settings(max_examples=8, deadline=None)
@given(kinds=models, order=st.lists(st.integers(0, 20), min_size=2, max_size=8))
def test_it_is_to_the_bit_what_it_is_alone(kinds: list[Asked], order: list[int]) -> None:
    made = [taught(*kind) for kind in kinds] + [taught(kinds[0][0] + 1, *kinds[0][1:])]
    check([made[n % len(made)] for n in order])


def test_it_is_also_where_examples_are_so_many_that_they_are_singles(monkeypatch) -> None:
    monkeypatch.setattr(predictor, "EXACT", 100)
    check([taught(seed, 4, 3, False, False) for seed in range(3)])


def test_models_that_are_alike_are_computed_once() -> None:
    made = [taught(seed, 4, 2, False, True) for seed in range(3)] + [taught(0, 9, 2, False, True)]
    first, second, third, other = share_novelty(made, WIDTH)
    assert first._together is second._together is third._together is not other._together
    x = np.ones(WIDTH)
    first.of(x)
    found = list(first._together.found)
    assert len(set(found)) == 3
    assert [one.of(x) for one in (first, second, third)] == found


def test_a_lost_frame_is_nothing_to_those_that_know_it() -> None:
    knows, does_not = taught(1, 4, 2, False, False), taught(1, 4, 2, False, True)
    zeros, found = np.zeros(WIDTH), share_novelty([knows, does_not, knows], WIDTH)
    assert [one.of(zeros) for one in found][::2] == [1.0, 1.0]
    assert found[1].of(zeros) < 1.0

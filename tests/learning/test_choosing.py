"""What `auto` chooses, why it says so, and that it is then the chosen algorithm itself."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from evaluation_jobs import job_of, poses, sweeps, with_targets
from learning_jobs import compile_one, make_job
from msgspec.structs import replace as with_

from wekipy.engine.engine import Engine
from wekipy.learning import choosing, progress
from wekipy.learning.algorithms import ALGORITHMS, resolve
from wekipy.learning.choosing import CANDIDATES, UNLIMITED, usual
from wekipy.learning.fitting import fit, train
from wekipy.learning.held_out.splitting import split
from wekipy.project.create import new_project
from wekipy.project.schema import AlgorithmChoice, default_algorithm

KINDS = ("continuous", "classification")


def chosen(note: str) -> str:
    return re.match(r"chose ([a-z-]+)[:,]", note)[1]


def as_algorithm(job, name):
    return replace(job, algorithm=name, options=resolve(AlgorithmChoice(name), job.kind))


def asked(job, x):
    predictor, values = compile_one(job, fit(job)), np.zeros(1)
    predictor.answer(np.asarray(x, float), values)
    return values[0]


def straight(takes=4, frames=20, noise=0.3, seed=0):
    """Each take goes once over a plane that is the target."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(takes * frames, 3))
    y = X @ [2.0, -1.0, 0.5] + noise * random.normal(size=len(X))
    return job_of(X, y, np.arange(len(X)) // frames + 1, "continuous", "auto")


def ring(takes=6, frames=20, seed=0):
    """Class 2 all around class 1, with some that lie across the border: nothing straight tells them apart."""
    random = np.random.default_rng(seed)
    n = takes * frames
    angle, label = random.uniform(0, 2 * np.pi, n), np.arange(n) % 2 + 1
    radius = label + random.normal(size=n) * 0.25
    X = np.stack([radius * np.cos(angle), radius * np.sin(angle), 3 * random.normal(size=n)], axis=1)
    return job_of(X, label, np.arange(n) // frames + 1, "classification", "auto")


def test_candidates_are_algorithms_of_their_kind_and_the_usual_one_is_always_tried():
    for kind in KINDS:
        names = [candidate.name for candidate in CANDIDATES[kind]]
        assert all(kind in ALGORITHMS[name].kinds for name in names)
        assert len(set(names)) == len(names)
        many = make_job(kind, "auto", n=5_000)
        assert usual(many).name == "neural-network"
        always = next(c for c in CANDIDATES[kind] if c.name == "neural-network")
        assert always.examples == always.numbers == UNLIMITED


def test_a_plane_is_learned_by_the_linear_one():
    note = fit(straight()).note
    assert re.fullmatch(
        r"chose linear: off by [\d.]+ % of the range on takes left out, next best [a-z-]+ with [\d.]+ %", note
    )


def test_a_bent_target_is_not():
    job = straight(takes=6, noise=0.0)
    bent = with_targets(job, np.arange(len(job.y)), np.sin(3 * job.X[:, 0]) * 5.0)
    assert chosen(fit(bent).note) in ("neural-network", "gaussian-process", "svm", "knn")


def test_classes_with_a_round_border_need_one_that_can_bend():
    note = fit(ring()).note
    told = re.fullmatch(
        r"chose ([a-z-]+): (\d+) of 120 wrong on takes left out, next best ([a-z-]+) with (\d+)", note
    )
    assert told, note
    assert told[1] not in ("logistic-regression", "knn")
    assert told[1] != told[3]
    assert int(told[2]) <= int(told[4])


def test_it_has_the_least_error_of_all_candidates():
    job = ring()
    found = {}
    for candidate in CANDIDATES["classification"]:
        one, wrong = as_algorithm(job, candidate.name), 0
        for fold in split(job).folds:
            part = replace(one, X=job.X[fold.train], y=job.y[fold.train], takes=job.takes[fold.train])
            answers = fit(part).estimator.predict(job.X[fold.test].astype(np.float64))
            wrong += int(np.count_nonzero(answers != job.y[fold.test]))
        found[candidate.name] = wrong
    note = fit(job).note
    assert found[chosen(note)] == min(found.values())
    assert f": {min(found.values())} of 120 wrong" in note


def test_where_all_do_equally_well_the_simplest_is_chosen_and_the_others_are_spared():
    job = poses(algorithm="auto")
    assert fit(job).note == f"chose knn: 0 of {len(job.y)} wrong on takes left out"
    same = with_targets(sweeps(algorithm="auto"), np.arange(200), 7.0)
    assert fit(same).note == "chose linear: off by 0 % of the range on takes left out"


@pytest.mark.parametrize(
    "job", [straight(), ring(), poses(algorithm="auto", drift=1.0)], ids=["plane", "ring", "poses"]
)
def test_the_model_is_that_of_the_chosen_algorithm(job):
    fitted = fit(job)
    expected = fit(as_algorithm(job, chosen(fitted.note)))
    assert fitted.predictor == expected.predictor
    assert fitted.arrays.keys() == expected.arrays.keys()
    for key, array in expected.arrays.items():
        np.testing.assert_array_equal(fitted.arrays[key], array)
    x = job.X[0].astype(float)
    assert asked(job, x) == asked(as_algorithm(job, chosen(fitted.note)), x)


def test_the_model_says_what_was_chosen_and_is_auto_still():
    header = train(poses(algorithm="auto")).header
    assert (header.algorithm, header.options) == ("auto", {"compare": True})
    assert header.note.startswith("chose knn: ")
    assert train(poses(algorithm="knn")).header.note == ""


@pytest.mark.parametrize("kind", KINDS)
def test_too_little_to_compare_by_is_told_and_the_usual_one_learns(kind):
    job = make_job(kind, "auto", n=2)
    job.y[:] = [2.0, 3.0]
    note = fit(job).note
    told = "2 examples in one take are too few to compare by; record at least two takes"
    name = {"continuous": "neural-network", "classification": "knn"}[kind]
    assert note.startswith(f"chose {name}, the usual one: {told}")
    assert note.endswith("of every class") == (kind == "classification")


def test_one_take_is_split_in_time_and_the_note_says_so():
    assert " on parts of takes left out" in fit(straight(takes=1, frames=60)).note


def test_many_examples_are_compared_in_part_and_slow_ones_left_out(monkeypatch):
    monkeypatch.setattr(choosing, "MOST_TRIED", 60)
    slow = [replace(c, examples=100) if c.name == "svm" else c for c in CANDIDATES["classification"]]
    monkeypatch.setitem(CANDIDATES, "classification", tuple(slow))
    note = fit(ring()).note
    assert re.search(r": \d+ of 60 wrong on takes left out, .*; too slow with so many examples: svm$", note)
    assert chosen(note) != "svm"


def test_the_part_keeps_every_class_and_take_and_their_order(monkeypatch):
    monkeypatch.setattr(choosing, "LEAST_TRIED", 50)
    monkeypatch.setattr(choosing, "MOST_NUMBERS", 250)
    job = poses(takes=3, classes=4, frames=20)
    part = choosing._part(job)
    assert len(part.y) == 50
    assert set(part.takes) == set(job.takes)
    assert set(part.y) == set(job.y)
    assert np.all(np.diff(part.takes) >= 0)


def test_a_candidate_that_cannot_learn_these_examples_is_passed_over():
    random = np.random.default_rng(0)
    X = random.normal(size=(60, 80))  # a polynomial of 80 inputs has too many terms
    job = job_of(X, X[:, 0] ** 2, np.arange(60) // 15 + 1, "continuous", "auto")
    assert "polynomial" not in fit(job).note


def test_folds_that_leave_one_class_are_not_asked():
    X = np.arange(14, dtype=float)[:, None]
    labels = np.array([1.0] * 12 + [2.0] * 2)
    job = job_of(X, labels, np.ones(14), "classification", "auto")
    assert chosen(fit(job).note) in {candidate.name for candidate in CANDIDATES["classification"]}


def listened(work):
    told = []
    progress.listen(told.append)
    try:
        work()
    finally:
        progress.listen(None)
    return told


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["auto", "neural-network"])
def test_progress_rises_while_training(name, kind):
    job = make_job(kind, name)
    told = listened(lambda: train(job))
    assert len(told) > 2
    assert told == sorted(told)
    assert told[0] >= 0.0
    assert told[-1] <= 1.0


@pytest.mark.parametrize("name", ["auto", "neural-network"])
def test_parts_of_an_evaluation_do_not_tell_their_own_progress(name):
    assert listened(lambda: fit(make_job("continuous", name))) == []


def test_the_engine_tells_what_was_chosen_for_the_first_few_outputs():
    engine, told = Engine(new_project(5, "5")), []
    engine.listeners.append(lambda event: told.append(event.text))
    made = train(poses(algorithm="auto"))
    models = [
        replace(made, header=with_(made.header, output=f"o{n}", note=f"chose {n}" * (n > 1)))
        for n in (5, 4, 3, 2, 1)
    ]
    engine.models.install(engine.models.train(), models, {})
    assert re.fullmatch(
        r"trained 5 outputs in [\d.]+ s; output 2: chose 2; output 3: chose 3; output 4: chose 4", told[-1]
    )


# The default


def as_default(job):
    choice = default_algorithm("classification")
    return replace(job, algorithm=choice.name, options=resolve(choice, "classification"))


def test_the_default_takes_the_one_that_is_best_in_general_and_says_so():
    header = train(as_default(poses())).header
    assert (header.algorithm, header.chosen) == ("auto", "svm")
    assert header.note == "chose svm, the best in general"


def test_the_default_looks_for_the_nearest_example_where_a_class_has_a_few_only():
    job = poses()
    rows = np.flatnonzero((job.y != 1.0) | (np.cumsum(job.y == 1.0) <= 3))
    few = as_default(replace(job, X=job.X[rows], y=job.y[rows], takes=job.takes[rows]))
    assert train(few).header.note.endswith("chose knn: class 1 has 3 examples, too few for another")

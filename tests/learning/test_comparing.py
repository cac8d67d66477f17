"""A new model is compared with the present one: a worse one is found, whatever made it worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from comparing_jobs import Take, beside, job_of, output_of, pose, some, stuck, sweep, wild

from wekipy.learning.comparing.answers import errors_of, learn
from wekipy.learning.comparing.exams import exam, lost_classes, passed
from wekipy.learning.comparing.judging import judge
from wekipy.learning.comparing.parts import thinned
from wekipy.learning.model import Comparison, Model, TrainingJob
from wekipy.learning.model_transport import Room
from wekipy.learning.output_training import teach
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.verdict import Terms
from wekipy.learning.work_item import Result
from wekipy.project.lessons import Lesson
from wekipy.project.schema import Kind, OptionValue
from wekipy.storage.model_file import load_model, write_model

KNOWN = {n: pose(1 + (n - 1) % 3, n) for n in range(1, 10)}
SWEEPS = {n: sweep(n) for n in range(1, 6)}
CLEAN = {
    "classification": {n: pose(1 + n % 3, 100 + n) for n in range(30)},
    "continuous": {n: sweep(100 + n) for n in range(20)},
}
NEW: dict[str, dict[int, Take]] = {
    "good": {10: pose(1, 10)},
    "swapped": {10: pose(1, 10, 2)},
    "wild": {10: wild(pose(1, 10), 1)},
    "stuck": {10: stuck(pose(1, 10))},
    "two that agree": {10: pose(1, 10, 2), 11: pose(1, 11, 2)},
    "among good ones": {10: pose(2, 10), 11: pose(1, 11, 2), 12: pose(3, 12)},
}
NEW_SWEEPS: dict[str, dict[int, Take]] = {
    "good": {10: sweep(10)},
    "upside down": {10: sweep(10, upside_down=True)},
    "wild": {10: wild(sweep(10), 2)},
    "stuck": {10: stuck(sweep(10))},
}


def mean_error(job: TrainingJob, model: object, clean: Mapping[int, Take]) -> float:
    """The error of a model on takes that were never part of anything."""
    asked = job_of(clean, job.kind, job.algorithm, nothing=job.nothing)
    return float(np.mean(list(errors_of(model, asked, output_of(job)).values())))  # type: ignore[arg-type]


@pytest.mark.parametrize("what", NEW)
@pytest.mark.parametrize("algorithm", ["knn", "svm", "naive-bayes", "logistic-regression", "decision-tree"])
def test_a_classifier_that_takes_over_is_not_worse_on_takes_of_another_day(algorithm: str, what: str) -> None:
    job = job_of({**KNOWN, **NEW[what]}, "classification", algorithm)
    present, new = beside(job, job_of(KNOWN, "classification", algorithm))
    verdict = new.header.verdict
    assert verdict is not None
    if verdict.accepted:
        clean = CLEAN["classification"]
        assert mean_error(job, new, clean) <= mean_error(job, present, clean) + 0.02
    if what == "good":
        assert verdict.accepted, verdict.reason
    if what in ("swapped", "two that agree", "among good ones"):
        assert not verdict.accepted
        assert verdict.at_fault == {"two that agree": (10, 11), "among good ones": (11,)}.get(what, (10,))


@pytest.mark.parametrize("what", NEW_SWEEPS)
@pytest.mark.parametrize("algorithm", ["linear", "polynomial", "knn", "svm"])
def test_a_number_that_takes_over_is_not_worse_on_takes_of_another_day(algorithm: str, what: str) -> None:
    job = job_of({**SWEEPS, **NEW_SWEEPS[what]}, "continuous", algorithm)
    present, new = beside(job, job_of(SWEEPS, "continuous", algorithm))
    verdict = new.header.verdict
    assert verdict is not None
    if verdict.accepted:
        clean = CLEAN["continuous"]
        assert mean_error(job, new, clean) <= mean_error(job, present, clean) + 0.02
    if what == "good":
        assert verdict.accepted, verdict.reason
    if what == "upside down":
        assert not verdict.accepted
        assert verdict.at_fault == (10,)


def test_a_take_that_says_otherwise_where_known_takes_show_little_is_found() -> None:
    """None of the known examples lies so near to it that it would be answered otherwise."""

    def held(label: int, seed: int) -> Take:
        random = np.random.default_rng(seed)
        centre = np.array([(0.0, 0.0), (4.0, 0.0), (0.0, 4.0)][label - 1])
        X = centre + 0.3 * random.normal(size=2) + 0.3 * random.normal(size=(12, 2))
        return np.pad(X, ((0, 0), (0, 2))), np.full(12, float(label))

    known = {1 + 3 * n + k: held(1 + k, 10 * n + 1 + k) for n in range(3) for k in range(3)}
    new = {10: (np.pad(np.full((24, 2), 0.01), ((0, 0), (0, 2))), np.full(24, 3.0))}
    job = job_of({**known, **new}, "classification", "knn")
    present, model = beside(job, job_of(known, "classification", "knn"))
    verdict = model.header.verdict
    assert verdict is not None
    assert all(passed(one, 0.02) for one in verdict.exams)
    assert (verdict.accepted, verdict.at_fault) == (False, (10,))
    assert verdict.reason.startswith(
        "take 10 contradicts what the present model knows: 100 % of the examples"
    )
    clean = {n: held(1 + n % 3, 500 + n) for n in range(60)}
    assert mean_error(job, model, clean) > mean_error(job, present, clean)


def test_named_takes_decide_where_each_class_has_one_take_only() -> None:
    known = {n: KNOWN[n] for n in (1, 2, 3)}
    for new, accepted in ((NEW["good"], True), (NEW["swapped"], False)):
        job, before = (
            job_of({**known, **new}, "classification", "knn"),
            job_of(known, "classification", "knn"),
        )
        _, without = beside(job, before)
        assert without.header.verdict is not None
        assert "it cannot be compared" in without.header.verdict.reason
        named = job_of({n: KNOWN[n] for n in (4, 5, 6)}, "classification", "knn")
        _, model = beside(job, before, named=named)
        verdict = model.header.verdict
        assert verdict is not None
        assert verdict.accepted is accepted, verdict.reason
        assert ("named" in [held.kind for held in verdict.exams]) is True


def test_a_named_take_that_was_learned_from_is_learned_from_by_neither() -> None:
    """Otherwise nearest neighbours would know their own examples by heart."""
    job, before = (
        job_of({**KNOWN, **NEW["good"]}, "classification", "knn"),
        job_of(KNOWN, "classification", "knn"),
    )
    named = some(job, 1, 2, 3)
    # These frames lie among those of another class: only who learned them by heart is right about them.
    named = replace(named, X=-named.X)
    learned = replace(before, X=np.where(np.isin(before.takes, [1, 2, 3])[:, None], -before.X, before.X))
    _, model = beside(
        replace(job, X=np.concatenate([learned.X, job.X[len(before.X) :]])), learned, named=named
    )
    verdict = model.header.verdict
    assert verdict is not None
    (held,) = [held for held in verdict.exams if held.kind == "named"]
    assert held.takes == (1, 2, 3)
    assert held.before == held.now > 0.5


def test_a_present_model_that_does_not_say_what_it_learned_from_is_asked_as_it_is() -> None:
    job = job_of({**KNOWN, **NEW["swapped"]}, "classification", "knn")
    present = learn(job_of(KNOWN, "classification", "knn"))
    unknown = replace(present, header=msgspec.structs.replace(present.header, learned=None))
    verdict = judge(job, learn(job), Comparison(Terms(), output_of(job), unknown), lambda: None)
    assert not verdict.accepted
    assert verdict.exams[0].kind == "new"
    assert verdict.exams[0].before == pytest.approx(0.1)  # it knows all but the swapped take by heart
    assert "does not say what it learned from" in verdict.reason


def test_what_was_deleted_since_still_counts_for_the_present_model() -> None:
    """Without most of its takes the new one is worse, though nothing new is wrong."""
    takes = {n: sweep(n) for n in range(1, 9)}
    job = job_of({1: takes[1], 2: (takes[2][0][:3], takes[2][1][:3])}, "continuous", "linear")
    _, model = beside(job, job_of(takes, "continuous", "linear"))
    assert model.header.verdict is not None
    assert not model.header.verdict.accepted


def test_a_take_that_was_labelled_anew_is_a_new_one() -> None:
    before = job_of(KNOWN, "classification", "knn")
    wrong = {**KNOWN, 4: pose(1, 4, 2)}
    job = replace(
        job_of(wrong, "classification", "knn"), learned={**(before.learned or {}), 4: Lesson(label=2.0)}
    )
    _, model = beside(job, before)
    verdict = model.header.verdict
    assert verdict is not None
    assert not verdict.accepted
    assert verdict.at_fault == (4,)


@pytest.mark.parametrize("shift", [0.0, 0.3, 40.0])
def test_counter_examples_that_silence_a_class_are_found(shift: float) -> None:
    new = {n: (pose(1, n)[0] + shift, np.zeros(len(pose(1, n)[0]))) for n in range(10, 16)}
    job = job_of({**KNOWN, **new}, "classification", "knn", nothing=True)
    present, model = beside(job, job_of(KNOWN, "classification", "knn", nothing=True))
    assert model.header.verdict is not None
    clean = CLEAN["classification"]
    if model.header.verdict.accepted:
        assert mean_error(job, model, clean) <= mean_error(job, present, clean) + 0.02
    else:
        assert mean_error(job, model, clean) > mean_error(job, present, clean)
    assert model.header.verdict.accepted is (shift == 40.0)


@pytest.mark.parametrize(
    ("kind", "algorithm", "options"),
    [("classification", "decision-tree", {"depth": 1}), ("continuous", "knn", {"k": 100})],
)
def test_another_algorithm_that_does_worse_is_found_and_no_take_blamed(
    kind: Kind, algorithm: str, options: dict[str, OptionValue]
) -> None:
    takes = KNOWN if kind == "classification" else SWEEPS
    job = job_of(takes, kind, algorithm, options)
    _, model = beside(job, job_of(takes, kind, "svm"))
    verdict = model.header.verdict
    assert verdict is not None
    assert (verdict.accepted, verdict.at_fault) == (False, ())


def test_one_class_of_many_that_is_lost_is_found_though_the_mean_is_good() -> None:
    before = dict.fromkeys(range(200), 0.0)
    now = {**before, 0: 1.0}
    held = exam("known", before, now)
    assert held is not None
    assert passed(held, 0.02)
    assert lost_classes({1: 0.5, 2: 0.0}) == (1,)


def test_no_take_worse_always_passes() -> None:
    random = np.random.default_rng(3)
    for n in range(1, 40):
        before = dict(enumerate(random.random(n)))
        now = {take: error * random.random() for take, error in before.items()}
        held = exam("known", before, now)
        assert held is not None
        assert passed(held, 0.0)


def test_few_takes_that_do_not_agree_are_no_proof() -> None:
    held = exam("known", {1: 0.5, 2: 0.5}, {1: 0.2, 2: 0.7})
    assert held is not None
    assert held.worse < 0
    assert not passed(held, 0.02)


def test_a_comparison_that_fails_leaves_the_present_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("wekipy.learning.comparing.training.judge", fail)
    job = job_of({**KNOWN, **NEW["good"]}, "classification", "knn")
    _, model = beside(job, job_of(KNOWN, "classification", "knn"))
    assert model.header.verdict is not None
    assert not model.header.verdict.accepted
    assert model.header.verdict.reason.startswith("the comparison failed: ")


def test_large_examples_and_a_large_present_model_reach_a_worker(tmp_path: Path) -> None:
    """Through files: what arrives is what was sent."""
    many = {n: tuple(np.repeat(part, 320, axis=0) for part in take) for n, take in KNOWN.items()}
    present = teach(job_of(many, "classification", "knn"))  # type: ignore[arg-type]
    assert max(array.nbytes for array in present.arrays.values()) > 1 << 20
    job = job_of({**many, **NEW["swapped"]}, "classification", "knn")  # type: ignore[dict-item]
    before = thinned(job_of(many, "classification", "knn"))  # type: ignore[arg-type]
    job = replace(job, comparison=Comparison(Terms(), output_of(job), present, before))
    results: dict[str, Result] = {}
    pool = WorkerPool(1)
    try:
        room = Room(tmp_path, "new", write_model)
        orders = Orders(results.__setitem__, lambda _: None, lambda: False)
        assert pool.run("train", [job], orders, room=room)
    finally:
        pool.close()
    (model,) = results.values()
    assert isinstance(model, Model)
    verdict = model.header.verdict
    assert verdict is not None
    assert model.made is not None
    assert load_model(model.made).header.verdict == verdict
    assert [held.kind for held in verdict.exams] == ["known", "new"]
    assert (verdict.exams[1].before, verdict.exams[1].now) == (1.0, 1.0)

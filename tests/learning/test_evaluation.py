"""Evaluation: honest figures, the examples that are at fault, and what it says when there is too little."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from evaluation_jobs import job_of, poses, sweeps, with_inputs, with_targets
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.model_selection import KFold

from wekipy.learning.evaluation import evaluate as evaluating
from wekipy.learning.evaluation import value_figures
from wekipy.learning.evaluation.evaluate import evaluate
from wekipy.learning.evaluation.result import Evaluation
from wekipy.learning.evaluation.summary import summary
from wekipy.learning.fitting import fit
from wekipy.learning.held_out import answers
from wekipy.project.problem import Problem

NONE = np.zeros(0)


def evaluated(job) -> Evaluation:
    return evaluate(job, lambda share: None)


def kinds(evaluation):
    return [finding.kind for finding in evaluation.findings]


def only(job, rows):
    return replace(job, X=job.X[rows], y=job.y[rows], takes=job.takes[rows])


def inverted(job, take):
    rows = job.takes == take
    return with_targets(job, rows, 100.0 - job.y[rows])


# Honest figures


@pytest.mark.parametrize("algorithm", ["knn", "svm", "decision-tree"])
def test_takes_that_drift_score_what_new_takes_score_and_not_what_shuffled_frames_score(algorithm):
    told, true, shuffled = [], [], []
    for seed in range(6):
        everything = poses(takes=40, classes=3, frames=10, drift=2.5, seed=seed, algorithm=algorithm)
        first = everything.takes <= 24
        job = only(everything, first)
        told.append(evaluated(job).classification.accuracy)
        new = fit(job).estimator.predict(everything.X[~first].astype(np.float64))
        true.append(np.mean(new == everything.y[~first]))
        shuffled.append(shuffled_accuracy(job))
    assert np.mean(shuffled) > 0.9
    assert np.mean(told) < 0.85
    assert abs(np.mean(told) - np.mean(true)) < (np.mean(shuffled) - np.mean(true)) / 2


def shuffled_accuracy(job):
    """What cross-validation says that does not mind takes."""
    right = np.zeros(len(job.y), bool)
    for train, test in KFold(10, shuffle=True, random_state=0).split(job.X):
        answers = fit(only(job, train)).estimator.predict(job.X[test].astype(np.float64))
        right[test] = answers == job.y[test]
    return right.mean()


def test_continuous_figures_are_in_output_units_and_of_the_range():
    e = evaluated(sweeps(drift=0.1, algorithm="knn"))
    c = e.continuous
    assert e.method == "takes"
    assert c.training_rmse == 0.0
    assert c.rmse > 1.0
    assert c.share == pytest.approx(c.rmse / (c.high - c.low))
    errors = np.array([predicted - target for target, predicted in c.pairs])
    assert len(errors) == e.tested == 200
    assert c.rmse == pytest.approx(np.sqrt(np.mean(errors**2)))
    assert c.worst.rmse == max(region.rmse for region in c.regions)
    assert sum(region.examples for region in c.regions) == 200


def test_pairs_for_a_plot_are_bounded(monkeypatch):
    monkeypatch.setattr(value_figures, "MOST_PAIRS", 500)
    c = evaluated(sweeps(takes=4, frames=300)).continuous
    assert len(c.pairs) == len(c.pair_takes) == 500
    assert set(c.pair_takes) == {1, 2, 3, 4}


def test_classification_figures_agree_with_their_matrix():
    e = evaluated(poses(drift=3.0, seed=2))
    c = e.classification
    matrix = np.array(c.matrix)
    assert matrix.sum() == e.tested == 240
    assert c.accuracy == pytest.approx(np.trace(matrix) / matrix.sum())
    assert [k.recall for k in c.classes] == pytest.approx(list(matrix.diagonal() / matrix.sum(axis=1)))
    assert [k.precision for k in c.classes] == pytest.approx(list(matrix.diagonal() / matrix.sum(axis=0)))
    assert sum(k.count for k in c.confusions) == matrix.sum() - np.trace(matrix) > 0
    for confusion in c.confusions:
        assert sum(confusion.take_counts) == confusion.count
        assert list(confusion.take_counts) == sorted(confusion.take_counts, reverse=True)
        for take in confusion.takes:
            assert next(f.error for f in e.by_take if f.take == take) > 0


@pytest.mark.parametrize("algorithm", ["linear", "polynomial", "svm", "neural-network"])
def test_other_algorithms_for_values(algorithm):
    assert evaluated(sweeps(algorithm=algorithm)).continuous.share < 0.05


def test_neural_network_for_classes():
    assert evaluated(poses(algorithm="neural-network", takes=3)).classification.accuracy == 1.0


# Clean data


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "make",
    [
        lambda seed: poses(seed=seed),
        lambda seed: poses(seed=seed, drift=0.3, algorithm="svm"),
        lambda seed: poses(seed=seed, takes=5, frames=1),
        lambda seed: sweeps(seed=seed),
        lambda seed: sweeps(seed=seed, drift=0.05, algorithm="svm"),
        lambda seed: sweeps(seed=seed, takes=12, algorithm="linear"),
        lambda seed: sweeps(seed=seed, takes=1),
    ],
    ids=["poses", "drifting poses", "snapshots", "sweeps", "drifting sweeps", "12 sweeps", "one sweep"],
)
def test_clean_data_give_no_findings(make, seed):
    assert evaluated(make(seed)).findings == ()


# Takes at fault


@pytest.mark.parametrize("seed", range(5))
def test_a_take_with_the_wrong_label_is_found(seed):
    job = poses(seed=seed, drift=0.1)
    e = evaluated(with_targets(job, job.takes == 4, 2.0))
    assert kinds(e) == ["take"]
    assert e.findings[0].takes == (4,)
    assert e.findings[0].classes == (2, 1)
    assert (
        e.findings[0].sentence
        == "Take 4 is labelled class 2 but looks like takes 1, 7 and 10, class 1: relabel or delete it."
    )


def test_a_take_unlike_the_others_of_its_class_is_found():
    job = poses(drift=0.1)
    rows = job.takes == 5
    beyond_class_1 = 1.7 * (job.X[job.takes == 1].mean(axis=0) - job.X[rows].mean(axis=0))
    e = evaluated(with_inputs(job, rows, job.X[rows] + beyond_class_1))
    assert [(f.kind, f.takes) for f in e.findings] == [("take", (5,))]
    assert e.findings[0].sentence.startswith("Take 5 is unlike the other takes of class 2")


@pytest.mark.parametrize("algorithm", ["knn", "svm"])
@pytest.mark.parametrize("takes", [3, 5])
def test_a_take_that_contradicts_the_others_is_found(takes, algorithm):
    e = evaluated(inverted(sweeps(takes=takes, algorithm=algorithm), 2))
    assert [(f.kind, f.takes) for f in e.findings] == [("take", (2,))]
    assert e.findings[0].sentence.startswith("Take 2 says something else than takes 1")


def test_of_two_takes_that_differ_neither_is_accused():
    assert "take" not in kinds(evaluated(inverted(sweeps(takes=2), 2)))


# Single examples


@pytest.mark.parametrize("make", [poses, sweeps])
def test_a_wild_example_is_found_with_its_place(make):
    job = make()
    row = int(np.flatnonzero(job.takes == 3)[5])
    e = evaluated(with_inputs(job, row, job.X.max(axis=0) + 10 * np.ptp(job.X, axis=0)))
    assert kinds(e) == ["outlier"]
    (place,) = e.findings[0].places
    assert (place.take, place.example) == (3, 6)
    assert place.share == pytest.approx(5 / (np.count_nonzero(job.takes == 3) - 1))


def test_a_sensor_that_drops_out_for_a_few_frames_is_found():
    job = poses(drift=0.1)
    e = evaluated(with_inputs(job, np.arange(45, 48), -30.0))
    assert kinds(e) == ["outlier"]
    assert [place.example for place in e.findings[0].places] == [6, 7, 8]


def test_an_example_with_the_wrong_class_is_found():
    e = evaluated(with_targets(poses(), np.array([45]), 1.0))
    assert kinds(e) == ["outlier"]
    assert [(p.take, p.example) for p in e.findings[0].places] == [(3, 6)]
    assert "told something else than all examples around" in e.findings[0].sentence


def test_an_example_with_the_wrong_value_is_found():
    e = evaluated(with_targets(sweeps(), np.array([70]), 0.0))
    assert kinds(e) == ["outlier"]
    assert [(p.take, p.example) for p in e.findings[0].places] == [(2, 21)]


# Contradictions


def test_equal_inputs_with_two_classes_are_told():
    job = poses()
    first, second = np.flatnonzero(job.takes == 1)[:8], np.flatnonzero(job.takes == 2)[:8]
    e = evaluated(with_inputs(job, first, job.X[second]))
    (found,) = [finding for finding in e.findings if finding.kind == "contradiction"]
    assert found.takes == (1, 2)
    assert found.classes == (1, 2)
    assert found.severity == pytest.approx(16 / 240)
    assert "16 examples of takes 1 and 2 have the same inputs, but say class 1 and class 2" in found.sentence


def test_nearly_equal_inputs_with_two_values_are_told():
    random = np.random.default_rng(0)
    X = random.uniform(size=(30, 4))
    both = np.concatenate([X, X + 1e-6 * random.normal(size=X.shape)])
    job = job_of(both, np.append(10 * X[:, 0], 10 * X[:, 0] + 5), np.repeat([1, 2], 30), "continuous")
    (found,) = [finding for finding in evaluated(job).findings if finding.kind == "contradiction"]
    assert found.takes == (1, 2)
    assert found.severity == 1.0


def test_nothing_but_equal_inputs():
    job = job_of(np.ones((20, 3)), np.arange(20) % 2 + 1.0, np.arange(20) // 5, "classification")
    e = evaluated(job)
    assert e.classification.accuracy <= 0.6
    assert "contradiction" in kinds(e)
    assert "take" not in kinds(e)


# What needs more


def test_a_class_with_one_take_is_told_and_not_tested():
    job = poses()
    kept = (job.y != 3) | (job.takes == 3)
    e = evaluated(only(job, kept))
    assert [(f.kind, f.classes) for f in e.findings] == [("one-take", (3,))]
    assert e.classification.classes[2].recall is None
    assert "take 3, because no other take shows its class" in e.note


def test_a_class_with_few_examples_is_told():
    job = poses(takes=4)
    few = (job.y != 3) | (np.arange(len(job.y)) % 20 < 2)
    e = evaluated(only(job, few))
    assert [(f.kind, f.classes) for f in e.findings] == [("more", (3,))]
    assert e.findings[0].sentence == "Class 3 has 8 examples where others have 80: record more of it."


def test_classes_that_the_inputs_do_not_tell_apart_are_told():
    job = poses(classes=3, noise=0.1)
    random = np.random.default_rng(1)
    alike = job.y >= 2
    e = evaluated(with_inputs(job, alike, random.normal(size=(int(alike.sum()), 5))))
    told = [f for f in e.findings if f.kind == "more"]
    assert {f.classes for f in told} == {(2, 3), (3, 2)}
    assert all("record more takes of class" in f.sentence for f in told)


def test_a_gap_in_the_range_is_told():
    job = sweeps(frames=100)
    kept = (job.y < 40) | (job.y > 62)
    e = evaluated(only(job, kept))
    (gap,) = [f for f in e.findings if f.kind == "more" and f.sentence.startswith("Nothing was demonstrated")]
    assert gap.region == pytest.approx((40, 60), abs=0.1)


def test_the_region_that_is_answered_worst_is_told():
    job = sweeps(takes=6, frames=100, algorithm="knn")
    rows = job.y > 80
    random = np.random.default_rng(0)
    wild = with_inputs(job, rows, random.uniform(2, 4, size=(int(rows.sum()), 3)) * [1.0, 200.0, 0.01])
    y = wild.y.copy()
    y[rows] = random.uniform(80, 180, size=int(rows.sum()))
    (found,) = [f for f in evaluated(replace(wild, y=y)).findings if f.region]
    assert found.region[1] > 100


# Too little, too much, and failure


@pytest.mark.parametrize(
    ("job", "note"),
    [
        (job_of(np.zeros((0, 2)), NONE, NONE, "continuous"), "Output 1 has no examples: record some."),
        (
            poses(takes=1, classes=1),
            "Output 1 has examples of class 1 only: record another class.",
        ),
        (
            job_of(np.zeros((1, 2)), np.ones(1), np.ones(1), "continuous", "svm"),
            "Output 1 has one example only, too few for svm: record at least one more.",
        ),
        (
            job_of(np.full((3, 2), np.nan), np.ones(3), np.ones(3), "continuous"),
            "Output 1: take 1 holds nan among its inputs; "
            "every value must be a finite number: delete take 1.",
        ),
    ],
    ids=["no examples", "one class", "one example", "not finite"],
)
def test_what_cannot_be_trained_says_why(job, note):
    shares = []
    e = evaluate(job, shares.append)
    assert (e.method, e.note, e.findings) == ("none", note, ())
    assert e.continuous is None
    assert e.classification is None
    assert shares == [1.0]
    assert note in summary(e)[1]


@pytest.mark.parametrize("kind", ["continuous", "classification"])
@pytest.mark.parametrize("takes", [[1, 1], [1, 2]])
def test_two_examples(kind, takes):
    e = evaluated(job_of(np.array([[0.0], [1.0]]), np.array([1.0, 2.0]), np.array(takes), kind))
    assert e.method == "none"
    assert "Nothing could be tested with 2 examples" in e.note
    assert "take" not in kinds(e)
    assert any("its own examples" in line for line in summary(e))


def test_one_value_for_all():
    job = job_of(np.arange(20.0)[:, None], np.full(20, 5.0), np.arange(20) // 5, "continuous")
    e = evaluated(job)
    assert e.continuous.rmse == pytest.approx(0.0)
    assert e.continuous.share is None
    assert e.findings == ()


def test_very_much_is_thinned_out_and_says_so():
    e = evaluated(poses(takes=4, classes=2, frames=1_000))
    assert e.examples == 8_000
    assert "2,000 of 8,000 examples were used" in e.note


def test_where_a_training_is_long_there_are_fewer(monkeypatch):
    job = sweeps(takes=12)
    assert evaluated(job).folds == 10
    monkeypatch.setattr(evaluating, "LONG", 0.0)
    fewer = evaluated(job)
    assert fewer.folds == 5
    assert "in 5 groups" in fewer.note
    assert all(figure.error is not None for figure in fewer.by_take)


def test_a_fold_that_cannot_be_trained_is_told(monkeypatch):
    job = sweeps()

    def moody(part):
        if 2 not in part.takes:
            raise Problem("output 1 is in a bad mood")
        return fit(part)

    monkeypatch.setattr(answers, "fit", moody)
    e = evaluated(job)
    assert e.method == "takes"
    assert "One time a model could not be tested: output 1 is in a bad mood." in e.note
    assert [figure.error is None for figure in e.by_take] == [False, True, False, False]


def test_where_no_fold_can_be_trained_nothing_is_claimed(monkeypatch):
    def moody(part):
        raise Problem("output 1 is in a bad mood")

    monkeypatch.setattr(answers, "fit", moody)
    e = evaluated(poses())
    assert e.method == "none"
    assert e.note == "Nothing could be tested: output 1 is in a bad mood."
    assert e.classification.accuracy is None


@st.composite
def anything(draw):
    """A few examples in any takes, many of them equal, inputs that rest, values of any size."""
    n = draw(st.integers(1, 30))
    kind = draw(st.sampled_from(["continuous", "classification"]))
    numbers = st.sampled_from([0.0, 1.0, 1.0 + 1e-7, -3.0, 1e-30, 1e30])
    X = draw(arrays(np.float64, (n, draw(st.integers(1, 3))), elements=numbers))
    takes = draw(arrays(np.int64, n, elements=st.integers(1, 6)))
    y = draw(arrays(np.float64, n, elements=st.sampled_from([1.0, 2.0, 3.0])))
    scale = draw(st.sampled_from([1.0, 1e-30, 3e38])) if kind == "continuous" else 1.0
    return job_of(X, y * scale / 3 if scale > 1 else y * scale, takes, kind)


@settings(max_examples=150, deadline=None)
@given(anything())
def test_whatever_the_examples_there_is_an_answer_that_goes_through_json(job):
    e = evaluated(job)
    assert msgspec.json.decode(msgspec.json.encode(e), type=Evaluation) == e
    assert all(0.0 <= finding.severity <= 1.0 for finding in e.findings)
    assert summary(e)


# As data and as text


@pytest.mark.parametrize(
    "job",
    [poses(drift=3.0), sweeps(takes=1), inverted(sweeps(takes=3), 2), poses(takes=1, frames=2)],
    ids=["poses", "one take", "fault", "little"],
)
def test_repeatable_and_the_same_after_json(job):
    e = evaluated(job)
    assert evaluated(job) == e
    text = msgspec.json.encode(e)
    assert msgspec.json.decode(text, type=Evaluation) == e
    assert b"NaN" not in text


def test_progress_rises_to_one_with_each_fold():
    shares = []
    evaluate(sweeps(takes=4), shares.append)
    assert shares == pytest.approx([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1.0])


def test_summary_of_classes():
    job = poses()
    lines = summary(evaluated(with_targets(job, job.takes == 4, 2.0)))
    assert lines[0] == "output 1 “pose” (classification, knn): 240 examples in 12 takes"
    assert "  shown \\ answered   1   2   3" in lines
    assert "  class 2 was taken for class 1 20 times (take 4)" in lines
    assert lines[-2:] == [
        "  look at:",
        "    1. Take 4 is labelled class 2 but looks like takes 1, 7 and 10, class 1: relabel or delete it.",
    ]


def test_of_many_classes_only_those_that_go_wrong_are_told_one_by_one():
    e = evaluated(poses(takes=2, classes=60, frames=3, drift=0.6, inputs=2))
    lines = summary(e)
    assert len(lines) < 80
    assert max(map(len, lines)) < 700
    told = [line for line in lines if " recognised, " in line]
    assert len(told) == 20
    assert "  and 40 other classes: --json has the figures of all" in lines
    worst = sorted(c.recall for c in e.classification.classes)[:20]
    assert [round(100 * recall) for recall in worst] == [
        round(float(line.split(" % recognised")[0].split()[-1])) for line in told
    ]
    (takes,) = [line for line in lines if "takes with the largest errors" in line]
    assert takes.count(",") == 19


def test_summary_of_values():
    lines = summary(evaluated(sweeps()))
    assert lines[0] == "output 1 “pose” (continuous, knn): 200 examples in 4 takes"
    assert any(
        "error (RMSE) on takes it had not seen: 1.3" in line and "of the range" in line for line in lines
    )
    assert "look at" not in "".join(lines)


def one_pose_a_take(kind: str, targets: tuple[float, ...], again: int = 0):
    """Takes of a pose each, held still; the first `again` of them are shown once more, as other takes."""
    random = np.random.default_rng(3)
    poses = 3.0 * np.eye(len(targets), 6)
    shown = [*range(len(targets)), *range(again)]
    X = np.concatenate([poses[pose] + 0.01 * random.normal(size=(30, 6)) for pose in shown])
    y = np.repeat([targets[pose] for pose in shown], 30)
    return job_of(X, y, np.repeat(np.arange(1, len(shown) + 1), 30), kind, "knn")


@pytest.mark.parametrize("targets", [(0.0, 0.0, 0.0, 0.0, 1.0), (0.0, 1.0, 0.5, 0.2, 0.9), (1.0, 1.0, 0.0)])
@pytest.mark.parametrize("kind", ["continuous", "classification"])
def test_with_one_pose_a_take_nobody_is_accused(kind, targets):
    """No two takes lie near each other, so that none can speak against another."""
    if kind == "classification":
        targets = tuple(1.0 + place for place in np.unique(targets, return_inverse=True)[1])
    found = evaluated(one_pose_a_take(kind, targets))
    assert [finding for finding in found.findings if finding.kind == "take"] == []
    assert "No two takes come near each other" in found.note
    assert "record each pose twice" in found.note


def test_with_each_pose_shown_again_a_wrong_one_is_found():
    job = one_pose_a_take("continuous", (0.0, 1.0, 0.5, 0.2, 0.9), again=5)
    job = replace(job, X=np.concatenate([job.X, job.X[:30] + 0.005]), y=np.concatenate([job.y, np.ones(30)]),
                  takes=np.concatenate([job.takes, np.full(30, 11)]))  # fmt: skip
    found = evaluated(job)
    assert "No two takes" not in found.note
    assert {take for finding in found.findings if finding.kind == "take" for take in finding.takes} == {11}

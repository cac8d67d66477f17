"""An evaluation leaves people and places out, where takes say who performed them, and where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from evaluation_jobs import job_of, sweeps

from wekipy.learning.evaluation.unseen import try_unseen


def _two_people(classes: int = 2, *, swapped: bool):
    """Two takes a class and person; Ben makes the first two poses the other way round if `swapped`."""
    rng, X, y, takes, who = np.random.default_rng(0), [], [], [], {}
    for person in ("Ana", "Ben"):
        for label in range(1, classes + 1):
            for _ in range(2):
                shown = 3 - label if swapped and person == "Ben" and label < 3 else label
                take = len(who) + 1
                X.append(shown * 5.0 + rng.normal(size=(10, 2)))
                y.append(np.full(10, float(label)))
                takes.append(np.full(10, take))
                who[take] = person
    job = job_of(np.concatenate(X), np.concatenate(y), np.concatenate(takes), "classification")
    return replace(job, tags={"who": who, "where": dict.fromkeys(who, "studio")})


def test_people_who_do_the_same_are_known_and_those_who_differ_are_not():
    asked = []
    (alike,) = try_unseen(_two_people(swapped=False), lambda: asked.append(1))
    assert len(asked) == 2
    assert (alike.tag, alike.figure) == ("who", 1.0)
    assert alike.sentence == "100 % right on takes of a person it has not seen (Ana 100 %, Ben 100 %)."
    (other,) = try_unseen(_two_people(swapped=True), lambda: None)
    assert other.figure == 0.0
    assert [(one.value, one.takes, one.figure) for one in other.by_value] == [
        ("Ana", 4, 0.0),
        ("Ben", 4, 0.0),
    ]


def test_a_class_that_one_person_alone_shows_is_not_tested_and_the_rest_is():
    job = _two_people(3, swapped=False)
    only_ana = ~((job.y == 3) & np.isin(job.takes, [t for t, n in job.tags["who"].items() if n == "Ben"]))
    job = replace(job, X=job.X[only_ana], y=job.y[only_ana], takes=job.takes[only_ana])
    (found,) = try_unseen(job, lambda: None)
    assert found.figure == 1.0
    assert found.by_value[0].untested == (3,)
    assert "class 3 was not tested there, because only one person shows it" in found.sentence


def test_nothing_that_can_be_tested_is_said():
    job = _two_people(swapped=False)
    own = {take: f"person {job.y[job.takes == take][0]:g}" for take in np.unique(job.takes).tolist()}
    (found,) = try_unseen(replace(job, tags={"who": own}), lambda: None)
    assert found.figure is None
    assert found.sentence.startswith(
        "On takes of a person it has not seen nothing could be tested; classes 1"
    )


def test_takes_without_a_tag_neither_teach_nor_are_asked():
    job = _two_people(swapped=False)
    who = {take: name for take, name in job.tags["who"].items() if take not in (1, 5)}
    (found,) = try_unseen(replace(job, tags={"who": who}), lambda: None)
    assert [one.takes for one in found.by_value] == [3, 3]


def test_values_have_an_error_in_their_units():
    job = sweeps(takes=4)
    (found,) = try_unseen(replace(job, tags={"where": {1: "a", 2: "a", 3: "b", 4: "b"}}), lambda: None)
    assert found.tag == "where"
    assert 0 < found.figure < np.ptp(job.y)
    assert "off (RMSE) on takes of a place it has not seen (a " in found.sentence


def test_one_person_only_is_nobody_to_leave_out():
    job = _two_people(swapped=False)
    assert try_unseen(replace(job, tags={"who": dict.fromkeys(range(1, 9), "Ana")}), lambda: None) == ()
    assert try_unseen(replace(job, tags=None), lambda: None) == ()

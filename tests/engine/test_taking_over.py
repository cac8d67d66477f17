"""Which models of a training take over, which are kept, and in which order trainings come."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from wekipy.engine.engine import Engine
from wekipy.engine.shelf import MOST, MOST_REJECTED, Shelf, is_rejected
from wekipy.engine.training_jobs import jobs_of
from wekipy.engine.trainings import Request, Trainings
from wekipy.learning.model import Model, ModelHeader
from wekipy.learning.verdict import Terms, Verdict
from wekipy.project import editing
from wekipy.project.create import new_project
from wekipy.project.lessons import Lesson, lessons_of, still_so, with_lessons
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Trim
from wekipy.project.take_edits import switch_takes


def a_model(fingerprint: str, accepted: bool | None = None, **fields: object) -> Model:
    verdict = None if accepted is None else Verdict(accepted=accepted, reason="so it is")
    header = ModelHeader(
        output="o1",
        kind="continuous",
        algorithm="linear",
        options={},
        inputs=(0,),
        predictor="constant",
        fingerprint=fingerprint,
        examples=1,
        verdict=verdict,
        **fields,  # type: ignore[arg-type]
    )
    return Model(header, {"value": np.zeros(1)})


def test_the_answering_model_is_never_dropped_for_one_that_does_not_answer() -> None:
    shelf = Shelf()
    for n in range(MOST):
        shelf = shelf.add(a_model(f"m{n}"))
    shelf = shelf.step(-1)
    for _ in range(MOST - 2):
        shelf = shelf.step(-1)
    oldest = shelf.model
    for n in range(20):
        shelf = shelf.keep(a_model(f"r{n}", accepted=False))
        assert shelf.model is oldest
        assert len(shelf.models) <= MOST
        assert sum(map(is_rejected, shelf.models)) <= MOST_REJECTED
    assert shelf.models[-1].header.fingerprint == "r19"
    assert shelf.at == 0


def test_of_the_same_examples_one_rejected_model_is_kept() -> None:
    shelf = Shelf().add(a_model("m"))
    for _ in range(3):
        shelf = shelf.keep(a_model("r", accepted=False))
    assert [model.header.fingerprint for model in shelf.models] == ["m", "r"]


def test_rejected_models_do_not_push_good_ones_off_the_shelf() -> None:
    shelf = Shelf()
    for n in range(MOST - MOST_REJECTED):
        shelf = shelf.add(a_model(f"m{n}"))
    for n in range(10):
        shelf = shelf.keep(a_model(f"r{n}", accepted=False))
    assert [m.header.fingerprint for m in shelf.models if not is_rejected(m)] == [f"m{n}" for n in range(5)]


def test_trainings_on_the_same_terms_become_one_and_others_follow() -> None:
    project, trainings, terms = new_project(1, "3"), Trainings(), Terms()
    one, two, three = (output.uid for output in project.outputs)
    asked = [(one,), None], [(two,), terms], [(three,), terms], [(one, two), None], [(three,), None]
    numbers = [trainings.ask(Request(uids, on), 0.0, project, {}) for uids, on in asked]
    assert numbers == [1, 2, 2, 3, 3]
    done = []
    while trainings.present is not None:
        done.append((trainings.present.number, trainings.present.asked, trainings.present.terms))
        trainings.end()
        trainings.go_on(0.0, project, {})
    assert done == [(1, (one,), None), (2, (two, three), terms), (3, (one, two, three), None)]


def taught(*targets: float) -> Engine:
    """An engine with a take for each target."""
    engine = Engine(new_project(1, "1"))
    for n, target in enumerate(targets):
        engine.set_targets([target])
        engine.recording.start()
        for x in range(4):
            engine.feed(np.array([float(x + n)]), x / 10)
        engine.recording.stop()
    return engine


def test_lessons_bring_back_the_examples_that_a_model_learned_from() -> None:
    engine = taught(0.1, 0.5, 0.9)
    before = engine.project
    (output,) = before.outputs
    lessons = lessons_of(before, output)
    assert lessons == {1: Lesson(), 2: Lesson(), 3: Lesson()}
    engine.edit("off", switch_takes(engine.project, [1], on=False))
    engine.edit("delete", editing.delete_takes(engine.project, [2]))
    takes = tuple(
        msgspec.structs.replace(t, labels={output.uid: 0.3}, trim=Trim(1, 2)) if t.number == 3 else t
        for t in engine.project.takes
    )
    now = msgspec.structs.replace(engine.project, takes=takes)
    assert lessons_of(now, output) == {3: Lesson((1, 2), 0.3)}
    assert not still_so(now, output, lessons)
    assert still_so(now, output, {3: Lesson((1, 2), 0.3)})
    assert with_lessons(now, output, lessons).takes == before.takes
    then = with_lessons(now, output, {3: Lesson((1, 2), 0.3)})
    assert [(t.number, t.trim, t.labels) for t in then.takes] == [(3, Trim(1, 2), {output.uid: 0.3})]


def test_a_job_says_what_is_learned_from() -> None:
    engine = taught(0.1, 0.9)
    engine.models.train()
    (job,) = jobs_of(engine.view, {})
    assert job.learned == {1: Lesson(), 2: Lesson()}


def test_terms_that_name_a_take_that_is_not_there_are_refused() -> None:
    engine = taught(0.1)
    with pytest.raises(Problem, match="there is no take 7"):
        engine.models.train(terms=Terms(takes=(7,)))
    assert engine.models.trainings.present is None


def finished(engine: Engine, accepted: bool, learned: dict[int, Lesson]) -> Model:
    """End a training beside a model with one that learned from these takes."""
    present = a_model("before", learned={1: Lesson()})
    engine.models.put(present)
    number = engine.models.train(terms=Terms())
    new = a_model("new", accepted, learned=learned)
    engine.models.install(number, [new], {})
    return engine.models.answering["o1"]


def test_an_accepted_model_takes_over_and_another_does_not() -> None:
    for accepted, answers in ((True, "new"), (False, "before")):
        engine = taught(0.1, 0.9)
        assert finished(engine, accepted, {1: Lesson(), 2: Lesson()}).header.fingerprint == answers
        assert len(engine.models.shelves["o1"].models) == 2


def test_a_model_that_learned_what_is_not_so_any_more_does_not_take_over() -> None:
    engine = taught(0.1, 0.9)
    assert finished(engine, True, {1: Lesson(), 2: Lesson(label=0.5)}).header.fingerprint == "before"
    kept = engine.models.shelves["o1"].models[-1].header.verdict
    assert kept is not None
    assert not kept.accepted
    assert kept.reason == "settings, or examples that it learned from, have changed since it was compared"


def test_projects_of_before_have_no_guard() -> None:
    fields = msgspec.to_builtins(new_project(1, "1"))
    del fields["live_learning_guard"], fields["live_learning_margin"]
    assert not msgspec.convert(fields, Project).live_learning_guard


def test_headers_of_before_do_not_say_what_they_learned_from() -> None:
    fields = msgspec.to_builtins(a_model("m", learned={1: Lesson()}).header)
    assert msgspec.convert(fields, ModelHeader).learned == {1: Lesson()}
    del fields["learned"], fields["verdict"]
    assert msgspec.convert(fields, ModelHeader).learned is None


def test_nobody_sees_a_moment_without_a_training_between_two_of_them() -> None:
    engine = Engine(new_project(1, "2"))
    seen: list[tuple[str, bool]] = []
    engine.listeners.append(lambda event: seen.append((event.kind, event.view.training is not None)))
    first = engine.models.train([1])
    engine.models.train([2])
    engine.models.install(first, [], {"o1": "no examples"})
    assert ("trained", True) in seen and ("trained", False) not in seen
    second = engine.view.training
    assert second is not None and second.asked == ("o2",)
    engine.models.install(second.number, [], {"o2": "no examples"})
    assert seen[-1] == ("trained", False)

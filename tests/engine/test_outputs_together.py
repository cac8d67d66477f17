"""Outputs that are answered together send what each sends by itself: classes, confidence, and nothing."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from wekipy.engine.features import Features
from wekipy.engine.runtime import Runtime
from wekipy.learning.algorithms import resolve
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.output_training import teach
from wekipy.project.create import new_project
from wekipy.project.schema import AlgorithmChoice, Project

INPUTS, OUTPUTS = 4, 3
CENTRES = 3.0 * np.random.default_rng(0).normal(size=(3, INPUTS))


def taught(algorithm: str) -> dict[str, Model]:
    """A model for each output, of targets of its own, with a reject option."""
    places = np.arange(90) // 10 % 3
    X = (CENTRES[places] + 0.3 * np.random.default_rng(1).normal(size=(90, INPUTS))).astype(np.float32)
    job = TrainingJob(
        output="o1",
        number=1,
        name="one",
        kind="classification",
        algorithm=algorithm,
        options=resolve(AlgorithmChoice(algorithm), "classification"),
        inputs=tuple(range(INPUTS)),
        features=INPUTS,
        X=X,
        y=places + 1.0,
        takes=np.arange(90) // 10 + 1,
        fingerprint="",
        classes=3,
        nothing=True,
    )
    return {
        f"o{n + 1}": teach(replace(job, output=f"o{n + 1}", y=(places + n) % 3 + 1.0)) for n in range(OUTPUTS)
    }


def project_of(run: range) -> Project:
    """Three outputs that send all they have, of which some run."""
    project = new_project(INPUTS, ",".join(["class:3"] * OUTPUTS))
    outputs = tuple(
        msgspec.structs.replace(
            output,
            nothing=True,
            send_distribution=True,
            send_confidence=True,
            send_novelty=True,
            run=n in run,
        )
        for n, output in enumerate(project.outputs)
    )
    return msgspec.structs.replace(project, outputs=outputs)


def sent(run: range, models: dict[str, Model]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Values (vectors, outputs) and the numbers of each further message, (vectors, numbers)."""
    runtime, values = Runtime(project_of(run), models), np.zeros(OUTPUTS)
    runtime.begin(values, (), Features())
    runtime.start(values)
    random = np.random.default_rng(2)
    rows, further = [], []
    for n in range(60):
        x = CENTRES[n // 5 % 3] + random.normal(size=INPUTS) * (20.0 if n // 15 % 2 else 0.4)
        runtime.answer(x, values, n * 0.02)
        rows.append(values.copy())
        further.append({address: numbers.copy() for address, numbers in runtime.extras})
    return np.array(rows), {address: np.array([row[address] for row in further]) for address in further[0]}


@pytest.mark.parametrize("algorithm", ["logistic-regression", "naive-bayes", "neural-network"])
def test_each_sends_what_it_sends_alone(algorithm: str) -> None:
    models = taught(algorithm)
    together, messages = sent(range(OUTPUTS), models)
    assert (together == 0.0).any()
    assert (together > 0.0).any()
    seen = 0
    for n in range(OUTPUTS):
        alone, own = sent(range(n, n + 1), models)
        np.testing.assert_array_equal(together[:, n], alone[:, n])
        for address, numbers in own.items():
            np.testing.assert_array_equal(messages[address], numbers)
            seen += 1
    assert seen == len(messages) == 3 * OUTPUTS


def test_the_confidence_alone_needs_no_novelty() -> None:
    models = taught("logistic-regression")
    project = project_of(range(OUTPUTS))
    settings = {"nothing": False, "send_novelty": False}
    quiet = tuple(msgspec.structs.replace(output, **settings) for output in project.outputs)
    runtime = Runtime(msgspec.structs.replace(project, outputs=quiet), models)
    values = np.zeros(OUTPUTS)
    runtime.begin(values, (), Features())
    x = CENTRES[1] + 0.1
    runtime.answer(x, values, 0.0)
    sent_ = dict(runtime.extras)
    for n, output in enumerate(quiet):
        assert sent_[f"/{output.name}/confidence"][0] == sent_[f"/{output.name}"].max() > 0.5
        assert runtime.rejections[n].novelty[0] == 0.0
    judged = Runtime(project, models)
    judged.begin(values, (), Features())
    judged.answer(x, values, 0.0)
    assert all(one.novelty[0] > 0.0 for one in judged.rejections)

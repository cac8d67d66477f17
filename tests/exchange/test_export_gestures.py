"""Exported gesture outputs, compiled and run, say the distances and triggers that the engine says."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from gesture_shapes import PERIOD, as_movement, shape, wander
from learning_jobs import as_model, make_job
from running_sketches import compiled, lines_of, needs_gcc, needs_node, scripted

from wekipy.cli.main import commands
from wekipy.engine.features import Features
from wekipy.engine.runtime import Runtime
from wekipy.engine.spotted import spot
from wekipy.exchange.exporting.sketch.score import Score, make_score
from wekipy.exchange.importing.arrived import make_project
from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.learning.fitting import fit
from wekipy.learning.gestures.jobs import teach_gestures
from wekipy.learning.model import Model, TrainingJob
from wekipy.project.create import new_project
from wekipy.project.schema import Gesture, GestureOutput, Project
from wekipy.rehearsal.gesturing import path
from wekipy.stages.features import on_grid

F64 = np.ndarray


@dataclass(frozen=True)
class Scene:
    """How the first gesture output is set up, and what is performed before it."""

    settings: dict[str, object] = field(default_factory=dict)
    gestures: dict[int, dict[str, object]] = field(default_factory=dict)  # of gestures, from 1
    each: int = 3
    idle: int = 1
    place: float = 0.0
    sizes: tuple[float, ...] = (1.0,)
    timed: bool = True
    long: int = 0  # frames of the only example of gesture 4


SCENES = {
    "plain": Scene(),
    "untimed": Scene(timed=False),
    "offset": Scene({"offset": True}, place=0.4),
    "scale": Scene({"scale": True}, sizes=(0.6, 1.0, 1.7)),
    "both": Scene({"offset": True, "scale": True}, place=-0.3, sizes=(0.6, 1.6), idle=0),
    "early": Scene({"early": True}),
    "speeds": Scene({"slowest": 0.35, "fastest": 3.0, "refractory": 0.6}),
    "run": Scene({"once_per_run": True}),
    "switched": Scene(
        {"sensitivity": 0.6},
        {2: {"enabled": False}, 1: {"sensitivity": 0.2}, 3: {"correction": 1.3}},
        each=1,
    ),
    "long": Scene(each=1, long=1200),
    "off": Scene({}, {n: {"enabled": False} for n in range(1, 5)}, each=1),
}


def job_of(
    output: GestureOutput, number: int, inputs: Sequence[int], takes: list[tuple[int, F64]]
) -> TrainingJob:
    """Takes of a gesture each (0 for idle movement), as the trainer shows them."""
    lengths = [len(frames) for _, frames in takes]
    numbers = np.repeat(np.arange(1, len(takes) + 1), lengths)
    return TrainingJob(
        output=output.uid, number=number, name=output.name, kind="gesture", algorithm="gestures",
        options={"slowest": output.slowest, "fastest": output.fastest, "offset": output.offset,
                 "scale": output.scale},
        inputs=tuple(inputs), features=3,
        X=np.concatenate([frames for _, frames in takes])[:, list(inputs)].astype(np.float32),
        y=np.repeat([float(gesture) for gesture, _ in takes], lengths), takes=numbers,
        times=np.concatenate([as_movement(frames).times for _, frames in takes]),
        fingerprint="f", classes=len(output.gestures),
    )  # fmt: skip


def with_third(frames: F64, third: float = 0.7) -> F64:
    return np.column_stack((frames, np.full(len(frames), third)))


def shown(rng: np.random.Generator, each: int, idle: int, long: int = 0) -> list[tuple[int, F64]]:
    takes = [
        (k, with_third(shape(k, int(rng.integers(30, 45)), rng))) for k in (1, 2, 3) for _ in range(each)
    ]
    takes += [(4, with_third(shape(3, long, rng)))] if long else []
    return takes + [(0, with_third(wander(rng, 80))) for _ in range(idle)]


def piece(scene: Scene) -> tuple[Project, dict[str, Model]]:
    """Two gesture outputs, a number between them; the third input never moved, gesture 4 has no example."""
    rng = np.random.default_rng(4)
    number = make_job("continuous", "linear", shape="one input")
    project = new_project(3, "gesture:4,1,gesture:3")
    first, middle, last = project.outputs
    gestures = [
        msgspec.structs.replace(g, address=f"/first/{n}", **scene.gestures.get(n, {}))
        for n, g in enumerate(first.gestures, 1)
    ]
    first = msgspec.structs.replace(first, gestures=tuple(gestures), **scene.settings)
    last_gestures = tuple(Gesture(f"{n} */", f"/last/{n}") for n in (1, 2, 3))
    last = msgspec.structs.replace(last, gestures=last_gestures, early=True, offset=True)
    models = {
        first.uid: teach_gestures(
            job_of(first, 1, (0, 1, 2), shown(rng, scene.each, scene.idle, scene.long))
        ),
        middle.uid: as_model(number, fit(number)),
        last.uid: teach_gestures(job_of(last, 3, (0, 1), shown(rng, 2, 0))),
    }
    models[middle.uid] = Model(
        msgspec.structs.replace(models[middle.uid].header, output=middle.uid), models[middle.uid].arrays
    )
    return msgspec.structs.replace(project, outputs=(first, middle, last)), models


Step = tuple[str, float, F64]
"""What happens ("predict", "tick" or "end"), when, and the inputs."""


def performance(scene: Scene, seed: int = 9) -> list[Step]:
    """Gestures among idle movement, with frames that come late, too fast, or not at all, and pauses."""
    rng = np.random.default_rng(seed)
    time, steps = 100.0, []
    for n in range(14):
        kind, length = int(rng.integers(1, 4)), int(rng.integers(26, 55))
        size = scene.sizes[n % len(scene.sizes)]
        made = path(kind - 1, length, rng) if n % 2 else shape(kind, length, rng)
        moved = 0.5 + size * (made - 0.5) + scene.place * (n % 3)
        for x in with_third(np.concatenate([wander(rng, int(rng.integers(0, 30))), moved]), float(n)):
            gap = rng.choice([PERIOD, 0.004, 0.021, 0.12], p=[0.9, 0.04, 0.04, 0.02])
            time += gap if scene.timed else PERIOD
            steps.append(("predict", time, x))
        if n % 3 == 1 and scene.timed:
            steps += [("tick", time + wait, x) for wait in (0.02, 0.05, 0.1, 0.3)]
            time += 0.35
        if n % 5 == 4:
            steps.append(("end", time, x))
    if scene.timed:
        steps += [("predict", when, x) for _, when, x in steps[:60]]  # the clock was put back
    example = shown(np.random.default_rng(4), scene.each, scene.idle)[0][1]
    still = np.repeat(example[-1:], 30, axis=0)
    long = with_third(shape(3, scene.long, rng))[: None if scene.long else 0]
    for x in np.concatenate([example, still, 1e6 * example[:1], still, long]):
        steps.append(("predict", steps[-1][1] + PERIOD, x))
    return steps


def engine(project: Project, models: dict[str, Model], steps: list[Step]) -> F64:
    """Per step: distances and the number, and the gesture of each output that was recognised."""
    values = np.array([output.default for output in project.outputs for _ in range(output.width)])
    spotted = spot(project, models, {})
    runtime = Runtime(project, models)
    runtime.begin(values, list(spotted.values()), Features())
    first, last = spotted.values()
    found = []
    for what, now, x in steps:
        if what == "predict":
            told = runtime.answer(x, values, on_grid(now))
        elif what == "tick":
            told = [each.tick(now) for each in (first, last)]
        else:
            told = [each.stop_run() for each in (first, last)]
            first.start_run()
            last.start_run()
        fired = [sum(int(a[-1]) for a in told if a.startswith(name)) for name in ("/first", "/last")]
        found.append([*values, *fired])
    return np.array(found)


MAIN = """
%s
#include <cstdio>
#include <cstring>
template <class Model, class Inputs>
int run() {
  Model model;
  Inputs x;
  char what[9];
  double seconds;
  auto outputs = model.predict({NAN, 0, 0}, 1.0);
  while (std::scanf("%%8s %%lf", what, &seconds) == 2) {
    for (double& value : x) if (std::scanf("%%lf", &value) != 1) return 1;
    if (!std::strcmp(what, "predict")) outputs = model.predict(x, seconds);
    if (!std::strcmp(what, "tick")) model.tick(seconds);
    if (!std::strcmp(what, "end")) model.end_run();
    for (double value : outputs) std::printf("%%.17g ", value);
    for (int gesture : model.recognised()) std::printf("%%d ", gesture);
    std::printf("\\n");
  }
  return 0;
}
int main(int, char** words) {
%s
  return 1;
}
"""

PROGRAM = """
import { readFileSync } from "node:fs";
const { Model } = await import("./" + process.argv[2] + ".mjs");
const model = new Model();
let outputs = model.predict([NaN, 0, 0], 1);
for (const line of readFileSync(0, "utf8").trim().split("\\n")) {
  const [what, ...numbers] = line.split(" ");
  const [seconds, ...x] = numbers.map(Number);
  if (what === "predict") outputs = model.predict(x, seconds);
  if (what === "tick") model.tick(seconds);
  if (what === "end") model.endRun();
  console.log([...outputs, ...model.recognised()].join(" "));
}
"""


@pytest.fixture(scope="module")
def pieces():
    return {name: piece(scene) for name, scene in SCENES.items()}


@pytest.fixture(scope="module")
def scores(pieces) -> dict[str, Score]:
    return {
        f"piece_{name}": make_score(project, models, [1, 2, 3], f"piece {name}")
        for name, (project, models) in pieces.items()
    }


@pytest.fixture(scope="module")
def cpp(scores, tmp_path_factory):
    includes = "\n".join(f'#include "{name}.hpp"' for name in scores)
    runs = [f'  if (!std::strcmp(words[1], "{n}")) return run<{n}::Model, {n}::Inputs>();' for n in scores]
    main = MAIN % (includes, "\n".join(runs))
    compiled(tmp_path_factory.mktemp("cpp17"), scores, main, "17")
    return compiled(tmp_path_factory.mktemp("cpp"), scores, main)


@pytest.fixture(scope="module")
def js(scores, tmp_path_factory):
    return scripted(tmp_path_factory.mktemp("js"), scores, PROGRAM)


@pytest.mark.parametrize(
    "language", [pytest.param("cpp", marks=needs_gcc), pytest.param("js", marks=needs_node)]
)
@pytest.mark.parametrize("name", SCENES)
def test_distances_and_triggers_are_the_engines(name, language, pieces, request):
    scene, (project, models) = SCENES[name], pieces[name]
    steps = performance(scene)
    lines = []
    for what, now, x in steps:
        seconds = now if scene.timed or what != "predict" else -1.0
        lines.append(" ".join([what, repr(float(seconds)), *map(repr, x.tolist())]))
    command = [*request.getfixturevalue(language), f"piece_{name}"]
    expected, found = engine(project, models, steps), np.array(lines_of(command, lines))
    np.testing.assert_array_equal(found[:, -2:], expected[:, -2:])
    # A movement that is an example itself is as far as numbers are exact: not 0.
    np.testing.assert_allclose(found[:, :-2], expected[:, :-2], rtol=1e-6, atol=1e-7)
    assert name == "off" or expected[:, -2].any()
    assert expected[:, -1].any()
    assert np.isfinite(expected[:, :-2]).mean() > 0.2


CALLS_CPP = """
#include "two hands.hpp"
#include <cstdio>
int main() {
  auto outputs = two_hands::predict({%s});
  const int found[] = {two_hands::recognised()[0], two_hands::tick(1.0)[0], two_hands::end_run()[0]};
  for (double value : outputs) std::printf("%%g ", value);
  for (int gesture : found) std::printf("%%d ", gesture);
}
"""
CALLS_JS = """
import { predict, recognised, tick, endRun, gestureNames } from "./two hands.mjs";
const outputs = predict([%s]);
if (gestureNames.length !== 1 || gestureNames[0].length !== 5) throw new Error(String(gestureNames));
console.log([...outputs, ...recognised(), ...tick(1), ...endRun()].join(" "));
"""


@pytest.mark.parametrize(
    "language", [pytest.param("cpp", marks=needs_gcc), pytest.param("js", marks=needs_node)]
)
def test_a_project_of_gestures_from_the_command_line(wekinator, tmp_path, language):
    path = tmp_path / "two hands.wekipy"
    arrived = read_project(wekinator("gestures2"), Choice())
    make_project(path, arrived)
    for arguments in (["train", str(path)], ["export", str(path), "--format", language, "-o", str(tmp_path)]):
        done = CliRunner().invoke(commands, arguments)
        assert done.exit_code == 0, done.exception
    assert "5 outputs" in done.output
    zeros = ", ".join(["0.0"] * len(arrived.project.inputs))
    if language == "cpp":
        (tmp_path / "main.cpp").write_text(CALLS_CPP % zeros)
        subprocess.run(["g++", "-std=c++17", "main.cpp"], cwd=tmp_path, check=True, timeout=60)
        command = [str(tmp_path / "a.out")]
    else:
        (tmp_path / "main.mjs").write_text(CALLS_JS % zeros)
        command = ["node", str(tmp_path / "main.mjs")]
    (found,) = lines_of(command, [])
    assert all(0.3 < distance < np.inf for distance in found[:3])  # one vector is no gesture
    assert found[3:5] == [np.inf] * 2  # these have no examples
    assert found[5:] == [0.0] * 3


def test_a_gesture_output_that_is_not_trained_keeps_its_places(pieces):
    project, models = pieces["plain"]
    trained = {uid: model for uid, model in models.items() if uid != project.outputs[0].uid}
    score = make_score(project, trained, [1, 2, 3], "x")
    assert [(part.slot, part.width, part.spotter) for part in score.parts] == [(4, 1, None), (5, 3, 1)]
    assert score.defaults == (np.inf,) * 4 + (project.outputs[1].default,) + (np.inf,) * 3
    assert [len(names) for names in score.gestures] == [4, 3]

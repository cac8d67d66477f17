"""Exported source code is compiled and run, and answers what the engine answers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from learning_jobs import as_model, make_job, vectors
from running_sketches import STANDARDS, compiled, lines_of, needs_gcc, needs_node, scripted
from test_compiled_predictors import CLASSIFICATION, CONTINUOUS

from wekipy.cli.main import commands
from wekipy.engine.features import Features
from wekipy.engine.runtime import Runtime
from wekipy.exchange.exporting.sketch.cpp import as_cpp, space_of
from wekipy.exchange.exporting.sketch.javascript import _text as text_of
from wekipy.exchange.exporting.sketch.javascript import as_javascript
from wekipy.exchange.exporting.sketch.literals import resource
from wekipy.exchange.exporting.sketch.score import make_score
from wekipy.exchange.exporting.sketch.sheets import SHEETS
from wekipy.exchange.importing.arrived import make_project
from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.learning.fitting import fit
from wekipy.learning.model import Model
from wekipy.learning.novelty.predictor import NEW
from wekipy.learning.output_training import teach
from wekipy.learning.predictors import PREDICTORS
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import (
    AlgorithmChoice,
    ClassificationOutput,
    ContinuousOutput,
    Input,
    Output,
    Project,
)
from wekipy.stages.features import on_grid

F64 = np.ndarray

MAIN = """
#include "piece.hpp"
#include <cstdio>
#include <iostream>
int main() {
  piece::Model model;
  piece::Inputs x;
  double seconds;
  while (std::cin >> seconds) {
    for (double& value : x) std::cin >> value;
    for (double value : model.predict(x, seconds)) std::printf("%.17g ", value);
    std::printf("\\n");
  }
}
"""

PROGRAM = """
import { readFileSync } from "node:fs";
import { Model } from "./piece.mjs";
const model = new Model();
for (const line of readFileSync(0, "utf8").trim().split("\\n")) {
  const [seconds, ...x] = line.split(" ").map(Number);
  console.log(model.predict(x, seconds).join(" "));
}
"""


def answers(command: Sequence[str], X: F64, times: F64) -> F64:
    rows = np.column_stack((times, X)).tolist()
    return np.array(lines_of(command, [" ".join(map(repr, row)) for row in rows]))


def engine(project: Project, models: Mapping[str, Model], X: F64, times: F64) -> F64:
    values = np.array([output.default for output in project.outputs])
    features = Features()
    features.follow(project, models.values())
    runtime = Runtime(project, models)
    runtime.begin(values, (), features)
    found = []
    for x, now in zip(X, map(on_grid, times.tolist()), strict=True):
        features.step(x, now)
        runtime.answer(x, values, now)
        found.append(values.copy())
    return np.array(found)


def everything(shape: str) -> tuple[Project, dict[str, Model], F64]:
    """A project with an output for each algorithm and its options; every third classifier may say nothing."""
    outputs: list[Output] = []
    models: dict[str, Model] = {}
    for n, (name, options) in enumerate(CONTINUOUS):
        job = replace(make_job("continuous", name, options, shape=shape), output=f"n{n}")
        models[job.output] = as_model(job, fit(job))
        limits = "hard" if n % 3 == 1 else "soft"
        outputs.append(
            ContinuousOutput(
                uid=job.output, name=f"number {n} */", algorithm=AlgorithmChoice(name), minimum=260.0,
                maximum=340.5, limits=limits, integer=n % 4 == 2,
            )
        )  # fmt: skip
    for n, (name, options) in enumerate(CLASSIFICATION):
        job = replace(make_job("classification", name, options, shape=shape), output=f"c{n}")
        nothing = n % 3 == 0
        models[job.output] = (
            teach(replace(job, nothing=True, counter_examples=job.X[:3] + 0.3 * job.X.std(axis=0)))
            if nothing
            else as_model(job, fit(job))
        )
        outputs.append(
            ClassificationOutput(
                uid=job.output, name=f"class {n}", algorithm=AlgorithmChoice(name), classes=7,
                nothing=nothing, sensitivity=0.4,
            )
        )  # fmt: skip
    X = vectors(job, count=60)[:-1]
    shift = 0.3 if shape == "some inputs" else 0.0  # as after recentring
    inputs = tuple(Input(f"in {n}", shift=shift * n) for n in range(job.features))
    return Project(inputs=inputs, outputs=tuple(outputs)), models, X


SHAPES = ["some inputs", "constant input", "two classes", "one input"]


@pytest.fixture(scope="module", params=SHAPES)
def piece(request):
    project, models, X = everything(request.param)
    score = make_score(project, models, range(1, len(project.outputs) + 1), "Piece")
    # Frames of one place stay for a while, so that "nothing" has time to set in.
    X = np.repeat(X, 3, axis=0)
    times = np.cumsum(np.random.default_rng(3).choice([0.01, 0.04, 0.06], len(X)))
    shifts = np.array([one.shift for one in project.inputs])
    return project, score, X, times, engine(project, models, X - shifts, times)


def compare(project: Project, found: F64, expected: F64) -> None:
    for n, output in enumerate(project.outputs):
        told = f"{output.name}: {output.algorithm}"
        if isinstance(output, ClassificationOutput):
            np.testing.assert_array_equal(found[:, n], expected[:, n], told)
        else:
            np.testing.assert_allclose(found[:, n], expected[:, n], rtol=1e-6, err_msg=told)


@needs_gcc
def test_cpp_answers_as_the_engine(piece, tmp_path, request):
    """Each shape by another standard of C++."""
    project, score, X, times, expected = piece
    standard = STANDARDS[SHAPES.index(request.node.callspec.params["piece"])]
    compare(project, answers(compiled(tmp_path, {"piece": score}, MAIN, standard), X, times), expected)


@needs_gcc
def test_an_older_compiler_is_told_what_it_needs(tmp_path):
    job = make_job("continuous", "linear")
    score = make_score(new_project(4, "1"), {"o1": as_model(job, fit(job))}, [1], "x")
    (tmp_path / "x.hpp").write_text(as_cpp(score, "x.hpp"))
    command = ["g++", "-std=c++98", "-fsyntax-only", "-x", "c++", "x.hpp"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert "This header needs C++11 or later; compile with -std=c++11 or higher." in done.stderr


@needs_node
def test_javascript_answers_as_the_engine(piece, tmp_path):
    project, score, X, times, expected = piece
    compare(project, answers(scripted(tmp_path, {"piece": score}, PROGRAM), X, times), expected)


@needs_gcc
@needs_node
@pytest.mark.parametrize("earlier", [False, True])
def test_frames_of_a_lost_sensor_are_nothing_in_sketches(tmp_path, earlier):
    job = replace(make_job("classification", "knn"), nothing=True)
    model = teach(job)
    if earlier:  # a model that does not know what is lost
        arrays = {name: array for name, array in model.arrays.items() if name not in NEW}
        model = Model(model.header, {**arrays, "novelty.rows": 0 * arrays["novelty.rows"]})
    output = ClassificationOutput(
        uid="o1", name="pose", algorithm=AlgorithmChoice("knn"), classes=job.classes, nothing=True
    )
    project = Project(inputs=tuple(Input(f"in {n}") for n in range(job.features)), outputs=(output,))
    zeros = np.zeros((2, job.features))
    X = np.repeat(np.concatenate([job.X[:6], zeros, job.X[30:36] * 1.2, zeros]).astype(float), 4, axis=0)
    times = 0.03 * np.arange(1, len(X) + 1)
    expected = engine(project, {"o1": model}, X, times)
    assert earlier or (expected[24:32, 0] == 0).any()
    score = make_score(project, {"o1": model}, [1], "Piece")
    compare(project, answers(compiled(tmp_path, {"piece": score}, MAIN, STANDARDS[0]), X, times), expected)
    compare(project, answers(scripted(tmp_path, {"piece": score}, PROGRAM), X, times), expected)


def test_nothing_is_answered_now_and_then(piece):
    project, _, _, _, expected = piece
    may = [n for n, o in enumerate(project.outputs) if isinstance(o, ClassificationOutput) and o.nothing]
    assert 0.02 < np.mean(expected[:, may] == 0) < 0.98


def test_every_predictor_can_be_written():
    assert {(name, kind) for name, row in PREDICTORS.items() for kind in row.kinds} == set(SHEETS)


@pytest.mark.parametrize(
    "language", [pytest.param("cpp", marks=needs_gcc), pytest.param("js", marks=needs_node)]
)
def test_a_project_from_the_command_line(wekinator, tmp_path, language):
    path = tmp_path / "2 hands & feet.wekipy"
    make_project(path, read_project(wekinator("classify4x2"), Choice()))
    for arguments in (["train", str(path)], ["export", str(path), "--format", language, "-o", str(tmp_path)]):
        done = CliRunner().invoke(commands, arguments)
        assert done.exit_code == 0, done.exception
    x = "0.06, 0.34, 0.45, -0.02"
    if language == "cpp":
        (tmp_path / "main.cpp").write_text(
            '#include "2 hands & feet.hpp"\n#include <cstdio>\nint main() {\n'
            f"  for (double first : {{{x.split(', ', maxsplit=1)[0]}, static_cast<double>(NAN)}})\n"
            "    for (double v : piece_2_hands_feet::predict({first, 0.34, 0.45, -0.02}))\n"
            '      std::printf("%g ", v);\n}'
        )
        subprocess.run(["g++", "-std=c++17", "main.cpp"], cwd=tmp_path, check=True, timeout=60)
        command = ["./a.out"]
    else:
        (tmp_path / "main.mjs").write_text(
            'import { predict } from "./2 hands & feet.mjs";'
            f"console.log([...predict([{x}]), ...predict([NaN, 0.34, 0.45, -0.02])].join(' '));"
        )
        command = ["node", "main.mjs"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["2", "2", "2", "2"]  # what is no number changes nothing


def test_what_cannot_be_written():
    with pytest.raises(Problem, match="wekipy train"):
        make_score(new_project(2, "1"), {}, [1], "x")


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028", "\u2029", "*/", "\\\n", "\x00", "\x85"])
def test_a_strangers_names_cannot_become_code(end):
    job = make_job("continuous", "linear")
    name = f"x{end}#error stolen();"
    project = new_project(4, "1,gesture:2")
    number, gestures = project.outputs
    named = tuple(msgspec.structs.replace(gesture, name=name) for gesture in gestures.gestures)
    project = msgspec.structs.replace(
        project,
        inputs=tuple(Input(f"{n}{name}") for n in range(4)),
        outputs=(
            msgspec.structs.replace(number, name=name),
            msgspec.structs.replace(gestures, name=name, gestures=named),
        ),
    )
    score = make_score(project, {"o1": as_model(job, fit(job))}, [1, 2], name)
    for text in (as_cpp(score, f"{name}.hpp"), as_javascript(score, f"{name}.mjs")):
        told = [line.lstrip() for line in text.splitlines() if "stolen();" in line]
        assert told
        assert all(
            line.startswith(
                ("//", "export const inputNames", "export const outputN", "export const gestureN")
            )
            for line in told
        )


def wide_model(uid: str, count: int) -> Model:
    job = replace(make_job("continuous", "knn", n=60), output=uid)
    model = as_model(job, fit(job))
    wide = np.zeros((count, 4), np.float32)
    return Model(model.header, {**model.arrays, "examples": wide, "targets": np.zeros(count)})


def test_models_too_large_for_source_code():
    with pytest.raises(Problem, match=r"^output 1 “.*”: its model holds .* too many for source code"):
        make_score(new_project(4, "1"), {"o1": wide_model("o1", 600_000)}, [1], "x")


def test_what_is_too_large_or_unknown_is_left_out_and_the_others_are_written(monkeypatch):
    job = replace(make_job("continuous", "linear"), output="o3")
    models = {"o1": wide_model("o1", 300_000), "o2": wide_model("o2", 250_000), "o3": as_model(job, fit(job))}
    score = make_score(new_project(4, "3"), models, [1, 2, 3], "x")
    assert [part.slot for part in score.parts] == [1, 2] and list(score.left) == [0]
    assert score.left[0].startswith("output 1 “outputs-1”: its model holds 1,500,")
    assert len(as_javascript(score, "x.mjs")) > 1_000_000
    monkeypatch.delitem(SHEETS, ("linear", "continuous"))
    score = make_score(new_project(4, "3"), models, [2, 3], "x")
    assert [part.slot for part in score.parts] == [0]
    assert score.left == {
        1: "output 3 “outputs-3”: linear cannot be written as source code; choose another algorithm"
    }


@pytest.mark.parametrize(
    ("title", "space"),
    [
        ("My Piece", "my_piece"),
        ("2nd", "piece_2nd"),
        ("", "piece"),
        ("int", "piece_int"),
        ("éé", "piece"),
        ("Time", "piece_time"),
        ("hand.v2", "hand_v2"),
    ],
)
def test_namespaces(title, space):
    assert space_of(title) == space
    assert re.fullmatch(r"[a-z][a-z0-9_]*", space)


def one_number() -> tuple[Project, dict[str, Model]]:
    job = make_job("continuous", "linear")
    return new_project(4, "1"), {"o1": as_model(job, fit(job))}


@needs_gcc
def test_the_namespace_is_the_name_of_the_file_whatever_it_is(tmp_path):
    """Also where it is a word of C++ or a function that a header may declare."""
    score = make_score(*one_number(), [1], "another title")
    names = ["Left hand", "register", "time", "signal", "gamma", "y1", "template", "index", "2 hands"]
    for name in names:
        (tmp_path / f"{name}.hpp").write_text(as_cpp(score, f"{name}.hpp"))
    headers = ("cmath", "cstdlib", "cstdio", "cstring", "ctime", "csignal", "unistd.h", "strings.h")
    includes = [f"#include <{header}>" for header in headers] + [f'#include "{name}.hpp"' for name in names]
    asked = " + ".join(f"{space_of(name)}::predict({{1, 2, 3, 4}})[0]" for name in names)
    (tmp_path / "main.cpp").write_text("\n".join([*includes, f"int main() {{ return {asked} > 0; }}"]))
    command = ["g++", "-std=gnu++11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "main.cpp"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=100)
    assert space_of("Left hand") == "left_hand"


@needs_node
def test_javascript_refuses_what_is_no_number(tmp_path):
    names = "inputs-1, inputs-2, inputs-3, inputs-4"
    asked = {
        '["0.5", 1, 2, 3]': 'input 1 (inputs-1) is the text "0.5"; expected a number',
        "[1, undefined, 2, 3]": "input 2 (inputs-2) is undefined; expected a number",
        "[1, 2, null, 3]": "input 3 (inputs-3) is null; expected a number",
        "[1, 2, 3, 4n]": "input 4 (inputs-4) is the bigint 4; expected a number",
        "[1, 2, 3, [4]]": "input 4 (inputs-4) is the object 4; expected a number",
        "[1, 2]": f"predict got 2 inputs; expected 4 numbers in an array: {names}",
        "7": f"predict got the number 7; expected 4 numbers in an array: {names}",
        '"1234"': f'predict got the text "1234"; expected 4 numbers in an array: {names}',
        '[1, 2, 3, 4], "now"': 'the time is the text "now"; expected seconds, a number',
    }
    (tmp_path / "piece.mjs").write_text(as_javascript(make_score(*one_number(), [1], "piece"), "piece.mjs"))
    (tmp_path / "main.mjs").write_text(
        'import { predict } from "./piece.mjs";\n'
        "const before = predict([1, 2, 3, 4])[0];\n"
        + "".join(
            f"try {{ predict({given}); console.log('taken'); }}"
            " catch (e) { console.log(e instanceof TypeError ? e.message : 'another error'); }\n"
            for given in asked
        )
        + "const typed = new Float32Array([1, 2, 3, 4]);\n"
        "console.log(predict([NaN, 2, 3, 4])[0] === before, predict(typed)[0] === before);\n"
    )
    done = subprocess.run(
        ["node", "main.mjs"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines() == [*asked.values(), "true true"]


@needs_node
def test_packed_numbers_are_the_same_bits(tmp_path):
    rng = np.random.default_rng(0)
    doubles = rng.normal(size=101) * 10.0 ** rng.integers(-300, 300, 101)
    arrays = {
        "Uint8Array": rng.integers(0, 256, 65),
        "Int16Array": rng.integers(-32_768, 32_767, 66),
        "Int32Array": np.append(rng.integers(-(2**31), 2**31, 67), [2**31 - 1, -(2**31)]),
        "Float32Array": np.append(rng.normal(size=68), [np.inf, -0.0]).astype(np.float32),
        "Float64Array": np.append(doubles, [np.inf, -0.0, 5e-324, 1.7976931348623157e308]),
    }
    texts = {kind: text_of(array, "") for kind, array in arrays.items()}
    assert all(text.startswith(f"packed({kind}, ") for kind, text in texts.items())
    shown = "\n".join(f"console.log(Buffer.from({text}.buffer).toString('hex'));" for text in texts.values())
    (tmp_path / "main.mjs").write_text(f"{resource('runtime.mjs')}\n{shown}\n")
    done = subprocess.run(
        ["node", "main.mjs"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    types = {"Uint8Array": "u1", "Int16Array": "<i2", "Int32Array": "<i4", "Float32Array": "<f4"}
    expected = [array.astype(types.get(kind, "<f8")).tobytes().hex() for kind, array in arrays.items()]
    assert done.stdout.split() == expected


def test_sources_of_forests_hold_what_is_asked_and_nothing_else():
    job = replace(make_job("continuous", "random-forest", n=300), output="o1")
    model = as_model(job, fit(job))
    score = make_score(new_project(4, "1"), {"o1": model}, [1], "x")
    trees, values = score.parts[0].sheet.figures["trees"], score.parts[0].sheet.figures["values"]
    nodes = len(model.arrays["children"])
    assert len(trees["thresholds"]) + len(values) == nodes
    assert len(trees["branches"]) == 2 * len(trees["thresholds"])
    packed_size = len(as_javascript(score, "x.mjs")) - len(resource("runtime.mjs"))
    assert packed_size < 25 * nodes  # 48 when each number was written out

"""Exported blocks of stages, and stages after models, compiled and run, answer what the engine answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec
import numpy as np
import pytest
from gesture_shapes import shape
from learning_jobs import make_job
from running_sketches import compiled, lines_of, needs_gcc, needs_node, scripted
from test_export_gestures import job_of, shown
from test_export_sketches import MAIN, PROGRAM

from wekipy.engine.features import Features
from wekipy.engine.runtime import Runtime
from wekipy.engine.spotted import spot
from wekipy.exchange.exporting.sketch import score as score_module
from wekipy.exchange.exporting.sketch.cpp import as_cpp
from wekipy.exchange.exporting.sketch.formula_sheets import OPERATIONS
from wekipy.exchange.exporting.sketch.literals import resource
from wekipy.exchange.exporting.sketch.score import Score, make_score
from wekipy.exchange.exporting.sketch.stage_sheets import INPUT, OUTPUT
from wekipy.learning.gestures.jobs import teach_gestures
from wekipy.learning.model import Model, ModelHeader
from wekipy.learning.output_training import teach
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import (
    AlgorithmChoice,
    Block,
    ClassificationOutput,
    ContinuousOutput,
    Input,
    Output,
    Plan,
    Project,
    StageChoice,
)
from wekipy.stages.features import checked_block, on_grid, width_of
from wekipy.stages.inputs.expression.functions import ARITHMETIC, FUNCTIONS
from wekipy.stages.inputs.expression.parser import parse_formulas
from wekipy.stages.inputs.expression.tree import Call, parts_of
from wekipy.stages.table import INPUT_STAGES, STAGES

F64 = np.ndarray
NAMES = ("left.x", "left.y", "right.x", "right.y", "wild", "still")
RANGES = {"low": (-2.0, -1.0, 0.0, 3.0), "high": (2.0, 1.0, 0.5, 3.0)}
"""Of four inputs; the last one never moved."""
PCA = {"mean": (0.1, -0.2, 0.3, 0.0), "components": (0.5, -0.5, 0.5, 0.5, 0.1, 0.9, -0.3, 0.2)}
DEVIATIONS = {"mean": (0.1, 0.2, 0.3, 0.4), "deviation": (1.5, 0.5, 2.0, 0.0)}


def stage(name: str, learned: dict[str, tuple[float, ...]] | None = None, **options: object) -> StageChoice:
    return StageChoice(name, options, learned or {})


FORMULAS = [
    "max(left.x, left.y, right.x[n-2]); min(#1, #2); #1 > 0 and 1 / #2 < 5; #1 < 0 or log(#2) > 0",
    "if(#1 > 0, sqrt(#1), log(#2)); acos(#3 * 2); asin(#3); #1 ^ #2; 0 ^ #1; (-8) ^ #2; #1 <> #2; atan(#1)",
    "exp(900 * #1); atan(exp(900 * #2)); 1 / exp(900 * #1); tan(#1) - sin(#2) * cos(#3) + pi; atan2(#1, #2)",
    "round(5 * #1); floor(7 * #2); ceil(#3 * 3); abs(#4); round(1e300 * #1 * 1e9 * #2); #1 = #1[n-1]",
    "a = 1 / #1; b = if(round(#2), a, 1 / 0); grows = grows[n-1] * 1.3 + #1; -grows; b >= a; b <= a",
    "1 / (1e308 * #1 * 100); (1e308 * 100 * #1) ^ 0; if(0 * 1e308 * 100, 2, 3) + #1; 1 ^ (1e308 * 100 * #1)",
    "(-1) ^ (1e308 * 100 * #2)",
]
POINTS: list[tuple[StageChoice, ...]] = [
    (),
    (stage("original"),),
    (stage("range", RANGES, to_low=5.0, to_high=-1.0),),
    (stage("range", from_low=0.0, from_high=0.5, clip=False), stage("clip", low=-3.0)),
    (stage("range"), stage("standardise"), stage("pca", components=3)),
    (stage("standardise", DEVIATIONS), stage("clip", {}, low=-0.5, high=0.7)),
    (stage("clip", RANGES, high=3.5),),
    (stage("dead-zone", {**RANGES, "centre": (0.1, 0.0, 0.2, 3.0)}, size=0.2),),
    (stage("dead-zone", size=0.5, centre=0.3),),
    (stage("one-euro", RANGES, beta=2.0, d_cutoff=3.0), stage("difference", order="both", original=True)),
    (stage("low-pass", cutoff=4.0), stage("speed", order="both", shortest=0.012)),
    (stage("high-pass", cutoff=1.0), stage("median", frames=4)),
    (stage("average", frames=3), stage("buffer", frames=3)),
    (stage("average", seconds=0.05), stage("history", delays="0, 2, 5", original=True)),
    (stage("median", seconds=0.06), stage("difference", order="second")),
    (stage("history", delays="0.02, 0, 0.1, 0.5", unit="seconds"),),
    (stage("speed", order="second"), stage("selection", inputs="4, 1-2")),
    (stage("speed"), stage("magnitude", size=2, original=True)),
    (stage("distances", size=2), stage("difference")),
    (stage("buffer", frames=2), stage("angles", size=2, triples="1-2-3, 1-4, 4-3-2")),
    (stage("angles", size=2, triples="1-2"), stage("buffer", frames=1)),
    (stage("relative", size=2, reference=2, scale_to=2),),
    (stage("buffer", frames=2), stage("relative", size=2, reference=1, scale_from=2, scale_to=4)),
    (stage("dead-zone", size=0.8), stage("relative", size=1, reference=3, scale_to=2)),
    (stage("relative", size=1, reference=3, scale_to=0), stage("distances", size=1, pairs="2-1, 3-4")),
    (stage("pca", PCA, components=2), stage("high-pass")),
    (stage("peak", RANGES, rise=0.05, fade=0.1),),
    (stage("peak", fade=0.0, original=True), stage("onset", quick=0.0)),
    (stage("onset", RANGES, threshold=0.02, quick=0.02, slow=0.1, refractory=0.05),),
    *[(stage("expression", formula=formula),) for formula in FORMULAS],
    (stage("expression", formula="y = 0.3 * left.x + 0.7 * y[n-1]; y - left.y[n-3]", original=True),),
    (stage("conditional-buffer", start="#1 > 0.3", stop="#1 <= 0.1 or #2[n-1] > 1", values=4),),
    (stage("conditional-buffer", start="1", stop="0", values=3, frames=6, original=True),),
    (stage("conditional-buffer", start="#2 > 0", stop="1", values=2, frames=2),),
    (stage("spectrum", frames=16, input="left.y"),),
    (stage("spectrum", frames=7, input="3", original=True),),
    (
        stage(
            "window",
            statistics="mean, deviation, min, max, range, rms, energy, crossings, difference.mean,"
            " difference.crossings, difference2.max, difference2.deviation",
            frames=6,
        ),
    ),
    (stage("window", statistics="rms, difference2.energy", seconds=0.04, original=True),),
]
"""Of blocks over two points; the wild input, and the one that hardly moves, have blocks of their own."""
WILD: list[tuple[StageChoice, ...]] = [
    (stage("range", from_low=0.0, from_high=1e-30, clip=False),),
    (stage("difference", order="both"), stage("magnitude", size=1)),
    (stage("speed", order="both"),),
    (stage("one-euro", beta=100.0), stage("clip", low=-1e6, high=1e6)),
    (stage("window", statistics="energy, max, difference.min", frames=2),),
]
AFTER: dict[str, list[tuple[StageChoice, ...]]] = {
    "continuous": [
        (stage("one-euro"), stage("curve", exponent=3.0)),
        (stage("low-pass", cutoff=5.0), stage("quantise", steps=7)),
        (stage("slew", rise=1.0, fall=30.0),),
        (stage("spring"),),
        (stage("spring", damping=0.3, frequency=6.0), stage("scale", scale="blues", root="D")),
        (stage("spring", damping=2.0), stage("hold", seconds=0.05)),
        (
            stage("range", from_low=0.2, from_high=0.1, to_low="maximum", to_high=1.5, clip=False),
            stage("curve", exponent=0.5),
        ),
        (stage("range", to_low=10.0, to_high=-4.0),),
        (stage("spring", damping=2.0),),
    ],
    "classification": [
        (stage("debounce", frames=2, seconds=0.02),),
        (stage("majority", frames=7), stage("hold", seconds=0.03)),
        (stage("hysteresis", seconds=0.05, margin=0.4),),
        (stage("refractory", seconds=0.3), stage("debounce", frames=3)),
        (stage("majority", frames=2), stage("hysteresis"), stage("refractory")),
        (stage("majority", frames=4),),
        (stage("hysteresis", margin=0.1),),
        (stage("hysteresis", seconds=0.02, margin=0.2),),
        (stage("refractory", seconds=5.0),),
    ],
}  # fmt: skip


def one_feature(uid: str, place: int, plan: Plan | None, kind: str = "continuous") -> Model:
    """A model that answers one feature as it is."""
    header = ModelHeader(
        output=uid, kind=kind, algorithm="linear", options={}, inputs=(place,), predictor="linear",
        fingerprint="f", examples=1, plan=plan,
    )  # fmt: skip
    return Model(header, {"weights": np.ones(1), "offset": np.zeros(())})


def number(uid: str, **settings: object) -> ContinuousOutput:
    given = {"minimum": -1.0, "maximum": 2.0, "limits": "soft", **settings}
    return ContinuousOutput(uid=uid, name=f"{uid} */", algorithm=AlgorithmChoice("linear"), **given)


def blocks_of(chains: list[tuple[StageChoice, ...]], inputs: tuple[int, ...]) -> list[Block]:
    made = [Block(f"b{n}", inputs, 1, stages) for n, stages in enumerate(chains)]
    return [checked_block(NAMES, block) for block in made]


@dataclass(frozen=True)
class Piece:
    """A project and its models, and the same as a sketch."""

    project: Project
    models: dict[str, Model]

    @cached_property
    def score(self) -> Score:
        return make_score(self.project, self.models, range(1, 1 + len(self.project.outputs)), "Piece")


def piece() -> Piece:
    """Each feature as a number; numbers and classes with stages after; novelty and gestures of features."""
    blocks = [*blocks_of(POINTS, (0, 1, 2, 3)), *blocks_of(WILD, (4, 5))]
    project = msgspec.structs.replace(
        new_project(len(NAMES), "1"), inputs=tuple(map(Input, NAMES)), blocks=tuple(blocks)
    )
    plan = project.plan()
    assert plan is not None
    before = Plan(NAMES, (checked_block(NAMES, Block("old", (3, 1, 0, 2), 1, (stage("low-pass"),))),))
    outputs: list[Output] = [number(f"f{n}") for n in range(width_of(plan))]
    models = {output.uid: one_feature(output.uid, n, plan) for n, output in enumerate(outputs)}
    for n, stages in enumerate(AFTER["continuous"]):
        outputs.append(number(f"n{n}", after=stages, limits=("soft", "hard")[n % 2], integer=n == 5))
        models[f"n{n}"] = one_feature(f"n{n}", n % 4, (None, before)[n % 2])
    job = replace(make_job("classification", "knn"), plan=before)
    X = frames(7)[0][:120:2, [3, 1, 0, 2]].astype(np.float32)
    labels = np.array([2.0, 3.0, 5.0, 6.0])[np.searchsorted(np.quantile(X[:, 0], (0.3, 0.5, 0.7)), X[:, 0])]
    job = replace(job, X=X, y=labels, nothing=True)
    noisy = replace(job, plan=None, nothing=False, y=np.random.default_rng(3).permutation(labels))
    for n, stages in enumerate(AFTER["classification"]):
        outputs.append(
            ClassificationOutput(
                uid=f"c{n}", name=f"c{n}", algorithm=AlgorithmChoice("knn"), classes=(7, 5)[n > 4],
                nothing=n % 2 == 0, after=stages,
            )
        )  # fmt: skip
        models[f"c{n}"] = teach(replace((job, noisy)[n % 2], output=f"c{n}"))
    gestures = msgspec.structs.replace(new_project(3, "gesture:3").outputs[0], uid="g", offset=True)
    taught = teach_gestures(job_of(gestures, 1, (0, 1, 2), shown(np.random.default_rng(4), 2, 0)))
    header = msgspec.structs.replace(taught.header, plan=before)
    models["g"] = Model(header, taught.arrays)
    project = msgspec.structs.replace(project, outputs=(*outputs, gestures))
    return Piece(project, models)


def frames(seed: int) -> tuple[F64, F64]:
    """Rows and times that jitter: pauses, frames at the same time, and a clock that is put back."""
    rng = np.random.default_rng(seed)
    moving = np.cumsum(rng.normal(0.0, 0.15, (360, 4)), axis=0)
    moving = 1.5 * np.sin(moving) + rng.normal(0.0, 0.02, moving.shape)
    moving[100:130] = moving[100]
    for at in (150, 260):
        moving[at : at + 40, :3] = shape(1 + at % 3, 40, rng)[:, [0, 1, 0]]
    wild = rng.choice([0.0, 1.0, -1e30, 3.4e38, -3.4e38, 1e-30, -0.0], len(moving))
    rows = np.column_stack((moving, wild, np.round(moving[:, 0])))
    pauses = rng.choice([0.01, 0.016, 0.0, 1e-12, 0.3, 1.0, 1.5, -0.5, 0.0035], len(rows), p=[
        0.5, 0.3, 0.04, 0.02, 0.03, 0.01, 0.02, 0.02, 0.06,
    ])  # fmt: skip
    return rows, 100.0 + np.cumsum(pauses + rng.uniform(0.0, 0.001, len(rows)))


def engine(piece: Piece, rows: F64, times: F64) -> F64:
    project, models = piece.project, piece.models
    features = Features()
    features.follow(project, models.values())
    runtime = Runtime(project, models)
    values = np.array([output.default for output in project.outputs for _ in range(output.width)])
    runtime.begin(values, list(spot(project, models, {}).values()), features)
    found = []
    with np.errstate(all="ignore"):
        for x, now in zip(rows, map(on_grid, times.tolist()), strict=True):
            features.step(x, now)
            runtime.answer(x, values, now)
            found.append(values.copy())
    return np.array(found)


@pytest.fixture(scope="module")
def made() -> Piece:
    return piece()


@pytest.fixture(scope="module")
def cpp(made, tmp_path_factory):
    return compiled(tmp_path_factory.mktemp("cpp"), {"piece": made.score}, MAIN)


@pytest.fixture(scope="module")
def js(made, tmp_path_factory):
    return scripted(tmp_path_factory.mktemp("js"), {"piece": made.score}, PROGRAM)


@pytest.fixture(scope="module", params=[True, False], ids=["timed", "untimed"])
def performed(request, made) -> tuple[bool, list[str], F64]:
    """Whether the sketch is given times, what it is given, and what the engine answers."""
    rows, times = frames(1)
    told = times.copy()
    if not request.param:  # frames without times are 0.01 seconds apart
        told[:], times = -1.0, np.arange(len(rows)) * on_grid(0.01)
    lines = [" ".join(map(repr, row)) for row in np.column_stack((told, rows)).tolist()]
    return request.param, lines, engine(made, rows, times)


@pytest.mark.parametrize(
    "language", [pytest.param("cpp", marks=needs_gcc), pytest.param("js", marks=needs_node)]
)
def test_features_and_shaped_answers_are_the_engines(language, performed, made, request):
    timed, lines, expected = performed
    found = np.array(lines_of(request.getfixturevalue(language), lines))
    outputs = made.project.outputs[:-1]
    for n, output in enumerate(outputs):
        about = f"{output.uid}: {output.after}"
        if isinstance(output, ContinuousOutput):
            np.testing.assert_allclose(found[:, n], expected[:, n], rtol=1e-6, atol=1e-9, err_msg=about)
        elif timed or not output.nothing:  # without a time, “nothing” is answered at once
            np.testing.assert_array_equal(found[:, n], expected[:, n], about)
        assert output.uid[0] == "f" or len(np.unique(expected[:, n])) > 1, about
    if timed:
        np.testing.assert_allclose(found[:, -3:], expected[:, -3:], rtol=1e-6, atol=1e-7)
        assert np.isfinite(expected[:, -3:]).mean() > 0.2
        first = [output.uid for output in outputs].index("c0")
        assert 0.1 < np.mean(expected[:, first] == 0.0) < 0.9  # nothing


def test_every_stage_that_sketches_carry_is_compared():
    assert {one.name for chain in [*POINTS, *WILD] for one in chain} == set(INPUT)
    assert {one.name for chains in AFTER.values() for chain in chains for one in chain} == set(OUTPUT)
    assert (set(INPUT), set(OUTPUT)) == (set(INPUT_STAGES), set(STAGES))


def test_models_that_see_the_same_share_their_chain(made):
    score = made.score
    assert not score.left
    assert len(score.chains) == 2
    assert {score.chain_of(part) for part in score.parts} == {None, 0, 1}
    plain = msgspec.structs.replace(new_project(1, "1"), outputs=(number("o1"),))
    text = as_cpp(make_score(plain, {"o1": one_feature("o1", 0, None)}, [1], "x"), "x.hpp")
    assert (
        "clock_" not in text.partition("WEKIPY_CHAIN_1\n#define")[2].partition("#endif  // WEKIPY_CHAIN_1")[2]
    )


def test_a_stage_before_models_that_sketches_do_not_carry_is_named(monkeypatch):
    monkeypatch.delitem(INPUT, "spectrum")
    block = checked_block(NAMES, Block("of */ one", (0, 1), 1, (stage("low-pass"), stage("spectrum"))))
    plan = Plan(NAMES, (block,))
    project = msgspec.structs.replace(new_project(6, "2"), outputs=(number("o1"), number("o2")))
    models = {"o1": one_feature("o1", 0, plan), "o2": one_feature("o2", 0, None)}
    score = make_score(project, models, [1, 2], "x")
    assert [part.slot for part in score.parts] == [1]
    assert score.left == {
        0: "output 1 “o1 _/”: its features are made by the stage “spectrum” of the block “of _/ one”, which"
        " sketches do not carry: remove that stage and train again before you export it, or let the engine"
        " answer"
    }


def test_a_stage_after_a_model_that_sketches_do_not_carry_is_named(monkeypatch):
    monkeypatch.delitem(OUTPUT, "spring")
    output = number("o1", after=(stage("low-pass"), stage("spring")))
    project = msgspec.structs.replace(new_project(6, "1"), outputs=(output,))
    with pytest.raises(Problem) as raised:
        make_score(project, {"o1": one_feature("o1", 0, None)}, [1], "x")
    assert str(raised.value) == (
        "output 1 “o1 _/”: it has the stage “spring” after its model, which sketches do not carry: remove"
        " that stage before you export it, or let the engine answer"
    )


def test_a_stage_whose_options_contradict_each_other_is_refused():
    output = number("o1", after=(stage("range", from_low=1.0, from_high=1.0),))
    project = msgspec.structs.replace(new_project(6, "1"), outputs=(output,))
    with pytest.raises(Problem, match=r"^output 1 “o1 _/”: range: from_low .* are too close to each other"):
        make_score(project, {"o1": one_feature("o1", 0, None)}, [1], "x")


def test_figures_of_stages_count_as_those_of_models_do(monkeypatch):
    monkeypatch.setattr(score_module, "MOST_FIGURES", 1_000)
    inputs = tuple(f"i{n}" for n in range(100))
    weights = {"mean": (0.0,) * 100, "components": (1.0,) * 1_000}
    wide = Block("all", tuple(range(100)), 10, (StageChoice("pca", {"components": 10}, weights),))
    small = Block("one", (1,), 1, (stage("low-pass"),))
    project = msgspec.structs.replace(new_project(100, "2"), outputs=(number("o1"), number("o2")))
    models = {
        "o1": one_feature("o1", 0, Plan(inputs, (wide,))),
        "o2": one_feature("o2", 0, Plan(inputs, (small,))),
    }
    score = make_score(project, models, [1, 2], "x")
    assert score.left == {
        0: "output 1 “o1 _/”: its model holds 1,106 numbers, too many for source code (all together at most"
        " 1,000); choose an algorithm that keeps less, such as neural-network"
    }
    assert [len(chain.blocks[0].steps) for chain in score.chains] == [1]


def test_both_runtimes_know_the_same_stages():
    structs = set(
        re.findall(r"^struct (\w+) \{", resource("chain.hpp").partition("namespace stages {")[2], re.M)
    )
    scripts = resource("chain.mjs").partition("const stages = {")[2]
    functions = set(re.findall(r"^  (\w+)(?:\(.*\{|:)$", scripts.partition("\n};")[0], re.M))
    assert structs - {"Window", "Beside"} == functions


def test_every_function_of_formulas_is_compared():
    parsed = [one for text in FORMULAS for one in parse_formulas("", text, NAMES)]
    called = {part.name for one in parsed for part in parts_of(one.tree) if isinstance(part, Call)}
    assert called == set(OPERATIONS) == {"neg", "and", "or", "if", *ARITHMETIC, *FUNCTIONS}

"""What models have learned, over the control protocol and on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from wekipy.cli.explain import explain
from wekipy.client.explanation import Explanation
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from test_takes import MakeStage


def test_models_say_what_they_learned_and_what_arrives_is_like(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "class:2,1,gesture:1")
    w = s.client
    with pytest.raises(Problem, match="output 1 has no model yet"):
        w.explain(1)
    w.set_algorithm(1, "decision-tree")
    w.set_algorithm(2, "linear")
    for n in range(4):
        label = 1 + n % 2
        with w.recording([float(label), float(label)]):
            for x in range(8):
                w.take_inputs(float(label), 0.01 * x)
                s.link.pump(0.002)
    w.train(1, 2)
    tree = w.explain(1)
    assert isinstance(tree, Explanation)
    assert tree.lines == ("inputs-1 ≤ 1.5: class 1", "inputs-1 > 1.5: class 2")
    assert tree.weights[0].feature == "inputs-1"
    assert "inputs-1 > 1.5: class 2" in str(tree)
    assert w.explain(2).form == "formula"
    w.take_inputs(2.0, 0.03)
    like = w.nearest_examples(1)
    assert [one.target for one in like] == [2.0, 2.0, 1.0, 1.0]
    assert like[0].distance == pytest.approx(0.0, abs=1e-6)
    assert like[0].example == 4
    assert 0 < like[0].seconds < 5
    with pytest.raises(Problem, match="there is no output 9"):
        w.nearest_examples(9)
    # With a block, the features of the model are explained, and those that came last are compared.
    w.set_blocks([{"name": "slow", "inputs": [1], "stages": ["low-pass:cutoff=5"]}])
    w.train(1)
    named = [one.feature for one in w.explain(1).weights]
    assert tuple(named) == w.state().features
    assert len(named) == 1
    assert {one.target for one in w.nearest_examples(1)} == {1.0, 2.0}
    w.save()
    found = CliRunner().invoke(explain, [str(w.state().folder), "--output", "1", "--json"])
    (reply,) = json.loads(found.output)["outputs"]
    assert [one["feature"] for one in reply["weights"]] == named
    lines = CliRunner().invoke(explain, [str(w.state().folder), "--output", "2"]).output.splitlines()
    assert any(line.startswith("  outputs-2 = ") for line in lines)
    found = CliRunner().invoke(explain, [str(w.state().folder), "--now", "--output", "1"])
    assert "what arrives now is like\n  take " in found.output

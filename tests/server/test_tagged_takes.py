"""Tags of takes over the control protocol, on a real engine over real sockets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wekipy.project.problem import Problem
from wekipy.storage.folder import open_folder

if TYPE_CHECKING:
    from test_takes import MakeStage


def test_takes_are_tagged_and_the_evaluation_leaves_people_out(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "class:2")
    w = s.client
    w.set_algorithm(1, "knn", k=1)
    for n in range(8):
        label = 1 + n % 2
        with w.recording([float(label)]):
            for x in range(6):
                w.take_inputs(label * (1.0 if n < 4 else -1.0), 0.01 * x)
                s.link.pump(0.0)
    w.tag_takes(1, 2, 3, 4, who="Ana", where="studio")
    w.tag_takes(5, 6, 7, 8, who="Ben")
    takes = w.state().takes
    assert [(take.who, take.where) for take in takes] == [("Ana", "studio")] * 4 + [("Ben", "")] * 4
    (evaluation,) = w.evaluate(1)
    assert evaluation.accuracy == 1.0
    assert evaluation.margin.takes == 8
    assert evaluation.margin.low < 0.9
    (unseen,) = evaluation.unseen
    assert unseen.tag == "who"
    assert unseen.figure < 0.6  # Ben's hand is on the other side
    assert unseen.sentence in str(evaluation)
    quality = w.state().outputs[0].quality
    assert quality.current
    assert quality.margin == (evaluation.margin.low, evaluation.margin.high)
    w.tag_takes(8, who="Cleo")
    assert not w.state().outputs[0].quality.current
    assert w.undo() == "tag take 8"
    assert w.state().outputs[0].quality.current
    with pytest.raises(Problem, match="no take 99"):
        w.tag_takes(99, who="Ana")
    with pytest.raises(Problem, match="given twice"):
        w.ask("tag_takes", '{"who": "Ana", "who": "Ben"}', 1)
    assert w.state().takes[0].who == "Ana"
    w.save()
    saved = open_folder(Path(w.state().folder)).project.takes
    assert [(take.who, take.where) for take in saved[:5]] == [("Ana", "studio")] * 4 + [("Ben", "")]
    merged = w.merge_takes(1, 3)
    assert w.state().takes[-1].number == merged
    assert w.state().takes[-1].who == "Ana"

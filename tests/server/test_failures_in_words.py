"""What fails in an operation is said in words; only a fault of ours asks anybody to report it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from on_stage import Stage

from wekipy.project.problem import Problem

MakeStage = Callable[..., Stage]


def trained(make: MakeStage) -> tuple[Stage, Path]:
    """A stage whose output has a model, and its project folder."""
    s = make("--inputs", "1", "--outputs", "class:2")
    for label in (1, 2):
        with s.client.recording([label]):
            for n in range(5):
                s.client.take_inputs(label + n / 10)
    s.client.train()
    return s, Path(s.client.save())


def test_a_file_in_the_way_of_a_model_is_said_in_words(stage: MakeStage) -> None:
    s, folder = trained(stage)
    (folder / "saved" / "mine.npz" / "inner").mkdir(parents=True)
    with pytest.raises(Problem, match=r"^save_model failed: Is a directory: .*mine.npz") as caught:
        s.client.save_model(1, "mine.npz")
    assert "report" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert s.client.save_model(1, "other.npz").endswith("other.npz")


@pytest.mark.skipif(sys.platform != "linux", reason="sets another process's limits")
def test_a_full_disk_is_said_in_words(stage: MakeStage) -> None:
    import resource

    s, _ = trained(stage)
    pid = s.engine.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
    try:
        with pytest.raises(Problem, match=r"^save_model failed: File too large") as caught:
            s.client.save_model(1, "mine.npz")
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
    assert "report" not in str(caught.value)
    assert s.client.save_model(1, "mine.npz").endswith("mine.npz")

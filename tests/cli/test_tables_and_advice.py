"""`wekipy export` keeps the table that a project was made of; `wekipy train` says what can be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from wekipy.cli.main import commands
from wekipy.cli.train import _MOST_ADVICE
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.server.offline import working_on
from wekipy.storage.folder import create


def run(*arguments: object) -> str:
    result = CliRunner().invoke(commands, [str(one) for one in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@pytest.mark.parametrize("form", ["csv", "arff", "npz"])
def test_an_export_that_names_no_file_writes_over_none(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("hand.csv").write_text("x,y,pose\n" + "".join(f"{n},{n % 7},{n % 2 + 1}\n" for n in range(20)))
    run("import", "hand.csv", "hand.wekipy")
    table = Path(f"hand.{form}")
    if form != "csv":
        run("export", "hand.wekipy", "--format", form)
    kept = table.read_bytes()
    with pytest.raises(Problem, match=f"hand.{form} is there already: -o FILE"):
        run("export", "hand.wekipy", "--format", form)
    assert table.read_bytes() == kept
    run("export", "hand.wekipy", "--format", form, "-o", table)
    assert table.exists() and (form != "csv" or table.read_bytes() != kept)


def test_of_many_takes_that_are_worth_a_look_only_some_are_said(tmp_path: Path) -> None:
    folder = create(tmp_path / "piece.wekipy", new_project(1, "gesture:2")).path
    with working_on(folder) as engine:
        for n in range(2 * (_MOST_ADVICE + 4)):
            rows = 3 if n > 3 else 30  # too short to be learned from
            engine.recording.start_example([engine.project.outputs[0].uid], n % 2 + 1, "gesture")
            start = engine.monotonic()
            for at in range(rows):
                engine.feed(np.array([np.sin(at * (0.1 + n % 2))]), start + at / 50)
            engine.recording.stop()
    lines = run("train", folder).splitlines()
    advice = [line for line in lines if line.startswith("    ") and "frames" in line]
    assert 0 < len(advice) <= _MOST_ADVICE + 1  # and the note on the model
    assert lines[-1].startswith("    … ") and lines[-1].endswith(f"to look at: wekipy info {folder}")
    assert run("info", folder).count("frames and is not used") > _MOST_ADVICE

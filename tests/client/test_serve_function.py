"""wekipy.serve: an engine that is ready when it returns, and ends with the script however that ends."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import until

import wekipy
from wekipy.child import free_port
from wekipy.client import Client


def test_what_is_asked_for_is_what_there_is(tmp_path: Path) -> None:
    port, out = free_port(), free_port()
    with wekipy.serve(
        tmp_path / "piece.wekipy",
        inputs=3,
        outputs=["1", "class:4"],
        port=port,
        send=f"127.0.0.1:{out}",
        input_address="/hand",
        output_address="/light",
        workers=1,
        options=["--heartbeat", "60"],
    ) as w:
        state = w.state()
        assert (w.port, w.folder) == (port, tmp_path / "piece.wekipy")
        assert [output.kind for output in state.outputs] == ["continuous", "classification"]
        assert len(state.inputs) == 3
        assert (state.input_address, state.output_address) == ("/hand", "/light")
        assert state.destinations == (f"127.0.0.1:{out}",)
        with w.client() as other:
            other.rename_outputs("a", "b")
        assert w.outputs[1].name == "b"
        assert w.health().restarts == 0
    assert w.closed
    assert w.process.process.returncode == 0
    assert (tmp_path / "piece.wekipy").is_dir()


def test_a_temporary_project_is_gone_with_its_engine() -> None:
    with wekipy.serve(inputs=1, outputs=1) as w:
        folder = w.folder
        assert folder.is_dir()
        w.add_examples([0.0, 1.0], [0.0, 1.0])
    assert not folder.parent.exists()


def test_what_cannot_be_served_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(wekipy.Problem, match="nonsense"):
        wekipy.serve(inputs=1, outputs="nonsense:3")
    assert not list(tmp_path.glob("wekipy-*"))


def test_two_engines_without_a_port_get_different_ones() -> None:
    with wekipy.serve(inputs=1, outputs=1) as first, wekipy.serve(inputs=1, outputs=1) as second:
        assert first.port != second.port
        assert first.control_port != second.control_port


_SCRIPT = """
import sys, wekipy
w = wekipy.serve(sys.argv[1], inputs=1, outputs=1)
w.add_examples([0.0, 1.0], [0.0, 1.0])
print(w.control_port, flush=True)
{end}
"""


@pytest.mark.parametrize("end", ["sys.stdin.read()", "raise SystemExit(3)", "del w"])
def test_the_engine_ends_saved_with_a_script_that_does_not_close_it(tmp_path: Path, end: str) -> None:
    project = tmp_path / "piece.wekipy"
    script = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT.format(end=end), str(project)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert script.stdout is not None and script.stdin is not None
    port = int(script.stdout.readline())
    if "stdin" in end:
        script.kill()
    script.wait(30)
    script.stdout.close()
    script.stdin.close()

    def gone() -> bool:
        try:
            Client(port=port).close()
        except wekipy.ConnectionLost:
            return True
        return False

    until(gone)
    with wekipy.serve(project) as w:
        assert w.takes[0].examples == 2


def test_a_callback_of_the_engine_s_own_client_that_fails_still_ends_the_engine(tmp_path: Path) -> None:
    w = wekipy.serve(tmp_path / "piece.wekipy", inputs=1, outputs=1)

    @w.on_event
    def fail(kind: str, text: str) -> None:
        raise ZeroDivisionError(kind)

    with pytest.raises(ZeroDivisionError):
        w.rename_outputs("volume")
        w.wait_until(lambda state: False)
    with contextlib.suppress(ZeroDivisionError):
        w.close()
    assert w.process.process.returncode == 0


_LIGHT = """
import sys, wekipy
heavy = {"numpy", "msgspec", "sklearn", "scipy", "PyQt6", "click", "asyncio"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
assert set(wekipy.__all__) <= set(dir(wekipy))
for name in wekipy.__all__:
    getattr(wekipy, name)
import wekipy.aio
assert not {"sklearn", "scipy", "PyQt6", "click"} & set(sys.modules)
try:
    wekipy.Cilent
except AttributeError as error:
    assert "Cilent" in str(error)
"""


def test_the_package_imports_nothing_until_it_is_used_and_never_scikit_learn() -> None:
    subprocess.run([sys.executable, "-c", _LIGHT], check=True)


def test_the_asyncio_client_is_there_without_an_import_of_its_own() -> None:
    code = "import wekipy, asyncio; print(asyncio.iscoroutinefunction(wekipy.aio.Client.train))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "True\n", done.stderr

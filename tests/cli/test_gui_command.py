"""`wekipy gui` where there is no Qt, no library, no screen: one line and exit code 2."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from wekipy.cli import gui
from wekipy.project.problem import Problem


def wekipy(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, "-m", "wekipy", *arguments],
        capture_output=True, text=True, timeout=60, env={**kept, **env},
    )  # fmt: skip


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="screens are told by variables on Linux")
@pytest.mark.parametrize("arguments", [(), ("gui",)])
def test_without_a_screen_it_says_what_to_do(arguments: tuple[str, ...]) -> None:
    done = wekipy(*arguments)
    assert done.returncode == 5
    assert len(done.stderr.splitlines()) == 1
    assert "wekipy serve" in done.stderr


def test_it_names_the_packages_of_missing_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(gui, "_loads", lambda library: library not in ("libxcb-cursor.so.0", "libEGL.so.1"))
    with pytest.raises(Problem, match=r"apt install libegl1 libxcb-cursor0$"):
        gui.check_qt()


def test_a_place_to_attach_to_is_checked() -> None:
    done = wekipy("gui", "--attach", "nowhere:port", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert "HOST:PORT" in done.stderr

"""The window waits for engines and sound; what it starts does not wait for them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from wekipy.gui.session.starter import NICENESS

SCRIPT = """
import os, subprocess, sys
from wekipy.gui.session.starter import start, step_back
ask = "import os; print(os.getpriority(os.PRIO_PROCESS, 0))"
before = os.getpriority(os.PRIO_PROCESS, 0)
step_back()
child = start(lambda: subprocess.Popen([sys.executable, "-c", ask], stdout=subprocess.PIPE))
print(before, os.getpriority(os.PRIO_PROCESS, 0), int(child.communicate()[0]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a priority is of a whole process")
def test_the_window_steps_back_and_its_engine_does_not() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    before, window, engine = map(int, done.stdout.split())
    assert engine == before == os.getpriority(os.PRIO_PROCESS, 0)
    assert window == max(before, NICENESS)

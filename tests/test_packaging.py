"""What is installed has the documentation and the examples in it, and nothing of npm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

BUILD = """
import runpy, setuptools, sys
setuptools.setup = lambda **given: commands.update(given["cmdclass"])
commands = {}
runpy.run_path("setup.py", run_name="setup")
from setuptools.dist import Distribution
packages = setuptools.find_packages(include=["wekipy*"])
command = commands["build_py"](Distribution({"packages": packages, "script_name": "setup.py"}))
command.build_lib, command.editable_mode = sys.argv[1], False
command.ensure_finalized()
command.run()
print(len(command.get_outputs()))
"""

LOOK = """
from wekipy.gui.help.shipped import examples, pages, shipped
print(shipped(), examples(), len(pages()), sep="\\n")
"""


def run(code: str, *arguments: object, path: str = "", folder: Path = ROOT) -> list[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": path}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_documentation_is_installed_with_the_package(tmp_path: Path) -> None:
    run(BUILD, tmp_path)
    place = tmp_path / "wekipy" / "documentation"
    there = {str(file.relative_to(place)) for file in place.rglob("*") if file.is_file()}
    pages = {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")}
    assert pages | {"README.md", "docs/screenshots/start.png", "docs/benchmarks.svg"} <= there
    assert {"examples/p5/bridge.mjs", "examples/max/wekinator.maxpat"} <= there
    assert not [file for file in there if "node_modules" in file or file.endswith((".pyc", "make.py"))]
    shipped, examples, count = run(LOOK, path=str(tmp_path), folder=tmp_path)
    assert Path(shipped) == place and Path(examples) == place / "examples"
    assert int(count) == len(pages) + 1


def test_the_templates_of_sketches_are_package_data() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    assert "exchange/sketches/templates/*.txt" in text
    named = {file.suffix for file in (ROOT / "wekipy/exchange/sketches/templates").iterdir()}
    assert named == {".txt"}

"""Recipes for systems: written, checked by what can check them here, and run where they can be."""

from __future__ import annotations

import getpass
import os
import plistlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nursery
import pytest

from wekipy.cli.recipes import RECIPES, Service, _systemd_word, _windows_word
from wekipy.project.create import new_project
from wekipy.rehearsal.engine_process import free_port
from wekipy.storage.folder import create

ODD = 'a "song" 100% of $HOME & more'


def attempt(
    tmp_path: Path, system: str, *arguments: str, name: str = ODD
) -> subprocess.CompletedProcess[str]:
    project = tmp_path / f"{name}.wekipy"
    if not project.exists():
        create(tmp_path / "plain.wekipy", new_project(1, "1")).path.rename(project)  # a name from elsewhere
    return nursery.run("install-service", project, "--to", tmp_path / "to", "--system", system, *arguments)


def install(tmp_path: Path, system: str, *arguments: str, name: str = ODD) -> tuple[Path, str]:
    done = attempt(tmp_path, system, *arguments, name=name)
    assert done.returncode == 0, done.stderr
    written = re.search(r"wrote (.+?); nothing is installed", done.stdout)
    assert written, done.stdout
    file = Path(written[1])
    assert file.is_relative_to(tmp_path / "to")
    return file, done.stdout


OPTIONS = ("--host", "0.0.0.0", "--log", "my log.txt")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    file, _ = install(tmp_path, "systemd", *OPTIONS, name="song with spaces")
    run = tmp_path / "run"
    run.mkdir()
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(file)],
        capture_output=True, text=True, env={**os.environ, "XDG_RUNTIME_DIR": str(run)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert file.name not in done.stderr, done.stderr


def test_the_unit_says_what_is_to_run(tmp_path: Path) -> None:
    file, _ = install(tmp_path, "systemd", *OPTIONS)
    line = next(line for line in file.read_text().splitlines() if line.startswith("ExecStart="))
    words = shlex.split(line.removeprefix("ExecStart="))
    plain = [word.replace("%%", "%").replace("$$", "$") for word in words]
    project = str(tmp_path / f"{ODD}.wekipy")
    assert plain[1:] == ["-m", "wekipy", "serve", project, "--run", "--watch", *OPTIONS]
    assert re.search(r"^Restart=on-failure$", file.read_text(), re.M)


def test_the_launch_agent_says_what_is_to_run(tmp_path: Path) -> None:
    file, _ = install(tmp_path, "launchd", *OPTIONS)
    told = plistlib.loads(file.read_bytes())
    assert told["ProgramArguments"][4] == str(tmp_path / f"{ODD}.wekipy")
    assert told["ProgramArguments"][5:] == ["--run", "--watch", *OPTIONS]
    assert told["KeepAlive"] == {"SuccessfulExit": False}
    assert told["RunAtLoad"] is True


def test_the_task_says_what_is_to_run(tmp_path: Path) -> None:
    file, _ = install(tmp_path, "windows", *OPTIONS)
    root = ElementTree.fromstring(file.read_text(encoding="utf-16"))
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert root.findtext(".//t:Command", namespaces=space) == sys.executable
    arguments = root.findtext(".//t:Arguments", namespaces=space)
    assert arguments is not None and arguments.endswith('--run --watch --host 0.0.0.0 --log "my log.txt"')
    assert '\\"song\\"' in arguments
    assert root.findtext(".//t:ExecutionTimeLimit", namespaces=space) == "PT0S"


@pytest.mark.parametrize(
    ("word", "quoted"),
    [("plain", "plain"), ("C:\\a", "C:\\a"), ("a b\\", '"a b\\\\"'), ('a\\"b', '"a\\\\\\"b"'), ("", '""')],
)
def test_words_of_windows(word: str, quoted: str) -> None:
    assert _windows_word(word) == quoted


def test_words_of_systemd() -> None:
    assert _systemd_word('a\\b "c" %d $e') == '"a\\\\b \\"c\\" %%d $$e"'


def test_what_the_recipe_runs_does_run(tmp_path: Path) -> None:
    port = str(free_port())
    file, _ = install(tmp_path, "launchd", "--port", port)
    told = plistlib.loads(file.read_bytes())
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    running = subprocess.Popen(
        told["ProgramArguments"], cwd=told["WorkingDirectory"], env=env, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    try:
        assert f":{port} " in running.stdout.readline()
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
        running.stdout.close()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--hots", "0.0.0.0"), "--hots"), (("--token", "a" * 20), "leave out --token"), (("--port", "x"), "x")],
)
def test_what_could_not_run_is_refused_now(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    subprocess.run([sys.executable, "-m", "wekipy", "new", str(tmp_path / "a.wekipy")], capture_output=True)
    done = subprocess.run(
        [sys.executable, "-m", "wekipy", "install-service", str(tmp_path / "a.wekipy"), "--to",
         str(tmp_path / "to"), "--system", "systemd", *arguments],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert words in done.stderr
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize("system", RECIPES)
def test_two_projects_are_two_services(system: str, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    first, _ = install(tmp_path, system, name="piece")
    second, _ = install(tmp_path, system, name="other/piece")
    assert first != second
    assert first.exists()
    assert first.stem in install(tmp_path, system, name="piece")[1].replace(str(first), "")


@pytest.mark.parametrize("system", RECIPES)
def test_nothing_is_written_over_unless_that_is_asked(system: str, tmp_path: Path) -> None:
    first, _ = install(tmp_path, system, "--name", "left", name="piece")
    before = first.read_bytes()
    refused = attempt(tmp_path, system, "--name", "left", "--heartbeat", "5", name="piece")
    assert refused.returncode == 5
    assert "--replace" in refused.stderr and "--name" in refused.stderr
    assert attempt(tmp_path, system, "--name", "left", name="other").returncode == 5
    assert first.read_bytes() == before
    assert install(tmp_path, system, "--name", "left", name="piece")[0] == first  # the same once more
    install(tmp_path, system, "--name", "left", "--heartbeat", "5", "--replace", name="piece")
    assert first.read_bytes() != before


def test_a_service_that_is_installed_is_not_replaced_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    units = tmp_path / ".config" / "systemd" / "user"
    units.mkdir(parents=True)
    (units / "wekipy-left.service").write_text("of somebody else")
    refused = attempt(tmp_path, "systemd", "--name", "left", name="piece")
    assert refused.returncode == 5
    assert str(units) in refused.stderr
    assert not (tmp_path / "to").exists()
    assert (units / "wekipy-left.service").read_text() == "of somebody else"


def test_a_service_of_the_machine_runs_as_its_user(tmp_path: Path) -> None:
    unit, told = install(tmp_path, "systemd", "--machine", name="piece")
    assert f"User={getpass.getuser()}" in unit.read_text().splitlines()
    assert "WantedBy=multi-user.target" in unit.read_text()
    assert "sudo systemctl" in told and "--user" not in told
    agent, told = install(tmp_path, "launchd", "--machine", name="piece")
    assert plistlib.loads(agent.read_bytes())["UserName"] == getpass.getuser()
    assert "LaunchDaemons" in told
    assert attempt(tmp_path, "windows", "--machine", name="piece").returncode == 2
    assert attempt(tmp_path, "systemd", "--name", "Left Wing", name="piece").returncode == 2


def test_every_recipe_has_steps() -> None:
    service = Service(["python", "-m", "wekipy"], Path("/"), "wekipy", "piece")
    for recipe in RECIPES.values():
        assert recipe.make(service)
        assert recipe.steps

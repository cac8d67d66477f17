"""Engines and workers that are born in milliseconds: forked from processes that have imported everything.

Starting Python with scikit-learn takes two seconds of a processor, an engine one, and a suite starts many. A
nursery is a process that has imported all that such a process needs, and forks for whoever asks over a Unix
socket: the child has the arguments, the environment, the folder and the files of who asked, and a session.
Tests that look at who the children of an engine are start real ones: `real_processes`.

    python nursery.py PATH engine|worker       # the socket, and what it is to be
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import select
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import IO, Any

VARIABLE = "WEKIPY_TESTS_NURSERY"  # the folder of the sockets
HERE = str(Path(__file__).parent)
_LARGEST = 1 << 17  # bytes of a request
_FILE = "{file}"  # stands for the number of a file that is handed on, which its new owner knows it by


# ---------------------------------------------------------------------------------------------------------
# Who asks


class Born:
    """A process of a nursery, used as a `subprocess.Popen`."""

    def __init__(self, line: socket.socket, arguments: Sequence[str]) -> None:
        self.args = arguments
        self.returncode: int | None = None
        self.stdin: IO[Any] | None = None
        self.stdout: IO[Any] | None = None
        self.stderr = None
        self._line, self._lock = line, threading.Lock()
        self.pid = int(line.recv(32))

    def poll(self) -> int | None:
        """Its exit code; None while it lives."""
        with self._lock:
            if self.returncode is None and self._is_told(0):
                told = self._line.recv(32)
                self.returncode = int(told) if told else -signal.SIGKILL  # with its nursery
                self._line.close()
        return self.returncode

    def __del__(self) -> None:
        self._line.close()

    def _is_told(self, seconds: float | None) -> bool:
        if self._line.fileno() < 0:  # another thread was told
            return True
        asked = select.poll()
        asked.register(self._line, select.POLLIN)
        return bool(asked.poll(None if seconds is None else 1000 * max(0.0, seconds)))

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; returns its exit code."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if not self._is_told(None if end is None else end - time.monotonic()):
                raise subprocess.TimeoutExpired(list(self.args), timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def _ask(kind: str, request: Mapping[str, Any], files: Sequence[int], arguments: Sequence[str]) -> Born:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    line.connect(str(Path(os.environ[VARIABLE]) / kind))
    about = {"cwd": str(Path.cwd()), "env": dict(os.environ), **request}
    socket.send_fds(line, [json.dumps(about).encode()], files)
    return Born(line, arguments)


def popen(command: Sequence[str], *, stdin: int | None, env: Mapping[str, str] | None, **how: Any) -> Any:
    """As `subprocess.Popen` of an engine's command, of which only the output is read, as text."""
    if Path(command[1]).name != "cold_engine.py" or not _is_there(env):
        return subprocess.Popen(command, stdin=stdin, env=env, **how)
    read, written = os.pipe()
    files, own = [0, written, written], None
    if stdin == subprocess.PIPE:
        files[0], own = os.pipe()
    request = {
        "call": "cold_engine:main",
        "arguments": [],
        "argv": list(command[1:]),
        "env": dict(env or os.environ),
    }
    try:
        born = _ask("engine", request, files, command)
    finally:
        os.close(written)
        if own is not None:
            os.close(files[0])
    born.stdout = os.fdopen(read, encoding="utf-8")
    born.stdin = None if own is None else os.fdopen(own, "w")
    return born


def run(
    *arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None, timeout: float = 120.0
) -> subprocess.CompletedProcess[str]:
    """Run `wekipy` with these arguments to its end; what it printed, and its exit code."""
    words = [str(argument) for argument in arguments]
    command = [sys.executable, "-m", "wekipy", *words]
    if not _is_there(env):
        return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=env, timeout=timeout)
    out, its_out = os.pipe()
    err, its_err = os.pipe()
    with Path(os.devnull).open() as nothing:
        request = {
            "call": "wekipy.cli:main",
            "arguments": [],
            "argv": ["wekipy", *words],
            "cwd": str(cwd or Path.cwd()),
            "env": dict(env or os.environ),
        }
        try:
            born = _ask("engine", request, [nothing.fileno(), its_out, its_err], command)
        finally:
            os.close(its_out)
            os.close(its_err)
    with ThreadPoolExecutor(2) as readers:
        printed = [readers.submit(_read_all, file) for file in (out, err)]
        try:
            code = born.wait(timeout)
        except subprocess.TimeoutExpired:
            born.kill()
            raise
        return subprocess.CompletedProcess(command, code, *(one.result() for one in printed))


def _read_all(file: int) -> str:
    with os.fdopen(file, encoding="utf-8") as whole:
        return whole.read()


def start_worker(real: Callable[[int, Path | None], Any]) -> Callable[[int, Path | None], Any]:
    """`worker_process._start` that asks the nursery, if there is one."""

    def start(number: int, scratch: Path | None) -> Any:
        if not _is_there():
            return real(number, scratch)
        call = {"call": "wekipy.learning.worker_main:main", "arguments": [_FILE, str(scratch or "")]}
        with Path(os.devnull).open() as nothing:
            return _ask("worker", {**call, "argv": [""]}, [nothing.fileno(), 1, 2, number], ["worker"])

    return start


def _is_there(env: Mapping[str, str] | None = None) -> bool:
    """Whether nurseries run that have what a process with this environment would find if it started now."""
    folder = os.environ.get(VARIABLE)
    return folder is not None and (Path(folder) / "path").read_text() == _path(env or os.environ)


def _path(env: Mapping[str, str]) -> str:
    return env.get("PYTHONPATH", "")


def open_nurseries() -> None:
    """Start both; they end with this process."""
    if sys.platform != "linux" or VARIABLE in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="wekipy-nursery-")
    (Path(folder) / "path").write_text(_path(os.environ))
    for kind in ("engine", "worker"):
        command = [sys.executable, __file__, str(Path(folder) / kind), kind]
        line = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert line.stdout is not None
        line.stdout.readline()  # it listens; it may import for a while
        _OPEN.append(line)
    os.environ[VARIABLE] = folder
    atexit.register(_close_nurseries, folder)


_OPEN: list[subprocess.Popen[bytes]] = []


def _close_nurseries(folder: str) -> None:
    for one in _OPEN:
        one.communicate()
    shutil.rmtree(folder, ignore_errors=True)


# ---------------------------------------------------------------------------------------------------------
# The nursery


def _prepare(kind: str) -> None:
    from wekipy.learning import worker_process

    worker_process._start = start_worker(worker_process._start)
    if kind == "engine":
        import cold_engine  # noqa: F401

        for name in _OF_AN_ENGINE:
            import_module(name)
        return
    from wekipy.learning import worker  # noqa: F401
    from wekipy.learning.worker_main import warm_up

    warm_up()


_OF_AN_ENGINE = ("wekipy.cli.serve", "wekipy.server.server", "wekipy.exchange.importing.read")


def _serve(listener: socket.socket) -> Callable[[], object] | None:
    """Fork for everybody who asks; returns what a child is to do, and None when nobody can ask any more."""
    lines: dict[int, socket.socket] = {}
    ours, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    watch = selectors.DefaultSelector()
    for file in (listener, ours, 0):
        watch.register(file, selectors.EVENT_READ)
    while True:
        for key, _ in watch.select():
            if key.fd == 0:
                return None
            if key.fd == ours:
                os.read(ours, 4096)
                _tell_ends(lines)
                continue
            line, _ = listener.accept()
            told, files, *_ = socket.recv_fds(line, _LARGEST, 8)
            if not told:
                continue
            pid = os.fork()
            if not pid:
                return _grow_up(json.loads(told), files)
            for file in files:
                os.close(file)
            lines[pid] = line
            line.send(str(pid).encode())


def _tell_ends(lines: dict[int, socket.socket]) -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            with contextlib.suppress(OSError), lines.pop(pid) as line:
                line.send(str(os.waitstatus_to_exitcode(status)).encode())


def _grow_up(request: Mapping[str, Any], files: Sequence[int]) -> Callable[[], object]:
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for place, file in enumerate(files[:3]):
        os.dup2(file, place)
    kept = {0, 1, 2, *files[3:]}
    for file in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        if file not in kept:
            with contextlib.suppress(OSError):
                os.close(file)
    sys.stdin, sys.stdout = open(0), open(1, "w")  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace")  # noqa: SIM115
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv[:] = request["argv"]
    module, _, name = request["call"].partition(":")
    arguments = [files[3] if one == _FILE else one for one in request["arguments"]]
    return lambda: getattr(import_module(module), name)(*arguments)


def main(path: str, kind: str) -> None:
    """Be a nursery, and then whatever was asked for."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(path)
    listener.listen(64)
    os.write(1, b"\n")  # it listens
    _prepare(kind)
    gc.collect()
    gc.freeze()
    todo = _serve(listener)
    if todo is not None:
        listener.detach()
        todo()


if __name__ == "__main__":
    sys.path.insert(0, HERE)
    main(*sys.argv[1:])

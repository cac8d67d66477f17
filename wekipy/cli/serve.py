"""`wekipy serve`: the engine without a screen, by itself or watched."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import click
import platformdirs

from wekipy.cli.serving import Serving, serve_until_ended
from wekipy.project.create import SPEC_HELP
from wekipy.watch.state import StateFile
from wekipy.watch.watcher import MOTIONLESS, Watcher, say


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--inputs", type=int, help="Number of inputs of a new project.  [default: 5]")
@click.option("--outputs", help=f"Outputs of a new project: {SPEC_HELP}.  [default: 5]")
@click.option(
    "--port", type=int,
    help="UDP port for inputs and control messages.  [the project's; 6448 in a new one]",
)  # fmt: skip
@click.option(
    "--else-port", type=click.IntRange(0, 65_535), metavar="PORT",
    help="Where to listen if that is taken; 0 is any that is free.",
)  # fmt: skip
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address for inputs; 127.0.0.1 hears ::1 as well, 0.0.0.0 is the whole network.",
)
@click.option("--control-port", type=int, help="TCP port of the control protocol.  [default: the port + 1]")
@click.option("--control-host", default="", help="Its address.  [127.0.0.1; with --allow-control 0.0.0.0]")
@click.option(
    "--allow-control", multiple=True, metavar="NETWORK",
    help="Accept control from there, too, e.g. 192.168.1.0/24; again for more.",
)  # fmt: skip
@click.option(
    "--token", default="", envvar="WEKIPY_TOKEN",
    help="What clients on other machines must know.  [WEKIPY_TOKEN, or one that is made and kept]",
)  # fmt: skip
@click.option(
    "--library", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the projects that messages may open.  [the one the project lies in]",
)  # fmt: skip
@click.option(
    "--send", multiple=True, metavar="HOST:PORT", help="Where outputs go, again for more.  [127.0.0.1:12000]"
)
@click.option("--input-address", default="", help="OSC address of inputs.  [/wek/inputs]")
@click.option("--output-address", default="", help="OSC address of outputs.  [/wek/outputs]")
@click.option("--run", is_flag=True, help="Start running as soon as models exist.")
@click.option(
    "--answer-all",
    is_flag=True,
    help="Answer every vector, however late; else of those that waited for 20 ms only the newest.",
)
@click.option("--workers", type=click.IntRange(1, 64), help="Training processes.  [one per processor]")
@click.option("--watch", is_flag=True, help="Start it again whenever it crashes or hangs.")
@click.option(
    "--hang-after",
    type=click.FloatRange(1, 3_600),
    default=MOTIONLESS,
    show_default=True,
    metavar="SECONDS",
    help="Without a sign of life, for --watch.",
)
@click.option(
    "--heartbeat", type=click.FloatRange(0, 86_400), default=0.0, metavar="SECONDS",
    help="Send /wekipy/heartbeat to the destinations every so often.  [never]",
)  # fmt: skip
@click.option("--log", type=click.Path(path_type=Path, dir_okay=False), help="Also write messages there.")
@click.option("--status-json", metavar="FILE", help="Write a line of figures every minute; - is the screen.")
@click.option(
    "--status-interval",
    type=click.FloatRange(0.1, 86_400),
    default=60.0,
    metavar="SECONDS",
    help="How often.",
)
def serve(project: Path | None, watch: bool, hang_after: float, **options: Any) -> None:
    """Run the engine: inputs arrive over OSC, outputs leave over OSC.

    PROJECT is a folder NAME.wekipy; it is made if it is not there. Without it, what you record goes to a new
    project in your data folder.
    """
    serving = Serving(project=project, **options)
    serving.check()
    if watch:
        sys.exit(_watch(project, serving.port, hang_after))
    sys.exit(serve_until_ended(serving))


def _watch(project: Path | None, port: int | None, hang_after: float) -> int:
    """Run the same command without --watch in a child, again and again."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--watch"]
    command = [sys.executable, "-m", "wekipy", *arguments]
    return Watcher(command, StateFile(_state_path(project, port)), say, hang_after).run()


def _state_path(project: Path | None, port: int | None) -> Path:
    """A file for each thing that can be watched on this machine."""
    what = str(project.expanduser().resolve()) if project else f"port {port or 6448}"
    name = hashlib.sha256(what.encode(errors="surrogateescape")).hexdigest()[:16]
    return platformdirs.user_state_path("wekipy") / f"watch-{name}.json"

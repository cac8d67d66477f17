"""Recipes that let a system start the engine by itself: texts only, nothing is installed."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final
from xml.sax.saxutils import escape

LABEL: Final = "org.wekipy.engine"
_PLAIN = re.compile(r"[A-Za-z0-9_@+=:,./-]+")


@dataclass(frozen=True)
class Service:
    """What is to run.

    Attributes:
        command: the program and its arguments.
        folder: where it runs.
        about: in a few words.
        name: of its own, of letters, digits and -.
        user: who runs it, for a service of the machine; "" for one of the user's own.
    """

    command: Sequence[str]
    folder: PurePath
    about: str
    name: str
    user: str = ""


@dataclass(frozen=True)
class Recipe:
    """A file for a system, and what a person does with it.

    Attributes:
        make: the text of the file.
        file: its name; {name} is that of the service.
        steps: lines for the person; {file} is where it lies.
        machine: the same for a service of the machine; None if there is no recipe for one.
        installed: where the steps copy it; "" where that is no file.
    """

    file: str
    make: Callable[[Service], str]
    steps: tuple[str, ...]
    machine: tuple[str, ...] | None = None
    installed: str = ""


def systemd(service: Service) -> str:
    """A unit of systemd: of the user, which with lingering runs before anybody logs in, or of the machine.

    It does not wait for the network: the engine does that itself, and plays meanwhile where it can.
    """
    command = " ".join(map(_systemd_word, service.command))
    user = f"User={service.user}\n" if service.user else ""
    target = "multi-user.target" if service.user else "default.target"
    return f"""[Unit]
Description={service.about.replace("%", "%%")}
StartLimitIntervalSec=0

[Service]
{user}ExecStart={command}
WorkingDirectory={str(service.folder).replace("%", "%%")}
Restart=on-failure
SuccessExitStatus=4
RestartSec=2
TimeoutStopSec=60
Environment=PYTHONUNBUFFERED=1

[Install]
WantedBy={target}
"""


def _systemd_word(word: str) -> str:
    """One argument, as systemd.service(5) wants it quoted."""
    text = word.replace("%", "%%").replace("$", "$$")
    if _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def launchd(service: Service) -> str:
    """A launch agent of macOS, or a daemon if it is a service of the machine."""
    entries: dict[str, object] = {
        "Label": f"{LABEL}.{service.name}",
        "ProgramArguments": list(service.command),
        "WorkingDirectory": str(service.folder),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 2,
        "ProcessType": "Interactive",  # sound does not wait
    }
    if service.user:
        entries["UserName"] = service.user
    return plistlib.dumps(entries).decode()


def windows(service: Service) -> str:
    """A task of the Windows Task Scheduler."""
    program, *arguments = service.command
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{escape(service.about)}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger><Enabled>true</Enabled></LogonTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>4</Priority>
    <RestartOnFailure><Interval>PT1M</Interval><Count>255</Count></RestartOnFailure>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(" ".join(map(_windows_word, arguments)))}</Arguments>
      <WorkingDirectory>{escape(str(service.folder))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def _windows_word(word: str) -> str:
    """One argument, as programs of Windows cut their command line."""
    if _PLAIN.fullmatch(word.replace("\\", "/")):
        return word
    quoted = re.sub(r'(\\*)"', r'\1\1\\"', word)
    return '"' + re.sub(r"(\\+)$", r"\1\1", quoted) + '"'


RECIPES: Final = {
    "systemd": Recipe(
        "wekipy-{name}.service",
        systemd,
        (
            "mkdir -p ~/.config/systemd/user && cp '{file}' ~/.config/systemd/user/",
            "systemctl --user daemon-reload && systemctl --user enable --now wekipy-{name}",
            "loginctl enable-linger    # so that it starts when the machine does, before anybody logs in",
            "journalctl --user -u wekipy-{name} -f    # what it says",
        ),
        (
            "sudo cp '{file}' /etc/systemd/system/",
            "sudo systemctl daemon-reload && sudo systemctl enable --now wekipy-{name}",
            "journalctl -u wekipy-{name} -f    # what it says",
        ),
        "~/.config/systemd/user/wekipy-{name}.service",
    ),
    "launchd": Recipe(
        LABEL + ".{name}.plist",
        launchd,
        (
            "cp '{file}' ~/Library/LaunchAgents/",
            "launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/" + LABEL + ".{name}.plist",
            "launchctl bootout gui/$(id -u)/" + LABEL + ".{name}    # ends it, and takes it out again",
            "let the user be logged in automatically (System Settings, Users & Groups)",
        ),
        (
            "sudo cp '{file}' /Library/LaunchDaemons/",
            "sudo launchctl bootstrap system /Library/LaunchDaemons/" + LABEL + ".{name}.plist",
            "sudo launchctl bootout system/" + LABEL + ".{name}    # ends it, and takes it out again",
        ),
        "~/Library/LaunchAgents/" + LABEL + ".{name}.plist",
    ),
    "windows": Recipe(
        "wekipy-{name}.xml",
        windows,
        (
            'schtasks /Create /TN wekipy-{name} /XML "{file}"',
            "schtasks /Run /TN wekipy-{name}",
            "schtasks /Delete /TN wekipy-{name}    # takes it out again",
            "let the user be logged in automatically (netplwiz)",
        ),
    ),
}

"""A patch for Max, box by box, as the JSON that Max reads."""

from __future__ import annotations

import json
from typing import Any, Final

from wekipy.exchange.sketches.facts import Facts, Numbers
from wekipy.exchange.sketches.texts import check_plain_address, plain

MOST_SLIDERS: Final = 16
_ROW: Final = 28.0  # pixels


class _Patcher:
    """Boxes with numbers, and the lines between them."""

    def __init__(self) -> None:
        self.boxes: list[dict[str, Any]] = []
        self.lines: list[dict[str, Any]] = []

    def box(self, x: float, y: float, kind: str, inlets: int, outlets: int, **more: object) -> str:
        name = f"obj-{len(self.boxes) + 1}"
        width = 8.0 * len(str(more.get("text", ""))) + 16 if "text" in more else 60.0
        box = {
            "id": name, "maxclass": kind, "numinlets": inlets, "numoutlets": outlets,
            "outlettype": [""] * outlets, "patching_rect": [x, y, width, 22.0], **more,
        }  # fmt: skip
        self.boxes.append({"box": box})
        return name

    def object(self, x: float, y: float, text: str, inlets: int, outlets: int) -> str:
        return self.box(x, y, "newobj", inlets, outlets, text=text)

    def comment(self, x: float, y: float, text: str) -> None:
        self.box(x, y, "comment", 1, 0, text=text)

    def number(self, x: float, y: float, label: str) -> str:
        self.comment(x + 66, y, label)
        return self.box(x, y, "flonum", 1, 2, format=6, parameter_enable=0)

    def line(self, source: str, outlet: int, target: str, inlet: int) -> None:
        ends = {"source": [source, outlet], "destination": [target, inlet]}
        self.lines.append({"patchline": ends})

    def __str__(self) -> str:
        version = {"major": 8, "minor": 5, "revision": 5, "architecture": "x64", "modernui": 1}
        patcher = {
            "fileversion": 1, "appversion": version, "classnamespace": "box",
            "rect": [60.0, 90.0, 1000.0, 640.0], "gridsize": [15.0, 15.0],
            "boxes": self.boxes, "lines": self.lines,
        }  # fmt: skip
        return json.dumps({"patcher": patcher}, indent=2) + "\n"


def max_patch(facts: Facts, name: str) -> dict[str, str]:
    """A patch with a number for each input, which shows the outputs.

    Raises:
        Problem: if a patch cannot hold one of the addresses.
    """
    patch = _Patcher()
    patch.comment(30, 16, f"sends test inputs to {plain(facts.name)} and shows what it answers")
    patch.comment(30, 40, "put your own sensor in the place of the numbers")
    sockets = {
        port: patch.object(520, 80 + _ROW * n, f"udpsend 127.0.0.1 {port}", 1, 0)
        for n, port in enumerate(dict.fromkeys(message.port for message in facts.inputs))
    }
    y, left = 80.0, MOST_SLIDERS
    for message in facts.inputs:
        y = _input(patch, message, left, y, sockets[message.port])
        left = max(0, left - len(message.names))
    _outputs(patch, facts, y + _ROW)
    return {f"{name}.maxpat": str(patch)}


def _input(patch: _Patcher, message: Numbers, most: int, y: float, socket: str) -> float:
    """The numbers of a message, and what sends them; returns the lowest y."""
    address = check_plain_address(message.address, "Max")
    shown = message.names[:most]
    numbers = [patch.number(30, y + _ROW * n, plain(label)) for n, label in enumerate(shown)]
    y += _ROW * len(numbers)
    start = patch.object(30, y, " ".join(["pak", *["0.5"] * len(message.names)]), len(message.names), 1)
    for n, number in enumerate(numbers):
        patch.line(number, 0, start, n)
    prepended = patch.object(30, y + _ROW, f"prepend {address}", 1, 1)
    # A whole frame, 50 times a second, as a sensor sends it.
    loaded = patch.object(260, y - _ROW, "loadmess 1", 1, 1)
    clock = patch.object(260, y, "metro 20", 2, 1)
    patch.line(loaded, 0, clock, 0)
    patch.line(clock, 0, start, 0)
    patch.line(start, 0, prepended, 0)
    patch.line(prepended, 0, socket, 0)
    return y + 3 * _ROW


def _outputs(patch: _Patcher, facts: Facts, y: float) -> None:
    """What takes the outputs apart and shows them."""
    addresses = [facts.address, *(a for _, a in facts.gestures), *(m.address for m in facts.others)]
    words = [check_plain_address(address, "Max") for address in addresses]
    received = patch.object(30, y, f"udpreceive {facts.listen}", 1, 1)
    routed = patch.object(30, y + _ROW, " ".join(["route", *words]), 1, len(words) + 1)
    patch.line(received, 0, routed, 0)
    count = len(facts.values)
    unpacked = patch.object(30, y + 2 * _ROW, " ".join(["unpack", *["0."] * count]), 1, count)
    patch.line(routed, 0, unpacked, 0)
    for n, value in enumerate(facts.values):
        shown = patch.number(30 + 180 * (n % 5), y + (4 + n // 5) * _ROW, plain(value.name))
        patch.line(unpacked, n, shown, 0)
    y += (6 + count // 5) * _ROW
    for n, (gesture, _) in enumerate(facts.gestures, 1):
        button = patch.box(30.0, y, "button", 1, 1, parameter_enable=0)
        patch.comment(96, y, plain(gesture))
        patch.line(routed, n, button, 0)
        y += _ROW
    for n, message in enumerate(facts.others, 1 + len(facts.gestures)):
        printed = patch.object(30, y, f"print {plain(message.address)}", 1, 0)
        patch.line(routed, n, printed, 0)
        y += _ROW

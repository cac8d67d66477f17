"""A patch for Pure Data (vanilla 0.51 or newer), box by box."""

from __future__ import annotations

from typing import Final

from wekipy.exchange.sketches.facts import Facts, Numbers
from wekipy.exchange.sketches.texts import check_plain_address, plain

MOST_SLIDERS: Final = 16
_SLIDER: Final = "hsl 201 18 0 1 0 1 {send} {receive} {label} 208 9 0 12 #fcfcfc #000000 #000000 {value} 1"
_MIDDLE: Final = 10_000  # hundredths of a pixel
_ROW: Final = 28  # pixels


class _Patch:
    """Boxes with numbers, and the cords between them."""

    def __init__(self) -> None:
        self.boxes: list[str] = []
        self.cords: list[str] = []

    def text(self, x: int, y: int, words: str) -> None:
        self.boxes.append(f"#X text {x} {y} {words};")

    def box(self, x: int, y: int, words: str, *sources: int | tuple[int, int]) -> int:
        """A box, fed at its left inlet by boxes, each with its outlet if that is not the first."""
        number = len(self.boxes)
        first, _, rest = words.partition(" ")
        kind = {"connect": "msg", "floatatom": "floatatom"}.get(first, "obj")
        words = rest if kind == first else words
        words = words.replace("$", "\\$").replace(",", " \\,")
        self.boxes.append(f"#X {kind} {x} {y} {words};")
        for source in sources:
            box, outlet = source if isinstance(source, tuple) else (source, 0)
            self.cord(box, outlet, number, 0)
        return number

    def cord(self, source: int, outlet: int, target: int, inlet: int) -> None:
        self.cords.append(f"#X connect {source} {outlet} {target} {inlet};")

    def __str__(self) -> str:
        return "\n".join(["#N canvas 60 60 1000 720 12;", *self.boxes, *self.cords, ""])


def puredata(facts: Facts, name: str) -> dict[str, str]:
    """A patch with a slider for each input, which shows the outputs.

    Raises:
        Problem: if a patch cannot hold one of the addresses.
    """
    patch = _Patch()
    patch.text(20, 10, f"sends test inputs to {plain(facts.name)} and shows what it answers")
    patch.text(20, 34, "put your own sensor in the place of the sliders")
    loaded = patch.box(620, 70, "loadbang")
    clock = patch.box(620, 98, "metro 20", loaded)
    bottom = _inputs(patch, facts.inputs, loaded, clock)
    _outputs(patch, facts, bottom + 40)
    return {f"{name}.pd": str(patch)}


def _inputs(patch: _Patch, messages: tuple[Numbers, ...], loaded: int, clock: int) -> int:
    """The sliders, and what sends them; returns the lowest y."""
    sockets: dict[int, int] = {}
    for n, port in enumerate(dict.fromkeys(message.port for message in messages)):
        connect = patch.box(620, 140 + 60 * n, f"connect 127.0.0.1 {port}", loaded)
        sockets[port] = patch.box(620, 166 + 60 * n, "netsend -u -b", connect)
    y, first = 70, 1
    for message in messages:
        sliders = []
        for label in message.names[: max(0, MOST_SLIDERS + 1 - first)]:
            words = _SLIDER.format(
                send=f"wek-input-{first}-shown",
                receive=f"wek-input-{first}",
                label=plain(label),
                value=_MIDDLE,
            )
            sliders.append(patch.box(20, y, words))
            first, y = first + 1, y + _ROW
        packed = _packed(patch, message, sliders, clock, y)
        parts = check_plain_address(message.address, "Pure Data").split("/")[1:]
        formatted = patch.box(20, y + 2 * _ROW, f"oscformat {' '.join(parts)}", packed)
        sent = patch.box(
            20, y + 4 * _ROW, "list trim", patch.box(20, y + 3 * _ROW, "list prepend send", formatted)
        )
        patch.cord(sent, 0, sockets[message.port], 0)
        y += 6 * _ROW
    return y


def _packed(patch: _Patch, message: Numbers, sliders: list[int], clock: int, y: int) -> int:
    """The numbers of a message as a list, with every beat of the clock."""
    rest = " ".join(["0.5"] * (len(message.names) - len(sliders)))
    if not sliders:
        return patch.box(20, y + _ROW, f"list append {rest}", clock)
    first = patch.box(20, y, "f", clock)
    patch.cord(sliders[0], 0, first, 1)
    packed = first
    if len(sliders) > 1:
        packed = patch.box(60, y, " ".join(["pack", *["0.5"] * len(sliders)]), first)
        for n, slider in enumerate(sliders[1:], 1):
            patch.cord(slider, 0, packed, n)
    return patch.box(20, y + _ROW, f"list append {rest}", packed) if rest else packed


def _outputs(patch: _Patch, facts: Facts, y: int) -> None:
    """What takes the outputs apart and shows them."""
    received = patch.box(20, y, f"netreceive -u -b {facts.listen}")
    trimmed = patch.box(20, y + 2 * _ROW, "list trim", patch.box(20, y + _ROW, "oscparse", received))
    values = _route(patch, trimmed, facts.address, 20, y + 3 * _ROW)
    patch.box(20, y + 7 * _ROW, "s wek-outputs", values)
    unpacked = patch.box(160, y + 7 * _ROW, " ".join(["unpack", *["f"] * len(facts.values)]), values)
    for n, value in enumerate(facts.values):
        patch.box(
            160 + 130 * (n % 6), y + (8 + n // 6) * _ROW,
            f"floatatom 8 0 0 2 {plain(value.name)} - -", (unpacked, n),
        )  # fmt: skip
    x = 300
    for gesture, address in facts.gestures:
        found = _route(patch, trimmed, address, x, y)
        label = plain(gesture)
        patch.box(
            x, y + 5 * _ROW, f"bng 22 250 50 0 empty empty {label} 30 11 0 12 #fcfcfc #000000 #000000", found
        )
        patch.box(x, y + 6 * _ROW, f"print gesture-{label}", found)
        x += 150
    for message in facts.others:
        found = _route(patch, trimmed, message.address, x, y)
        patch.box(x, y + 5 * _ROW, f"s wek{message.address.replace('/', '-')}", found)
        x += 150


def _route(patch: _Patch, source: int, address: str, x: int, y: int) -> int:
    """The last of the boxes that let only messages of an address pass."""
    for n, part in enumerate(check_plain_address(address, "Pure Data").split("/")[1:]):
        source = patch.box(x, y + n * _ROW, f"route {part}", source)
    return source

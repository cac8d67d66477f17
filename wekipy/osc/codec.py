"""Decodes and encodes OSC packets; no sockets here.

Source: The Open Sound Control 1.0 Specification (Wright 2002), and the type tags of "Features and Future of
Open Sound Control version 1.1" (Freed and Schmeder, NIME 2009).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.problem import Problem

MAX_DEPTH = 8  # bundles within bundles
MAX_ELEMENTS = 4_096  # of one packet: as many messages of one number as the largest datagram has room for

Arg: TypeAlias = int | float | str | bytes | bool | None
Run: TypeAlias = npt.NDArray[np.number]

_BUNDLE = b"#bundle\0"
_BUNDLE_HEAD = 16  # "#bundle", then a time tag
_COMMA = ord(",")
_ZEROS_TOO_MANY = b"\0\0\0\0,"  # where an address that needed no more was padded by four
_SIZE = struct.Struct(">i")
_RUN_TYPES = {
    ord(tag): np.dtype(kind) for tag, kind in zip("fihd", (">f4", ">i4", ">i8", ">f8"), strict=True)
}
_FIXED = {
    tag: struct.Struct(kind)
    for tag, kind in {
        "i": ">i",
        "f": ">f",
        "h": ">q",
        "d": ">d",
        "t": ">Q",
        "r": ">I",
        "m": ">4s",
        "c": ">I",
    }.items()
}
_CONSTANTS: dict[str, bool | None] = {"T": True, "F": False, "N": None, "I": True}
_NUMBERS = frozenset("ihfdTF")
_TEXTS = frozenset("sS")
_NUMBER_AS_TEXT = re.compile(r"\s*[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,3})?\s*")
_TAG_NAMES = {
    "s": "a string",
    "S": "a symbol",
    "b": "a blob",
    "t": "a time tag",
    "T": "true",
    "F": "false",
    "N": "nil",
    "I": "an impulse",
    "c": "a character",
    "r": "a colour",
    "m": "a MIDI message",
}


class Malformed(Problem):
    """The bytes are not an OSC packet; the text says how many there are and where they are wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """One OSC message.

    Attributes:
        address: what it is about, "/wek/inputs".
        tags: one type tag per argument, without the comma and without the brackets of arrays.
        values: the arguments. An array (arguments,) of the wire's own big-endian type, read-only, if all of
            them are f, all i, all h or all d; otherwise a tuple, as in `args`.
        untagged: it had no type tags, and what follows its address was read as floats.
    """

    address: str
    tags: str
    values: tuple[Arg, ...] | Run
    untagged: bool = False

    @property
    def args(self) -> tuple[Arg, ...]:
        """The arguments as plain Python objects.

        i, h, t (NTP, 64 bits) and r (RGBA, 32 bits) are int; f and d float; s, S and c str; b and m (4 bytes)
        bytes; T and F bool; N None; I (impulse, "bang") True.
        """
        if isinstance(self.values, np.ndarray):
            return tuple(self.values.tolist())
        return self.values

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return (self.address, self.tags, self.args) == (other.address, other.tags, other.args)

    def __hash__(self) -> int:
        return hash((self.address, self.tags, self.args))


def numbers(message: Message) -> npt.NDArray[np.float64]:
    """All arguments as a new array (arguments,).

    i, h, f and d count as numbers, T as 1, F as 0, and a text that is a number as that; also mixed.

    Raises:
        Problem: naming the first argument that is not a number, counted from 1.
    """
    values = message.values
    if isinstance(values, np.ndarray):
        with np.errstate(invalid="ignore"):  # numpy warns of a signalling NaN, and any sender may send one
            return values.astype(np.float64)
    if _NUMBERS.issuperset(message.tags):
        return np.array(values, np.float64)
    found = np.empty(len(values))
    for n, (tag, value) in enumerate(zip(message.tags, values, strict=True)):
        number = number_in(value) if tag in _TEXTS else value if tag in _NUMBERS else None
        if number is None:
            raise Problem(f"argument {n + 1} is {_TAG_NAMES[tag]}, expected a number")
        found[n] = float(number)
    return found


def number_in(text: object) -> float | None:
    """Parse a text such as 0.5, -3 or 1e-3; returns None for other texts and other types."""
    return float(text) if isinstance(text, str) and _NUMBER_AS_TEXT.fullmatch(text) else None


def has_texts(message: Message) -> bool:
    """Whether an argument is a text."""
    return not _TEXTS.isdisjoint(message.tags)


def decode(packet: bytes | bytearray | memoryview, untagged: bool = False) -> list[Message]:
    """Decode a packet; returns its message, or those of a bundle and its nested bundles, in order.

    Time tags are ignored: everything is for now. The elements of array arguments ("[", "]") come as ordinary
    arguments. A message may lack its type tag string, as those of some old senders do, if nothing follows its
    address. Four zeros too many before the type tags are skipped, and padding may be missing at the end of
    the packet. Bytes after the last argument of a message are ignored, as most receivers do. The result never
    refers to the caller's buffer, unless that is `bytes` and so cannot change.

    Args:
        untagged: whether what follows an address without type tags may be read as floats.

    Raises:
        Malformed: whatever else is wrong with it; no other exception, for any bytes.
    """
    if type(packet) is not bytes:
        packet = bytes(packet)  # the only copy: all arrays are views of it
    if packet.startswith(_BUNDLE):
        return _bundle(packet, untagged)
    return [_message(packet, 0, len(packet), untagged)]


def _malformed(packet: bytes, reason: str) -> Malformed:
    size = len(packet)
    subject = many(size, "byte that is", "bytes that are")
    return Malformed(f"{subject} no OSC message: {reason}")


def _bundle(packet: bytes, untagged: bool) -> list[Message]:
    found: list[Message] = []
    ends_around: list[int] = []  # of the bundles that the present one is in
    elements = 0
    position, end = _after_bundle_head(packet, 0, len(packet)), len(packet)
    while True:
        if position == end:
            if not ends_around:
                return found
            end = ends_around.pop()
            continue
        first, last = _element(packet, position, end)
        elements += 1
        if elements > MAX_ELEMENTS:
            raise _malformed(packet, f"a bundle of more than {MAX_ELEMENTS:,} elements")
        if packet.startswith(_BUNDLE, first, last):
            ends_around.append(end)
            if len(ends_around) >= MAX_DEPTH:
                raise _malformed(packet, f"bundles within bundles more than {MAX_DEPTH} deep")
            position, end = _after_bundle_head(packet, first, last), last
        else:
            found.append(_message(packet, first, last, untagged))
            position = last


def _after_bundle_head(packet: bytes, start: int, end: int) -> int:
    if end - start < _BUNDLE_HEAD:
        raise _malformed(packet, f"the bundle at byte {start:,} has no time tag")
    return start + _BUNDLE_HEAD


def _element(packet: bytes, position: int, end: int) -> tuple[int, int]:
    """Where the bundle element whose size stands at `position` starts and ends."""
    first = position + 4
    if first > end:
        raise _malformed(packet, f"the size of a bundle element is cut off at byte {position:,}")
    size = _SIZE.unpack_from(packet, position)[0]
    if size <= 0 or size % 4:
        raise _malformed(packet, f"a bundle element of {many(size, 'byte')} at byte {position:,}")
    if size > end - first:
        left = end - first
        raise _malformed(
            packet, f"a bundle element of {many(size, 'byte')} at byte {position:,}, {left:,} are left"
        )
    return first, first + size


def _message(packet: bytes, start: int, end: int, untagged: bool) -> Message:
    """The message in packet[start:end]; start is a multiple of 4, so padding can be counted from byte 0."""
    if not packet.startswith(b"/", start, end):
        raise _malformed(packet, f"no / of an address at byte {start:,}")
    stop = _end_of_string(packet, start, end, "address")
    address = _text(packet, start, stop)
    position = (stop | 3) + 1
    if position >= end:
        return Message(address, "", ())
    if packet.startswith(_ZEROS_TOO_MANY, position, end):
        position += 4
    elif packet[position] != _COMMA:
        if untagged and not (end - position) % 4:
            floats = np.frombuffer(packet, ">f4", (end - position) // 4, position)
            return Message(address, "f" * len(floats), floats, untagged=True)
        raise _malformed(packet, f"no comma of a type tag string at byte {position:,}")
    stop = _end_of_string(packet, position, end, "type tag string")
    tags = packet[position + 1 : stop]
    if b"[" in tags or b"]" in tags:
        tags = _without_brackets(packet, tags)
    position = (stop | 3) + 1
    if tags and tags[0] in _RUN_TYPES and tags == tags[:1] * len(tags):
        return Message(address, tags.decode(), _run(packet, position, end, tags))
    # Latin-1 takes any byte: what is no type tag is refused with its number.
    text = tags.decode("latin-1")
    return Message(address, text, _mixed(packet, position, end, text))


def _end_of_string(packet: bytes, start: int, end: int, what: str) -> int:
    """Where the zero byte is that ends the string at `start`; the padding after it may be cut off."""
    stop = packet.find(b"\0", start, end)
    if stop < 0:
        raise _malformed(packet, f"the {what} at byte {start:,} has no end")
    return stop


def _text(packet: bytes, start: int, stop: int) -> str:
    try:
        return packet[start:stop].decode()
    except UnicodeDecodeError as error:
        raise _malformed(packet, f"the string at byte {start:,} is not UTF-8") from error


def _without_brackets(packet: bytes, tags: bytes) -> bytes:
    depth = 0
    for tag in tags:
        depth += (tag == ord("[")) - (tag == ord("]"))
        if depth < 0:
            break
    if depth:
        raise _malformed(packet, "the brackets among its type tags do not match")
    return tags.translate(None, b"[]")


def _run(packet: bytes, position: int, end: int, tags: bytes) -> Run:
    kind = _RUN_TYPES[tags[0]]
    if len(tags) * kind.itemsize > end - position:
        raise _cut_off(packet, (end - position) // kind.itemsize + 1, len(tags))
    return np.frombuffer(packet, kind, len(tags), position)


def _cut_off(packet: bytes, n: int, count: int) -> Malformed:
    return _malformed(packet, f"argument {n:,} of {count:,} is cut off")


def _mixed(packet: bytes, position: int, end: int, tags: str) -> tuple[Arg, ...]:
    values: list[Arg] = []
    for n, tag in enumerate(tags, 1):
        fixed = _FIXED.get(tag)
        if fixed is not None:
            if fixed.size > end - position:
                raise _cut_off(packet, n, len(tags))
            value = fixed.unpack_from(packet, position)[0]
            values.append(_character(packet, n, value) if tag == "c" else value)
            position += fixed.size
        elif tag in "sS":
            stop = _end_of_string(packet, position, end, f"string of argument {n:,}")
            values.append(_text(packet, position, stop))
            position = (stop | 3) + 1
        elif tag in _CONSTANTS:
            values.append(_CONSTANTS[tag])
        elif tag == "b":
            first, last = _blob(packet, position, end, n)
            values.append(packet[first:last])
            position = last + -last % 4
        else:
            raise _malformed(packet, f"argument {n:,} has the unknown type tag {tag!a}")
    return tuple(values)


def _character(packet: bytes, n: int, code: int) -> str:
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:  # beyond Unicode, or half of a pair
        raise _malformed(packet, f"argument {n:,} is no character: {code:,}")
    return chr(code)


def _blob(packet: bytes, position: int, end: int, n: int) -> tuple[int, int]:
    """Where the bytes of the blob at `position` start and end, its padding being complete as well."""
    first = position + 4
    if first > end:
        raise _malformed(packet, f"the size of the blob of argument {n:,} is cut off")
    size = _SIZE.unpack_from(packet, position)[0]
    if size < 0 or size + -size % 4 > end - first:
        raise _malformed(
            packet, f"argument {n:,} is a blob of {many(size, 'byte')}, {end - first:,} are left"
        )
    return first, first + size


def padded(data: bytes) -> bytes:
    """Pad `data` with zero bytes to a multiple of 4, as in blobs."""
    return data + bytes(-len(data) % 4)


def string(text: str) -> bytes:
    """Encode an OSC string: UTF-8, one zero byte, and zero bytes to a multiple of 4.

    A lone surrogate, which UTF-8 cannot encode and a folder name can contain, is sent as “?”.

    Raises:
        Problem: for a zero character, where the receiver would take the string to end.
    """
    if "\0" in text:
        raise Problem(f"the text {text[:40]!a} has a zero character in it, which OSC cannot send")
    return padded(text.encode(errors="replace") + b"\0")


def number_run(address: str, count: int) -> bytes:
    """Return the bytes before the big-endian 32-bit floats in a message of `count` (0 or more) of them.

    Raises:
        Problem: if `address` is not an OSC address.
    """
    return _address(address) + string("," + "f" * count)


def encode(address: str, *args: Arg | npt.NDArray[np.number | np.bool_]) -> bytes:
    """One OSC message.

    int becomes i, or h if it needs more than 32 bits; float f (infinite if beyond the range of 32 bits);
    str s; bytes b; True and False T and F; None N; a numpy array one f per element; a numpy scalar the same
    as its Python kind.

    Raises:
        Problem: for an argument of another type, an int beyond 64 bits, a text OSC cannot send, or an address
            that does not begin with "/".
    """
    head = _address(address)
    encoded = [_encode_arg(n, arg) for n, arg in enumerate(args, 1)]
    return b"".join(
        [head, string("," + "".join([tags for tags, _ in encoded])), *[data for _, data in encoded]]
    )


def _address(address: str) -> bytes:
    if not address.startswith("/"):
        raise Problem(f"{address[:40]!r} is no OSC address: it has to begin with /")
    try:
        address.encode()
    except UnicodeEncodeError as error:  # a “?” in its place would make a pattern of it
        raise Problem(f"the address {address[:40]!a} has a character that UTF-8 cannot send") from error
    return string(address)


def _encode_arg(n: int, arg: object) -> tuple[str, bytes]:  # noqa: PLR0911  one case per type
    match arg:
        case bool() | np.bool_():
            return ("T" if arg else "F"), b""
        case None:
            return "N", b""
        case int() | np.integer():
            return _encode_int(n, int(arg))
        case float() | np.floating():
            return "f", _floats(np.array([arg]))
        case str():
            return "s", string(arg)
        case bytes() | bytearray() | memoryview():
            data = bytes(arg)
            return "b", _SIZE.pack(len(data)) + padded(data)
        case np.ndarray() if arg.dtype.kind in "fiub":
            return "f" * arg.size, _floats(arg)
        case _:
            raise Problem(
                f"argument {n} is of type {type(arg).__name__}, expected a number, text, bytes or none"
            )


def _encode_int(n: int, value: int) -> tuple[str, bytes]:
    if -(2**31) <= value < 2**31:
        return "i", struct.pack(">i", value)
    if -(2**63) <= value < 2**63:
        return "h", struct.pack(">q", value)
    raise Problem(f"argument {n} is a whole number beyond the 64 bits that OSC can send")


def _floats(values: npt.NDArray[np.number | np.bool_]) -> bytes:
    # Too large for 32 bits is infinite, as in any C program; NaN of any kind is NaN.
    with np.errstate(over="ignore", invalid="ignore"):
        return values.astype(">f4").tobytes()

"""The codec against python-osc in both directions, and against anything a network can bring."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from wekipy.osc.codec import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    Malformed,
    Message,
    decode,
    encode,
    number_run,
    numbers,
    padded,
    string,
)
from wekipy.project.problem import Problem

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ADDRESS = TEXT.map("/".__add__)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "i": st.integers(-(2**31), 2**31 - 1),
    "h": st.integers(-(2**63), 2**63 - 1),
    "f": st.floats(width=32, allow_nan=False),
    "d": st.floats(allow_nan=False),
    "s": TEXT,
    "b": st.binary(min_size=1, max_size=12),
    "r": st.integers(0, 2**32 - 1),
    "T": st.just(True),
    "F": st.just(False),
    "N": st.none(),
}
TYPED = st.sampled_from(list(VALUES)).flatmap(lambda tag: st.tuples(st.just(tag), VALUES[tag]))
OURS = st.one_of(VALUES["h"], VALUES["f"], TEXT, st.binary(max_size=12), st.booleans(), st.none())


def built(address: str, typed: list[tuple[str, Any]]) -> OscMessage:
    builder = OscMessageBuilder(address)
    for tag, value in typed:
        builder.add_arg(value, tag)
    return builder.build()


def bundle(*elements: bytes) -> bytes:
    body = b"".join(struct.pack(">i", len(element)) + element for element in elements)
    return b"#bundle\0" + struct.pack(">Q", 1) + body


@given(ADDRESS, st.lists(TYPED, max_size=8))
def test_what_python_osc_builds_is_decoded(address: str, typed: list[tuple[str, Any]]) -> None:
    (message,) = decode(built(address, typed).dgram)
    expected = Message(address, "".join(tag for tag, _ in typed), tuple(value for _, value in typed))
    assert message == expected
    assert [type(arg) for arg in message.args] == [type(arg) for arg in expected.args]


@given(ADDRESS, st.lists(OURS, max_size=8))
def test_python_osc_parses_what_is_encoded(address: str, args: list[Any]) -> None:
    packet = encode(address, *args)
    parsed = OscMessage(packet)
    assert parsed.address == address
    assert parsed.params == args
    (message,) = decode(packet)
    assert (message.address, message.args) == (address, tuple(args))


@given(ADDRESS, st.sampled_from("fihd"), st.data())
def test_runs_of_one_number_type_become_arrays(address: str, tag: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(VALUES[tag], min_size=1, max_size=40))
    (message,) = decode(built(address, [(tag, value) for value in values]).dgram)
    assert isinstance(message.values, np.ndarray)
    assert message.tags == tag * len(values)
    assert message.args == tuple(values)
    assert numbers(message).dtype == np.float64
    assert numbers(message).tolist() == [float(value) for value in values]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 100, 16_384])
def test_a_float_run_of_any_length(count: int) -> None:
    values = np.random.default_rng(count).standard_normal(count).astype(np.float32)
    packet = number_run("/wek/inputs", count) + values.astype(">f4").tobytes()
    assert packet == encode("/wek/inputs", values)
    (message,) = decode(packet)
    np.testing.assert_array_equal(numbers(message), values)
    if count <= 100:
        assert OscMessage(packet).params == values.tolist()


@pytest.mark.parametrize(("tags", "nan"), [(",f", b"\x7f\xa0\0\0"), (",d", b"\x7f\xf4" + bytes(6))])
def test_a_signalling_nan_is_a_nan_without_a_warning(tags: str, nan: bytes) -> None:
    (message,) = decode(string("/x") + string(tags) + nan)
    assert np.isnan(numbers(message)).all()
    assert isinstance(message.values, np.ndarray)
    assert message.args[0] != message.args[0]
    assert np.isnan(numbers(decode(encode("/x", message.values))[0])).all()


def test_numbers_of_mixed_types() -> None:
    (message,) = decode(built("/x", [("i", 1), ("h", 2**40), ("f", 0.5), ("d", 0.1)]).dgram)
    assert numbers(message).tolist() == [1.0, 2.0**40, 0.5, 0.1]


@pytest.mark.parametrize(
    ("args", "text"),
    [
        ((1, 2.0, "three"), "argument 3 is a string, expected a number"),
        ((True, 2.0, "half"), "argument 3 is a string, expected a number"),
        ((2.0, None), "argument 2 is nil, expected a number"),
        ((b"x",), "argument 1 is a blob, expected a number"),
    ],
)
def test_numbers_names_the_first_argument_that_is_none(args: tuple[Any, ...], text: str) -> None:
    (message,) = decode(encode("/x", *args))
    with pytest.raises(Problem, match=f"^{text}$"):
        numbers(message)


def test_numbers_of_types_that_sketches_mean_as_numbers() -> None:
    (message,) = decode(encode("/x", True, False, "0.5", "-3", " 1e-2 ", 7))
    assert numbers(message).tolist() == [1.0, 0.0, 0.5, -3.0, 0.01, 7.0]


@pytest.mark.parametrize("text", ["", "nan", "inf", "1_000", "0,5", "0x10", "1e", "٣", "1" * 50, "."])
def test_texts_that_are_no_numbers(text: str) -> None:
    with pytest.raises(Problem, match=r"^argument 1 is a string, expected a number$"):
        numbers(decode(encode("/x", text))[0])


@given(st.lists(st.floats(width=32, allow_nan=False), max_size=40), ADDRESS)
def test_floats_without_type_tags(values: list[float], address: str) -> None:
    body = np.array(values, ">f4").tobytes()
    if body.startswith((b",", bytes(4) + b",")):
        return
    (message,) = decode(string(address) + body, untagged=True)
    assert message.untagged == bool(values)
    assert (message.address, numbers(message).tolist()) == (address, values)
    if values:
        with pytest.raises(Malformed, match="no comma"):
            decode(string(address) + body)


@pytest.mark.parametrize("tag", "sSbtNIcrm")
def test_numbers_has_a_name_for_every_other_tag(tag: str) -> None:
    with pytest.raises(Problem, match=r"^argument 1 is \w"):
        numbers(decode(b"/x\0\0" + string("," + tag) + bytes(8))[0])


def test_rare_types() -> None:
    body = struct.pack(">Q", 7) + struct.pack(">I", ord("é")) + b"\x01\x90\x3c\x40" + string("sym")
    (message,) = decode(string("/x") + string(",tcmSI") + body)
    assert message.args == (7, "é", b"\x01\x90\x3c\x40", "sym", True)


def test_arrays_are_flattened() -> None:
    builder = OscMessageBuilder("/x")
    builder.add_arg(1)
    builder.add_arg([2.0, [3.0, "four"]])
    assert decode(builder.build().dgram) == [Message("/x", "iffs", (1, 2.0, 3.0, "four"))]
    (message,) = decode(string("/x") + string(",[ff]f") + struct.pack(">fff", 1, 2, 3))
    assert isinstance(message.values, np.ndarray)
    assert numbers(message).tolist() == [1, 2, 3]


@pytest.mark.parametrize("tags", [",]", ",[", ",][", ",[f]]", ",[[f]"])
def test_brackets_have_to_match(tags: str) -> None:
    with pytest.raises(Malformed, match="brackets"):
        decode(string("/x") + string(tags) + bytes(8))


def test_a_message_without_a_type_tag_string_has_no_arguments() -> None:
    assert decode(b"/ping\0\0\0") == [Message("/ping", "", ())]
    assert numbers(decode(b"/ping\0\0\0")[0]).shape == (0,)


def test_padding_that_others_get_wrong() -> None:
    assert decode(b"/abc\0\0\0\0" + bytes(4) + b",f\0\0" + bytes(4)) == [Message("/abc", "f", (0.0,))]
    assert decode(b"/a\0") == [Message("/a", "", ())]
    assert decode(b"/a\0\0,ss\0one\0tw\0") == [Message("/a", "ss", ("one", "tw"))]


def test_bytes_after_the_last_argument_are_ignored() -> None:
    assert decode(encode("/x", 1.0) + bytes(40)) == [Message("/x", "f", (1.0,))]
    assert decode(encode("/x", "a", 1) + bytes(3)) == [Message("/x", "si", ("a", 1))]


@pytest.mark.parametrize("wrap", [bytes, bytearray, memoryview])
@pytest.mark.parametrize("args", [(1.0, 2.0), (1, "two", b"three")])
def test_any_kind_of_buffer(wrap: type, args: tuple[Any, ...]) -> None:
    assert decode(wrap(encode("/x", *args)))[0].args == args


def test_the_result_does_not_change_when_the_buffer_is_used_again() -> None:
    buffer = bytearray(encode("/x", 1.0, 2.0))
    for view in (buffer, memoryview(buffer)):
        (message,) = decode(view)
        before = bytes(buffer)
        buffer[:] = bytes(len(buffer))
        assert message == Message("/x", "ff", (1.0, 2.0))
        buffer[:] = before
    values = numbers(decode(buffer)[0])
    values[0] = 7.0  # the caller's own


def test_messages_can_be_compared_and_used_as_keys() -> None:
    packet = encode("/x", 1.0, 2.0)
    assert len({decode(packet)[0], Message("/x", "ff", (1.0, 2.0))}) == 1
    assert Message("/x", "f", (1.0,)) != Message("/x", "d", (1.0,))
    assert Message("/x", "", ()) != "/x"


@given(
    st.recursive(st.lists(TYPED, max_size=4), lambda deeper: st.tuples(deeper) | st.tuples(deeper, deeper))
)
def test_bundles_of_python_osc_are_flattened_in_order(tree: Any) -> None:
    order: list[tuple[Any, ...]] = []

    def build(node: Any) -> OscBundle | OscMessage:
        if isinstance(node, list):
            order.append(tuple(value for _, value in node))
            return built(f"/{len(order)}", node)
        builder = OscBundleBuilder(IMMEDIATELY)
        for child in node:
            builder.add_content(build(child))
        return builder.build()

    def depth(node: Any) -> int:
        return 0 if isinstance(node, list) else 1 + max(depth(child) for child in node)

    packet = build(tree).dgram
    if depth(tree) > MAX_DEPTH:
        with pytest.raises(Malformed, match="deep"):
            decode(packet)
        return
    messages = decode(packet)
    assert [message.address for message in messages] == [f"/{n + 1}" for n in range(len(order))]
    assert [message.args for message in messages] == order


def test_depth_of_bundles_is_limited() -> None:
    packet = encode("/x", 1)
    for _ in range(MAX_DEPTH):
        packet = bundle(packet, encode("/y"))
    assert [message.address for message in decode(packet)] == ["/x"] + ["/y"] * MAX_DEPTH
    with pytest.raises(Malformed, match=f"more than {MAX_DEPTH} deep"):
        decode(bundle(packet))


def test_number_of_elements_is_limited() -> None:
    assert len(decode(bundle(*[b"/x\0\0"] * MAX_ELEMENTS))) == MAX_ELEMENTS
    for element in (b"/x\0\0", bundle()):
        with pytest.raises(Malformed, match="more than 4,096 elements"):
            decode(bundle(*[element] * (MAX_ELEMENTS + 1)))


def test_an_empty_bundle_holds_nothing() -> None:
    assert decode(bundle()) == []
    assert decode(bundle(bundle(), encode("/x"), bundle())) == [Message("/x", "", ())]


def test_a_message_does_not_read_beyond_its_bundle_element() -> None:
    short = string("/a") + string(",ff") + bytes(4)
    with pytest.raises(Malformed, match="argument 2 of 2 is cut off"):
        decode(bundle(short, encode("/b", 1.0)))
    with pytest.raises(Malformed, match="type tag string at byte 24 has no end"):
        decode(bundle(string("/a") + b",fff", encode("/b", 1.0)))


@pytest.mark.parametrize(
    ("packet", "text"),
    [
        (b"", "0 bytes that are no OSC message: no / of an address at byte 0"),
        (b"\0", "1 byte that is no OSC message: no / of an address at byte 0"),
        (b"/abcdef\0nope", "12 bytes that are no OSC message: no comma of a type tag string at byte 8"),
        (b"/abc", "4 bytes that are no OSC message: the address at byte 0 has no end"),
        (b"/a\0\0,f", "6 bytes that are no OSC message: the type tag string at byte 4 has no end"),
        (b"/a\0\0,fq\0" + bytes(8), "argument 2 has the unknown type tag 'q'"),
        (b"/a\0\0,\xe9\0\0", r"argument 1 has the unknown type tag '\\xe9'"),
        (b"/\xff\0\0,\0\0\0", "the string at byte 0 is not UTF-8"),
        (b"/\xed\xa0\x80\0\0\0\0", "the string at byte 0 is not UTF-8"),
        (b"/a\0\0,s\0\0\xff\0\0\0", "the string at byte 8 is not UTF-8"),
        (b"/a\0\0,s\0\0abcd", "the string of argument 1 at byte 8 has no end"),
        (b"/a\0\0,c\0\0\0\x11\0\0", "argument 1 is no character: 1,114,112"),
        (b"/a\0\0,c\0\0\0\0\xd8\0", "argument 1 is no character: 55,296"),
        (b"/a\0\0,b\0\0\0\0", "the size of the blob of argument 1 is cut off"),
        (b"/a\0\0,b\0\0\xff\xff\xff\xffabcd", "argument 1 is a blob of -1 bytes, 4 are left"),
        (b"/a\0\0,b\0\0\x7f\xff\xff\xffabcd", "argument 1 is a blob of 2,147,483,647 bytes, 4 are left"),
        (b"/a\0\0,b\0\0\0\0\0\x03abc", "argument 1 is a blob of 3 bytes, 3 are left"),
        (b"#bundle\0" + bytes(4), "the bundle at byte 0 has no time tag"),
        (bundle() + bytes(2), "the size of a bundle element is cut off at byte 16"),
        (bundle() + bytes(4), "a bundle element of 0 bytes at byte 16"),
        (bundle(b"/a\0\0/"), "a bundle element of 5 bytes at byte 16"),
        (bundle() + b"\x80\0\0\0", "a bundle element of -2,147,483,648 bytes at byte 16"),
        (bundle() + b"\0\0\0\x08/a\0\0", "a bundle element of 8 bytes at byte 16, 4 are left"),
        (bundle(b"#bundle\0"), "the bundle at byte 20 has no time tag"),
    ],
)
def test_the_text_says_what_is_wrong(packet: bytes, text: str) -> None:
    with pytest.raises(Malformed, match=f"{text}$"):
        decode(packet)


def test_many_announced_arguments_cost_nothing() -> None:
    head = string("/x") + string("," + "d" * 60_000)
    with pytest.raises(Malformed, match="argument 2 of 60,000 is cut off"):
        decode(head + bytes(8))
    assert (
        decode(string("/x") + string("," + "[" * 20_000 + "T" * 20_000 + "]" * 20_000))[0].args
        == (True,) * 20_000
    )


def decodes_or_is_malformed(packet: bytes) -> None:
    try:
        messages = decode(packet)
    except Malformed as error:
        assert "OSC message: " in str(error)
        assert len(str(error)) < 200
        return
    for message in messages:
        assert message.address.startswith("/")
        assert len(message.tags) == len(message.args) == len(message.values)


@given(st.binary(max_size=80))
def test_arbitrary_bytes(packet: bytes) -> None:
    decodes_or_is_malformed(packet)


PIECES = st.sampled_from(
    [
        b"/",
        b"/a\0\0",
        b",",
        b",f\0\0",
        b"#bundle\0",
        b"\0",
        bytes(4),
        b"\0\0\0\x08",
        b"\xff\xff\xff\xff",
        b"[",
        b"]",
    ]
    + [bytes([tag]) for tag in b"ifsbhdtTFNIcrmS"]
)


@given(st.lists(PIECES | st.binary(max_size=4), max_size=30).map(b"".join))
@example(b"/a\0\0,[[]\0\0\0\0")
def test_arbitrary_bytes_that_look_like_osc(packet: bytes) -> None:
    decodes_or_is_malformed(packet)
    decodes_or_is_malformed(b"/a\0\0," + packet)
    decodes_or_is_malformed(bundle(padded(packet) or bytes(4), encode("/x", 1)))


@given(ADDRESS, st.lists(TYPED, min_size=1, max_size=5), st.booleans())
def test_every_truncation_is_refused_or_loses_nothing(
    address: str, typed: list[tuple[str, Any]], bundled: bool
) -> None:
    packet = built(address, typed).dgram
    if bundled:
        packet = bundle(packet, packet)
    whole = decode(packet)
    for size in range(len(packet)):
        try:
            messages = decode(packet[:size])
        except Malformed:
            continue
        # Where an element of the bundle ends there is a shorter one; where the address ends, an old message.
        # Padding at the end may be missing.
        shorter = [Message(address, "", ())]
        assert messages == whole[: len(messages)] if bundled else messages in (shorter, whole)


@given(st.binary(min_size=1, max_size=8), st.data())
def test_damaged_packets(damage: bytes, data: st.DataObject) -> None:
    packet = bytearray(
        bundle(encode("/a", 1, "two", b"three", 4.0), encode("/b", 1.0, 2.0), bundle(encode("/c", 2**40)))
    )
    position = data.draw(st.integers(0, len(packet) - len(damage)))
    packet[position : position + len(damage)] = damage
    decodes_or_is_malformed(bytes(packet))


@pytest.mark.parametrize(
    ("args", "tags"),
    [
        ((2**31 - 1, 2**31, -(2**31), -(2**31) - 1), "ihih"),
        ((True, False, None, 1, 1.0), "TFNif"),
        ((np.float32(0.5), np.float64(0.5), np.int64(3), np.bool_(True)), "ffiT"),
        ((np.arange(3), "x", np.zeros((2, 2))), "fffsffff"),
        ((bytearray(b"a"), memoryview(b"ab")), "bb"),
        ((np.empty(0),), ""),
    ],
)
def test_types_of_encoded_arguments(args: tuple[Any, ...], tags: str) -> None:
    assert decode(encode("/x", *args))[0].tags == tags


def test_the_largest_and_smallest_int_is_sent_as_h() -> None:
    assert OscMessage(encode("/x", 2**63 - 1, -(2**63))).params == [2**63 - 1, -(2**63)]


def test_floats_beyond_32_bits_are_infinite() -> None:
    assert numbers(decode(encode("/x", 1e300, np.array([-1e300, math.nan])))[0]).tolist()[:2] == [
        math.inf,
        -math.inf,
    ]


@pytest.mark.parametrize(
    ("address", "args", "text"),
    [
        ("x", (), "'x' is no OSC address"),
        ("", (), "'' is no OSC address"),
        ("/a\0b", (), "zero character"),
        ("/\ud800", (), "UTF-8"),
        ("/x", (1, "a\0b"), "zero character"),
        ("/x", (1, 2**63), "argument 2 is a whole number beyond the 64 bits"),
        ("/x", (1.0, {}), "argument 2 is of type dict, expected a number, text, bytes or none"),
        ("/x", (np.array(["a"]),), "argument 1 is of type ndarray"),
    ],
)
def test_what_cannot_be_encoded(address: str, args: tuple[Any, ...], text: str) -> None:
    with pytest.raises(Problem, match=text):
        encode(address, *args)


@given(st.binary(max_size=9))
def test_padding(data: bytes) -> None:
    assert len(padded(data)) % 4 == 0
    assert padded(data).startswith(data)
    assert len(padded(data)) - len(data) < 4

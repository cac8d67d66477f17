"""Programs written for Wekinator: what each sends, and what comes back."""

from __future__ import annotations

from there_and_here import Row

_SKETCHES = "tests/compatibility/test_sketches.py::"
_PLAYS = _SKETCHES + "test_a_sketch_demonstrates_trains_and_is_answered"
_PROGRAMS = "tests/compatibility/test_programs.py::"
_EXAMPLES = "tests/examples/test_examples.py::"
_ORDERS = "tests/compatibility/test_orders.py::"
_ODD = "tests/server/test_odd_messages.py::"

ROWS: tuple[Row, ...] = (
    Row("mouse: 2 floats", "the same", _PLAYS),
    Row("webcam: 100 pixels, whole numbers as integers", "the same", _PLAYS),
    Row("Kinect: 6 numbers for 5 sounds", "the same", _PLAYS),
    Row("Leap Motion: 15 numbers for 5 classes", "the same", _PLAYS),
    Row("face tracker: 132 numbers", "the same", _PLAYS),
    Row("face tracker of openFrameworks: 136 numbers, each message in a bundle", "the same", _PLAYS),
    Row("300 numbers at an address of its own, answers at another", "the same", _PLAYS),
    Row("remote that adds a 1 to every message", "the same", _PLAYS),
    Row(
        "the explorers of classification and regression: a click is an example, no recording ever ends",
        "the same",
        _ORDERS + "test_an_explorer_that_never_ends_a_recording",
    ),
    Row(
        "a remote that lets people show one gesture anew: its examples deleted by its number",
        "the same",
        _ORDERS + "test_examples_of_a_gesture_are_deleted_by_its_number",
    ),
    Row(
        "remote on a phone, over the network",
        "the same, once it is let in",
        _SKETCHES + "test_a_remote_over_the_network",
        "inputs with `--host 0.0.0.0` or the window’s switch, control with `--allow-control`: the engine"
        " starts for this machine only",
    ),
    Row(
        "gestures with their number at the start and at the end",
        "the same",
        _SKETCHES + "test_gestures_with_their_number_at_start_and_at_stop",
    ),
    Row(
        "a sketch that takes the least of the distances",
        "the same",
        "tests/server/test_gestures.py::test_distances_come_with_every_frame",
    ),
    Row(
        "names and addresses with wrong padding",
        "taken",
        _SKETCHES + "test_names_with_padding_that_others_get_wrong",
    ),
    Row("messages padded by four zeros too many", "taken", _PLAYS),
    Row(
        "a sketch that sends to `/wek/inputs/`",
        "the same",
        _ODD + "test_a_slash_at_the_end_of_an_address_says_nothing",
    ),
    Row("several engines, at 6448 and 6449", "the same", _SKETCHES + "test_several_engines_side_by_side"),
    Row(
        "a sketch whose localhost is ::1",
        "the same",
        "tests/server/test_ipv6.py::test_inputs_and_control_from_the_other_localhost_are_heard",
    ),
    Row("python-osc", "the same", _PROGRAMS + "test_python_osc"),
    Row("python-osc, in bundles", "the same", _PLAYS),
    Row("node-osc and osc.js", "the same", _PROGRAMS + "test_node"),
    Row(
        "the wekinator package of npm",
        "the same",
        _EXAMPLES + "test_node_remote_control_with_the_wekinator_package",
    ),
    Row("p5 in a browser, over a bridge", "the same", _EXAMPLES + "test_p5_page_and_bridge"),
    Row("oscP5: floats, integers and doubles", "the same", _PLAYS),
    Row("ofxOsc: each message in a bundle for now", "the same", _PLAYS),
    Row(
        "SuperCollider: sendMsg, and sendBundle with a time to come",
        "the same",
        _PROGRAMS + "test_supercollider",
        "a bundle is for now, whatever its time tag says",
    ),
    Row("ChucK: typed messages", "the same", _PROGRAMS + "test_chuck"),
    Row("Pure Data", "the same", _EXAMPLES + "test_pure_data_patch"),
    Row("oscsend and oscdump", "the same", _EXAMPLES + "test_liblo_commands"),
    Row(
        "oscsend with T, F, i, d, h and s",
        "taken as numbers",
        _PROGRAMS + "test_liblo_with_other_types_of_numbers",
    ),
    Row(
        "TouchDesigner’s OSC Out: a message for each channel, `/wek/inputs1`, …, all in one bundle",
        "one vector",
        _PLAYS,
        "Wekinator takes none of them",
    ),
    Row(
        "a message for each channel, each in a packet of its own",
        "one sentence says what to do",
        _SKETCHES + "test_each_channel_in_a_packet_of_its_own_is_told_what_to_do",
    ),
    Row("a sketch without type tags", "taken, if there are as many floats as inputs", _PLAYS),
    Row(
        "a sketch that sends what it has read from a serial port, as texts",
        "taken, and told once",
        _ODD + "test_texts_that_are_numbers_are_taken_with_one_notice",
    ),
)

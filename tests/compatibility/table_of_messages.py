"""Wekinator's messages, the usual and the odd ones."""

from __future__ import annotations

from there_and_here import Row

_WIRE = "tests/server/test_over_the_wire.py::"
_ODD = "tests/server/test_odd_messages.py::"
_WAYS = "tests/server/test_other_ways_out.py::"
_GESTURES = "tests/server/test_gestures.py::"
_ORDERS = "tests/compatibility/test_orders.py::"
_RECORDS = _WIRE + "test_record_train_run"

ROWS: tuple[Row, ...] = (
    Row(
        "`/wek/inputs` with numbers of any type",
        "the same",
        _WIRE + "test_numbers_of_any_type_are_inputs",
        "integers, doubles and long integers are numbers; Wekinator makes 0 of all but floats",
    ),
    Row(
        "`/wek/outputs` after each vector",
        "the same",
        _RECORDS,
        "nothing is sent before any output has a model",
    ),
    Row("`/wekinator/status/done-training`", "the same", _RECORDS),
    Row(
        "`/<output name>`: how likely each class is",
        "the same",
        _WIRE + "test_class_distribution_is_sent_under_the_name_of_the_output",
    ),
    Row(
        "`/wekinator/control/outputs`",
        "the same",
        _RECORDS,
        "while running they are the targets of the next take, and the model goes on answering",
    ),
    Row("`startRecording`, `stopRecording`", "the same", _RECORDS, "a running model goes on answering"),
    Row(
        "`startDtwRecording`, `stopDtwRecording`",
        "the same",
        _GESTURES + "test_performances_between_idle_movement_trigger_once_each",
        "it is learned as soon as it ends",
    ),
    Row("`train`", "the same", _RECORDS, "a running model goes on answering"),
    Row("`cancelTrain`", "the same", _WIRE + "test_a_training_can_be_cancelled_and_repeated"),
    Row("`startRunning`, `stopRunning`", "the same", _RECORDS),
    Row(
        "`startRunning` directly after `train`",
        "the same",
        _ODD + "test_running_directly_after_train_says_that_it_trains",
        "answers begin when the training ends",
    ),
    Row(
        "`startRecording` for each example, and never an end; `startRunning` ends it",
        "the same",
        _ORDERS + "test_an_explorer_that_never_ends_a_recording",
        "all of them are one take until then, or until `train`, each with its targets",
    ),
    Row(
        "`train` while recording",
        "learns also from what is recorded so far",
        _ORDERS + "test_training_while_recording_loses_and_doubles_nothing",
        "recording goes on in a take of its own",
    ),
    Row(
        "`deleteAllExamples` and `deleteExamplesForOutput` while recording",
        "the same",
        _ORDERS + "test_examples_are_deleted_while_recording",
    ),
    Row(
        "`deleteExamplesForOutput` in a project of gestures",
        "deletes the examples of that gesture",
        _ORDERS + "test_examples_of_a_gesture_are_deleted_by_its_number",
    ),
    Row(
        "`deleteAllExamples`, `deleteExamplesForOutput`",
        "the same",
        _WIRE + "test_names_and_examples_can_be_changed",
        "can be undone",
    ),
    Row(
        "`enableModelRecording`, `disableModelRecording`",
        "the same",
        _WIRE + "test_recording_and_run_switches",
    ),
    Row("`enableModelRunning`, `disableModelRunning`", "the same", _WIRE + "test_run_switch_holds_an_output"),
    Row("`setInputNames`, `setOutputNames`", "the same", _WIRE + "test_names_and_examples_can_be_changed"),
    Row(
        "`selectInputsForOutput`",
        "the same",
        _WIRE + "test_inputs_can_be_selected_per_output",
        "the model answers from the old inputs until it is trained again",
    ),
    Row(
        "`saveModelToFile`, `loadModelFromFile`",
        "the same, in the project’s `saved/`",
        _WIRE + "test_models_are_saved_and_loaded",
        "wekipy’s own format; messages write nowhere else",
    ),
    Row(
        "`runNewProject`, and with CLOSECURRENT",
        "the same",
        _WIRE + "test_another_project_runs_at_once",
        "projects beside the present one, or in `--library`",
    ),
    Row(
        "`runNewProject … STOPCURRENTLISTENING`",
        "closes the present project",
        _WAYS + "test_the_other_modes_close_the_present_project",
        "an engine has one project: where it does not listen for it any more, it is closed, saved",
    ),
    Row(
        "`runNewProject … KEEPCURRENTRUNNING`",
        "runs in an engine beside this one, which says its ports",
        _WAYS + "test_a_project_is_run_beside_the_present_one",
        "at its project’s port, or, if that is taken, another; it ends with this engine",
    ),
    Row("`enablePerformanceMode`, `disablePerformanceMode`", "the same", _WIRE + "test_performance_mode"),
    Row(
        "`enableGesture`, `disableGesture`",
        "switches gestures",
        _GESTURES + "test_gestures_are_switched_over_osc",
        "an addition",
    ),
    Row(
        "`/wek/inputs/bundle FILE`",
        "the same",
        _WAYS + "test_the_answers_to_a_file_are_a_file_beside_it_and_its_place_is_told",
        "FILE lies in the project folder, or beside it",
    ),
    Row(
        "`wekOutputs.csv` and `/wek/outputs/bundle PATH` at port 12001",
        "the same where FILE is in the project folder",
        _WAYS + "test_beside_files_elsewhere_nothing_is_written",
        "else it is in the project’s `saved/`: messages never write outside of it; PATH says where",
    ),
    Row(
        'surplus arguments: `startRecording 1`, `train ""`, `stopDtwRecording 3`',
        "ignored",
        _ODD + "test_surplus_arguments_are_ignored",
    ),
    Row("`deleteExamplesForOutput 1 2`", "takes the first", _ODD + "test_surplus_arguments_are_ignored"),
    Row(
        "a button’s number at the end of a gesture",
        "ignored",
        _ODD + "test_a_surplus_argument_ends_an_example_of_a_gesture",
    ),
    Row(
        "T and F, patterns such as `/wek/*`, floats without type tags, numbers as texts",
        "taken",
        _ODD + "test_inputs_of_every_kind_that_can_be_meant",
        "Wekinator makes 0 of what is no float",
    ),
    Row(
        "a slash at the end of an address: `/wek/inputs/`",
        "the same",
        _ODD + "test_a_slash_at_the_end_of_an_address_says_nothing",
    ),
    Row("bundles", "taken in order", _WIRE + "test_bundles_are_taken_in_order", "time tags are ignored"),
    Row(
        "patterns of control messages",
        "do all that they match",
        _WIRE + "test_address_patterns_reach_what_they_match",
    ),
    Row(
        "1.0000001 as a class or a number of an output",
        "is 1",
        _ODD + "test_a_class_with_a_hair_added_is_that_class",
        "within 0.001",
    ),
    Row(
        "a value set by hand or by *randomise* while running",
        "goes out at once, stands until the next input",
        _ODD + "test_a_value_set_by_hand_goes_out_at_once_and_stands_until_the_next_input",
    ),
    Row(
        "outputs named `a b/#*,?{}[]`",
        "goes out as `/a_b/________`",
        _ODD + "test_names_that_osc_forbids_go_out_as_legal_addresses",
        "what OSC forbids is _ on the wire",
    ),
    Row(
        "different mistakes at one address",
        "each is told",
        _ODD + "test_each_kind_of_mistake_is_told_at_once",
        "Wekinator tells nothing",
    ),
    Row(
        "garbage, a wrong count, NaN",
        "refused in one sentence",
        _WIRE + "test_bad_input_gets_one_line_and_the_stream_goes_on",
        "after one malformed datagram Wekinator answers nothing any more",
    ),
    Row(
        "OSC control switched off in the menu",
        "the same",
        _WAYS + "test_control_over_osc_can_be_refused",
        "a setting of the project",
    ),
)

"""What Wekinator's windows and menus offer."""

from __future__ import annotations

from there_and_here import Row

_GUI = "tests/gui/"
_SERVER = "tests/server/"

ROWS: tuple[Row, ...] = (
    # The first window
    Row(
        "New project: receiving port, *Start listening*",
        "the start screen listens at once; its port can be changed there",
        f"{_GUI}test_start.py::test_a_port_of_another_program_is_told_and_another_can_be_chosen",
        "no button to press, and packets that come while you choose are not lost",
    ),
    Row(
        "New project: message and number of inputs",
        "pick the address that arrives: its message and count become the inputs",
        f"{_GUI}test_start.py::test_a_project_from_an_address_that_is_heard_in_the_same_engine",
    ),
    Row(
        "New project: number and type of outputs",
        "templates on the start screen; outputs of any kind can be added later",
        f"{_GUI}test_window.py::test_a_template_becomes_a_project_with_one_click",
        "numbers, classes and gestures may be in one project",
    ),
    Row(
        "New project: message, host and port of outputs",
        "in the editor of an output, for the whole project; several places",
        f"{_GUI}test_editors.py::test_the_output_editor_applies_at_once_and_refuses_in_place",
    ),
    # File
    Row(
        "File: New project",
        "*Other project …* (`Ctrl+O`), or *New window* (`Ctrl+N`) beside the present one",
        f"{_GUI}test_windows.py::test_from_the_menus",
    ),
    Row(
        "File: Open project",
        "*Other project …*, *Recent*, *In this folder*",
        f"{_GUI}test_projects_menu.py::test_a_copy_and_the_way_to_it_and_back",
    ),
    Row(
        "File: Open a second project",
        "*Open in a new window*: an engine and a port of its own",
        f"{_GUI}test_windows.py::test_two_projects_play_side_by_side_and_end_each_by_itself",
    ),
    Row(
        "File: Save project",
        "nothing to do: all is saved as it happens",
        f"{_GUI}test_whole_way.py::test_an_engine_that_is_killed_loses_nothing_though_nobody_saved",
        "there is no unsaved state, so nothing asks when you close",
    ),
    Row(
        "File: Save project as",
        "*Save a copy* (`Ctrl+Shift+S`)",
        f"{_GUI}test_projects_menu.py::test_a_copy_and_the_way_to_it_and_back",
        "the present project stays open; the copy is named after the time",
    ),
    Row(
        "File: Quit",
        "*Close* (`Ctrl+Q`)",
        f"{_GUI}test_leaving.py::test_closing_and_quitting_end_in_order",
    ),
    # Record, train, run
    Row(
        "*Start recording*, *Train*, *Run*",
        "the same, with keys `R`, `T`, `P`; a held button or key records as long as it is held",
        f"{_GUI}test_window.py::test_record_train_run_and_undo_with_keys",
        "recording does not stop running, and training blocks nothing",
    ),
    Row(
        "Recording: wait, then record for some seconds",
        "the clock beside Record: counts in, and ends by itself",
        f"{_GUI}test_outputs.py::test_recording_counts_in_and_ends_by_itself",
    ),
    Row(
        "*Cancel training*",
        "press Train again",
        f"{_SERVER}test_over_the_wire.py::test_a_training_can_be_cancelled_and_repeated",
    ),
    Row(
        "Delete last recording round, and re-add it",
        "*Delete last take* (`Backspace`), and undo",
        f"{_GUI}test_takes_panel.py::test_a_take_is_deleted_restored_and_all_is_undone",
    ),
    Row(
        "Delete all examples",
        "`Ctrl+A`, `Delete` in the list of takes, or the message; undo brings them back",
        f"{_SERVER}test_over_the_wire.py::test_names_and_examples_can_be_changed",
    ),
    # Outputs
    Row(
        "An output's record and run switches",
        "the same, on its card",
        f"{_SERVER}test_over_the_wire.py::test_recording_and_run_switches",
    ),
    Row(
        "Train only some outputs",
        "a train switch on each card, or *Train only this one*",
        f"{_GUI}test_switches_of_outputs.py::test_the_train_switch_of_a_card",
        "the switch is kept in the project",
    ),
    Row(
        "Switch all outputs on or off",
        "the *All* menu above the outputs",
        f"{_GUI}test_switches_of_outputs.py::test_all_switches_from_the_menu",
        "one step of undo",
    ),
    Row(
        "Sliders and class menus set the targets",
        "the same; also digits, and a number typed in",
        f"{_GUI}test_outputs.py::test_targets_are_set_by_hand_key_and_number",
    ),
    Row(
        "*Randomize* all outputs, lock values",
        "*Randomise* (`N`), *Vary a little* (`Shift+N`), a lock on each card",
        f"{_GUI}test_outputs.py::test_locked_outputs_stay_when_others_are_randomised",
    ),
    Row(
        "Delete examples of one output",
        "in the `…` menu of its card",
        f"{_SERVER}test_over_the_wire.py::test_names_and_examples_can_be_changed",
    ),
    Row(
        "View and edit examples",
        "the panel *Takes*: curves, trim, split, relabel, switch off, delete, restore",
        f"{_GUI}test_takes_panel.py::test_a_take_is_looked_at_trimmed_split_switched_off_and_merged",
        "by take; a take is what one press of record gave",
    ),
    Row(
        "Delete single examples by number",
        "*Examples* above the curves of a take, or `wekipy takes P delete-rows 3 5 9`",
        f"{_GUI}test_takes_panel.py::test_single_examples_are_deleted",
        "numbers count within a take; undo brings them back",
    ),
    Row(
        "Add and remove outputs",
        "*Add output*, *Remove output*, *Duplicate*, *Move up*, *Move down*",
        f"{_GUI}test_outputs.py::test_outputs_come_go_move_and_keep_their_cards",
        "also while running",
    ),
    Row(
        "Edit an output: name, range, integer, limits, number of classes",
        "*Settings …* in its menu",
        f"{_GUI}test_editors.py::test_the_output_editor_applies_at_once_and_refuses_in_place",
        "applies at once",
    ),
    Row(
        "Edit a model: algorithm and its options",
        "*Algorithm …*, or its name on the card",
        f"{_GUI}test_editors.py::test_algorithms_come_from_the_engine_with_their_options",
        "the models answer as before until they are trained again",
    ),
    Row(
        "Edit a model: its inputs; input/output connection editor",
        "the panel *Connections*",
        f"{_GUI}test_connections_panel.py::test_a_cell_a_row_and_a_column_are_turned_with_one_press",
    ),
    Row(
        "Send the distribution of classes",
        "a setting of the output",
        f"{_SERVER}test_over_the_wire.py::test_class_distribution_is_sent_under_the_name_of_the_output",
    ),
    Row(
        "Save model to file, load model from file",
        "*Save model …*, *Load model …* in the menu of an output",
        f"{_GUI}test_switches_of_outputs.py::test_a_model_is_saved_and_loaded_from_the_menu",
        "wekipy's own format; Wekinator's models are Java's, train them anew",
    ),
    Row(
        "Model evaluation: training accuracy, cross-validation",
        "the panel *Evaluation*",
        f"{_GUI}test_evaluation_panel.py::test_evaluation_opens_the_take_at_fault_from_the_confusion_matrix",
        "by takes that were not trained on: frames of one take never are on both sides",
    ),
    # Gestures
    Row(
        "Gestures: hold to record an example",
        "the same",
        f"{_GUI}test_outputs.py::test_a_gesture_is_shown_by_holding_its_button",
    ),
    Row(
        "Gestures: threshold slider, switch, names and messages, examples",
        "the gesture editor: sensitivity of all and of each, with live distances",
        f"{_GUI}test_editors.py::test_gestures_show_their_examples_and_are_set",
        "thresholds are learned from the examples; the slider moves them",
    ),
    Row(
        "Gestures: match width, minimum length, hop, down-sampling",
        "none: slowest and fastest speed take their place",
        f"{_GUI}test_editors.py::test_gestures_show_their_examples_and_are_set",
        "every frame is looked at, so nothing has to be tuned for a sensor's rate",
    ),
    Row(
        "Gestures: label continuously, or once per run",
        "the same, a setting of the output",
        f"{_SERVER}test_gestures.py::test_once_per_run_over_osc",
    ),
    # Inputs
    Row(
        "View: Inputs (names, live values)",
        "the panel *Inputs*, always there; `F2` renames",
        f"{_GUI}test_outputs.py::test_inputs_are_rows_renamed_in_place_or_a_picture",
    ),
    Row(
        "Add inputs to a project that has examples (not possible there)",
        "above the inputs, or *Make it 5 inputs* where five numbers arrive",
        f"{_GUI}test_hearing.py::test_the_count_is_changed_after_something_was_recorded",
        "older takes are left out for the outputs that use the new inputs, or filled with a value",
    ),
    Row(
        "View: OSC receiver status",
        "the panel *Monitor*: every address that arrives, and why it is not used",
        f"{_GUI}test_monitor.py::test_what_arrives_is_shown_with_why_it_is_not_used_and_can_be_used",
    ),
    Row(
        "View: Outputs, sender (what is sent)",
        "the panel *Monitor*, on the right",
        f"{_GUI}test_monitor.py::test_what_is_sent_is_shown",
    ),
    Row(
        "View: Console",
        "the panel *Log*",
        f"{_GUI}test_monitor.py::test_a_window_that_comes_later_learns_what_happened_before",
        "sentences for people, each told once",
    ),
    Row(
        "View: Performance mode",
        "`F11`: full screen, dark and large",
        f"{_GUI}test_stage.py::test_the_engine_opens_and_closes_the_stage",
    ),
    Row(
        "Control of the window by OSC",
        "always on, from this machine; every action names its message under *Change keys …*",
        f"{_GUI}test_keys.py::test_every_message_is_one_that_the_engine_knows",
        "from other machines it has to be allowed",
    ),
    Row(
        "A training in which all examples are alike",
        "the card says so: choose other values and record again",
        f"{_GUI}test_switches_of_outputs.py::test_a_card_says_that_all_takes_say_the_same",
    ),
    Row(
        "Import a Wekinator project",
        "*Import from Wekinator or a table …*, or `wekipy import`",
        f"{_GUI}test_bringing.py::test_a_wekinator_project_is_brought_in_reported_and_opened",
        "Kadenze's assignment menu and its log of actions have no counterpart",
    ),
)

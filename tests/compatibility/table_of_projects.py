"""What is in a project folder of Wekinator's."""

from __future__ import annotations

from there_and_here import Row

_BY_HAND = "tests/exchange/test_import_wekinator.py"
_SETTINGS = "tests/exchange/test_wekinator_settings.py"
_SAME = "the same"

ROWS: tuple[Row, ...] = (
    Row(
        "input names, number of inputs, input address",
        _SAME,
        f"{_BY_HAND}::test_a_project_of_classes",
    ),
    Row(
        "host, port and address of the outputs",
        _SAME,
        f"{_BY_HAND}::test_everything_by_hand",
    ),
    Row(
        "outputs: min, max, whole numbers, hard and soft limits, classes, distribution",
        _SAME,
        f"{_SETTINGS}::test_settings_of_outputs",
    ),
    Row(
        "outputs: only examples within the limits, or whole ones, are recorded",
        "every example is recorded",
        f"{_SETTINGS}::test_settings_of_outputs_that_are_otherwise_here",
        "a line of the report; limits and rounding act on the answers",
    ),
    Row(
        "selected inputs, record and run switches of each output",
        _SAME,
        f"{_SETTINGS}::test_switches",
    ),
    Row(
        "examples, also those without a target for some outputs",
        "a take for each training round, with its times",
        f"{_BY_HAND}::test_a_project_of_classes",
    ),
    Row(
        "neural network: 1 to 3 hidden layers, nodes as inputs or a number",
        _SAME,
        f"{_SETTINGS}::test_what_there_is_here_too_is_taken_over_without_a_word",
        "as many nodes as inputs means 5 to 100; outside of that a line of the report",
    ),
    Row(
        "linear regression",
        _SAME,
        f"{_SETTINGS}::test_what_there_is_here_too_is_taken_over_without_a_word",
        "attribute selection and removal of collinear inputs are lines of the report",
    ),
    Row(
        "polynomial regression, exponent 1 to 20",
        "the same powers, without products of inputs",
        "tests/learning/test_polynomial.py::test_powers_alone_have_no_products",
        "the ridge is chosen on takes left out, so that high exponents stay calm",
    ),
    Row(
        "polynomial regression, exponent 21 to 100",
        "exponent 20",
        f"{_SETTINGS}::test_what_is_otherwise_here_is_told",
        "a line of the report: with higher powers nothing but rounding errors is added",
    ),
    Row(
        "k nearest neighbours",
        "the same, class by class",
        "tests/exchange/test_against_wekinator.py::test_neighbours_answer_as_wekinators_did_everywhere",
    ),
    Row(
        "AdaBoost: rounds, trees or stumps",
        _SAME,
        f"{_SETTINGS}::test_what_there_is_here_too_is_taken_over_without_a_word",
        "as many questions as do best on takes left out, not any number: a line of the report",
    ),
    Row(
        "decision tree (J48)",
        "`decision-tree`",
        f"{_SETTINGS}::test_what_there_is_here_too_is_taken_over_without_a_word",
        "pruned by takes left out, not by Weka's estimate",
    ),
    Row(
        "naive Bayes, decision stump",
        _SAME,
        f"{_SETTINGS}::test_what_there_is_here_too_is_taken_over_without_a_word",
    ),
    Row(
        "support vector machine: kernel, exponent, lower-order terms, gamma, C",
        "the same machine",
        "tests/learning/test_svm_as_weka.py::test_it_is_the_machine_of_that_kernel_and_that_c",
    ),
    Row(
        "a project of 132 inputs with a polynomial SVM",
        "answers at least 99 % of its own rows right",
        "tests/exchange/test_against_wekinator.py::test_a_real_support_vector_machine_knows_its_own_rows",
    ),
    Row(
        "a setting that wekipy does not know",
        "a line of the report",
        f"{_SETTINGS}::test_what_is_otherwise_here_is_told",
    ),
    Row(
        "gestures: names, messages, switches, once per run, examples",
        _SAME,
        f"{_BY_HAND}::test_a_project_of_gestures",
        "each example is a take; the rate is assumed, as Wekinator does not keep it",
    ),
    Row(
        "gestures with inputs switched off",
        "imported with all inputs, learned from those that are on",
        f"{_SETTINGS}::test_settings_of_gestures",
    ),
    Row(
        "a project of 5 gestures with 2 of 4 inputs switched off",
        "its examples, played to the engine, are recognised",
        "tests/exchange/test_against_wekinator.py::test_real_gestures_with_inputs_switched_off_are_recognised",
        "those of fewer than 4 frames are kept, not learned from",
    ),
    Row(
        "gestures: threshold, match width, minimum length, hop, down-sampling",
        "not needed: each gesture’s threshold is learned, every frame is followed",
        f"{_SETTINGS}::test_settings_of_gestures",
        "lines of the report with their values",
    ),
    Row(
        "trained networks",
        "trained anew; answers lie within 5 % of the range of Wekinator’s on its rows",
        "tests/exchange/test_against_wekinator.py::test_networks_answer_as_wekinators_did",
        "wekipy’s are nearer to the targets",
    ),
    Row(
        "a project of one pose for each training round",
        "no take is accused by an evaluation",
        "tests/exchange/test_against_wekinator.py::test_right_takes_are_not_accused",
        "it says what cannot be known then",
    ),
    Row(
        "examples of a project, for one that is running",
        "added by the engine, in one step of undo",
        "tests/server/test_faces_exchange.py::test_a_wekinator_project_is_imported_into_one_that_is_open",
    ),
)

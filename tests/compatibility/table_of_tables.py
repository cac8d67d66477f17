"""Tables of examples, as people have them."""

from __future__ import annotations

from there_and_here import Row

_DIALECTS = "tests/exchange/test_dialects.py"
_OTHERS = "tests/exchange/test_tables_of_others.py"
_WAYS = f"{_DIALECTS}::test_the_same_table_in_many_ways"
_ARFF = f"{_DIALECTS}::test_arff_in_several_ways"

ROWS: tuple[Row, ...] = (
    Row(
        "Wekinator’s ARFF: `numeric` and `{0,1,2}`",
        "continuous, a classification",
        f"{_DIALECTS}::test_in_wekinators_tables_the_declared_type_is_the_kind",
    ),
    Row(
        "ChucK’s ARFF, several attributes in a line",
        "read",
        f"{_DIALECTS}::test_a_head_without_line_breaks_as_chuck_writes_it",
    ),
    Row("ARFF with commas at the ends of rows (MOA), or with spaces between values", "read", _ARFF),
    Row("ARFF with weights of instances", "read; a line of the report", _ARFF, "each example counts once"),
    Row("commas, semicolons, tabs, `\\|` or spaces between values", "read", _WAYS),
    Row("Excel’s first line `sep=;`", "read", _WAYS),
    Row("decimal commas, in quotes or beside another separator", "read", _WAYS),
    Row("marks between thousands", "read", f"{_DIALECTS}::test_marks_in_numbers"),
    Row("a unit behind each number of a column", "read as numbers; a line of the report", _WAYS),
    Row("UTF-8 with a mark at its beginning, UTF-16", "read", _WAYS),
    Row("Windows-1252 (Höhe)", "read", f"{_DIALECTS}::test_windows_letters"),
    Row("any line ends, empty lines", "read", _WAYS),
    Row("comments, text before the table, names in a comment (numpy)", "read", _WAYS),
    Row("separators at the ends of rows, empty columns there", "read", _WAYS),
    Row("row numbers, row names (pandas, R)", "left out of the inputs", _WAYS),
    Row(
        "row numbers that were shuffled or thinned out, frame and packet counters in any column",
        "left out of the inputs",
        f"{_OTHERS}::test_the_output_is_the_column_of_classes",
    ),
    Row(
        "classes in any column: by its name (class, label, gesture, activity …), or the one of words",
        "the output; file names are none",
        f"{_OTHERS}::test_the_output_is_the_column_of_classes",
    ),
    Row(
        "landmarks of hands without names, the class first",
        "the first column is the output",
        f"{_OTHERS}::test_classes_before_the_landmarks_of_a_hand_without_names",
    ),
    Row(
        "recordings without classes (Sensor Logger, phyphox, Arduino)",
        "the last column is an output; a line of the report",
        f"{_OTHERS}::test_a_guess_by_nothing_but_the_place_is_told",
        "name the outputs with `--outputs`",
    ),
    Row(
        "times of Edge Impulse, Xsens, SensorLog: seconds to nanoseconds, by the column’s name or its steps",
        "the times of the examples; the report names column and unit",
        f"{_OTHERS}::test_times_in_any_place_and_unit",
    ),
    Row(
        "dates of MATLAB, of C and Python, and of spreadsheets with short years",
        "the times of the examples",
        f"{_OTHERS}::test_dates_with_names_of_months_and_short_years",
    ),
    Row("trials, recordings, sessions in a column", "takes", f"{_OTHERS}::test_trials_are_takes"),
    Row(
        "Arduino’s monitor: `17:03:21.345 -> 512,300`",
        "read, with its times",
        f"{_OTHERS}::test_the_log_of_a_serial_monitor",
    ),
    Row(
        "Arduino’s plotter: `x:0.1,y:0.2`",
        "read, with its names",
        f"{_OTHERS}::test_names_before_numbers_as_for_a_plotter",
    ),
    Row(
        "ARFF with texts (openSMILE), and dates in any way",
        "read without the texts, and without dates that cannot be read",
        f"{_OTHERS}::test_arff_with_texts_and_dates_of_any_kind",
    ),
    Row(
        "a CSV made of ARFF, with its quotes",
        "read",
        f"{_OTHERS}::test_the_rows_of_an_arff_as_a_csv",
    ),
    Row("no line of names", "column-1, column-2 …", f"{_DIALECTS}::test_without_names"),
    Row(
        "two columns of the same name",
        "the second is numbered; a line of the report",
        f"{_DIALECTS}::test_columns_of_the_same_name",
    ),
    Row(
        "clocks: ISO, Wekinator’s, 31.12.2024, 12/31/2024, since 1970, of the day",
        "the times of the examples, never an input",
        f"{_DIALECTS}::test_clocks",
    ),
    Row(
        "a bad cell (`-`, `#N/A`, `none`, `0.2 V`) in a row",
        "the row is left out; the report names row, column and cell",
        f"{_DIALECTS}::test_one_bad_cell_costs_one_row",
    ),
    Row(
        "bad cells in more than a tenth of the rows",
        "refused, with the place of the first",
        f"{_DIALECTS}::test_too_many_bad_cells_are_refused_with_the_place_of_the_first",
    ),
    Row("a last row that was cut off", "left out", f"{_DIALECTS}::test_a_row_that_was_cut_off_is_left_out"),
    Row("classes that are words", "numbered; the report says how", f"{_DIALECTS}::test_words_stay_words"),
    Row(
        "a table for a project that an engine has open",
        "added by the engine, in one step of undo",
        "tests/server/test_faces_exchange.py::test_the_command_line_hands_a_table_over_from_anywhere",
    ),
    Row(
        "examples out of a project that an engine has open",
        "CSV, ARFF or npz, which read back the same",
        "tests/server/test_faces_exchange.py"
        "::test_examples_are_exported_while_the_engine_runs_and_come_back_the_same",
    ),
)

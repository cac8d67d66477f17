"""What the list of takes shows, as plain data, and the heights of curves."""

from __future__ import annotations

import numpy as np
import pytest

from wekipy.client.state import Gesture, Output, Take
from wekipy.gui.takes.item_model import TakesModel
from wekipy.gui.takes.labels import labels_of
from wekipy.gui.takes.lanes import Curves, lanes, liveliest
from wekipy.gui.takes.rows import ALL, ORDERS, Wanted, arrange, choices, rows_of

OUTPUTS = (
    Output(1, "level", "continuous", minimum=0.0, maximum=2.0),
    Output(2, "pose", "classification", classes=2, class_names=("fist",)),
    Output(3, "moves", "gesture", gestures=(Gesture("cut", 1), Gesture("circle", 2))),
)
TAKES = (
    Take(1, examples=9, seconds=1.0, outputs={1: 9, 2: 9}, targets={1: 0.5, 2: 1.0}),
    Take(2, name="Long", examples=9, seconds=4.0, outputs={1: 9, 2: 9}, targets={2: 2.0}),
    Take(3, examples=9, seconds=2.0, outputs={3: 9}, gesture=2, on=False),
    Take(4, examples=9, seconds=2.0, outputs={3: 9}, gesture=0),
)
ROWS = rows_of(TAKES, OUTPUTS, {1: ("look at it",)}, deleted=False)


def numbers(order: str, wanted: Wanted = ALL, text: str = "") -> list[int]:
    return [row.take.number for row in arrange(ROWS, order, wanted, text)]


def test_labels_say_what_a_take_shows() -> None:
    assert [label.text for label in labels_of(TAKES[0], OUTPUTS)] == ["0.5", "fist"]
    assert [label.text for label in labels_of(TAKES[1], OUTPUTS)] == ["varies", "class 2"]
    assert [label.text for label in labels_of(TAKES[2], OUTPUTS)] == ["circle"]
    assert [label.text for label in labels_of(TAKES[3], OUTPUTS)] == ["idle movement"]
    assert labels_of(TAKES[0], OUTPUTS)[0].share == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("newest", [4, 3, 2, 1]), ("oldest", [1, 2, 3, 4]), ("longest", [2, 3, 4, 1]),
        ("name", [2, 1, 3, 4]), ("remarks", [1, 2, 3, 4]), ("target", [1, 2, 4, 3]),
    ],
)  # fmt: skip
def test_takes_are_put_in_order(order: str, expected: list[int]) -> None:
    assert numbers(order) == expected
    assert len(ORDERS) == 6


def test_the_list_is_narrowed_by_target_text_and_remarks() -> None:
    offered = dict(choices(OUTPUTS))
    assert numbers("oldest", offered["pose"]) == [1, 2]
    assert numbers("oldest", offered["pose: fist"]) == [1]
    assert numbers("oldest", offered["moves: circle"]) == [3]
    assert numbers("oldest", offered["moves: idle movement"]) == [4]
    assert numbers("oldest", offered["With remarks"]) == [1]
    assert numbers("oldest", offered["Switched off"]) == [3]
    assert numbers("oldest", text="LONG") == [2]
    assert numbers("oldest", text="3") == [3]


def test_a_number_is_said_once() -> None:
    plain, named, off, _ = ROWS
    assert (plain.title, plain.state) == ("take 1", "")
    assert (named.title, named.state) == ("Long", "take 2")
    assert (off.title, off.state) == ("take 3", "off")


def test_rows_say_everything_in_one_sentence_for_listeners() -> None:
    assert "take 3" in ROWS[2].words and "circle" in ROWS[2].words and "switched off" in ROWS[2].words
    assert ROWS[1].share == 1.0
    assert ROWS[0].words.endswith("look at it")


def test_the_model_keeps_the_selection_where_only_contents_change(qapp: object) -> None:
    model = TakesModel()
    assert model.show(ROWS)
    assert not model.show(rows_of(TAKES, OUTPUTS, {}, deleted=False))
    assert model.show(ROWS[1:])
    assert model.place(2).row() == 0
    assert not model.place(1).isValid()


def test_lanes_show_the_inputs_that_move_most_each_in_its_own_place() -> None:
    time = np.linspace(0, 1, 50)
    still = np.zeros(50)
    wave = Curves(1, time, np.stack([still, np.sin(9 * time), still, 3 * time], axis=1))
    assert liveliest([wave], most=2) == [1, 3]
    (heights,) = lanes([wave], [1, 3])
    assert np.all((heights[:, 0] > 1) & (heights[:, 0] < 2))
    assert np.all((heights[:, 1] > 0) & (heights[:, 1] < 1))
    (flat,) = lanes([Curves(1, time, np.stack([still], axis=1))], [0])
    assert np.all(flat == 0.5)


def test_a_take_that_lacks_examples_says_so() -> None:
    first, second = rows_of(
        (Take(1, examples=9, lost=2), Take(2, examples=9)), OUTPUTS, {1: ("look",)}, False
    )
    assert first.remarks == ("Damaged or missing examples: 2", "look")
    assert second.remarks == ()

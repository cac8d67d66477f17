"""Keys that belong to a place: they mean something where the cursor is, and cannot be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PyQt6.QtGui import QKeySequence

from wekipy.gui.translation import mark

_FORMAT: Final = QKeySequence.SequenceFormat


@dataclass(frozen=True)
class OtherKey:
    """One thing that keys do.

    Attributes:
        keys: as Qt writes them in `PortableText`, the first one first.
        text: what they do, English, in `mark`.
        cap: what the sheet shows instead of all of them; "" for their own names.
    """

    keys: tuple[str, ...]
    text: str
    cap: str = ""

    @property
    def shown(self) -> str:
        """The keys as the person's system writes them."""
        native = (QKeySequence(key).toString(_FORMAT.NativeText) for key in self.keys)
        return self.cap or " ".join(native)


@dataclass(frozen=True)
class KeyPlace:
    """A part of the window, and its keys; `title` is English, in `mark`."""

    title: str
    keys: tuple[OtherKey, ...]


def _standard(key: QKeySequence.StandardKey) -> tuple[str, ...]:
    """Every key that the system has for it."""
    return tuple(one.toString(_FORMAT.PortableText) for one in QKeySequence.keyBindings(key))


def _key(key: QKeySequence.StandardKey, text: str) -> OtherKey:
    """A key that each system has its own of; only the usual one is shown."""
    cap = QKeySequence(key).toString(_FORMAT.NativeText)
    return OtherKey(_standard(key), text, cap)


_ENTER: Final = ("Return", "Enter")
_ARROWS: Final = ("Left", "Right", "Up", "Down")
_DELETE: Final = ("Del", "Backspace")
_DIGITS: Final = tuple("0123456789")
_SCENES: Final = tuple(f"Alt+{digit}" for digit in range(1, 10))
_PAGES: Final = ("Home", "End", "PgUp", "PgDown")
_ARROWS_CAP, _ENTER_CAP = "← → ↑ ↓", "Enter"


def other_keys() -> tuple[KeyPlace, ...]:
    """All keys that are in no row of `action_table`, by the place where they count.

    A function, not a constant: the keys of the system are known only once there is an application.
    """
    return (_everywhere(), *_WORK, *_lists(), *_REST)


def _everywhere() -> KeyPlace:
    return KeyPlace(
        mark("Everywhere"),
        (
            OtherKey(("?",), mark("Show every key, or hide them")),
            OtherKey(("Esc",), mark("Close what lies over the window")),
            OtherKey(("Tab", "Shift+Tab"), mark("Go to the next part, or back")),
            OtherKey(("Space",), mark("Press the button under the cursor; hold it where it is to be held")),
            OtherKey(_ENTER, mark("Hold such a button, or take what is typed"), _ENTER_CAP),
            _key(QKeySequence.StandardKey.SaveAs, mark("Save a copy of the project")),
        ),
    )


_WORK: Final = (
    KeyPlace(
        mark("Outputs"),
        (
            OtherKey(_DIGITS, mark("Choose the class, record the gesture or set the target"), "0 … 9"),
            OtherKey(("Ctrl+Down", "Ctrl+Up"), mark("Next or previous output"), "Ctrl+↓ Ctrl+↑"),
            OtherKey(("F2",), mark("Rename the output, or the class under the cursor")),
            OtherKey(_SCENES, mark("Recall a scene"), "Alt+1 … Alt+9"),
        ),
    ),
    KeyPlace(
        mark("Pads of classes"),
        (
            OtherKey(_ARROWS, mark("Choose the class before or after"), _ARROWS_CAP),
            OtherKey(("Space",), mark("Record the class for as long as it is held")),
        ),
    ),
    KeyPlace(
        mark("Tracks of values"),
        (
            OtherKey(("Left", "Right"), mark("Move the target by a hundredth; with Shift by a tenth"), "← →"),
            OtherKey(("Home", "End"), mark("The least or the largest value")),
        ),
    ),
    KeyPlace(
        mark("Names"),
        (
            OtherKey(_ENTER, mark("Take the name; among classes, go on to the next"), _ENTER_CAP),
            OtherKey(("Esc",), mark("Leave it as it was")),
        ),
    ),
    KeyPlace(
        mark("Inputs"),
        (
            OtherKey(_ARROWS, mark("Choose another input"), _ARROWS_CAP),
            OtherKey(("F2", *_ENTER), mark("Rename the input"), "F2 Enter"),
        ),
    ),
)


def _lists() -> tuple[KeyPlace, ...]:
    return (
        KeyPlace(
            mark("Takes"),
            (
                OtherKey(_ENTER, mark("Play the take"), _ENTER_CAP),
                OtherKey(("Ctrl+Return", "Ctrl+Enter"), mark("Show its examples in the table"), "Ctrl+Enter"),
                OtherKey(_DELETE, mark("Delete the takes that are selected")),
            ),
        ),
        KeyPlace(
            mark("Table"),
            (
                OtherKey((*_ARROWS, *_PAGES), mark("Go to another cell"), _ARROWS_CAP),
                OtherKey(("F2", *_ENTER), mark("Edit the cell"), "F2 Enter"),
                OtherKey(_DELETE, mark("Delete the rows that are selected")),
                _key(QKeySequence.StandardKey.Find, mark("Filter the rows")),
                _key(QKeySequence.StandardKey.Copy, mark("Copy to a spreadsheet")),
                _key(QKeySequence.StandardKey.Paste, mark("Paste from a spreadsheet")),
                _key(QKeySequence.StandardKey.SelectAll, mark("Select all cells")),
            ),
        ),
    )


_REST: Final = (
    KeyPlace(
        mark("Signal"),
        (
            OtherKey(("F2",), mark("Rename the block")),
            OtherKey(("Up", "Down"), mark("Move the block or stage whose handle has the cursor"), "↑ ↓"),
        ),
    ),
    KeyPlace(
        mark("Connections"),
        (
            OtherKey((*_ARROWS, *_PAGES), mark("Go to another cell; with Shift, paint"), _ARROWS_CAP),
            OtherKey(("Space",), mark("Connect or cut; with Shift a row, with Ctrl a column")),
        ),
    ),
    KeyPlace(
        mark("Evaluation"),
        (
            OtherKey(_ARROWS, mark("Go to another cell or take"), _ARROWS_CAP),
            OtherKey((*_ENTER, "Space"), mark("Show the takes behind it"), "Enter Space"),
        ),
    ),
    KeyPlace(
        mark("Test input"),
        (
            OtherKey(_ARROWS, mark("Move the point"), _ARROWS_CAP),
            OtherKey(("Space",), mark("Record for as long as it is held")),
        ),
    ),
    KeyPlace(
        mark("Set list"),
        (
            OtherKey(("Alt+Up", "Alt+Down"), mark("Play the project earlier or later"), "Alt+↑ Alt+↓"),
            OtherKey(_ENTER, mark("Open the project"), _ENTER_CAP),
        ),
    ),
    KeyPlace(
        mark("Stage"),
        (
            OtherKey(("Esc",), mark("Hold it to leave the stage")),
            OtherKey(_DIGITS, mark("Choose the class or the gesture"), "0 … 9"),
            OtherKey(("Up", "Down"), mark("Next or previous output"), "↑ ↓"),
            OtherKey(_ENTER, mark("Hold what is to be held"), _ENTER_CAP),
        ),
    ),
)

"""Nothing moves when words change; what has no room is in a menu; text grows with a large window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.client.health import Health as Figures
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.studio.studio import Studio
from wekipy.gui.theme import scale
from wekipy.gui.theme.steady import keep_steady
from wekipy.gui.theme.theme import theme
from wekipy.gui.transport.folding import Folding
from wekipy.rehearsal.link import Link

Make = Callable[..., Child]
Open = Callable[[Source], Session]


@pytest.fixture
def large_text() -> Iterator[None]:
    yield
    theme().choose_text_size(100)


@pytest.fixture
def session(child: Make, open_session: Open) -> Session:
    return open_session(child("--inputs", "2", "--outputs", "1,class:3"))


@pytest.fixture
def studio(qtbot: QtBot, session: Session) -> Studio:
    made = Studio(session)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    return made


def test_a_button_is_as_wide_as_the_longest_of_its_words_at_any_size_of_text(
    qtbot: QtBot, large_text: None
) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    keep_steady(button, ("On", "Stop · 100 %"))
    button.show()
    for size in (100, 200):
        theme().choose_text_size(size)
        widths = set()
        for text in ("On", "Stop · 100 %"):
            button.setText(text)
            widths.add(max(button.minimumWidth(), button.sizeHint().width()))
        assert len(widths) == 1, f"at {size} %: {widths}"
        widest = button.fontMetrics().horizontalAdvance("Stop · 100 %")
        assert button.minimumWidth() >= widest


def test_the_main_buttons_say_stop_while_they_are_on_and_stay_where_they_are(
    qtbot: QtBot, session: Session, studio: Studio
) -> None:
    bar = studio.transport
    qtbot.waitUntil(lambda: bar.buttons["run"].width() > 10)
    before = {name: bar.buttons[name].geometry() for name in ("record", "train", "run")}
    assert [bar.buttons[name].text() for name in ("record", "run")] == ["Record", "Run"]
    session.do("start_running")
    qtbot.waitUntil(lambda: bar.buttons["run"].text() == "Stop")
    session.do("start_recording")
    qtbot.waitUntil(lambda: bar.buttons["record"].text() == "Stop")
    assert {name: bar.buttons[name].geometry() for name in ("record", "train", "run")} == before
    assert studio.keys["run"].text() == "Run"  # in a menu, where a check mark says that it is on
    assert not studio.keys["run"].isIconVisibleInMenu()
    session.do("stop_recording")
    session.do("stop_running")
    qtbot.waitUntil(lambda: bar.buttons["run"].text() == "Run")


def test_the_pill_of_health_is_as_wide_with_few_figures_as_with_many(studio: Studio) -> None:
    line = studio.transport.health
    widths = set()
    for rate in (3.0, 60.0, 1000.0):
        line._show(Figures(rate=rate, memory=int(61e6)))
        widths.add(line.width())
    assert len(widths) == 1


@pytest.fixture
def folding(qtbot: QtBot) -> Iterator[Folding]:
    outside = QWidget()
    qtbot.addWidget(outside)
    buttons = [QToolButton(outside) for _ in range(4)]
    for n, button in enumerate(buttons):
        button.setText(f"button {n}")
        button.setAccessibleName(f"button {n}")
    buttons[1].setMenu(QMenu(buttons[1]))
    made = Folding(buttons, (2, 1, 3, 0), outside)
    outside.show()
    yield made
    outside.close()


def test_buttons_without_room_are_in_a_menu_the_least_important_first(folding: Folding) -> None:
    folding.resize(2000, 40)
    assert not folding.folded and folding.more.isHidden()
    seen = []
    for width in range(600, 30, -10):
        folding.resize(width, 40)
        here = [button.text() for button in folding.folded]
        if here != (seen[-1] if seen else []):
            seen.append(here)
        assert folding.more.isHidden() == (not here)
    assert [len(some) for some in seen] == [1, 2, 3, 4]
    assert seen[0] == ["button 2"] and seen[1] == ["button 1", "button 2"]
    menu = folding.more.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    assert "button 1" in [action.text() for action in menu.actions()]


def test_in_a_small_window_with_large_text_every_button_can_be_reached(
    qtbot: QtBot, studio: Studio, large_text: None
) -> None:
    theme().choose_text_size(200)
    studio.resize(900, 700)
    bar = studio.transport
    qtbot.waitUntil(lambda: bool(bar.others.folded))
    for name in ("record", "train", "run"):
        button = bar.buttons[name]
        qtbot.waitUntil(lambda button=button: button.width() >= button.sizeHint().width())
        assert button.mapTo(studio, button.rect().topRight()).x() < studio.width()
    menu = bar.others.more.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    listed = {action.text() for action in menu.actions()}
    assert all(button.accessibleName() in listed or button.text() in listed for button in bar.others.folded)


def test_automatic_text_grows_with_a_large_window_and_a_chosen_size_does_not(large_text: None) -> None:
    theme().choose_text_size(0)
    try:
        for size, factor in (
            ((1280, 720), 1.0),
            ((1920, 1200), 1.15),
            ((2560, 1440), 1.3),
            ((2560, 700), 1.0),
        ):
            theme().fit_window(*size)
            assert scale.text.factor == factor, size
        theme().fit_window(2560, 1440)
        theme().choose_text_size(100)
        assert scale.text.factor == 1.0
    finally:
        theme().fit_window(1280, 720)


def test_the_preview_shows_every_output_and_leads_to_its_card(
    qtbot: QtBot, session: Session, studio: Studio
) -> None:
    session.do("add_examples", [[0.1, 0.1], [0.9, 0.9]] * 6, [[0.25, 1], [0.75, 3]] * 6)
    session.do("name_classes", 2, "sun", "rain", "storm")
    session.do("train")
    qtbot.waitUntil(lambda: {o.model.state for o in session.state.outputs} == {"ready"}, timeout=30_000)
    assert {cell.words for cell in studio.preview.cells} == {"–"}
    session.do("start_running")
    assert isinstance(session.source, Child) and session.source.process is not None
    with Link(session.source.process.port, free_port()) as link:

        def answered() -> bool:
            link.inputs([0.9, 0.9])
            cells = studio.preview.cells
            return cells[1].words == "storm" and cells[1].colour == 3 and abs(cells[0].level - 0.75) < 0.1

        qtbot.waitUntil(answered, timeout=10_000)
    place = list(studio.preview._places())[1].center().toPoint()
    qtbot.mouseClick(studio.preview, Qt.MouseButton.LeftButton, pos=place)
    panel = studio.panels["outputs"]
    assert panel.selected.output.number == 2  # type: ignore[attr-defined]


def test_the_port_of_the_inputs_is_in_view_and_can_be_changed(
    qtbot: QtBot, session: Session, studio: Studio
) -> None:
    place = studio.panels["inputs"].place  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: place.port.text() == str(session.state.port))
    assert place.address.text() == "/wek/inputs"
    port = free_port()
    place.port.edit()
    qtbot.keyClicks(place.port, str(port))
    qtbot.keyClick(place.port, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.state.port == port)
    place.address.edit()
    qtbot.keyClicks(place.address, "/hand")
    qtbot.keyClick(place.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.state.input_address == "/hand")
    with Link(port, free_port()) as link:

        def arrived() -> bool:
            link.inputs([0.5, 0.25], "/hand")
            return session.live.inputs.tolist() == [0.5, 0.25]

        qtbot.waitUntil(arrived, timeout=10_000)


def test_what_is_no_port_is_refused_with_a_sentence_and_the_port_stays(
    qtbot: QtBot, session: Session, studio: Studio
) -> None:
    place = studio.panels["inputs"].place  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: place.port.text() == str(session.state.port))
    said: list[str] = []
    session.problem.connect(said.append)
    for text in ("hello", "0", "70000"):
        place.port.edit()
        qtbot.keyClicks(place.port, text)
        qtbot.keyClick(place.port, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: place.port.text() == str(session.state.port))
    assert len(said) == 3 and all("65535" in sentence for sentence in said)

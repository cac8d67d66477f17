"""The monitor and the log: what arrives, what is sent, what was said, also before the window was there."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.gui.log.panel import LogPanel
from wekipy.gui.monitor.panel import MonitorPanel
from wekipy.gui.session.lines import Lines
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Attached, Child, Source
from wekipy.rehearsal.link import Link

Make = Callable[..., Child]
Open = Callable[[Source], Session]


def test_what_arrives_is_shown_with_why_it_is_not_used_and_can_be_used(
    qtbot: QtBot, child: Make, open_session: Open
) -> None:
    source = child("--inputs", "2", "--outputs", "1")
    session = open_session(source)
    monitor = MonitorPanel(session)
    qtbot.addWidget(monitor)
    monitor.show()
    arriving = monitor.arriving
    assert not arriving.rows
    with Link(session.state.port, free_port()) as link:
        link.inputs([0.1, 0.2, 0.3], address="/accxyz")
        link.inputs([0.5, 0.5])
        qtbot.waitUntil(lambda: set(arriving.rows) == {("/accxyz", 3), ("/wek/inputs", 2)})
        row = arriving.rows["/accxyz", 3]
        assert row._use.text() == "not used"
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        assert "0.1" in arriving._values.text()
        qtbot.mouseClick(arriving.adopt, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: session.state.input_address == "/accxyz" and len(session.state.inputs) == 3)
        link.inputs([1, 2, 3], address="/accxyz")
        qtbot.waitUntil(lambda: session.live.inputs.tolist() == [1, 2, 3])
        qtbot.waitUntil(lambda: arriving.rows["/accxyz", 3]._use.text() == "inputs")
    assert arriving.adopt.isHidden()


def test_the_monitor_says_why_nothing_moves(qtbot: QtBot, child: Make, open_session: Open) -> None:
    session = open_session(child("--inputs", "2", "--outputs", "1"))
    monitor = MonitorPanel(session)
    qtbot.addWidget(monitor)
    monitor.show()
    advice = monitor.arriving.advice
    qtbot.waitUntil(lambda: "nothing has arrived" in advice.text())
    assert advice.isVisible()
    with Link(session.state.port, free_port()) as link:

        def arrive() -> bool:
            link.inputs([0.5, 0.5])
            return not advice.text()

        qtbot.waitUntil(arrive)
    assert advice.isHidden()


def test_what_is_sent_is_shown(qtbot: QtBot, child: Make, open_session: Open) -> None:
    out = free_port()
    session = open_session(child("--inputs", "1", "--outputs", "2", "--send", f"127.0.0.1:{out}"))
    monitor = MonitorPanel(session)
    qtbot.addWidget(monitor)
    monitor.show()
    session.do("set_outputs", 0.25, 0.5)
    table = monitor.sending.table
    qtbot.waitUntil(lambda: table.topLevelItemCount() == 1)
    item = table.topLevelItem(0)
    assert item is not None
    qtbot.waitUntil(lambda: item.text(1).split() == ["0.250", "0.500"])
    assert item.text(0) == "/wek/outputs"
    assert str(out) in monitor.sending._where.text()


def test_a_window_that_comes_later_learns_what_happened_before(
    qtbot: QtBot, child: Make, open_session: Open
) -> None:
    source = child("--inputs", "2", "--outputs", "1")
    source.connect().close()
    assert source.process is not None
    with Link(source.process.port, free_port()) as link:
        link.inputs([1.0, 2.0, 3.0])
        source.process.wait_for("3 numbers arrived")
    session = open_session(Attached(port=source.process.control_port))
    log = LogPanel(session)
    qtbot.addWidget(log)
    Lines(session)
    qtbot.waitUntil(lambda: any(entry.earlier for entry in session.journal.entries))
    session.do("start_running")
    qtbot.waitUntil(lambda: session.journal.entries[-1].kind == "running")
    session.say("this could not be done")
    qtbot.waitUntil(lambda: session.journal.entries[-1].kind == "problem")
    everything = len(session.journal.entries)
    qtbot.waitUntil(lambda: log.list.count() == everything)
    texts = [entry.text for entry in session.journal.entries]
    assert len(set(texts)) == len(texts)  # nothing is told twice
    log.choose("wire")
    assert 0 < log.list.count() < everything
    first = log.list.item(0)
    assert first is not None and "3 numbers arrived" in first.text()
    log.choose("trouble")
    assert log.list.count() > 1
    log.search.setText("COULD NOT")
    assert log.list.count() == 1
    log.search.setText("no such thing")
    assert log.list.count() == 0 and log._nothing.text()
    session.close()
    source.close()

"""Makes the pictures of the window: `python docs/screenshots/make.py [FOLDER]`, by hand, with or without a screen.

A real engine is started, a hand's two sensors are sent to it over OSC, takes are recorded, models trained and
evaluated, and each view is shown with what came of it and kept as a PNG.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported

import numpy as np
from PyQt6.QtCore import QCoreApplication, QEvent, QSettings, QSize, Qt, QTimer
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QApplication, QWidget

from wekipy.child import free_port, is_free
from wekipy.gui.app import make_application
from wekipy.gui.editors.editor_table import open_editor
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.start.listener import Listener
from wekipy.gui.studio.panels import PANELS
from wekipy.gui.studio.window import Window
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation.language import language
from wekipy.gui.trial.panel import TrialPanel
from wekipy.rehearsal.link import Link

SIZE = QSize(1440, 900)
MOST_BYTES, LEAST_BYTES = 300_000, 80_000  # above them, fewer colours
RATE = 100  # input vectors a second
SEED = 5
INPUTS = ("left hand", "right hand", "bend", "pressure", "breath")
GESTURES = ("circle", "strike", "sweep")
GESTURE_SECONDS = 0.9
PHONES = (("/accxyz", 3, 50), ("/gyro", 3, 50), ("/touch", 1, 15))  # address, arguments, messages a second
OUTPUTS = ("pitch", "filter", "reverb", "scene")
CLASSES = ("storm", "calm", "rain")
BLOCKS = [
    {"name": "hands", "inputs": [1, 2], "stages": [{"name": "one-euro", "options": {"beta": 0.3}}]},
    {"name": "bend", "inputs": [3], "stages": ["median", 'window:statistics="mean, range"']},
    {"name": "as they are", "inputs": [4, 5]},
]
# What is demonstrated: the pose of the five sensors, and the targets of the four outputs.
POSES = (
    ((0.15, 0.20, 0.80, 0.10, 0.30), (0.10, 0.85, 0.20, 1)),
    ((0.80, 0.25, 0.30, 0.55, 0.60), (0.60, 0.20, 0.70, 2)),
    ((0.45, 0.85, 0.15, 0.90, 0.85), (0.95, 0.55, 0.45, 3)),
    ((0.20, 0.30, 0.70, 0.20, 0.35), (0.15, 0.80, 0.25, 1)),
    ((0.72, 0.32, 0.38, 0.60, 0.52), (0.55, 0.25, 0.65, 2)),
    ((0.50, 0.78, 0.22, 0.82, 0.90), (0.90, 0.50, 0.50, 3)),
)  # fmt: skip


class Performer:
    """A hand that holds poses or wanders between them, sent to an engine over OSC while the window lives."""

    def __init__(self, port: int) -> None:
        self._link = Link(port, free_port())
        self._random = np.random.default_rng(SEED)
        self._pose: int | None = 0
        self._sent = 0
        self._made = self._since = 0  # a gesture, and the vector that it began with
        self._timer = QTimer()
        self._timer.setInterval(1000 // RATE)
        self._timer.timeout.connect(self._send)
        self._timer.start()

    def hold(self, pose: int) -> None:
        """Stay in a pose, as steadily as a hand can."""
        self._pose = pose

    def wander(self) -> None:
        """Go from pose to pose."""
        self._pose = None

    def gesture(self, number: int) -> None:
        """Make a gesture (from 1), from the pose that the hand rests in and back."""
        self._pose, self._made, self._since = 0, number, self._sent

    @property
    def rests(self) -> bool:
        """Whether no gesture is being made."""
        return not self._made

    def close(self) -> None:
        """Send no more."""
        self._timer.stop()
        self._link.close()

    def _send(self) -> None:
        self._sent += 1
        phase = self._sent / RATE
        if self._pose is None:
            at = phase * 0.4 % 3
            one, other = np.array(POSES[int(at)][0]), np.array(POSES[(int(at) + 1) % 3][0])
            share = (1 - math.cos(math.pi * (at % 1))) / 2
            x = one + (other - one) * share
        else:
            x = np.array(POSES[self._pose][0]) + 0.05 * np.sin(phase * np.array([1.3, 1.7, 2.1, 0.9, 1.1]))
        if self._made:
            x = x + self._movement((self._sent - self._since) / RATE / GESTURE_SECONDS)
        self._link.inputs(np.clip(x + self._random.normal(0, 0.012, len(x)), 0, 1))


    def _movement(self, share: float) -> np.ndarray:
        if share >= 1:
            self._made = 0
            return np.zeros(len(INPUTS))
        turn, bump = 2 * math.pi * share, math.sin(math.pi * share)
        return np.array(
            {
                1: (0.35 * (1 - math.cos(turn)), 0.3 * math.sin(turn) + 0.2 * bump, 0, 0, 0),
                2: (0.1 * bump, 0.7 * bump**4, -0.5 * bump**2, 0.6 * bump**6, 0),
                3: (0.6 * bump, 0, 0, 0.3 * bump, 0.5 * math.sin(turn)),
            }[self._made]
        )


class Phones:
    """Senders of several addresses."""

    def __init__(self, port: int) -> None:
        self._link, self._sent = Link(port, free_port()), 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._send)
        self._timer.start(1000 // RATE)

    def close(self) -> None:
        """Send no more."""
        self._timer.stop()
        self._link.close()

    def _send(self) -> None:
        self._sent += 1
        phase = 2 * math.pi * self._sent / RATE
        for place, (address, arguments, rate) in enumerate(PHONES):
            if self._sent % (RATE // rate) == 0:
                values = [0.5 + 0.4 * math.sin(phase * (0.3 + 0.17 * (place + n)) + n) for n in range(arguments)]
                self._link.inputs(values, address)


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        QApplication.processEvents()
        # What a running loop does by itself: else every window that was closed is laid out anew, too.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        time.sleep(0.004)


def live(seconds: float) -> None:
    """Let the window live for a while."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() >= end)


@contextmanager
def playing(window: Window, folder: Path, *arguments: str) -> Iterator[tuple[Session, Performer]]:
    """The window on a project of its own, with somebody who plays."""
    source = Child((str(folder), *arguments, "--port", str(free_port())))
    window.open(source)
    session = window.session
    assert session is not None
    until(lambda: session.connected and session.state.folder)
    assert source.process is not None
    performer = Performer(source.process.port)
    try:
        yield session, performer
    finally:
        performer.close()


def record(session: Session, performer: Performer, seconds: float = 0.7) -> None:
    """A take of each pose."""
    for n, (_, targets) in enumerate(POSES):
        performer.hold(n)
        live(0.1)  # the hand has to get there
        session.do("set_targets", *targets)
        session.do("start_recording")
        until(lambda: session.state.recording is not None)
        live(seconds)
        session.do("stop_recording")
        until(lambda: session.state.recording is None)


def teach(session: Session, performer: Performer) -> None:
    """Names, takes, models and an evaluation."""
    session.do("rename_inputs", *INPUTS)
    session.do("rename_outputs", *OUTPUTS)
    session.do("name_classes", 4, *CLASSES)
    session.do("set_blocks", BLOCKS)
    record(session, performer)
    session.do("learn_stages", "hands")
    session.do("train")
    until(lambda: {output.model.state for output in session.state.outputs} == {"ready"})
    session.do("start_running")
    done: list[object] = []
    session.do("evaluate", then=done.append)
    until(lambda: done)
    performer.wander()
    live(1.5)


class Camera:
    """Keeps pictures in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "looks").mkdir(parents=True, exist_ok=True)

    def take(self, view: QWidget, name: str, size: QSize = SIZE) -> None:
        """What is seen now, as `name`.png, with no more colours than keep it small."""
        view.resize(size)
        live(1.0 if size == SIZE else 2.0)  # text may be laid out anew for another size
        path = self._folder / f"{name}.png"
        picture = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        if not picture.save(str(path), "PNG", 0):
            raise OSError(f"{path} cannot be written")
        if path.stat().st_size > (MOST_BYTES if size == SIZE else LEAST_BYTES):
            few_colours(picture).save(str(path), "PNG", 0)
        print(f"{path.name:28} {path.stat().st_size // 1000:4} kB")


def few_colours(picture: QImage) -> QImage:
    """The picture in the 256 colours that it has most of; all others become the nearest of them."""
    bits = picture.constBits()
    assert bits is not None
    bits.setsize(picture.sizeInBytes())
    rows = np.frombuffer(bytes(bits), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    rgb = rows[:, : 3 * picture.width()].reshape(-1, 3).astype(np.uint32)
    colours, counts = np.unique(rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2], return_counts=True)
    table = [int(colour) | 0xFF000000 for colour in colours[np.argsort(-counts)][:256]]
    return picture.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)


def studio(window: Window, camera: Camera, session: Session, performer: Performer) -> None:
    """The studio: with each panel that is a tab, recording, and with each sheet."""
    assert window.studio is not None
    for panel in PANELS:
        window.studio.open(panel.id)
        live(0.6)  # what is asked for when a panel is first shown
        if panel.area in ("right", "bottom"):
            camera.take(window, f"studio-{panel.id}")
    for name in (panel.id for panel in PANELS if panel.id in ("takes", "map")):
        window.studio.open(name)
    camera.take(window, "studio")
    for name in ("keys", "cheat-sheet", "preferences", "set-list"):
        window.sheets.toggle(name)
        camera.take(window, name)
        window.sheets.toggle(name)
    performer.hold(1)
    session.do("set_targets", *POSES[1][1])
    session.do("start_recording")
    live(1.0)
    camera.take(window, "studio-recording")
    session.do("stop_recording")
    until(lambda: session.state.recording is None)
    session.do("undo")
    performer.wander()


def editors(window: Window, camera: Camera, session: Session) -> None:
    """The editors, over the studio."""
    assert window.studio is not None
    for editor, output in (("output", 4), ("algorithm", 1)):
        sheet = open_editor(editor, session, session.state.output(output).uid, window.studio)
        live(0.6)
        camera.take(window, f"editor-{editor}")
        sheet.close_sheet()


def gestures(window: Window, camera: Camera, session: Session, performer: Performer) -> None:
    """A project of gestures: shown, learned, recognised; and their editor."""
    assert window.studio is not None
    session.do("rename_inputs", *INPUTS)
    session.do("rename_gestures", *GESTURES)
    session.do("rename_outputs", "spells")
    for number in range(1, len(GESTURES) + 1):
        for _ in range(3):
            live(0.2)
            session.do("start_gesture_recording", number)
            until(lambda: session.state.recording is not None)
            performer.gesture(number)
            until(lambda: performer.rests)
            session.do("stop_recording")
            until(lambda: session.state.recording is None)
    session.do("train")
    until(lambda: session.state.outputs[0].model.state == "ready")
    session.do("start_running")
    live(0.3)
    performer.gesture(2)
    until(lambda: performer.rests)
    window.studio.open("takes")
    camera.take(window, "gestures")
    sheet = open_editor("gestures", session, session.state.outputs[0].uid, window.studio)
    live(0.8)
    camera.take(window, "editor-gestures")
    sheet.close_sheet()


def stage(window: Window, camera: Camera, session: Session, performer: Performer) -> None:
    """Performance mode: running, recording, on hold."""
    session.do("performance_mode", True)
    until(lambda: window.stage is not None)
    performer.hold(2)
    live(1.0)
    camera.take(window, "stage")
    session.do("start_recording")
    live(1.5)
    camera.take(window, "stage-recording")
    session.do("stop_recording")
    session.do("undo")
    session.do("stop_running")
    live(0.5)
    camera.take(window, "stage-hold")
    session.do("start_running")
    session.do("performance_mode", False)
    until(lambda: window.stage is None)
    compact_stage(window, camera, session)


def compact_stage(window: Window, camera: Camera, session: Session) -> None:
    """The small window that stays on top."""
    session.wanted.emit("compact-stage")
    shown = window.compact_stage
    assert shown is not None
    live(1.0)
    camera.take(shown, "stage-compact", shown.size())
    session.wanted.emit("compact-stage")


def stage_of_gestures(window: Window, camera: Camera, session: Session, performer: Performer) -> None:
    """Performance mode in a project of gestures: recognised one after the other."""
    session.do("performance_mode", True)
    until(lambda: window.stage is not None)
    for number in (2, 1, 3, 3, 1, 2):
        performer.gesture(number)
        until(lambda: performer.rests)
        live(1.0)
    performer.gesture(3)
    live(0.6 * GESTURE_SECONDS)
    camera.take(window, "stage-gestures")
    session.do("performance_mode", False)
    until(lambda: window.stage is None)


def other_looks(window: Window, camera: Camera) -> None:
    """Light, and in Chinese."""
    theme().choose("light")
    camera.take(window, "studio-light")
    language().choose("zh")
    until(lambda: window.session is not None and window.session.connected and window.session.state.folder)
    live(1.0)
    camera.take(window, "studio-light-chinese")
    theme().choose("dark")
    window.sheets.toggle("keys")
    camera.take(window, "keys-chinese")
    window.sheets.toggle("keys")
    language().choose("en")
    live(0.5)


LOOKS = (("dark", "en", 0), ("light", "en", 0), ("dark", "zh", 0), ("dark", "en", 175))
SIZES = (QSize(1024, 768), SIZE, QSize(2560, 1440))


def sizes(window: Window, camera: Camera) -> None:
    """The studio, the stage and the start screen at three sizes, dark, light, in Chinese, and with large text."""
    for look, spoken, text in LOOKS:
        theme().choose(look)
        theme().choose_text_size(text)
        language().choose(spoken)
        live(0.5)
        until(lambda: window.session is not None and window.session.connected and window.session.state.folder)
        session = window.session
        assert session is not None
        name = f"{look}-{spoken}-{text or 100}"
        for size in SIZES:
            place = f"{name}-{size.width()}x{size.height()}"
            camera.take(window, f"looks/studio-{place}", size)
            session.do("performance_mode", True)
            until(lambda: window.stage is not None)
            camera.take(window, f"looks/stage-{place}", size)
            session.do("performance_mode", False)
            until(lambda: window.stage is None)
    restore_look()


def starts(window: Window, camera: Camera) -> None:
    """The start screen in the same looks and sizes."""
    for look, spoken, text in LOOKS:
        theme().choose(look)
        theme().choose_text_size(text)
        language().choose(spoken)
        live(2.0)
        for size in SIZES:
            place = f"{look}-{spoken}-{text or 100}-{size.width()}x{size.height()}"
            camera.take(window, f"looks/start-{place}", size)
    restore_look()


def restore_look() -> None:
    """As it was before."""
    theme().choose("dark")
    theme().choose_text_size(0)
    language().choose("en")
    live(1.0)


def first_poses(window: Window, camera: Camera) -> None:
    """What the first five minutes come to: four poses of a mouse."""
    session, studio = window.session, window.studio
    assert session is not None and studio is not None
    panel = studio.open("trial")
    assert isinstance(panel, TrialPanel)
    panel.begin("mouse")
    session.do("name_classes", 1, "sun", "rain", "storm", "wind")
    for _ in range(2):
        for number, place in enumerate(((0.15, 0.2), (0.85, 0.25), (0.5, 0.9), (0.1, 0.75)), 1):
            session.do("set_targets", number)
            live(0.3)
            panel.pad.move_to(place)
            panel.teacher.press()
            until(lambda: session.state.recording is not None)
            live(0.6)
            panel.teacher.release()
            until(lambda: session.state.recording is None)
    until(lambda: session.state.outputs[0].model.state == "ready" and session.state.training is None)
    panel.pad.move_to((0.52, 0.85))
    live(1.0)
    camera.take(window, "first-poses", QSize(1280, 720))


def start_with_phones(window: Window, camera: Camera) -> None:
    """The start screen, where several addresses arrive."""
    assert window.start is not None
    listening = window.start.listening
    listener = window.start.findChild(Listener)
    assert listener is not None
    until(lambda: listener.session is not None and listener.session.connected)
    phones = Phones(listener.port)
    until(lambda: len(listening.rows) == len(PHONES))
    live(6.0)
    listening.rows["/accxyz", 3].click()
    camera.take(window, "start")
    phones.close()


def main() -> None:
    """Make them all."""
    camera = Camera(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_DATA_HOME"] = place
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, f"{place}/settings")
        app = make_application(["wekipy"])
        port = next(filter(is_free, (6448, 7400, 8000, 9000)))
        for key, value in (("theme", "dark"), ("language", "en"), ("listen/port", port)):
            QSettings().setValue(key, value)
        theme().choose("dark")
        window = Window(Journal(app))
        window.resize(SIZE)
        window.show()
        library = Path(place) / "wekipy" / "projects"
        library.mkdir(parents=True)
        for name in ("1 Overture", "3 Wind solo"):
            with playing(window, library / f"{name}.wekipy", "--inputs", "5", "--outputs", "2,class:3"):
                live(0.3)
        with playing(
            window, library / "2 Storm.wekipy", "--inputs", "5", "--outputs", "3,class:3"
        ) as (session, performer):
            teach(session, performer)
            studio(window, camera, session, performer)
            editors(window, camera, session)
            stage(window, camera, session, performer)
            other_looks(window, camera)
            sizes(window, camera)
        window.open(Child((str(library / "5 Mouse.wekipy"), "--inputs", "2", "--outputs", "class:4")))
        until(lambda: window.session is not None and window.session.connected and window.session.state.outputs)
        first_poses(window, camera)
        with playing(
            window, library / "4 Spells.wekipy", "--inputs", "5", "--outputs", f"gesture:{len(GESTURES)}"
        ) as (session, performer):
            gestures(window, camera, session, performer)
            stage_of_gestures(window, camera, session, performer)
        window.show_start()
        camera.take(window, "start-waiting")
        starts(window, camera)
        start_with_phones(window, camera)
        window.close()
        QCoreApplication.processEvents()


if __name__ == "__main__":
    main()

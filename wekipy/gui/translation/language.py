"""The language of the window, chosen and changed while it runs."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, QObject, QSettings, pyqtSignal

from wekipy.gui.translation.translator import JsonTranslator, choose

LANGUAGES = ("", "en", "zh")  # "" is that of the system
OWN_NAMES = {"en": "English", "zh": "中文"}  # everybody finds their own


class Language(QObject):
    """Which one is shown.

    Signals:
        changed(): texts are others now; what is shown already must be made again.
    """

    changed = pyqtSignal()

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._app = app
        self._translator: JsonTranslator | None = None
        self._apply()

    @property
    def choice(self) -> str:
        """One of `LANGUAGES`."""
        return str(QSettings().value("language", ""))

    def choose(self, code: str) -> None:
        """Use this one from now on."""
        QSettings().setValue("language", code)
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        code = choose(self.choice)
        if code != "en":
            self._translator = JsonTranslator(code, self)
            self._app.installTranslator(self._translator)


def language() -> Language:
    """The language of the application; made on first use."""
    app = QCoreApplication.instance()
    if app is None:
        raise TypeError("there is no application yet")
    return app.findChild(Language) or Language(app)

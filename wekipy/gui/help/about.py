"""What this is: versions and the licence."""

from __future__ import annotations

import platform

from PyQt6.QtCore import PYQT_VERSION_STR, QT_VERSION_STR, Qt
from PyQt6.QtWidgets import QGridLayout, QPushButton, QWidget

from wekipy.gui.shell import Shell
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import column, label
from wekipy.gui.translation import tr
from wekipy.version import __version__


class AboutView(QWidget):
    """The version, and those of what it runs on."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = column(self, spacing=scale.M)
        rows.addWidget(label(f"wekipy {__version__}", "title", self))
        words = label(
            tr(
                "Maps sensors to sound and image by demonstration, over OSC. Works with what is made for"
                " Wekinator."
            ),
            parent=self,
        )
        words.setWordWrap(True)
        rows.addWidget(words)
        grid = QGridLayout()
        grid.setHorizontalSpacing(scale.L)
        engine = "" if shell.session is None else shell.session.state.version
        found = {
            tr("Engine"): engine or "–",
            "Python": platform.python_version(),
            "Qt": f"{QT_VERSION_STR} (PyQt {PYQT_VERSION_STR})",
            tr("System"): platform.platform(terse=True),
            tr("Licence"): "GPL-3.0-or-later",
        }
        for n, (name, value) in enumerate(found.items()):
            grid.addWidget(label(name, "dim", self), n, 0)
            shown = label(value, parent=self)
            shown.setWordWrap(True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(shown, n, 1)
        grid.setColumnStretch(1, 1)
        rows.addLayout(grid)
        self.documentation = QPushButton(tr("Documentation"), self)
        self.documentation.clicked.connect(lambda: shell.toggle("documentation"))
        rows.addWidget(self.documentation)
        rows.addStretch(1)
        self.setFocusProxy(self.documentation)

"""The switch of the sound, which says why nothing can be heard."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QToolButton, QWidget

from wekipy.gui.sound.player import Player
from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import grow_icon
from wekipy.gui.theme.theme import palette
from wekipy.gui.translation import tr


class HeardButton(QToolButton):
    """On while the outputs are heard."""

    def __init__(self, player: Player, parent: QWidget) -> None:
        super().__init__(parent)
        self._player = player
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        grow_icon(self)
        self.clicked.connect(lambda on: player.mute(not on))
        player.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        on, missing = not self._player.muted, self._player.missing
        self.setChecked(on)
        self.setIcon(icon("sound" if on and not missing else "silent", palette()))
        self.setText(tr("No sound") if missing else tr("Sound") if on else tr("Muted"))
        what = tr(
            "The first three numbers are pitch, loudness and brightness of a tone; each new class and each"
            " gesture is a stroke. A click says when a take begins and ends."
        )
        self.setToolTip(missing or what)
        self.setAccessibleDescription(missing or what)

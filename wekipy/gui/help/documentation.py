"""The documentation, beside the work."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QUrl
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from wekipy.gui.help.page import Page
from wekipy.gui.help.shipped import pages, shipped
from wekipy.gui.shell import Shell
from wekipy.gui.theme import scale
from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import across, column, grow_icon, label
from wekipy.gui.theme.theme import palette, role
from wekipy.gui.translation import tr

_FIRST = "window.md"


class DocumentationView(QWidget):
    """A page, the way back, a list of all pages, and a field that finds words in the page."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:  # noqa: ARG002  as all sheets
        super().__init__(parent)
        rows = column(self, spacing=scale.S)
        self.page: Page | None = None
        self.said = label("", "error", self)
        self.said.setWordWrap(True)
        root, self._pages = shipped(), pages()
        if root is None:
            self.said.setText(tr("The documentation is not part of this installation."))
            rows.addWidget(self.said)
            rows.addStretch(1)
            return
        self.page = Page(root, self)
        self.page.setAccessibleName(tr("Documentation"))
        self.page.missing.connect(self._say_missing)
        rows.addLayout(self._tools(self.page))
        rows.addWidget(self.said)
        rows.addWidget(self.page, 1)
        self.said.hide()
        self.setFocusProxy(self.page)
        self.page.sourceChanged.connect(self._follow)
        self.page.open(next((page for page in self._pages if page.name == _FIRST), self._pages[0]))
        self._follow(self.page.source())

    def _tools(self, page: Page) -> QHBoxLayout:
        tools = across()
        self.back = self._button("back", tr("Back"))
        self.back.clicked.connect(page.backward)
        self.forward = self._button("forward", tr("Forward"))
        self.forward.clicked.connect(page.forward)
        page.backwardAvailable.connect(self.back.setEnabled)
        page.forwardAvailable.connect(self.forward.setEnabled)
        self.contents = QComboBox(self)
        self.contents.setAccessibleName(tr("Pages"))
        self.contents.addItems([title_of(each) for each in self._pages])
        self.contents.activated.connect(lambda n: page.open(self._pages[n]))
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(tr("Find in this page"))
        self.words.setAccessibleName(tr("Find in this page"))
        self.words.setClearButtonEnabled(True)
        self.words.returnPressed.connect(self._find)
        for widget, stretch in ((self.back, 0), (self.forward, 0), (self.contents, 2), (self.words, 1)):
            tools.addWidget(widget, stretch)
        return tools

    def _button(self, drawing: str, text: str) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(drawing, palette()))
        made.setAccessibleName(text)
        made.setToolTip(text)
        made.setEnabled(False)
        grow_icon(made)
        role(made, "quiet")
        return made

    def _follow(self, url: QUrl) -> None:
        self.said.hide()
        shown = Path(url.toLocalFile())
        if shown in self._pages:
            self.contents.setCurrentIndex(self._pages.index(shown))

    def _find(self) -> None:
        page, words = self.page, self.words.text()
        if page is None or not words or page.find(words):
            self.said.hide()
            return
        cursor = page.textCursor()
        cursor.setPosition(0)  # once more from the beginning
        page.setTextCursor(cursor)
        if not page.find(words):
            self._say(tr("“{words}” is not in this page.").format(words=words))

    def _say_missing(self, name: str) -> None:
        self._say(tr("{name} is not part of this installation.").format(name=name))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()


def title_of(page: Path) -> str:
    """The first heading of a page."""
    with page.open(encoding="utf-8") as file:
        first = next((line for line in file if line.startswith("# ")), f"# {page.stem}")
    return first.removeprefix("# ").strip()

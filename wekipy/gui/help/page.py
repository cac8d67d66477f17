"""A page of the documentation: Markdown with its links and pictures, from files only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QSize, Qt, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices, QImage, QImageReader, QResizeEvent, QTextBlock, QTextDocument
from PyQt6.QtWidgets import QTextBrowser, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import palette, theme

_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


class Page(QTextBrowser):
    """Shows pages and follows their links; nothing is fetched from a network.

    Args:
        root: the folder of the documentation; links that lead out of it are left to the system.

    Signals:
        missing(str): the name of a file that a link leads to and that is not there.
    """

    missing = pyqtSignal(str)

    def __init__(self, root: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self._wide = 0
        self.setOpenLinks(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.anchorClicked.connect(self.follow)
        theme().changed.connect(self._paint)
        self._paint()

    def follow(self, url: QUrl) -> None:
        """Go where a link leads: to a page, a heading, or with the system's own program elsewhere."""
        target = self.source().resolved(url) if url.isRelative() else url
        if not target.isLocalFile():
            QDesktopServices.openUrl(target)
            return
        path = Path(target.toLocalFile())
        if not path.exists():
            self.missing.emit(path.name)
        elif path.suffix == ".md":
            self.open(path, target.fragment())
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def open(self, path: Path, anchor: str = "") -> None:
        """Show a page, from a heading on if there is one of that anchor."""
        url = QUrl.fromLocalFile(str(path))
        if self.source().adjusted(QUrl.UrlFormattingOption.RemoveFragment) != url:
            self.setSource(url, QTextDocument.ResourceType.MarkdownResource)
        if anchor:
            self._scroll_to(anchor)

    def loadResource(self, kind: int, name: QUrl) -> Any:  # noqa: N802  Qt's name
        """Pictures are as wide as there is room for, and come from files only."""
        url = self.source().resolved(name) if name.isRelative() else name
        if not url.isLocalFile():
            return None
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return self._picture(Path(url.toLocalFile()))
        return super().loadResource(kind, url)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """Load pictures anew, at the width of now."""
        super().resizeEvent(event)
        room = self._room()
        if abs(room - self._wide) > scale.L and not self.source().isEmpty():
            bar = self.verticalScrollBar()
            share = 0.0 if bar is None else bar.value() / max(1, bar.maximum())
            self.reload()
            if bar is not None:
                bar.setValue(round(share * bar.maximum()))

    def headings(self) -> dict[str, QTextBlock]:
        """The headings of the page by their anchors, as GitHub makes them."""
        found: dict[str, QTextBlock] = {}
        document = self.document()
        block = None if document is None else document.begin()
        while block is not None and block.isValid():
            if block.blockFormat().headingLevel() > 0:
                found.setdefault(anchor_of(block.text()), block)
            block = block.next()
        return found

    def _scroll_to(self, anchor: str) -> None:
        block, document, bar = self.headings().get(anchor), self.document(), self.verticalScrollBar()
        layout = None if document is None else document.documentLayout()
        if block is not None and layout is not None and bar is not None:
            bar.setValue(round(layout.blockBoundingRect(block).top()))

    def _picture(self, path: Path) -> QImage | None:
        self._wide = self._room()
        reader = QImageReader(str(path))
        size = reader.size()
        if size.width() > self._wide > 0:
            height = round(size.height() * self._wide / size.width())
            reader.setScaledSize(QSize(self._wide, height))
        image = reader.read()
        return None if image.isNull() else image

    def _room(self) -> int:
        port = self.viewport()
        return 0 if port is None else port.width() - 2 * scale.L

    def _paint(self) -> None:
        colours = palette()
        document = self.document()
        if document is not None:
            document.setDocumentMargin(scale.M)
            document.setDefaultStyleSheet(f"a {{ color: {colours.accent}; }}")
        if not self.source().isEmpty():
            self.reload()


def anchor_of(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return _NOT_IN_ANCHORS.sub("", heading.strip().lower()).replace(" ", "-")

"""A page of the documentation: Markdown with its links and pictures, from files only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QSize, Qt, QUrl, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QDesktopServices,
    QImage,
    QImageReader,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PyQt6.QtWidgets import QTextBrowser, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import palette, theme

_LINE = 125  # per cent of the height of a letter
_PER_CENT = 1  # QTextBlockFormat.LineHeightTypes.ProportionalHeight
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

    def doSetSource(  # noqa: N802  Qt's name
        self, url: QUrl, kind: QTextDocument.ResourceType = QTextDocument.ResourceType.MarkdownResource
    ) -> None:
        """Load a page, also on the way back and forward, and give it room."""
        super().doSetSource(url, kind)
        self._space_out()

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
            self._load_again()
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
        return 0 if port is None else port.width() - 2 * scale.L - scale.XS

    def _paint(self) -> None:
        if not self.source().isEmpty():
            self._load_again()

    def _load_again(self) -> None:
        self.reload()
        self._space_out()

    def _space_out(self) -> None:
        """Margins around paragraphs and headings, and a ground for code: Markdown has none of its own."""
        document = self.document()
        if document is None:
            return
        document.setDocumentMargin(scale.L)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            cursor.setBlockFormat(_spaced(block))
            _colour_links(block, cursor)
            block = block.next()
        cursor.endEditBlock()


def anchor_of(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return _NOT_IN_ANCHORS.sub("", heading.strip().lower()).replace(" ", "-")


def _spaced(block: QTextBlock) -> QTextBlockFormat:
    """The format of a paragraph, with room around it."""
    made = QTextBlockFormat(block.blockFormat())
    level = made.headingLevel()
    if made.hasProperty(QTextFormat.Property.BlockCodeFence.value):
        made.setBackground(QColor(palette().raised))
        made.setLeftMargin(scale.S)
        return made
    made.setLineHeight(_LINE, _PER_CENT)
    made.setTopMargin(scale.roomy(scale.XL if level == 2 else scale.L) if level else scale.S)
    made.setBottomMargin(scale.roomy(scale.S if level or block.textList() is None else scale.XS))
    return made


def _colour_links(block: QTextBlock, cursor: QTextCursor) -> None:
    """Give the links of a paragraph the colour of the theme, which Markdown knows nothing of."""
    linked = QTextCharFormat()
    linked.setForeground(QColor(palette().accent))
    at = block.begin()
    while not at.atEnd():
        part = at.fragment()
        if part.charFormat().isAnchor():
            cursor.setPosition(part.position())
            cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(linked)
        at += 1

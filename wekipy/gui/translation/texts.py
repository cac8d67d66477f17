"""How texts are written in the code, so that they can be found and translated."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """A text in the person's language. Give a literal; what varies is put in afterwards with `format`."""
    return QCoreApplication.translate("wekipy", text)


def mark(text: str) -> str:
    """The text itself: a text in a table, made when the module is imported, that is translated when shown."""
    return text

"""How texts are written in the code, so that they can be found and translated."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

ENGINE = "wekipy engine"  # the context of what the engine says; the window's own texts have another one


def tr(text: str) -> str:
    """A text in the person's language. Give a literal; what varies is put in afterwards with `format`."""
    return QCoreApplication.translate("wekipy", text)


def said(sentence: str) -> str:
    """What the engine says, in the person's language; as it is, in English, where there is no translation."""
    if "\0" in sentence:  # where Qt would end it
        return sentence
    try:
        return QCoreApplication.translate(ENGINE, sentence)
    except UnicodeEncodeError:
        return sentence


def mark(text: str) -> str:
    """The text itself: a text in a table, made when the module is imported, that is translated when shown."""
    return text

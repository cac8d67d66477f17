"""A translator that reads JSON: no tool of Qt's is needed to make or to change a translation."""

from __future__ import annotations

import json
from pathlib import Path

from PyQt6.QtCore import QLocale, QObject, QTranslator

from wekipy.gui.translation.sentences import Sentences
from wekipy.gui.translation.texts import ENGINE

_HERE = Path(__file__).parent


def languages() -> tuple[str, ...]:
    """Those there are besides English, as ISO 639 codes."""
    return tuple(sorted(path.stem for path in _HERE.glob("*.json") if "_" not in path.stem))


def texts(language: str) -> dict[str, str]:
    """English text of the window to that of a language."""
    return _read(f"{language}.json")


def engine_texts(language: str) -> dict[str, str]:
    """English sentence of the engine to that of a language; `Sentences` says what may be in them."""
    return _read(f"{language}_engine.json")


def _read(name: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((_HERE / name).read_text(encoding="utf-8"))
    return found


def choose(wanted: str) -> str:
    """The language to show: the one wanted, else that of the system; "en" where there is no translation."""
    language = wanted or QLocale.system().name().partition("_")[0]
    return language if language in languages() else "en"


class JsonTranslator(QTranslator):
    """Translates with the JSON files of a language: of the window, and of what the engine says."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts(language)
        self._sentences = Sentences(self._texts | engine_texts(language))

    def isEmpty(self) -> bool:  # noqa: N802  Qt's name
        """Qt installs no translator that says it is empty."""
        return False

    def translate(  # type: ignore[override]  # the stub does not know Qt's null
        self,
        context: str | None,
        sourceText: str | None,
        disambiguation: str | None = None,  # noqa: ARG002
        n: int = -1,  # noqa: ARG002
    ) -> str | None:
        """The text in this language; None for those that it has not."""
        if context == ENGINE:
            return self._sentences.translate(sourceText or "")
        return self._texts.get(sourceText or "")

"""A translator that reads JSON: no tool of Qt's is needed to make or to change a translation."""

from __future__ import annotations

import json
from pathlib import Path

from PyQt6.QtCore import QLocale, QObject, QTranslator

_HERE = Path(__file__).parent


def languages() -> tuple[str, ...]:
    """Those there are besides English, as ISO 639 codes."""
    return tuple(sorted(path.stem for path in _HERE.glob("*.json")))


def texts(language: str) -> dict[str, str]:
    """English text to that of a language."""
    found: dict[str, str] = json.loads((_HERE / f"{language}.json").read_text(encoding="utf-8"))
    return found


def choose(wanted: str) -> str:
    """The language to show: the one wanted, else that of the system; "en" where there is no translation."""
    language = wanted or QLocale.system().name().partition("_")[0]
    return language if language in languages() else "en"


class JsonTranslator(QTranslator):
    """Translates with one of the JSON files."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts(language)

    def isEmpty(self) -> bool:  # noqa: N802  Qt's name
        """Qt installs no translator that says it is empty."""
        return False

    def translate(  # type: ignore[override]  # the stub does not know Qt's null
        self,
        context: str | None,  # noqa: ARG002
        sourceText: str | None,
        disambiguation: str | None = None,  # noqa: ARG002
        n: int = -1,  # noqa: ARG002
    ) -> str | None:
        """The text in this language; None for those that it has not."""
        return self._texts.get(sourceText or "")

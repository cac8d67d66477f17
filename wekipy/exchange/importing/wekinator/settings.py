"""The settings of one element of Wekinator's files; unused ones are reported as left out."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from wekipy.exchange.importing.report import Report, listed
from wekipy.exchange.importing.xml_text import text_of

_SHOWN: Final = 40


class Settings:
    """Settings by name, each within the range that wekipy has for it.

    Args:
        about: whose they are, for the report.
    """

    def __init__(self, element: Element, about: str, report: Report) -> None:
        self._element, self._about, self._report = element, about, report
        self._asked: set[str] = set()

    def text(self, name: str, default: str = "") -> str:
        """A setting as it is written; `default` where it is missing."""
        self._asked.add(name)
        return text_of(self._element, name, default)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number; the nearest one that is allowed, or `default` for what is no number."""
        return round(self.number(name, default, least, most, whole=True))

    def number(self, name: str, default: float, least: float, most: float, *, whole: bool = False) -> float:
        """A number; the nearest one that is allowed, or `default` for what is none."""
        text = self.text(name, str(default))
        try:
            given = float(text)
        except ValueError:
            given = float("nan")
        near = default if given != given else min(max(given, least), most)  # noqa: PLR0124  NaN
        near = float(round(near)) if whole else near
        if near != given:
            self.lost(f"{name} {text[:_SHOWN]}, which must be {least:g} to {most:g}: it is {near:g}")
        return near

    def on(self, name: str, default: bool = False) -> bool:
        """A yes or no."""
        text = self.text(name, str(default).lower()).lower()
        if text not in ("true", "false"):
            self.lost(f"{name} {text[:_SHOWN]}, which must be true or false: it is {str(default).lower()}")
            return default
        return text == "true"

    def ignore(self, *names: str) -> None:
        """Settings that say nothing beside what was asked for."""
        self._asked.update(names)

    def lost(self, text: str) -> None:
        """Report something that is not taken over, or not as it was."""
        self._report.left.append(f"{self._about}: {text}")

    def finish(self) -> None:
        """Report all settings that were not used."""
        unknown = [f"{e.tag[:_SHOWN]} {(e.text or '').strip()[:_SHOWN]}".strip() for e in self._element
                   if e.tag not in self._asked]  # fmt: skip
        if unknown:
            self.lost(f"{listed(unknown)}: wekipy has no such setting")

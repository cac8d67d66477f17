"""XML of strangers: elements and text only. No document types, no entities, no more than there may be."""

from __future__ import annotations

from typing import Any, Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from wekipy.project.problem import Problem

MOST_ELEMENTS: Final = 1_000_000
DEEPEST: Final = 50


class _Builder:
    """Elements as expat finds them, but for those below an element of `skip`."""

    def __init__(self, name: str, skip: frozenset[str]) -> None:
        self._name, self._skip = name, skip
        self._tree = TreeBuilder()
        self._depth = self._count = 0
        self._skipping = 0  # depth of the element that is left out

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise Problem(f"{self._name} holds more elements than any project has, or nests them too deeply")
        if not self._skipping:
            self._tree.start(tag, attributes)
            if tag in self._skip:
                self._skipping = self._depth

    def end(self, tag: str) -> None:
        if self._skipping in (0, self._depth):
            self._skipping = 0
            self._tree.end(tag)
        self._depth -= 1

    def text(self, data: str) -> None:
        if not self._skipping:
            self._tree.data(data)

    def refuse(self, *_: Any) -> None:
        raise Problem(f"{self._name} declares a document type or entities, which no project needs")

    def close(self) -> Element:
        return self._tree.close()


def parse_xml(text: bytes | str, name: str, skip: frozenset[str] = frozenset()) -> Element:
    """The root element of an XML text.

    Args:
        name: of the file, for messages.
        skip: tags whose content is not wanted.

    Raises:
        Problem: if it is not well-formed, declares a document type or entities, or is too large.
    """
    builder = _Builder(name, skip)
    # A text is parsed as UTF-8, whatever encoding its declaration names.
    parser = expat.ParserCreate("utf-8" if isinstance(text, str) else None)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = builder.refuse
    try:
        parser.Parse(text.encode() if isinstance(text, str) else text, True)
    except Problem as e:
        raise Problem(f"{name} is damaged: {e}") from e
    except (expat.ExpatError, ValueError, LookupError) as e:  # an encoding nobody knows is a LookupError
        line = f" at line {e.lineno}" if isinstance(e, expat.ExpatError) else ""
        raise Problem(f"{name} is damaged{line}: it is no well-formed XML there") from e
    return builder.close()


def text_of(parent: Element, tag: str, default: str = "") -> str:
    """The text of a child element; `default` if there is none."""
    return (parent.findtext(tag) or default).strip()


def texts_of(parent: Element, tag: str) -> list[str]:
    """The texts of the children of a child element, in order."""
    child = parent.find(tag)
    return [] if child is None else [(item.text or "").strip() for item in child]

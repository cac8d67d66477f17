"""The few elements of SVG that a plot needs, as text."""

from __future__ import annotations

from html import escape


def tag(name: str, content: str = "", **attributes: str | float) -> str:
    """An element. `content` is SVG already; `class_` becomes class, other underscores hyphens."""
    written = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def text(words: str, x: float, y: float, kind: str, anchor: str = "start") -> str:
    """Words at a place; `kind` is a class of the style sheet."""
    return tag("text", escape(words), x=x, y=y, class_=kind, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)


def dot(x: float, y: float, radius: float, kind: str) -> str:
    """A circle."""
    return tag("circle", cx=x, cy=y, r=radius, class_=kind)

"""The engine's sentences in another language: exact ones, and templates with placeholders.

A template is English with placeholders, `take {number} has no examples`; its translation has the same ones.
What stands in a placeholder is kept as it is, such as a name. It is translated, too, if the placeholder's
name begins with `why` (a sentence) or `words` (words of our own, such as “3 takes”). One whose name begins
with `number` or `count` matches numbers only, so that a longer sentence is not taken for a shorter one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"[\d., +-]+(?:e[+-]?\d+)?|-?inf|nan")
_NUMERIC = ("number", "count")
_TRANSLATED = ("why", "words")
_DEEPEST = 6  # sentences within sentences
_CACHED = 2048
_LONGEST = 20_000  # characters; what is longer is no sentence


@dataclass(frozen=True)
class Template:
    """A sentence with placeholders, and its translation.

    Attributes:
        fixed: the texts around the placeholders, one more than there are.
        names: of the placeholders, in order.
        parts: of the translation: text, name, text, name … text.
    """

    fixed: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def worded(self) -> bool:
        """Whether its own text has letters, so that it says something without its placeholders."""
        return any(char.isalpha() for text in self.fixed for char in text)

    @property
    def length(self) -> int:
        """The characters of its own text."""
        return sum(map(len, self.fixed))

    def words(self) -> set[str]:
        """The words that stand in every sentence made from it, with spaces around them."""
        return {word for word in "\0".join(self.fixed).split() if "\0" not in word}

    def values(self, sentence: str) -> dict[str, str] | None:
        """What the placeholders stand for in a sentence; None if it is not made from this template.

        Each takes as little as it can. That finds a match whenever there is one, in a time proportional to
        the length of the sentence, whatever is in it.
        """
        first, *middle, last = self.fixed
        end = len(sentence) - len(last)
        at = len(first)
        if end < at or not sentence.startswith(first) or not sentence.endswith(last):
            return None
        found = []
        for text in middle:
            place = sentence.find(text, at, end)
            if place < 0:
                return None
            found.append(sentence[at:place])
            at = place + len(text)
        found.append(sentence[at:end])
        counts = (value for name, value in zip(self.names, found, strict=True) if name.startswith(_NUMERIC))
        return dict(zip(self.names, found, strict=True)) if all(map(_NUMBER.fullmatch, counts)) else None


def template(source: str, translation: str) -> Template:
    """Read a template and its translation."""
    pieces = _PLACEHOLDER.split(source)
    return Template(tuple(pieces[::2]), tuple(pieces[1::2]), tuple(_PLACEHOLDER.split(translation)))


class Sentences:
    """Translates sentences with a table.

    Args:
        table: from an English sentence or template to that of another language.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self._exact = {source: text for source, text in table.items() if not _PLACEHOLDER.search(source)}
        made = [template(source, text) for source, text in table.items() if source not in self._exact]
        made.sort(key=lambda one: -one.length)  # the longest fixed text wins
        self._templates = made
        frequent = Counter(word for one in made for word in one.words())
        self._by_word: dict[str, list[int]] = {}  # places in `_templates`, by the rarest word of each
        self._loose: list[int] = []  # those without a word of their own
        for place, one in enumerate(made):
            word = min(one.words(), key=lambda word: (frequent[word], -len(word), word), default="")
            (self._by_word.setdefault(word, []) if word else self._loose).append(place)
        self._cached = lru_cache(_CACHED)(self._find)

    def translate(self, sentence: str) -> str:
        """The sentence in the other language; as it is if the table does not have it."""
        return self._within(sentence, 0)

    def _within(self, sentence: str, depth: int) -> str:
        if (text := self._exact.get(sentence)) is not None:
            return text
        return sentence if depth > _DEEPEST or len(sentence) > _LONGEST else self._cached(sentence, depth)

    def _find(self, sentence: str, depth: int) -> str:
        for place in self._candidates(sentence):
            one = self._templates[place]
            values = one.values(sentence)
            if values is None:
                continue
            said = {name: self._value(name, value, depth + 1) for name, value in values.items()}
            if one.worded or said != values:
                return "".join(part if n % 2 == 0 else said[part] for n, part in enumerate(one.parts))
        return sentence

    def _candidates(self, sentence: str) -> Iterator[int]:
        """The templates that the sentence can be made from, those with the longest fixed text first."""
        found = [place for word in set(sentence.split()) for place in self._by_word.get(word, ())]
        yield from sorted((*found, *self._loose))

    def _value(self, name: str, value: str, depth: int) -> str:
        return self._within(value, depth) if name.startswith(_TRANSLATED) else value

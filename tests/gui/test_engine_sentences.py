"""What the engine says is understood in the person's language: every sentence has its translation."""

from __future__ import annotations

import errno
import os
import re

import pytest
from engine_sentences import RAW, pieces, plain, says, table_texts, templates, written
from hypothesis import given, settings
from hypothesis import strategies as st

from wekipy.gui.translation.sentences import Sentences, joined
from wekipy.gui.translation.translator import engine_texts, languages, words_of

BARE = re.compile(r"\{(\w+)\}")


def everything(language: str) -> dict[str, str]:
    return words_of(language) | engine_texts(language)


@pytest.mark.parametrize("language", languages())
def test_every_sentence_of_the_engine_has_a_translation(language: str) -> None:
    there = {plain(source) for source in everything(language)}
    missing = {text: place for text, place in templates().items() if text not in there | RAW}
    assert missing == {}, f"give these a translation in {language}_engine.json"


@pytest.mark.parametrize("language", languages())
def test_every_piece_of_a_sentence_has_a_translation_or_is_part_of_one(language: str) -> None:
    there = "\n".join(map(plain, everything(language)))
    missing = {text: place for text, place in pieces().items() if text not in there}
    assert missing == {}, f"give these a translation in {language}_engine.json"


@pytest.mark.parametrize("language", languages())
def test_every_title_and_sentence_of_algorithms_and_stages_has_a_translation(language: str) -> None:
    sentences = Sentences(everything(language))
    missing = {text for text in table_texts() if sentences.translate(text) == text}
    assert sorted(missing) == [], f"give these a translation in {language}_engine.json"


@pytest.mark.parametrize("language", languages())
def test_every_translation_of_a_sentence_is_still_in_use_and_has_the_same_placeholders(language: str) -> None:
    known = written() | {plain(text) for text in table_texts()}
    for source, text in engine_texts(language).items():
        assert plain(source) in known or plain(source) in GENERAL, f"no longer said: {source}"
        assert sorted(BARE.findall(source)) == sorted(BARE.findall(text)), source
        assert len(set(BARE.findall(source))) == len(BARE.findall(source)), f"two of one name: {source}"


# What sentences are made of by code that no tree shows, and what the system says.
GENERAL = {
    "add {}",
    "{}; {}",
    "{}, {}",
    "{}: {}",
    "one of {}",
    "a number from {} to {}, or “{}”",
    "a whole number from {} to {}, or “{}”",
    "a number from {} to {}, or “{}”, or “{}”",
    "number {} of {}",
    "numbers {} of {}",
    "expected {} of at least {}",
    "expected {} of at most {}",
    "undo",
    "redo",
    *map(os.strerror, errno.errorcode),
}


def test_the_extraction_follows_names_functions_counts_and_alternatives() -> None:
    found = templates()
    assert "there is no take {}" in found
    assert {"1 row", "{} rows"} <= set(found)  # many(…) within a sentence
    assert {"switch {} on", "switch {} off"} <= set(found)  # either way
    assert "output {} has no examples: record some" in found  # its beginning is in a variable
    assert len(found) > 800
    assert all(map(says, found))


TABLE = {
    "there is no take {number}": "没有第 {number} 段",
    "there is no take {number} with examples": "没有含示例的第 {number} 段",
    "nothing has arrived yet": "还没有输入",
    "{words} arrived, expected {count}": "收到 {words}，应为 {count} 个",
    "{count} takes": "{count} 段",
    "1 take": "1 段",
    "{where}: {why}": "{where}：{why}",
    "{words}, {words2}": "{words}、{words2}",
    "{why}; {why2}": "{why}；{why2}",
    "rename “{name}” to “{other}”": "将“{other}”作为“{name}”的新名称",
}
SENTENCES = Sentences(TABLE)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("nothing has arrived yet", "还没有输入"),
        ("there is no take 7", "没有第 7 段"),
        ("there is no take 7 with examples", "没有含示例的第 7 段"),  # the longest fixed text wins
        ("3 takes arrived, expected 5", "收到 3 段，应为 5 个"),
        ("1 take arrived, expected 5", "收到 1 段，应为 5 个"),
        ("many takes", "many takes"),  # no count
        ("output 1: there is no take 2", "output 1：没有第 2 段"),
        ("output 1: nobody knows why", "output 1: nobody knows why"),  # only colons would be other ones
        ("there is no take 1; there is no take 2", "没有第 1 段；没有第 2 段"),
        ("rename “a” to “b” to “c”", "将“b” to “c”作为“a”的新名称"),
        ("rename “{other}” to “{0}\n%s”", "将“{0}\n%s”作为“{other}”的新名称"),
        ("1 take", "1 段"),
        ("1 take, 2 takes, 3 takes", "1 段、2 段、3 段"),
        ("1 take, once more", "1 take, once more"),  # commas of a sentence that is not known
        ("rename “1 take” to “there is no take 3”", "将“there is no take 3”作为“1 take”的新名称"),  # names
        ("", ""),
        ("it rains", "it rains"),
    ],
)
def test_a_sentence_is_translated_with_what_stands_in_it(sentence: str, expected: str) -> None:
    assert SENTENCES.translate(sentence) == expected


HOSTILE = st.text(st.sampled_from("ab “”\"'{}[]():;,.\\\n\0…%1é\U0001f3b5"), max_size=60)


@given(HOSTILE, HOSTILE)
@settings(max_examples=300, deadline=None)
def test_names_of_any_kind_are_kept_in_a_translated_sentence(name: str, other: str) -> None:
    other = other.replace("” to “", "")
    name = name.replace("” to “", "")
    made = SENTENCES.translate(f"rename “{name}” to “{other}”")
    assert made == f"将“{other}”作为“{name}”的新名称"


def test_templates_of_the_window_are_not_taken_for_sentences_of_the_engine() -> None:
    table = words_of("zh")
    assert "Record" in table
    assert "{count} takes" in table
    assert "{examples} in {takes}" not in table  # nearly anything is some text in another


def test_chinese_has_spaces_around_numbers_and_names_but_not_within() -> None:
    assert joined(["必须是", "1 到 9 的整数"]) == "必须是 1 到 9 的整数"
    assert joined(["收到 ", "静止值"]) == "收到静止值"
    assert joined(["没有", "“x”", "的段"]) == "没有“x”的段"
    assert joined(["", "ab", "", "中"]) == "ab 中"


@pytest.mark.parametrize("letters", ["a" * 10_000, "; " * 5_000, ": a" * 3_000, "” to “" * 2_000])
def test_sentences_with_thousands_of_letters_end(letters: str) -> None:
    real = Sentences(everything("zh"))
    for sentence in (letters, f"there is no take {letters}", f"output 1: {letters}", f"rename “{letters}"):
        assert isinstance(real.translate(sentence), str)  # a pattern that tries all ways would not end
        assert isinstance(SENTENCES.translate(sentence), str)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_that_is_no_sentence_stays_as_it_is(text: str) -> None:
    sentences = Sentences({"there is no take {number}": "没有第 {number} 段"})
    assert sentences.translate(f"x{text}") == f"x{text}"

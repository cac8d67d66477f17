"""The window says the usual words: none that were replaced come back."""

from __future__ import annotations

import pytest
from test_translation import sources

REPLACED = (
    "what moves", "shall", "opened before", "bring in", "bringing in",
    "hand that moves by itself", "also from the network", "hold the button", "then new targets",
    "whatever suits", "what learns", "may answer nothing", "back to the model", "on to the model",
    "that was wrong", "should have been nothing", "move nothing", "answers are late", "drifting",
    "what went wrong", "what arrived or was sent wrongly", "go on with", "calm or quick", "soundness",
    "heeded", "looked through", "found out",
)  # fmt: skip


@pytest.mark.parametrize("words", REPLACED)
def test_a_word_that_was_replaced_is_in_no_text_of_the_window(words: str) -> None:
    assert [text for text in sources() if words in text.casefold()] == []

"""The texts of the window in other languages: a JSON file per language, from the English text to its own."""

from wekipy.gui.translation.texts import mark, said, tr

__all__ = ["mark", "said", "tr"]

"""Keys: which there are, and changing them; and the messages that do the same from a foot switch."""

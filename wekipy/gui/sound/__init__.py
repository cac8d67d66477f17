"""Sound of the outputs, for who has no synthesiser at hand: a tone, four strokes, and a click."""

"""Panel: the outputs, live."""

"""Panel: the inputs, live."""

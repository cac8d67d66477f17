"""The panel with the numbers of the examples, as a table."""

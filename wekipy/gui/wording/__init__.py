"""How outputs, targets and evaluations are said in the window's sentences."""

"""Panel: what happened, in words."""

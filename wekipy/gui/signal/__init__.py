"""Panel: what is made of the inputs before the models see them."""

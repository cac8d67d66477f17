"""Examples and models from other programs, and for them."""

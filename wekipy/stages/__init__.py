"""What happens to numbers between sensor and model and between model and wire; below learning, numpy only."""

"""Panel: a simulated sensor and sound: the mouse over a pad, and a picture."""

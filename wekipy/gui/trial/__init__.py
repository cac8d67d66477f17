"""Panel: a sensor and a sound for those who have none at hand: the mouse over a pad, and a picture."""

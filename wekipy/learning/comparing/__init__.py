"""Compares a new model with the one that answers; see `judging`. Runs in the training workers."""

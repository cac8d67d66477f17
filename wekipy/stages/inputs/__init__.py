"""Stages before the models: what features are made of the numbers that come in."""

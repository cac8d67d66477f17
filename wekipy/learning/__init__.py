"""Trains models from examples and answers with them. Only `fitting` and what uses it need scikit-learn."""

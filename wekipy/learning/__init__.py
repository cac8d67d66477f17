"""From examples to something that answers. Only `fitting` (and what it imports) needs scikit-learn."""

"""Help without a network: the documentation, the keys, examples, sketches, and what this is."""

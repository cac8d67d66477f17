"""Which inputs feed which outputs."""

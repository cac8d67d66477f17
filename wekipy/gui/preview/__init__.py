"""What all outputs are now, in one line that is always seen."""

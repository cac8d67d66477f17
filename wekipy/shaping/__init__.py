"""What happens to outputs between prediction and the wire (and, later, to inputs before it)."""

"""What arrives at a port, in figures and in advice; for people whose sensor does not do what they expect."""

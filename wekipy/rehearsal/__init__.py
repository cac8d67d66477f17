"""A simulated performer with ordinary sockets, for the demonstration, for measurements and for tests."""

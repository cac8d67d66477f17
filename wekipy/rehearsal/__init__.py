"""A performer made of ordinary sockets, for the demonstration, for measuring, and for the tests."""

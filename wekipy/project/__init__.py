"""What a person makes, as validated plain data. No sockets, no threads, no files."""

"""The project as validated plain data: no sockets, no threads, no files."""

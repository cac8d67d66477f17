"""The live engine, without sockets, files or threads: it receives vectors and returns vectors."""

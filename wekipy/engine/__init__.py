"""The live machine. No sockets, files or threads here: it is given vectors and answers with vectors."""

"""The engine's thread: receives vectors, sends values, and runs everything else between packets."""

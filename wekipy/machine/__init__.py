"""Scheduling: makes sure that the stream gets a processor when a packet comes."""

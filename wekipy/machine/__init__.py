"""What is asked of the operating system so that the stream gets a processor when a packet comes."""

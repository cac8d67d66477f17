"""What others made, read with suspicion: Wekinator's projects, tables of examples, arrays of numpy."""

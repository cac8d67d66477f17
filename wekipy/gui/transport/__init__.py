"""Panel: record, train, run."""

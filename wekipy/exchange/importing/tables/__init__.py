"""Tables of examples: ARFF, CSV and numpy's .npz, all read into one form."""

"""The examples of a project as CSV, ARFF and numpy's .npz."""

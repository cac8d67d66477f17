"""Wekinator's project folders: settings in XML, examples as ARFF, gestures as CSV."""

"""Projects in forms that other programs read: tables, scikit-learn estimators, ONNX, C++ and JavaScript."""

"""What a model has learned, readable: rules, formulas, weights of features, and examples an input is like.

Model files hold arrays, so the arrays are read, as predictors do; scikit-learn is not needed. Runs in the
workers all the same, because asking a model thousands of times takes a while.
"""

"""The one exception for everything a person can put right."""


class Problem(ValueError):
    """Something asked for cannot be done; the text says what arrived, what was expected and what to do.

    Its text is shown as it is: by the command line, in a reply over the control protocol, in the log.
    """

"""The exception for everything that a user can fix."""


class Problem(ValueError):
    """A request cannot be fulfilled; the text says what arrived, what was expected and what to do.

    Its text is shown as it is: by the command line, in a reply over the control protocol, in the log.
    """

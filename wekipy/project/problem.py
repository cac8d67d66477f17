"""The exceptions for everything that a user can fix."""


class Problem(ValueError):
    """A request cannot be fulfilled; the text says what arrived, what was expected and what to do.

    Its text is shown as it is: by the command line, in a reply over the control protocol, in the log. The
    kinds below only tell a program what kind of problem it is: the command line has an exit code for each.
    """


class NoProject(Problem):
    """There is no project where one is named."""


class NoEngine(Problem):
    """No engine answers where one is asked."""


class NotYet(Problem):
    """Something that comes by itself is not there yet, such as an address of a network that is not up."""

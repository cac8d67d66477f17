"""Checks of `wekipy doctor`: each looks at one thing of this machine or of a project, and changes nothing."""

"""Failures told to the person at the terminal, raised before Django is there."""


class DeploymentError(Exception):
    """The deployment cannot work as it is configured; the message says why, in Chinese."""

"""What goes wrong with agents of a user's own; apart, so that whoever does not use Mesa need not import it."""


class AgentsError(Exception):
    """A module of agents cannot be used, or one of its agents failed; the message says which, where and why."""

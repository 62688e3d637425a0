"""Errors that people read. Their text is plain Dutch and names the remedy."""


class AktFout(Exception):
    """Something the user can mend; the text is shown as it is."""


class Conflict(AktFout):
    """Someone else changed the same thing meanwhile (409)."""


class BronFout(AktFout):
    """A source that cannot be imported: the text says in one line what is wrong with it."""

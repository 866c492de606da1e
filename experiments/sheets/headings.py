"""What columns of a table are called: headings as names, whatever their capitals, spaces and units in brackets."""

import re

COMMENTS = frozenset(("comment", "comments", "note", "notes", "remark", "remarks"))
"""Headings, as names, of columns that are for readers of the table and set nothing."""


def as_name(heading: str) -> str:
    """A heading as a name: small letters, digits and _, without a unit in brackets: `Resolved on` is `resolved_on`."""
    return re.sub("[^a-z0-9]+", "_", re.sub(r" *\([^()]*\)$", "", heading.strip()).lower()).strip("_")

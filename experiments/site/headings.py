"""Headings of pages."""

from collections.abc import Iterable


def first(lines: Iterable[str]) -> str:
    """The first heading of a page, without marks of code."""
    return next((line.removeprefix("# ").replace("`", "").strip() for line in lines if line.startswith("# ")), "")

"""Titles that go over several lines: shown in a table, what stands behind the break would pass for a line of parley's own."""

from collections.abc import Iterator
from typing import Any

from sim.scenario.document import Loc


def titles_in_lines(data: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Where a scenario has such a title, and what to say of it."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list | tuple) else ()
    for key, value in inside:
        if key == "title" and isinstance(value, str) and "\n" in value.strip():
            yield (*loc, key), "goes over several lines; a title is one line"
        else:
            yield from titles_in_lines(value, (*loc, key))

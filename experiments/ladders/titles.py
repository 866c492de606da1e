"""Titles that are none: of several lines (in a table, what stands behind the break would pass for a line of parley's own),
and empty ones, by which nothing can be called."""

from collections.abc import Iterator
from typing import Any

from sim.scenario.document import Loc


def bad_titles(data: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Where a scenario, an experiment or a file of questions has such a title, and what to say of it."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list | tuple) else ()
    for key, value in inside:
        if key == "title" and isinstance(value, str):
            if not value.strip():
                yield (*loc, key), "is empty: say in a line what this is"
            elif len(value.strip().splitlines()) > 1:
                yield (*loc, key), "goes over several lines; a title is one line"
        else:
            yield from bad_titles(value, (*loc, key))

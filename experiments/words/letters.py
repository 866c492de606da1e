"""Text as it may reach a terminal: what could move its cursor, hide or turn letters, or set its title is made visible.

Titles, paths, columns and answers come from files that a stranger may have written.
"""

import re

from sim.scenario.phrases import printable

_BESIDES = re.compile(r"[\u061c\u200e\u200f]")  # marks that turn the direction of writing


def on_one_line(text: object) -> str:
    """A text with everything made visible that a terminal would obey, line breaks too."""
    return _BESIDES.sub(lambda found: f"\\u{ord(found[0]):04x}", printable(str(text)))


def visible(text: object) -> str:
    """The same, but for the ends of lines."""
    return "\n".join(map(on_one_line, str(text).split("\n")))

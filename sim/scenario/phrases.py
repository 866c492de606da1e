"""How a message quotes values from a file, lists words, and guesses what was meant."""

import difflib
import json
import re
from collections.abc import Iterable
from typing import Any


def suggest(word: str, choices: Iterable[str]) -> str:
    """Return `; did you mean "x"?` for the choice most like `word`, or nothing if none is."""
    by_lower = {choice.lower(): choice for choice in choices}
    close = difflib.get_close_matches(word[:100].lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean {shown(by_lower[close[0]])}?" if close else ""


def shown(value: Any) -> str:
    """Return a scalar as it would be written in a file, shortened, on one line, with nothing unprintable."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return printable(json.dumps(shortened(value), ensure_ascii=False))
    if isinstance(value, list | dict):
        return described(value)
    return json.dumps(value).replace("-Infinity", "-.inf").replace("Infinity", ".inf").replace("NaN", ".nan")


def described(value: Any) -> str:
    """Return what a value is, in words: `the number 3`, `the text "abc"`, `a list`, `keys and values`."""
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "keys and values"
    if value is None or isinstance(value, bool):
        return shown(value)
    return f"the text {shown(value)}" if isinstance(value, str) else f"the number {shown(value)}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return `a, b and c`; of one its own, of none nothing."""
    *most, end = [*words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


_SHORT = 60
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2060\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def shortened(text: str) -> str:
    """Return no more of a text than a message should hold."""
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def printable(text: str) -> str:
    """Escape what could move a terminal's cursor or break a line: messages quote files from strangers."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

"""Which letters of a brief the fonts at hand lack, and whether this machine has fonts for them."""

from collections.abc import Iterator
from typing import Any

from experiments.figures import letters as fonts


def lacking(data: Any) -> set[str]:
    """The letters of every text in some data for which the fonts that come along have no shape."""
    return fonts.lacking(_texts(data), (fonts.SANS, fonts.SERIF))


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def families(typst: Any, letters: set[str]) -> tuple[list[str], set[str]]:
    """Families of the fonts that Typst finds that have some of the letters, and the letters that none has."""
    found: list[str] = []
    left = {ord(letter) for letter in letters}
    for font in typst.Fonts().fonts():
        if left and font.path and fonts.PLACEHOLDERS not in font.family and font.family not in found:
            covered = left & fonts.codes(font.path, font.index)
            if covered:
                found.append(font.family)
                left -= covered
    return found, {chr(code) for code in left}

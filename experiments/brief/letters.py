"""Which letters of a brief the fonts at hand lack, and whether this machine has fonts for them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

OWN = ("DejaVuSans.ttf", "DejaVuSerif.ttf")
PLACEHOLDERS = "Last Resort"  # a font that has a box for every letter there is


def folder() -> Path:
    """The fonts that come with matplotlib."""
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf"


def lacking(data: Any) -> set[str]:
    """The letters of every text in some data for which the fonts that come along have no shape."""
    found = {letter for text in _texts(data) for letter in text if letter.isprintable() and not letter.isspace()}
    return {letter for letter in found if ord(letter) not in _covered()} if found else set()


@cache
def _covered() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset().union(*(TTFont(folder() / name, lazy=True).getBestCmap() for name in OWN))


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
    """Families of this machine's fonts that have some of the letters, and the letters that none has."""
    from fontTools.ttLib import TTFont, TTLibError

    found, left = [], {ord(letter) for letter in letters}
    for font in typst.Fonts().fonts():
        if left and font.path and PLACEHOLDERS not in font.family and font.family not in found:
            try:
                covered = left & TTFont(font.path, fontNumber=font.index, lazy=True).getBestCmap().keys()
            except (OSError, TTLibError, AttributeError):
                continue
            if covered:
                found.append(font.family)
                left -= covered
    return found, {chr(code) for code in left}

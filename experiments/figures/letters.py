"""Which letters the fonts that come along lack, and which fonts of this machine have them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

SANS, SERIF = "DejaVuSans.ttf", "DejaVuSerif.ttf"
PLACEHOLDERS = "Last Resort"  # a font that has a box for every letter there is


def folder() -> Path:
    """The fonts that come with matplotlib."""
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf"


def lacking(texts: Iterable[str], fonts: tuple[str, ...] = (SANS,)) -> set[str]:
    """The letters of some texts for which none of these fonts has a shape."""
    found = {letter for text in texts for letter in text if letter.isprintable() and not letter.isspace()}
    unusual = {letter for letter in found if ord(letter) > 0x24F}  # Latin letters are all there
    return {letter for letter in unusual if not any(ord(letter) in _covered(name) for name in fonts)}


def families_with(letters: set[str]) -> list[str]:
    """Families of this machine's fonts that have some of the letters, as many as are needed, in the order of their names."""
    from matplotlib.font_manager import fontManager

    found: list[str] = []
    left = {ord(letter) for letter in letters}
    for font in sorted(fontManager.ttflist, key=lambda font: (font.name, font.fname)):
        if left and font.name not in found and PLACEHOLDERS not in font.name:
            covered = left & codes(Path(font.fname))
            if covered:
                found.append(font.name)
                left -= covered
    return found


@cache
def codes(path: Path, index: int = 0) -> frozenset[int]:
    """The letters that a font has a shape for, as code points; none if it cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap())
    except (OSError, TTLibError, TypeError):
        return frozenset()


@cache
def _covered(name: str) -> frozenset[int]:
    return codes(folder() / name)

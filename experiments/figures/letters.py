"""Which letters the fonts that come along lack, and which fonts of this machine have them."""

from collections.abc import Iterable
from contextlib import suppress
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
    """Families of this machine's fonts that have some of the letters, as many as are needed, in the order of their names.

    Where those that matplotlib has in mind do not have them all, it is told of those that have been installed since.
    """
    found, left = _among_known({ord(letter) for letter in letters})
    if left and take_in_new_fonts():
        found, _ = _among_known({ord(letter) for letter in letters})
    return found


def take_in_new_fonts() -> bool:
    """Make matplotlib know the fonts of this machine that its list, made once for all, lacks; whether there were any."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {Path(font.fname).resolve() for font in fontManager.ttflist}
    before = len(fontManager.ttflist)
    for path in sorted(findSystemFonts()):
        if Path(path).resolve() not in known:
            with suppress(OSError, RuntimeError, ValueError):  # a file of which matplotlib can make nothing
                fontManager.addfont(path)
    return len(fontManager.ttflist) > before


def _among_known(left: set[int]) -> tuple[list[str], set[int]]:
    """Families that matplotlib knows with some of the letters, and the letters that none of them has."""
    from matplotlib.font_manager import fontManager

    found: list[str] = []
    for font in sorted(fontManager.ttflist, key=lambda font: (font.name, font.fname)):
        if left and font.name not in found and PLACEHOLDERS not in font.name:
            covered = left & codes(Path(font.fname))
            if covered:
                found.append(font.name)
                left = left - covered
    return found, left


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

"""Which letters of a brief the fonts at hand lack, and whether this machine has fonts for them."""

import base64
import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from experiments.figures import letters as fonts
from experiments.figures.letters import SANS, folder


def lacking(data: object) -> set[str]:
    """The letters of every text in some data for which the fonts that come along have no shape."""
    return fonts.lacking(_texts(data), (fonts.SANS, fonts.SERIF))


def _texts(data: object) -> Iterator[str]:
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


FILES = {"normal": SANS, "bold": "DejaVuSans-Bold.ttf"}


def face(name: str, text: str) -> str:
    """CSS that brings both weights of the font under a name, with the letters of a text only."""
    return "".join(
        f'@font-face {{ font-family: "{name}"; font-weight: {weight}; src: url("data:font/woff;base64,'
        f'{base64.b64encode(_subset(folder() / file, text)).decode()}") format("woff"); }}\n'
        for weight, file in FILES.items()
    )


def _subset(path: Path, text: str) -> bytes:
    from fontTools import subset

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(
        flavor="woff", layout_features=["kern", "liga", "ccmp", "init", "medi", "fina", "rlig", "mark"]
    )
    options.hinting = False
    font = subset.load_font(str(path), options)
    font.recalcTimestamp = False
    chosen = subset.Subsetter(options)
    chosen.populate(text=text)
    chosen.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()

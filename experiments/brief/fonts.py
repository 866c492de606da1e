"""The letters that a page needs, out of the font that figures are measured with, so that labels fit on any machine."""

import base64
import io
import logging
from pathlib import Path

from experiments.figures.letters import SANS, folder

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

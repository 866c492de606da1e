"""Fonts of figures and briefs: those that come along, and those of this machine for letters that these lack."""

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from experiments.doctor.findings import Finding

NEEDED = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif.ttf")
ENOUGH = 1000
"""Fonts after which none more is counted."""


def fonts() -> Iterator[Finding]:
    """Whether the fonts that come along are there, and whether this machine has others."""
    spec = find_spec("matplotlib")
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" if spec and spec.origin else None
    missing = [name for name in NEEDED if folder is None or not (folder / name).is_file()]
    if missing:
        do = "pip install --force-reinstall matplotlib"
        yield Finding("fonts of figures", "problem", f"{', '.join(missing)} missing", do)
    else:
        yield Finding("fonts of figures", "ok", "DejaVu Sans and Serif, which come along")
    many = sum(1 for _ in islice(of_machine(), ENOUGH))
    if many:
        some = f"{many} fonts" if many > 1 else "one font"
        yield Finding("other fonts", "ok", f"{'more than ' if many == ENOUGH else ''}{some} of this machine")
    else:
        found = "none: letters such as Chinese ones are boxes in PNG and PDF, not in SVG"
        yield Finding("other fonts", "note", found, "install fonts if titles have such letters (Noto Sans CJK)")


def of_machine() -> Iterator[Path]:
    """Files of fonts in the usual folders."""
    for folder in folders():
        for where, _, names in os.walk(folder):
            yield from (Path(where) / name for name in names if name.lower().endswith((".ttf", ".otf", ".ttc")))


def folders() -> Iterator[str]:
    """Where a system keeps fonts."""
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        yield from ("/System/Library/Fonts", "/Library/Fonts", f"{home}/Library/Fonts")
        return
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or f"{home}/.local/share"
    yield from (f"{place}/fonts" for place in (own, *shared.split(":")) if place)
    yield f"{home}/.fonts"

"""A briefing from results."""

from pathlib import Path

from experiments.store.files import write_whole
from parley.comparison import Comparison
from parley.errors import ParleyError, in_own_words
from parley.run import Run
from parley.sweep import Sweep


def brief(*results: Run | Comparison | Sweep | str | Path, to: str | Path) -> Path:
    """Write a briefing of two to four pages, as PDF or HTML by how `to` ends: the first run is what it is about.

    Results may be folders too. ParleyError if there is no run among them, or they are not of one scenario.
    """
    from experiments.brief.content import content
    from experiments.brief.html_page import html
    from experiments.brief.typst_page import TypstMissingError, pdf

    to = Path(to)
    setters = {".pdf": pdf, ".html": html}
    if to.suffix not in setters:
        raise ParleyError(f"{to}: a briefing's name ends in .pdf or .html")
    folders = [Path(each) if isinstance(each, str | Path) else each.room.folder for each in results]
    with in_own_words():
        said = content(folders)
    try:
        write_whole(to, setters[to.suffix](said))
    except TypstMissingError as missing:
        raise ParleyError(str(missing)) from None
    except OSError as error:
        raise ParleyError(f"{to} cannot be written: {error.strerror or error}") from None
    return to

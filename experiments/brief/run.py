"""`parley brief`: from results folders to files; the PDF where Typst is installed, the HTML file in any case."""

from collections.abc import Callable, Sequence
from pathlib import Path

from experiments.brief.content import brief_of
from experiments.brief.document import Brief
from experiments.brief.folders import BriefError, read
from experiments.store.files import write_whole
from experiments.store.folder import StoreError
from experiments.store.reading import believed

FORMATS = ("pdf", "html")
SHOWN = 12  # letters that a message names


def write(paths: Sequence[Path], formats: Sequence[str]) -> tuple[list[Path], str]:
    """Write the brief into the first run's folder; what was written, and what to say of a PDF that lacks something.

    BriefError if the folders cannot make a brief.
    """
    from experiments.brief.html_page import html
    from experiments.brief.typst_page import TypstMissingError, pdf, unshown

    try:
        with believed(paths[0] if len(paths) == 1 else Path(", ".join(map(str, paths)))):
            found = read(paths)
            brief, folder = brief_of(found), found.base.folder
    except StoreError as error:
        raise BriefError(str(error)) from None
    setters: dict[str, Callable[[Brief], bytes]] = {"pdf": pdf, "html": html}
    written, trouble = [], ""
    for name in FORMATS:
        if name in formats:
            try:
                written.append(_keep(folder / f"brief.{name}", setters[name](brief)))
            except TypstMissingError as missing:
                trouble = str(missing)
    if "pdf" in formats and not trouble and (boxes := unshown(brief)):
        trouble = (
            f"no font here has {' '.join(sorted(boxes)[:SHOWN])}: the PDF shows boxes for them, the HTML file will not"
        )
    return written, trouble


def _keep(path: Path, data: bytes) -> Path:
    try:
        write_whole(path, data)
    except OSError as error:
        raise BriefError(f"{path} cannot be written: {error.strerror or error}") from None
    return path

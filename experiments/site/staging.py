"""The pages as the site is built from them: the project's own files in their own places, so that every link stays as it is.

Whatever a page links is brought along: pictures, scenarios, a job file, a source. The first page has the what-if page in
a frame where the README has its picture; the notebook becomes a page.
"""

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

from experiments.site.navigation import HOME, page_name, pages_of
from experiments.site.places import LIVE_PAGE, ROOT, TOUR
from experiments.site.tour import markdown

LINK = re.compile(r"\]\(([^)\s]+)|(?:src|href)=\"([^\"]+)\"")
PICTURE = re.compile(rf"^\[<img [^\n]*\]\({re.escape(LIVE_PAGE.as_posix())}\)$", re.MULTILINE)
FRAME = (
    f'<iframe class="live-page" src="{LIVE_PAGE}" title="The what-if page of the Afghan peace process" loading="lazy">'
    f"</iframe>\n\n[Open the what-if page full size]({LIVE_PAGE}){{ .md-button }}"
)
OWN = Path(__file__).with_name("web")
"""What the site has of its own: its style, and what lets it be searched from disk."""


def stage(to: Path, root: Path = ROOT) -> list[Path]:
    """Copy all pages, and all that they link, into a folder that is made anew; the files there, relative to it."""
    shutil.rmtree(to, ignore_errors=True)
    for page in pages_of(root):
        text = (root / page).read_text(encoding="utf-8")
        _write(to / page, first_page(text) if page == HOME else text)
        _bring(linked(root / page, text, root), to, root)
    if (root / TOUR).exists():
        text = markdown(root / TOUR, to / page_name(TOUR))
        _bring(linked(root / TOUR, text, root), to, root)
    _bring({LIVE_PAGE}, to, root)
    shutil.copytree(OWN, to, dirs_exist_ok=True)
    return sorted(path.relative_to(to) for path in to.rglob("*") if path.is_file())


def first_page(text: str) -> str:
    """The README with the what-if page itself where its picture stands, or else after its first paragraph."""
    if PICTURE.search(text):
        return PICTURE.sub(lambda _: FRAME, text, count=1)
    before, _, after = text.partition("\n\n## ")
    return f"{before}\n\n{FRAME}\n\n## {after}"


def linked(page: Path, text: str, root: Path = ROOT) -> set[Path]:
    """Files of the project that a page links or shows, but for other pages; relative to the project."""
    targets = {unquote((found[1] or found[2]).partition("#")[0]) for found in LINK.finditer(text)}
    paths = {(page.parent / target).resolve() for target in targets if target and "://" not in target}
    files = {path for path in paths if path.is_file() and path.is_relative_to(root) and path.suffix != ".md"}
    return {path.relative_to(root) for path in files}


def _bring(files: set[Path], to: Path, root: Path) -> None:
    for file in files:
        (to / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / file, to / file)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

"""The site is built without a complaint, has every page, asks no other host for anything, and works from disk."""

import re

import pytest

from experiments.site import navigation
from experiments.site.build import build
from experiments.site.staging import FRAME, first_page, linked
from tests.places import ROOT

FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*?\bsrc=["']?(?://|https?:)[^>]*>|<link\b[^>]*?(?://|https?:)[^>]*>"""
)
"""What a browser would get from elsewhere to show a page; a link that a reader may follow is none."""
FETCHED_BY_STYLE = re.compile(r"""@import\s|url\(["']?(?://|https?:)""")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The site, and what MkDocs complained of."""
    folder = tmp_path_factory.mktemp("site")
    return folder / "site", build(folder / "pages", folder / "site")


@pytest.mark.slow
def test_no_link_and_no_heading_is_missing(built):
    assert built[1] == []


@pytest.mark.slow
def test_nothing_is_fetched_from_elsewhere(built):
    site = built[0]
    made = [
        path for path in site.rglob("*.html") if not (ROOT / path.relative_to(site)).exists()
    ]  # not what is brought along
    assert len(made) > 30
    assert {path.name: found for path in made if (found := FETCHED.findall(path.read_text(encoding="utf-8")))} == {}
    styles = [path for path in site.rglob("*.css") if FETCHED_BY_STYLE.search(path.read_text(encoding="utf-8"))]
    assert styles == []
    assert "unpkg" not in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_it_opens_from_disk(built):
    site = built[0]
    assert (site / "search" / "search_index.js").exists()
    text = (site / "docs" / "model.html").read_text(encoding="utf-8")
    inner = re.findall(r'href="(?!https?:|#|data:|mailto:)([^"#]+)', text)
    assert [link for link in inner if link.startswith("/") or not (site / "docs" / link).resolve().is_file()] == []


@pytest.mark.slow
def test_the_what_if_page_is_on_the_first_page_and_by_itself(built):
    first = (built[0] / "index.html").read_text(encoding="utf-8")
    assert '<iframe class="live-page" src="docs/afghan_peace_2018.html"' in first
    assert (built[0] / "docs" / "afghan_peace_2018.html").read_bytes() == (
        ROOT / "docs" / "afghan_peace_2018.html"
    ).read_bytes()


def test_a_fetched_thing_would_be_seen():
    assert FETCHED.search('<script src="https://example.org/a.js"></script>')
    assert FETCHED.search('<link rel="stylesheet" href="https://example.org/a.css">')
    assert not FETCHED.search('<a href="https://example.org">there</a>')
    assert FETCHED_BY_STYLE.search("a { background: url(//example.org/a.png) }")


def test_every_page_is_in_the_navigation_once():
    pages = [page for section in navigation.sections().values() for page in section]
    assert sorted({*pages, navigation.HOME} - {navigation.TOUR}) == sorted(navigation.pages_of())
    assert len(pages) == len(set(pages))


def test_pages_that_are_listed_are_there():
    assert [page for page in navigation.listed() if not (ROOT / page).exists()] == []


def test_folders_of_sections_are_read_their_first_page_first(tmp_path):
    for page in ("docs/how_to/b.md", "docs/how_to/README.md", "docs/tutorial/1.md", "docs/new.md"):
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / page).write_text("# Its title\n")
    found = navigation.sections(tmp_path)
    assert found["How-to"] == ["docs/how_to/README.md", "docs/how_to/b.md"]
    assert found["Tutorial"] == ["docs/tutorial/1.md"]
    assert "docs/new.md" in found["Background"]


def test_the_frame_stands_where_the_picture_was_or_before_the_first_section():
    picture = '[<img src="docs/what_if_page.png" alt="x">](docs/afghan_peace_2018.html)'
    assert first_page(f"# A\n\n{picture}\n\nB\n") == f"# A\n\n{FRAME}\n\nB\n"
    assert first_page("# A\n\nB\n\n## C\n") == f"# A\n\nB\n\n{FRAME}\n\n## C\n"


def test_what_a_page_links_is_brought_along_but_other_pages_are_not():
    text = "[a](../scenarios/havana_2012.yaml#x) ![b](human_bargaining.svg) [c](model.md) [d](https://example.org) [e](none.svg)"
    assert {path.as_posix() for path in linked(ROOT / "docs" / "x.md", text)} == {
        "scenarios/havana_2012.yaml",
        "docs/human_bargaining.svg",
    }

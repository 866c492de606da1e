"""Every link of every page leads to a file that there is, and to a heading that it has."""

import pytest

from tests.docs.pages import PAGES, addresses, links, name_of
from tests.places import ROOT


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    for file, address in links(page.read_text(encoding="utf-8")):
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{file} is no file"
        if address and target.suffix == ".md":
            assert address in addresses(target.read_text(encoding="utf-8")), f"{file} has no heading #{address}"


def test_a_heading_has_the_address_that_sites_give_it():
    text = "# Building on another file, and `--set`\n\n## 7.4 Tables\n\n## 7.4 Tables\n\n```sh\n# no heading\n```\n"
    assert addresses(text) == {"building-on-another-file-and---set", "74-tables", "74-tables-1"}
    assert links("[a](b.md#c) [d](#e) [f](https://g.h) `[i](j)`\n") == [("b.md", "c"), ("", "e")]


def test_the_pages_are_found():
    assert {"README.md", "docs/glossary.md", "docs/how_to/README.md", "scenarios/README.md"} <= set(map(name_of, PAGES))
    assert all(page.is_relative_to(ROOT) for page in PAGES)

"""The site of the documentation, opened from disk: it is searched without a server, and light and dark both hold its figures."""

import pytest

from experiments.site.build import build

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    build(folder / "pages", folder / "site")
    return folder / "site"


def test_it_is_searched_from_disk(site, page):
    """`page` fails the test for every error, and for every request that goes elsewhere."""
    opened = page(site / "docs" / "rivals.html")
    opened.keyboard.press("f")
    opened.keyboard.type("leverage")
    opened.wait_for_selector(".md-search-result__item", timeout=20_000)


def test_a_figure_lies_on_a_light_card_where_the_page_is_dark(site, page):
    opened = page(site / "docs" / "human_bargaining.html", scheme="dark")
    card = opened.locator(".md-content img").first
    assert card.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(244, 244, 244)"
    assert opened.locator("body").evaluate("each => getComputedStyle(each).backgroundColor") != "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    "name", ["docs/commands", "docs/columns", "docs/tour", "docs/model", "docs/scenario_reference"]
)
def test_no_page_is_wider_than_a_phone(site, page, name):
    opened = page(site / f"{name}.html", width=390, height=844)
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""A part of a page between marks is replaced, and everything else is kept."""

import pytest

from experiments.words.marked import marked, replaced

PAGE = "before\n<!-- a: begin -->\nold\n<!-- a: end -->\n<!-- b: begin -->\nkept\n<!-- b: end -->\nafter\n"


def test_only_what_stands_between_the_marks_is_replaced():
    page = replaced(PAGE, "a", "\nnew\n")
    assert marked(page, "a") == "new"
    assert page == PAGE.replace("\nold\n", "\n\nnew\n\n")
    assert replaced(page, "a", "new") == page


@pytest.mark.parametrize("page", ["", "<!-- a: end --><!-- a: begin -->", "<!-- a: begin -->", PAGE + PAGE])
def test_marks_that_are_missing_doubled_or_turned_round_are_no_marks(page):
    with pytest.raises(ValueError, match="once each"):
        replaced(page, "a", "new")

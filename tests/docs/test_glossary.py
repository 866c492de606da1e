"""The glossary is in order, says each word once and shortly, and is linked from the pages that use its words."""

import re

import pytest

from tests.docs.pages import PAGES, links, name_of
from tests.places import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
ENTRIES = re.findall(r"^### (.*)\n\n?(.*(?:\n(?!\n|#).*)*)", GLOSSARY.read_text(encoding="utf-8"), re.M)
LONGEST = 4  # sentences
WANTED = {
    "history", "rung", "stand", "hope", "u", "settle or stall", "table", "issue", "salience", "ideal", "red line", "stake",
    "interval", "doubt", "lever",
}  # fmt: skip
NO_READER = {
    "docs/decisions.md", "docs/json_reference.md", "docs/mutation_testing.md", "docs/reliability.md", "docs/speed.md",
    "docs/what_changed.md",
}  # fmt: skip
"""Pages for those who work on parley or with its files, who need no glossary."""


def test_words_are_in_order_each_once():
    words = [word.lower() for word, _ in ENTRIES]
    assert words == sorted(set(words))
    assert set(words) >= WANTED


@pytest.mark.parametrize(("word", "says"), ENTRIES, ids=lambda each: each[:20])
def test_entries_are_short(word, says):
    sentences = re.findall(r"[.?!](?=\s|$)", re.sub(r"\(.*?\)|\[.*?\]", "", says))
    assert 1 <= len(sentences) <= LONGEST, word


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.is_relative_to(ROOT / "docs") and name_of(page) not in NO_READER],
    ids=name_of,
)
def test_pages_lead_to_it(page):
    assert page == GLOSSARY or any(file.endswith("glossary.md") for file, _ in links(page.read_text(encoding="utf-8")))
